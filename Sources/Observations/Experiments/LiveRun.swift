import Experiments
import FlagAPI
import FlagModel
import GRDB
import Synchronization

/// One run that is counted while applications report.
///
/// The file is read once; from then on every batch is counted as it is written. Whoever reads the
/// file takes a state of it between two batches, and what arrives meanwhile waits: so each row is
/// counted exactly once.
final class LiveRun: Sendable {
    let run: ExperimentRun
    private let state: Mutex<LiveRunState>

    /// What may wait while the file is read; beyond it, the file is read again.
    static let maximumWaiting = 1_000_000
    /// Customers who are folded anew together.
    static let maximumAnew = 50_000

    init(_ run: ExperimentRun) {
        self.run = run
        state = Mutex(LiveRunState())
    }
}

// MARK: - What arrives

extension LiveRun {
    /// Counts what a batch brought.
    ///
    /// - Parameters:
    ///   - items: in any order.
    ///   - now: milliseconds since 1970.
    ///   - admits: whether somebody counts who was given a version at a time.
    /// - Returns: whether customers wait for being folded anew.
    /// - Throws: what `admits` throws; then the file has to be read again.
    func take(
        _ items: [RunFold.Item],
        now: Int64,
        admits: (_ customer: Int64, _ time: Int64) throws -> Bool
    ) rethrows -> Bool {
        try state.withLock { state in
            if state.counted != nil, state.reading?.isAboutEverybody != true {
                state.endDays(through: now, of: run)
            }
            for item in items {
                if let reading = state.reading, reading.holds(item.customer) {
                    state.wait(for: item)
                } else if state.counted != nil {
                    try state.count(item, admits)
                }
            }
            state.isChanged = state.isChanged || !items.isEmpty
            return state.reading == nil && state.hasAnew
        }
    }

    /// Whether the file has to be read before anything can be said.
    var isUnread: Bool { state.withLock { $0.counted == nil } }

    /// Whether it counts just this, and the file was read.
    func isCounting(_ wanted: ExperimentRun) -> Bool { wanted.isSame(as: run) && !isUnread }

    /// Whether customers wait for being folded anew, or are just being read.
    var isBehind: Bool { state.withLock { $0.hasAnew || $0.reading != nil } }

    /// What the answer to a question is made of.
    ///
    /// - Parameter now: milliseconds since 1970.
    /// - Returns: the counts; `nil` until the file was read.
    func counts(now: Int64) -> ExperimentCounts? {
        state.withLock { state in
            guard state.counted != nil else { return nil }
            state.endDays(through: now, of: run)
            return state.counts(of: run, now: now)
        }
    }

    /// Customers of one version with what they did; `nil` until the file was read, or when another
    /// plan is meant.
    func sample(of wanted: ExperimentRun, arm: Int, metric: Int) -> SetupSample? {
        guard wanted.mark == run.mark else { return nil }
        return state.withLock { state in
            state.counted.map { SetupSample($0.fold, arm: arm, metric: metric) }
        }
    }

    /// What has to be kept now; the next call has something again when more was counted.
    ///
    /// - Parameters:
    ///   - now: milliseconds since 1970.
    ///   - pause: milliseconds that should lie between; days that ended are told at once.
    /// - Returns: days that ended and, when it is time, the latest counts.
    func news(now: Int64, pause: Int64) -> (days: [DayCounts], latest: ExperimentCounts?) {
        state.withLock { state in
            guard state.counted != nil else { return ([], nil) }
            state.endDays(through: now, of: run)
            let days = state.newDays
            let isTime = state.isChanged && now - state.keptAt >= pause
            return (days, days.isEmpty && !isTime ? nil : state.counts(of: run, now: now))
        }
    }

    /// What ``news(now:pause:)`` told is in the file.
    func kept(_ days: [DayCounts], now: Int64) {
        state.withLock { state in
            state.newDays.removeAll { day in days.contains { $0.until == day.until } }
            state.isChanged = false
            state.keptAt = now
        }
    }
}

// MARK: - Reading the file

extension LiveRun {
    /// Begins to count from the file; to be called between two batches.
    ///
    /// - Returns: whether nobody reads it yet.
    func beginReading() -> Bool {
        state.withLock { state in
            guard state.reading == nil else { return false }
            state.reading = .everybody
            (state.waiting, state.isOverrun) = ([], false)
            return true
        }
    }

    /// The file was read.
    ///
    /// - Parameters:
    ///   - counted: what it said; `nil` when it could not be read.
    ///   - days: how the days ended, all of them.
    ///   - newDays: those of them that are not in the file.
    ///   - admits: whether somebody counts who was given a version at a time.
    /// - Returns: whether it has to be read again.
    func read(
        _ counted: RunFold?,
        days: [DayCounts] = [],
        newDays: [DayCounts] = [],
        admits: (_ customer: Int64, _ time: Int64) throws -> Bool
    ) rethrows -> Bool {
        try state.withLock { state in
            defer { (state.waiting, state.reading) = ([], nil) }
            guard let counted else { return false }
            guard !state.isOverrun else { return true }
            state.counted = counted
            (state.days, state.newDays, state.anew) = (days, newDays, [:])
            state.isChanged = true
            for item in state.waiting { try state.count(item, admits) }
            return false
        }
    }

    /// Begins to fold some customers anew; to be called between two batches.
    ///
    /// - Returns: who; empty when nobody has to be, or somebody reads the file.
    func beginRefolding() -> [Int64: [FoldExposure]?] {
        state.withLock { state in
            guard state.counted != nil, state.reading == nil else { return [:] }
            for customer in state.counted?.takeDirty() ?? [] {
                state.anew.updateValue(nil, forKey: customer)
            }
            guard !state.anew.isEmpty else { return [:] }
            var some = state.anew
            if some.count > Self.maximumAnew {
                some = state.anew.prefix(Self.maximumAnew).reduce(into: [:]) { some, one in
                    some.updateValue(one.value, forKey: one.key)
                }
            }
            for customer in some.keys { state.anew.removeValue(forKey: customer) }
            state.reading = .customers(some)
            (state.waiting, state.isOverrun) = ([], false)
            return some
        }
    }

    /// What the file says about customers who are folded anew; `nil` when it could not be read.
    ///
    /// - Returns: whether more customers wait.
    func refold(
        _ found: [Int64: RunRefolding.Found]?,
        admits: (_ customer: Int64, _ time: Int64) throws -> Bool
    ) rethrows -> Bool {
        try state.withLock { state in
            guard case .customers(let customers) = state.reading else { return false }
            let waiting = state.waiting
            (state.waiting, state.reading) = ([], nil)
            guard let found, !state.isOverrun else {
                // What waited was dropped or is not in what was read: everything is, next time.
                for customer in customers.keys { state.anew.updateValue(nil, forKey: customer) }
                return found != nil
            }
            for (customer, facts) in found {
                guard facts.isAdmitted else {
                    state.counted?.leaveOut(customer)
                    continue
                }
                state.counted?.refold(customer, exposures: facts.exposures, events: facts.events)
            }
            state.isChanged = true
            for item in waiting { try state.count(item, admits) }
            return state.hasAnew
        }
    }

    /// Forgets what was counted, so that the file is read again; to be called between two batches.
    func forget() {
        state.withLock { state in
            state.counted = nil
            state.anew = [:]
            // Whoever reads now read what has to be forgotten.
            state.isOverrun = true
        }
    }
}
