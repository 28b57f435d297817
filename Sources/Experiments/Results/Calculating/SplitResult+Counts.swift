#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif
internal import FlagModel
internal import Statistics

extension SplitResult {
    /// How often a run with the right split may ever be distrusted.
    static let alpha = 0.01

    /// Whether so many of the customers saw two versions that a warning is due: 1 in 100.
    public static func isWorthAWarning(mixed: Int, of people: Int) -> Bool {
        mixed > 0 && mixed * 100 >= people + mixed
    }

    /// Whether so many of the customers saw two versions that nothing can be said: 5 in 100.
    static func isTooMixed(_ mixed: Int, of people: Int) -> Bool {
        mixed > 0 && mixed * 20 >= people + mixed
    }

    /// Compares who came with who should have come, each split by itself.
    ///
    /// The statistics of the periods are added up, never their counts: two right splits together
    /// can look like a wrong one.
    init(_ standing: Standing, _ variationIDs: [String], brokenSince: Moment?) {
        let evidence = standing.splitTests.reduce(0.0) { $0 + $1.ratio.logEvidence($1.counts) }
        let isBroken = brokenSince != nil || evidence >= -log(Self.alpha)
        self.init(
            parts: Self.parts(standing, variationIDs),
            pValue: Self.pValue(standing),
            isBroken: isBroken,
            brokenSince: isBroken ? brokenSince ?? standing.until : nil,
            evidence: evidence,
            mixed: standing.mixed,
            leftOut: standing.leftOut
        )
    }

    static func pValue(_ standing: Standing) -> Double {
        var (statistic, degrees) = (0.0, 0)
        for test in standing.splitTests {
            let part = test.ratio.chiSquare(test.counts)
            statistic += part.statistic
            degrees += part.degreesOfFreedom
        }
        let distribution = ChiSquareDistribution(degreesOfFreedom: Double(degrees))
        return distribution?.tails(statistic).upper ?? 1
    }

    private static func parts(_ standing: Standing, _ variationIDs: [String]) -> [Part] {
        variationIDs.indices.filter { standing.takesPart($0) }.map { version in
            Part(
                variationID: variationIDs[version],
                planned: standing.plannedShare(of: version),
                people: standing.people(of: version)
            )
        }
    }
}

extension Standing {
    /// One test for each split, with the customers whom the split names.
    fileprivate var splitTests: [(ratio: SampleRatio, counts: [Int])] {
        periods.compactMap { period in
            let weights = period.weights.indices.map { Double(period.weight($0)) }
            let counts = period.weights.indices.map { period.arm($0)?.people ?? 0 }
            guard counts.contains(where: { $0 > 0 }),
                let ratio = try? SampleRatio(weights: weights)
            else { return nil }
            return (ratio, counts)
        }
    }

    /// The share that a version should have: each split weighs as many as came in its time, and all
    /// the same while nobody came.
    fileprivate func plannedShare(of version: Int) -> Double {
        var (sum, total) = (0.0, 0.0)
        for period in periods {
            let parts = period.weights.indices.reduce(0) { $0 + period.weight($1) }
            guard parts > 0 else { continue }
            let came = people > 0 ? period.arms.reduce(0) { $0 + $1.people } : 1
            sum += Double(came) * Double(period.weight(version)) / Double(parts)
            total += Double(came)
        }
        return total > 0 ? sum / total : 0
    }
}
