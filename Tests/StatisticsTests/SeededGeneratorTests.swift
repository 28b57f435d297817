import Statistics
import Testing

struct SeededGeneratorTests {
    @Test func `a sequence of random numbers is the same everywhere`() {
        var generator = SeededGenerator(seed: 0)

        #expect(generator.next() == 0xE220_A839_7B1D_CDAF)
        #expect(generator.next() == 0x6E78_9E6A_A1B9_65F4)
    }

    @Test(arguments: [(0.0, 0), (1, 100)])
    func `a rate of 0 never succeeds, a rate of 1 always`(rate: Double, expected: Int) {
        var generator = SeededGenerator(seed: 1)

        #expect(generator.successes(of: 100, rate: rate) == expected)
    }

    @Test func `numbers between 0 and 1 are spread evenly`() {
        var generator = SeededGenerator(seed: 3)
        let numbers = (0..<2000).map { _ in generator.uniform() }

        #expect(Uniformity.pValue(of: numbers) > 0.01)
        #expect(Uniformity.pValue(of: numbers.map { $0 * 0.95 }) < 0.01)
    }

    @Test func `normal numbers and successes have their means and variances`() {
        var generator = SeededGenerator(seed: 4)
        var normal = JointMoments(kinds: [.amount])
        var successes = JointMoments(kinds: [.amount])
        for _ in 0..<4000 {
            normal.add([generator.normal()])
            successes.add([Double(generator.successes(of: 50, rate: 0.7))])
        }

        #expect(abs(normal.means[0]) < 0.05)
        #expect(abs(normal.covariance(0, 0) - 1) < 0.08)
        #expect(abs(successes.means[0] - 35) < 0.2)
        #expect(abs(successes.covariance(0, 0) - 10.5) < 0.8)
    }

    @Test func `experiments of one seed differ, and repeat`() {
        var first = SeededGenerator(seed: 5, experiment: 1)
        var again = SeededGenerator(seed: 5, experiment: 1)
        var second = SeededGenerator(seed: 5, experiment: 2)
        let number = first.next()

        #expect(again.next() == number)
        #expect(second.next() != number)
    }
}
