import Experiments
import Statistics
import Testing

/// Sums that do not depend on the order of events.
struct ExactSumsTests {
    @Test func `somebody who leaves takes everything along`() {
        var sums = ExactSums()
        sums.add(19_900_000, other: 5)
        let before = sums
        sums.add(-7_123_456, other: 1_000_000)
        sums.remove(-7_123_456, other: 1_000_000)
        #expect(sums == before)
    }

    @Test func `a small spread survives a large mean`() {
        var sums = ExactSums()
        let mean: Int64 = 100_000_000 * ExactSums.unit
        for offset in [-1, 0, 1] as [Int64] { sums.add(mean + offset * ExactSums.unit) }
        let moments = sums.moments(.amount)
        #expect(moments.means == [100_000_000])
        #expect(moments.covariance(0, 0) == 1)
    }

    @Test func `a rate has the variance of a rate`() {
        var sums = ExactSums()
        for total in [0, 0, 0, 1] as [Int64] { sums.add(total * ExactSums.unit) }
        let moments = sums.moments(.yesOrNo)
        #expect(moments.means == [0.25])
        #expect(moments.covariance(0, 0) == 0.1875)
    }

    @Test(arguments: [1, -1] as [Int128])
    func `the largest totals of the most customers fit`(sign: Int128) {
        let (customers, total) = (100_000_000, Int128(ExactSums.largestTotal))
        var sums = ExactSums()
        sums.count = customers
        (sums.value, sums.other) = (sign * Int128(customers) * total, Int128(customers) * total)
        sums.square = Int128(customers) * total * total
        (sums.otherSquare, sums.product) = (sums.square, sign * sums.square)

        let moments = sums.jointMoments((.amount, .amount))
        #expect(moments.means == [Double(sign) * 1e9, 1e9])
        #expect(moments.covariance(0, 0) == 0)
        #expect(moments.covariance(0, 1) == 0)
    }
}
