import Statistics
import Testing

struct JointMomentsTests {
    static let values: [[Double]] = [[1, 4], [2, 2], [4, 9], [8, 1], [16, 3]]

    static func moments(_ values: [[Double]]) -> JointMoments {
        var moments = JointMoments(kinds: [.amount, .amount])
        for value in values { moments.add(value) }
        return moments
    }

    @Test func `units one by one give the textbook's means, variances and covariance`() {
        let moments = Self.moments(Self.values)

        #expect(moments.count == 5)
        #expect(relativeError(moments.means[0], 6.2) < 1e-15)
        #expect(relativeError(moments.means[1], 3.8) < 1e-15)
        #expect(relativeError(moments.covariance(0, 0), 37.2) < 1e-14)
        #expect(relativeError(moments.covariance(1, 1), 9.7) < 1e-14)
        #expect(relativeError(moments.covariance(0, 1), -4.45) < 1e-14)
    }

    @Test(arguments: 0...5)
    func `parts merge into the whole wherever they are cut`(cut: Int) {
        var merged = Self.moments(Array(Self.values.prefix(cut)))
        merged.merge(Self.moments(Array(Self.values.dropFirst(cut))))

        let whole = Self.moments(Self.values)
        #expect(merged.count == 5)
        #expect(relativeError(merged.covariance(0, 0), whole.covariance(0, 0)) < 1e-14)
        #expect(relativeError(merged.covariance(0, 1), whole.covariance(0, 1)) < 1e-14)
    }

    @Test func `a large mean does not eat a small spread`() {
        var moments = JointMoments(kinds: [.amount])
        var sums = ShiftedSums(shift: 1e9)
        for index in 0..<1000 {
            let value = 1e9 + Double(index % 10)
            moments.add([value])
            sums.add(value)
        }

        let truth = 8250.0 / 999
        #expect(relativeError(moments.covariance(0, 0), truth) < 1e-8)
        #expect(relativeError(sums.moments.covariance(0, 0), truth) < 1e-14)
        #expect(sums.moments.means == [1e9 + 4.5])
    }

    @Test func `sums forget what is removed and follow what is replaced`() {
        var sums = ShiftedSums(shift: 3)
        for value in [3.0, 5, 7, 100] { sums.add(value) }
        sums.remove(100)
        sums.replace(7, with: 10)

        #expect(sums.count == 3)
        #expect(sums.moments.means == [6])
        #expect(sums.moments.covariance(0, 0) == 13)
    }

    @Test func `yes and no have the variance of a rate`() {
        var moments = JointMoments(kinds: [.yesOrNo])
        for index in 0..<8 { moments.add([index < 2 ? 1 : 0]) }

        #expect(relativeError(moments.covariance(0, 0), 0.1875) < 1e-14)
    }

    @Test(arguments: [0, 1])
    func `fewer than two units have no spread`(count: Int) {
        let moments = Self.moments(Array(Self.values.prefix(count)))

        #expect(moments.covariance(0, 0) == 0)
        #expect(moments.covariance(0, 1) == 0)
    }

    @Test func `sums that do not fit the quantities are refused`() {
        #expect(JointMoments(count: 2, sums: [1], products: [1, 2, 3], kinds: [.amount]) == nil)
        #expect(JointMoments(count: -1, sums: [1], products: [1], kinds: [.amount]) == nil)
        #expect(JointMoments(count: 0, sums: [0], products: [0], kinds: [.amount])?.count == 0)
    }
}
