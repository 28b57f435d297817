internal import JSON
internal import Statistics

/// The answer to a case: its result fields, each in one of two groups.
///
/// The groups have the names that the stored vectors have: `gbstats` for what that program answers
/// too, `reference` for what is worked out besides. The same fields stand at the top as well, for
/// readers who do not care where they come from.
struct CaseAnswer {
    private var main: [JSONMember] = []
    private var reference: [JSONMember] = []

    /// Appends a field that the other program answers too.
    mutating func set(_ key: String, _ value: JSONValue) {
        main.append(JSONMember(key: key, value: value))
    }

    mutating func set(_ key: String, _ number: Double) { set(key, Self.number(number)) }

    mutating func set(_ key: String, _ numbers: [Double]) {
        set(key, .array(numbers.map(Self.number)))
    }

    /// Appends a field that is worked out besides.
    mutating func add(_ key: String, _ value: JSONValue) {
        reference.append(JSONMember(key: key, value: value))
    }

    mutating func add(_ key: String, _ number: Double) { add(key, Self.number(number)) }

    mutating func add(_ key: String, _ numbers: [Double]) {
        add(key, .array(numbers.map(Self.number)))
    }

    /// A number with every digit, or the word for what JSON cannot write.
    static func number(_ number: Double) -> JSONValue {
        if number.isNaN { return "nan" }
        guard number.isFinite else { return number > 0 ? "inf" : "-inf" }
        return .number(number)
    }

    /// The whole answer.
    func json(id: JSONValue, family: String) -> JSONValue {
        var members = [
            JSONMember(key: "id", value: id), JSONMember(key: "family", value: .string(family)),
        ]
        members += main
        let taken = Set(members.map(\.key))
        members += reference.filter { !taken.contains($0.key) }
        if !main.isEmpty {
            members.append(JSONMember(key: "gbstats", value: .object(JSONObject(main))))
        }
        if !reference.isEmpty {
            members.append(JSONMember(key: "reference", value: .object(JSONObject(reference))))
        }
        return .object(JSONObject(members))
    }
}

extension StatisticsError {
    /// The words that the other program has for it.
    ///
    /// - Parameter isBayesian: one of its messages ends without a full stop there.
    /// - Returns: a text for `errorMessage`.
    func message(isBayesian: Bool = false) -> String {
        switch self {
        case .noVariation: "ZERO_NEGATIVE_VARIANCE"
        case .noBaseline: "ZERO_NEGATIVE_BASELINE_VARIATION"
        case .notScalable:
            "For scaled impact the statistic must be of type ProportionStatistic, "
                + "SampleMeanStatistic, or RegressionAdjustedStatistic" + (isBayesian ? "" : ".")
        case .differentMetrics, .outOfRange: description
        }
    }
}
