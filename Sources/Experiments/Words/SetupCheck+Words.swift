internal import FlagModel

extension SetupCheck {
    /// Customers without whom nothing can be said.
    static let fewestPeople = 100

    /// Whether it can say anything: there were enough customers, and they differ.
    public var isDecided: Bool { people >= Self.fewestPeople && !pValues.isEmpty }

    /// What came of it, the answer first; each a sentence or two for a line of its own.
    public var sentences: [String] {
        guard people >= Self.fewestPeople else {
            return [
                "Too few customers to split yet: \(Words.grouped(people)), and it takes "
                    + "\(Words.grouped(Self.fewestPeople))."
            ]
        }
        guard isDecided else {
            return ["Nothing to compare yet: all \(Words.grouped(people)) customers did the same."]
        }
        guard isSound else {
            return ["Something in your data makes differences where there are none."] + counted + [
                "Usual reason: some customers count more than once, or a few outweigh all others. "
                    + "Ask the data team before you trust a result of this metric."
            ]
        }
        return ["Your setup is sound: results here can be trusted."] + counted
    }

    /// What was done, and what was found.
    private var counted: [String] {
        let expected = Int((Double(pValues.count) * Self.expectedShare).rounded())
        return [
            "\(Words.count(people, "customer")) who all saw the same version were split into two "
                + "halves, \(Words.count(pValues.count, "time")).",
            "\(Words.grouped(claimed)) of these splits claimed a difference; about "
                + "\(Words.grouped(expected)) do so by chance.",
        ]
    }
}
