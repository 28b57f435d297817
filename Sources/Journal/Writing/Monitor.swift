#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A value that threads share, and on which one of them can sleep.
///
/// Unchecked because the compiler cannot see that the mutex guards `state`; every access is below.
/// `Mutex` of Synchronization would be checked, but nobody can sleep on it.
final class Monitor<State: Sendable>: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var state: State

    init(_ state: State) {
        self.state = state
        pthread_mutex_init(mutex, nil)
        #if canImport(Darwin)
        pthread_cond_init(condition, nil)
        #else
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(condition, &attributes)
        pthread_condattr_destroy(&attributes)
        #endif
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    /// Runs `body` while no other thread is inside.
    func withLock<Result>(_ body: (inout State) -> Result) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body(&state)
    }

    /// Wakes the sleeping thread.
    func wake() { pthread_cond_signal(condition) }

    /// Sleeps until `body` has an answer, at most so many milliseconds; nil sleeps until woken.
    ///
    /// - Returns: the answer, or nil when the time is over.
    func wait<Result>(
        atMost milliseconds: Int?,
        for body: (inout State) -> Result?
    ) -> Result? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        var deadline = milliseconds.map(Self.deadline) ?? timespec()
        while true {
            if let result = body(&state) { return result }
            if milliseconds == nil {
                pthread_cond_wait(condition, mutex)
            } else if pthread_cond_timedwait(condition, mutex, &deadline) == ETIMEDOUT {
                return body(&state)
            }
        }
    }

    private static func deadline(_ milliseconds: Int) -> timespec {
        var time = timespec()
        #if canImport(Darwin)
        clock_gettime(CLOCK_REALTIME, &time)
        #else
        clock_gettime(CLOCK_MONOTONIC, &time)
        #endif
        let nanoseconds = Int(time.tv_nsec) + milliseconds * 1_000_000
        time.tv_sec += nanoseconds / 1_000_000_000
        time.tv_nsec = nanoseconds % 1_000_000_000
        return time
    }
}
