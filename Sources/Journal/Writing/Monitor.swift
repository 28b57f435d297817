#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A value that threads share, and on which one of them can sleep.
///
/// Unchecked because the compiler cannot see that the mutex guards `state`; every access is below.
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

/// A thread of its own, for calls that block longer than a cooperative pool may.
enum OwnThread {
    /// Starts `body` on a new thread, which ends with it.
    static func start(_ body: @escaping @Sendable () -> Void) {
        let box = Unmanaged.passRetained(Body(body)).toOpaque()
        #if canImport(Darwin)
        var thread: pthread_t?
        let result = pthread_create(&thread, nil, runDarwin, box)
        precondition(result == 0, "The system has no thread left.")
        if let thread { pthread_detach(thread) }
        #else
        var thread = pthread_t()
        let result = pthread_create(&thread, nil, run, box)
        precondition(result == 0, "The system has no thread left.")
        pthread_detach(thread)
        #endif
    }

    /// Runs `body` on a thread of its own and waits for its result without blocking the pool.
    static func result<Success: Sendable, Failure: Error>(
        of body: @escaping @Sendable () -> Result<Success, Failure>
    ) async -> Result<Success, Failure> {
        await withCheckedContinuation { continuation in
            start { continuation.resume(returning: body()) }
        }
    }

    private final class Body {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    #if canImport(Darwin)
    private static let runDarwin:
        @convention(c) (UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? =
            { box in
                Unmanaged<Body>.fromOpaque(box).takeRetainedValue().run()
                return nil
            }
    #else
    private static let run: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? =
        { box in
            if let box { Unmanaged<Body>.fromOpaque(box).takeRetainedValue().run() }
            return nil
        }
    #endif
}
