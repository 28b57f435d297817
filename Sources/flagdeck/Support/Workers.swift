import Dispatch
import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Two threads of our own for asynchronous work.
///
/// The threads that Swift's tasks run on by default come with a timer that looks at them once a
/// second for ever. A dashboard that stands open all day should cost nothing, so its tasks run
/// here: these threads sleep until there is work.
final class Workers: TaskExecutor {
    static let shared = Workers(threadCount: 2)

    private let jobs = Mutex<[UnownedJob]>([])
    private let available = DispatchSemaphore(value: 0)

    private init(threadCount: Int) {
        for _ in 0..<threadCount { startThread() }
    }

    /// Hands a piece of work to whichever thread is free first.
    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.append(job) }
        available.signal()
    }

    private func run() -> Never {
        while true {
            available.wait()
            let job = jobs.withLock { $0.isEmpty ? nil : $0.removeFirst() }
            job?.runSynchronously(on: asUnownedTaskExecutor())
        }
    }

    private func startThread() {
        var thread = pthread_t()
        let context = Unmanaged.passRetained(self).toOpaque()
        let status = pthread_create(
            &thread,
            nil,
            { context in
                guard let context else { return nil }
                // Signals from outside are the main thread's, which owns the terminal. Those of a
                // crash stay open: their handler gives the terminal back.
                var outside = sigset_t()
                sigemptyset(&outside)
                for number in [SIGHUP, SIGINT, SIGTERM, SIGWINCH, SIGTSTP, SIGCONT] {
                    sigaddset(&outside, number)
                }
                pthread_sigmask(SIG_BLOCK, &outside, nil)
                Unmanaged<Workers>.fromOpaque(context).takeRetainedValue().run()
            },
            context
        )
        precondition(status == 0, "A process that has just begun can start a thread.")
    }
}
