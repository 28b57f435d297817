#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A thread of its own, for calls that block longer than a cooperative pool may.
enum OwnThread {
    /// Starts `body` on a new thread, which ends with it.
    ///
    /// A background thread gets the processor when hardly anybody else wants it.
    static func start(isBackground: Bool = false, _ body: @escaping @Sendable () -> Void) {
        let work: @Sendable () -> Void = {
            if isBackground { stepBack() }
            body()
        }
        let box = Unmanaged.passRetained(Body(work)).toOpaque()
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
        isBackground: Bool = false,
        of body: @escaping @Sendable () -> Result<Success, Failure>
    ) async -> Result<Success, Failure> {
        await withCheckedContinuation { continuation in
            start(isBackground: isBackground) { continuation.resume(returning: body()) }
        }
    }

    /// Lets everybody else go first; that it may fail does not matter.
    private static func stepBack() {
        #if canImport(Darwin)
        pthread_set_qos_class_self_np(QOS_CLASS_BACKGROUND, 0)
        #else
        // On Linux 0 is the calling thread, not the process.
        _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 19)
        #endif
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
