internal import FlagModel

extension SetupCheck {
    /// Customers without whom nothing can be said.
    static let fewestPeople = 100

    /// What came of it, the answer first.
    public var sentences: [String] {
        guard people >= Self.fewestPeople else {
            return [
                "There are too few customers to check your setup: \(Words.grouped(people)), and "
                    + "it takes \(Words.grouped(Self.fewestPeople))."
            ]
        }
        let splits = Words.grouped(pValues.count)
        let counted = "\(Words.grouped(claimed)) of \(splits) splits claimed a difference;"
        let expected = Words.grouped(Int((Double(pValues.count) * Self.expectedShare).rounded()))
        let method =
            "Each time \(Words.grouped(people)) customers who saw the same version were "
            + "split into halves."
        guard isSound else {
            return [
                "Something is wrong with the data of this experiment.",
                "\(counted) by chance it should be about \(expected).", method,
                "Usual reasons: customers who are counted more than once, or a few who outweigh"
                    + " all others.",
            ]
        }
        return [
            "Your setup is fine.", "\(counted) about \(expected) are to be expected by chance.",
            method,
        ]
    }
}
