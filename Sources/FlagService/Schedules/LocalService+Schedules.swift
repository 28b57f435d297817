import FlagAPI
import FlagModel

/// What waits for a moment is done here, by the process that owns the data.
///
/// A schedule leaves the model in the very entry that does what it says: either both are in the
/// journal or neither is, so it happens once, whenever a process ends in between.
extension LocalService {
    /// The longest time until the wall clock is read again while something waits: it may have been
    /// set.
    static let longestWaitMilliseconds: Int64 = 60_000

    /// Returns when what was due at the start is done; everybody waits for the same one.
    ///
    /// Without a timer nothing is done by itself.
    func begun() async {
        guard world.wait != nil, !ScheduleKeeping.isAsking else { return }
        let beginning =
            schedules.beginning
            ?? Task(executorPreference: world.executor) { await self.keepSchedules() }
        schedules.beginning = beginning
        await beginning.value
    }

    /// Does what is due, and comes back when the next one is; nothing without a timer.
    func keepSchedules() async {
        guard !schedules.isFiring, !isClosed, world.wait != nil else { return }
        // The timer that led here has done its work: arming the next one must not cancel this.
        schedules.timer = nil
        let isDone = await fireDueSchedules()
        armScheduleTimer(afterFailure: !isDone)
    }

    /// Does everything whose time has come, in the order in which it was planned for.
    ///
    /// One that cannot even be called off stays, and the others do not wait for it.
    ///
    /// - Returns: false when some that are due are still there: the journal did not take an entry,
    ///   or one was refused.
    @discardableResult
    public func fireDueSchedules() async -> Bool {
        guard !schedules.isFiring else { return true }
        schedules.isFiring = true
        defer { schedules.isFiring = false }
        var refused: Set<GUID> = []
        while let next = ahead.model.nextSchedule(besides: refused), next.at <= world.now(),
            !isClosed
        {
            do throws(ServiceProblem) {
                try await fire(next)
            } catch {
                guard case .refused = error else { return false }
                refused.insert(next.id)
            }
        }
        return refused.isEmpty
    }

    /// Looks again at what is next, after an entry about schedules.
    func schedulesChanged() {
        guard !schedules.isFiring, world.wait != nil else { return }
        armScheduleTimer(afterFailure: false)
    }

    private var millisecondsToNextSchedule: Int64? {
        guard let next = ahead.model.nextSchedule else { return nil }
        let left = (next.at.microseconds - world.now().microseconds + 999) / 1000
        return min(Self.longestWaitMilliseconds, max(0, left))
    }

    /// Comes back when the next one is due.
    ///
    /// After a failure it comes back in any case: the model ahead may be one that never will be, in
    /// which what failed has happened.
    func armScheduleTimer(afterFailure: Bool) {
        schedules.timer?.cancel()
        schedules.timer = nil
        guard let wait = world.wait, !isClosed else { return }
        let planned = afterFailure ? Self.longestWaitMilliseconds : millisecondsToNextSchedule
        guard let milliseconds = planned else { return }
        schedules.timer = Task(executorPreference: world.executor) { [weak self] in
            await wait(milliseconds)
            guard !Task.isCancelled else { return }
            await self?.keepSchedules()
        }
    }
}

/// How far the service is with what waits.
struct ScheduleKeeping {
    /// Runs until the next one is due.
    var timer: Task<Void, Never>?
    /// Those that are due are being done.
    var isFiring = false
    /// Does what was due at the start.
    var beginning: Task<Void, Never>?
    /// Set while the service asks itself before it does what is due: such a question does not wait
    /// until that is done.
    @TaskLocal static var isAsking = false
}
