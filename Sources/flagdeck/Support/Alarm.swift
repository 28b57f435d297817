import Dispatch
import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Waits for a moment without the timer of Swift's tasks, which looks at its threads once a second
/// for ever: a dashboard that stands open all day should cost nothing.
///
/// One thread sleeps until the earliest moment; it is started when somebody waits for the first
/// time.
final class Alarm: Sendable {
    static let shared = Alarm()

    private struct State {
        var isStarted = false
        var next = 0
        var sleepers: [Int: Sleeper] = [:]
    }

    private struct Sleeper {
        let deadline: DispatchTime
        let continuation: CheckedContinuation<Void, Never>
    }

    private let state = Mutex(State())
    private let changed = DispatchSemaphore(value: 0)

    /// Returns after so many milliseconds, or at once when the task is cancelled.
    func wait(milliseconds: Int64) async {
        let id = state.withLock { state in
            state.next += 1
            return state.next
        }
        let deadline = DispatchTime.now() + .milliseconds(Int(clamping: milliseconds))
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let sleeper = Sleeper(deadline: deadline, continuation: continuation)
                let isCancelled = state.withLock { state in
                    if Task.isCancelled { return true }
                    state.sleepers[id] = sleeper
                    if !state.isStarted { state.isStarted = startThread() }
                    return false
                }
                if isCancelled { continuation.resume() } else { changed.signal() }
            }
        } onCancel: {
            state.withLock { $0.sleepers.removeValue(forKey: id) }?.continuation.resume()
        }
    }

    private func run() -> Never {
        while true {
            let (due, next) = state.withLock { state in
                let now = DispatchTime.now()
                let due = state.sleepers.filter { $0.value.deadline <= now }
                for id in due.keys { state.sleepers[id] = nil }
                return (due.values.map(\.continuation), state.sleepers.values.map(\.deadline).min())
            }
            for continuation in due { continuation.resume() }
            _ = changed.wait(timeout: next ?? .distantFuture)
        }
    }

    private func startThread() -> Bool {
        var thread = pthread_t()
        let context = Unmanaged.passRetained(self).toOpaque()
        let status = pthread_create(
            &thread,
            nil,
            { context in
                guard let context else { return nil }
                // Signals are for the thread that owns the terminal.
                var all = sigset_t()
                sigfillset(&all)
                for number in [SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP] {
                    sigdelset(&all, number)
                }
                pthread_sigmask(SIG_BLOCK, &all, nil)
                Unmanaged<Alarm>.fromOpaque(context).takeRetainedValue().run()
            },
            context
        )
        precondition(status == 0, "A process can start a thread.")
        return true
    }
}
