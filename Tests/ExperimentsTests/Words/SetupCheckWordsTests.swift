import Experiments
import Testing

/// What a check of the setup says, word for word.
struct SetupCheckWordsTests {
    private static func words(people: Int, claimed: Int, splits: Int = 1000) -> [String] {
        let values = (0..<splits).map { Double($0) / Double(splits) }
        return SetupCheck(people: people, claimed: claimed, pValues: values).sentences
    }

    @Test func `a sound setup`() {
        #expect(
            Self.words(people: 16_240, claimed: 38) == [
                "Your setup is sound: results here can be trusted.",
                "16,240 customers who all saw the same version were split into two halves, "
                    + "1,000 times.",
                "38 of these splits claimed a difference; about 40 do so by chance.",
            ]
        )
    }

    @Test func `a setup that claims too much`() {
        #expect(
            Self.words(people: 100, claimed: 60) == [
                "Something in your data makes differences where there are none.",
                "100 customers who all saw the same version were split into two halves, "
                    + "1,000 times.",
                "60 of these splits claimed a difference; about 40 do so by chance.",
                "Usual reason: some customers count more than once, or a few outweigh all "
                    + "others. Ask the data team before you trust a result of this metric.",
            ]
        )
    }

    @Test(arguments: [0, 1, 99])
    func `too few customers`(people: Int) {
        #expect(
            Self.words(people: people, claimed: 0, splits: people) == [
                "Too few customers to split yet: \(people), and it takes 100."
            ]
        )
    }

    @Test func `customers who are all alike`() {
        #expect(
            Self.words(people: 1500, claimed: 0, splits: 0) == [
                "Nothing to compare yet: all 1,500 customers did the same."
            ]
        )
    }

    @Test(arguments: [(99, 500, false), (100, 500, true), (100, 0, false)])
    func `only enough customers who differ decide`(people: Int, splits: Int, isDecided: Bool) {
        let check = SetupCheck(
            people: people,
            claimed: 0,
            pValues: [Double](repeating: 0.5, count: splits)
        )

        #expect(check.isDecided == isDecided)
    }
}
