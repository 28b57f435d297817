extension Flag {
    /// What everybody whom no rule is about gets once a version has another share.
    ///
    /// The order of the versions stays, so that those who have one keep it when its share grows;
    /// the others give or take in proportion to what they have.
    ///
    /// - Parameters:
    ///   - variationID: a version of the flag.
    ///   - parts: its new share, 0 to 100,000.
    ///   - serving: what everybody else gets before.
    /// - Returns: the shares; `nil` when the flag has no such version, or no other one.
    public func raising(
        _ variationID: String,
        to parts: Int,
        in serving: Serving
    ) -> Serving? {
        guard variation(variationID) != nil, (0...Share.whole).contains(parts) else { return nil }
        var rows = serving.shares.filter { $0.parts > 0 }
        if !rows.contains(where: { $0.variationID == variationID }) {
            let row = Share(variationID: variationID, lower: 0, upper: 0)
            // A version that nobody had grows from the bottom.
            rows.insert(row, at: 0)
        }
        if rows.count == 1, parts < Share.whole {
            let other = variationID == offVariationID ? defaultOther : offVariationID
            guard let other, other != variationID else { return nil }
            rows.append(Share(variationID: other, lower: 0, upper: 0))
        }
        var raised = serving
        var lower = 0
        let widths = Self.widths(of: rows, giving: parts, to: variationID)
        raised.shares = zip(rows, widths).filter { $0.1 > 0 }.map { row, width in
            defer { lower += width }
            let counted = row.experimentParts < row.parts ? min(row.experimentParts, width) : nil
            return Share(
                variationID: row.variationID,
                lower: lower,
                upper: lower + width,
                experimentParts: counted
            )
        }
        return raised
    }

    /// The version that "on" means: the first that is not handed out while the flag is off.
    public var onVariation: Variation? { variations.first { $0.id != offVariationID } }

    private var defaultOther: String? { onVariation?.id }

    /// Whole parts that make 100,000 together.
    private static func widths(
        of rows: [Share],
        giving parts: Int,
        to variationID: String
    ) -> [Int] {
        let rest = Share.whole - parts
        let others = rows.filter { $0.variationID != variationID }
        let sum = others.reduce(0) { $0 + $1.parts }
        var left = rest
        var last = others.count
        return rows.map { row in
            guard row.variationID != variationID else { return parts }
            last -= 1
            let width =
                last == 0 ? left : sum == 0 ? rest / others.count : rest * row.parts / sum
            left -= width
            return width
        }
    }
}
