import Statistics
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

struct ValueHistogramTests {
    /// Lognormal amounts with zeros between them, and a past value for each.
    static func values(_ count: Int, seed: UInt64 = 7) -> [(value: Double, past: Double)] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { index in
            let past = generator.normal()
            return (index % 4 == 0 ? 0 : exp(2 * generator.normal() + past), past)
        }
    }

    static func histogram(_ values: [(value: Double, past: Double)]) -> ValueHistogram {
        var histogram = ValueHistogram()
        for (value, past) in values { histogram.add(value, covariate: past) }
        return histogram
    }

    @Test func `without a cap the moments are those of the values`() {
        let values = Self.values(2000)
        var direct = JointMoments(kinds: [.amount, .amount])
        for (value, past) in values { direct.add([value, past]) }

        let moments = Self.histogram(values).moments()

        #expect(moments.count == 2000)
        #expect(relativeError(moments.means[0], direct.means[0]) < 1e-12)
        #expect(relativeError(moments.covariance(0, 0), direct.covariance(0, 0)) < 1e-12)
        #expect(relativeError(moments.covariance(0, 1), direct.covariance(0, 1)) < 1e-12)
    }

    @Test func `capped moments are exactly those of capped values`() throws {
        let values = Self.values(5000)
        let histogram = Self.histogram(values)
        let cap = try #require(ValueHistogram.cap(of: [histogram], share: 0.99))
        var direct = JointMoments(kinds: [.amount, .amount])
        for (value, past) in values { direct.add([min(value, cap), past]) }

        let moments = histogram.moments(cap: cap)

        #expect(relativeError(moments.means[0], direct.means[0]) < 1e-12)
        #expect(relativeError(moments.covariance(0, 0), direct.covariance(0, 0)) < 1e-12)
        #expect(relativeError(moments.covariance(0, 1), direct.covariance(0, 1)) < 1e-12)
        let sorted = values.map(\.value).sorted()
        #expect(cap >= sorted[4949] && cap <= sorted[4949] * 1.0051)
    }

    @Test(arguments: [0.5, 0.9, 0.99])
    func `a quantile is within half a percent`(level: Double) throws {
        let values = Self.values(20_000)
        let sorted = values.map(\.value).sorted()
        let truth = sorted[Int(level * 20_000) - 1]

        let quantile = try #require(Self.histogram(values).quantile(level))

        #expect(relativeError(quantile, truth) < 0.005)
    }

    @Test func `a unit that moves leaves nothing behind`() {
        var histogram = ValueHistogram()
        histogram.add(3, covariate: 2)
        histogram.add(1, covariate: 1)
        histogram.replace(3, with: 90, covariate: 2)
        histogram.remove(1, covariate: 1)

        #expect(histogram.count == 1)
        #expect(relativeError(histogram.moments().means[0], 90) < 1e-14)
        #expect(histogram.moments().means[1] == 2)
    }

    @Test func `amounts at and beyond the edges are kept`() {
        var histogram = ValueHistogram()
        for value in [-5.0, 0, 0.0099, 0.01, 99_999, 100_000, 1e7] { histogram.add(value) }

        #expect(histogram.count == 7)
        #expect(relativeError(histogram.moments().means[0], 10_199_994.0199 / 7) < 1e-12)
        #expect(histogram.quantile(0.3) == 0)
        #expect(ValueHistogram.cap(of: [histogram], share: 0.999) == nil)
    }

    @Test func `nobody has no quantile and no cap`() {
        #expect(ValueHistogram().quantile(0.5) == nil)
        #expect(ValueHistogram.cap(of: []) == nil)
        #expect(ValueHistogram().sample(level: 0.5) == nil)
    }

    @Test(arguments: [(380, false), (381, true)])
    func `the 99th percentile needs 381 people`(count: Int, isUsable: Bool) {
        #expect((QuantileSample.ranks(count: count, level: 0.99) != nil) == isUsable)
    }
}
