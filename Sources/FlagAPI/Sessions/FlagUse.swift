public import FlagModel

/// When applications of an environment last asked for each of some flags.
public struct FlagUse: Hashable, Sendable {
    /// The end of the last hour in which somebody asked, by the flag's key.
    public var lastAsked: [String: Moment]
    /// Whether reports reach back to before ``start``: else nobody knows what was asked for.
    public var reachesBack: Bool
    /// Whether anything was reported within the last week.
    public var isCurrent: Bool
    /// From when on nobody asked for a flag that is not in ``lastAsked``.
    public var start: Moment
    /// Flags that were not looked up, because there are too many of which nothing is known.
    public var skipped: Set<GUID>

    /// Flags that are looked up one by one, at the most.
    public static let mostLookups = 1000

    /// Nothing was reported yet.
    public init(start: Moment) {
        self.start = start
        (lastAsked, reachesBack, isCurrent, skipped) = ([:], false, false, [])
    }

    mutating func add(_ counts: [EvaluationCount]) {
        for count in counts where count.count > 0 {
            // Counts are by the hour: nobody asked after the end of the last one.
            let end = count.hour.adding(microseconds: 3_600_000_000)
            lastAsked[count.flagKey] = max(end, lastAsked[count.flagKey] ?? end)
        }
    }
}

extension FlagServiceAPI {
    /// Asks when flags of an environment were last asked for.
    ///
    /// All flags together for the last week, and one by one those that nobody asked for in it.
    ///
    /// - Parameters:
    ///   - state: where.
    ///   - start: flags that are younger, or put away, are not looked up.
    ///   - now: up to when.
    /// - Returns: when each was asked for last.
    /// - Throws: as ``counts(_:)``.
    public func flagUse(
        in state: EnvironmentState,
        from start: Moment,
        until now: Moment
    ) async throws(ServiceProblem) -> FlagUse {
        let place = state.environment.id
        var use = FlagUse(start: start)
        use.reachesBack = try await hasCounts(in: place, before: start)
        guard use.reachesBack else { return use }
        let week = now.adding(days: -7)
        // The hour that has just begun counts as well.
        var until = now.adding(microseconds: 1)
        while until > week {
            let request = CountsRequest(environmentID: place, from: week, until: until)
            let counts = try await counts(request)
            use.add(counts)
            // One answer may leave out the older hours.
            guard let first = counts.first?.hour, first > week else { break }
            until = first
        }
        use.isCurrent = !use.lastAsked.isEmpty
        guard use.isCurrent else { return use }
        let forgotten = state.flags.filter { $0.mayBeForgotten(at: start) }
            .filter { use.lastAsked[$0.key.text] == nil }
            .sorted { ($0.updatedAt, $0.id) < ($1.updatedAt, $1.id) }
        for flag in forgotten.prefix(FlagUse.mostLookups) {
            let request = CountsRequest(
                environmentID: place,
                flagKey: flag.key.text,
                from: flag.createdAt,
                until: week
            )
            use.add(try await counts(request))
        }
        use.skipped = Set(forgotten.dropFirst(FlagUse.mostLookups).map(\.id))
        return use
    }

    /// Whether applications reported anything before a moment; the days just before it are likely.
    private func hasCounts(
        in place: GUID,
        before end: Moment
    ) async throws(ServiceProblem) -> Bool {
        for days in [1, 30, 400] {
            let from = end.adding(days: -days)
            let request = CountsRequest(environmentID: place, from: from, until: end)
            if try await !counts(request).isEmpty { return true }
        }
        return false
    }
}

extension Flag {
    /// Whether it is old enough, and reported by applications, so that silence means something.
    func mayBeForgotten(at start: Moment) -> Bool {
        !isArchived && createdAt < start && reportsInsights != false
    }
}
