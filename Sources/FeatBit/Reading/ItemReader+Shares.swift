import FlagModel
import JSON

/// Shares of people: FeatBit's fractions become whole parts of 100,000 that tile.
extension ItemReader {
    /// How far an edge may miss a part, or its neighbour, by calculation alone.
    private static let tolerance = 1e-9

    private struct Range {
        let variationID: String
        let lower: Double
        let upper: Double
        let experiment: Double?
    }

    /// Reads what a rule, or the rule for everyone else, hands out.
    ///
    /// The caller reads the `known` fields.
    mutating func serving(
        _ value: JSONValue,
        knowing known: Set<String>,
        of variationIDs: Set<String>
    ) throws(JSONShapeError) -> Serving {
        let fields = try JSONFields(value)
        expect(known.union(["dispatchKey", "includedInExpt", "variations"]), in: fields)
        let dispatchKey = try fields.optionalText("dispatchKey") ?? ""
        let isBlank = dispatchKey.unicodeScalars.allSatisfy(\.properties.isWhitespace)
        let ranges = try fields.list("variations") { value throws(JSONShapeError) in
            try self.range(value, of: variationIDs)
        }
        do {
            return Serving(
                dispatchKey: isBlank ? nil : dispatchKey,
                isInExperiment: try fields.optionalBool("includedInExpt") ?? false,
                shares: try shares(ranges)
            )
        } catch {
            throw error.path.isEmpty ? error.inside(.key("variations")) : error
        }
    }

    private mutating func range(
        _ value: JSONValue,
        of variationIDs: Set<String>
    ) throws(JSONShapeError) -> Range {
        let fields = try JSONFields(value)
        expect(["id", "rollout", "exptRollout"], in: fields)
        let edges = try fields.required("rollout") { value throws(JSONShapeError) in
            let edges = try value.asList { edge throws(JSONShapeError) in
                try Self.fraction(edge)
            }
            guard edges.count == 2, edges[0] <= edges[1] + Self.tolerance else {
                throw JSONShapeError("should be two fractions, the smaller one first")
            }
            return edges
        }
        return Range(
            variationID: try fields.required("id") { value throws(JSONShapeError) in
                try Self.variationID(value, of: variationIDs)
            },
            lower: edges[0],
            upper: edges[1],
            experiment: try fields.optional("exptRollout", Self.fraction)
        )
    }

    private static func fraction(_ value: JSONValue) throws(JSONShapeError) -> Double {
        let number = try value.asNumber()
        guard (-tolerance...1 + tolerance).contains(number) else {
            throw JSONShapeError("should be a fraction of 1")
        }
        return number
    }

    /// The ranges as shares; ranges in another order than from 0 to 1 are put into it.
    private mutating func shares(_ ranges: [Range]) throws(JSONShapeError) -> [Share] {
        var ordered = ranges
        if Self.gap(in: ordered) != nil {
            ordered = ranges.enumerated()
                .sorted {
                    ($0.element.lower, $0.element.upper, $0.offset)
                        < ($1.element.lower, $1.element.upper, $1.offset)
                }
                .map(\.element)
        }
        if let gap = Self.gap(in: ordered) { throw JSONShapeError(gap) }
        var lower = 0
        var isRounded = false
        let shares = ordered.enumerated().map { index, range in
            let isLast = index == ordered.count - 1
            // A later edge never comes before an earlier one, whatever the rounding did.
            let upper =
                isLast ? Share.whole : max(lower, Self.parts(range.upper, isRounded: &isRounded))
            let experiment = range.experiment.map { Self.parts($0, isRounded: &isRounded) }
            defer { lower = upper }
            return Share(
                variationID: range.variationID,
                lower: lower,
                upper: upper,
                experimentParts: experiment
            )
        }
        if isRounded { note("a share finer than 0.001% was rounded to the nearest one") }
        return shares
    }

    /// The first place where ranges in order do not tile, as the end of a sentence.
    private static func gap(in ranges: [Range]) -> String? {
        var edge = 0.0
        for range in ranges {
            if range.lower > edge + tolerance {
                return "leaves nobody's share between \(edge) and \(range.lower)"
            }
            if range.lower < edge - tolerance {
                return "hands out the part between \(range.lower) and \(edge) twice"
            }
            edge = max(range.upper, range.lower)
        }
        guard edge < 1 - tolerance else { return nil }
        return ranges.isEmpty
            ? "is empty, so it hands out nothing" : "leaves nobody's share between \(edge) and 1"
    }

    private static func parts(_ fraction: Double, isRounded: inout Bool) -> Int {
        let exact = fraction * Double(Share.whole)
        let nearest = exact.rounded()
        if abs(exact - nearest) > tolerance * Double(Share.whole) { isRounded = true }
        return min(max(0, Int(nearest)), Share.whole)
    }
}
