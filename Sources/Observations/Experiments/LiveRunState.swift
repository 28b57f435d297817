import Experiments
import FlagModel

/// How far a ``LiveRun`` is; it touches no file.
struct LiveRunState {
    /// `nil` until the file was read.
    var counted: RunFold?
    /// How the days ended.
    var days: [DayCounts] = []
    /// Days that are not in the file yet.
    var newDays: [DayCounts] = []
    /// Customers to be folded anew, with their exposures where all are known.
    var anew: [Int64: [FoldExposure]?] = [:]
    /// Somebody reads the file: about everybody, or about these customers.
    var reading: Reading?
    /// What arrived meanwhile.
    var waiting: [RunFold.Item] = []
    var isOverrun = false
    var isChanged = false
    /// Milliseconds since 1970.
    var keptAt: Int64 = 0

    /// Who reads the file.
    enum Reading {
        case everybody
        case customers([Int64: [FoldExposure]?])

        func holds(_ customer: Int64) -> Bool {
            switch self {
            case .everybody: true
            case .customers(let customers): customers[customer] != nil
            }
        }
    }
}

extension LiveRunState.Reading {
    var isAboutEverybody: Bool {
        if case .everybody = self { true } else { false }
    }
}

extension LiveRunState {
    var hasAnew: Bool { !anew.isEmpty || counted?.hasDirty == true }

    mutating func wait(for item: RunFold.Item) {
        guard !isOverrun else { return }
        waiting.append(item)
        guard waiting.count > LiveRun.maximumWaiting else { return }
        (waiting, isOverrun) = ([], true)
    }

    mutating func count(
        _ item: RunFold.Item,
        _ admits: (_ customer: Int64, _ time: Int64) throws -> Bool
    ) rethrows {
        switch item.kind {
        case .event(let name, let value):
            counted?.record(item.customer, name: name, at: item.time, value: value)
        case .exposure(let arm, let isStranger):
            let exposure = FoldExposure(arm: arm, at: Moment(milliseconds: item.time))
            if let known = anew[item.customer] {
                if let known { anew[item.customer] = known + [exposure] }
            }
            let outcome = counted?.expose(item.customer, arm: arm, at: item.time)
            guard outcome == .began else { return }
            guard try admits(item.customer, item.time) else {
                counted?.leaveOut(item.customer)
                return
            }
            if !isStranger { anew[item.customer] = [exposure] }
        }
    }

    /// Keeps how each whole day ended that is over and was not kept.
    mutating func endDays(through now: Int64, of run: ExperimentRun) {
        let end = run.plan.countedEnd.roundedUpToMilliseconds
        let first = TrafficTime.dayStart(of: run.plan.start.milliseconds)
        var day = (days.last?.until.milliseconds ?? first) + TrafficTime.day
        while day <= now, day <= end {
            guard let counts = counted?.fold.counts(until: Moment(milliseconds: day)) else {
                return
            }
            days.append(counts)
            newDays.append(counts)
            day += TrafficTime.day
        }
    }

    func counts(of run: ExperimentRun, now: Int64) -> ExperimentCounts? {
        guard let counted else { return nil }
        let now = Moment(milliseconds: now)
        let asOf = run.plan.end.map { min($0, now) } ?? now
        return counted.counts(of: run, days: days.filter { $0.until < asOf }, asOf: asOf)
    }
}
