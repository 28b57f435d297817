import Dispatch
import Foundation
import Synchronization
import Testing

/// Lets the tests of a suite wait for programs on threads of their own.
///
/// These tests sit still until another process answers. On the threads that all tasks share, of
/// which there are as many as processors, they would hold up every other test meanwhile.
struct WaitingTrait: SuiteTrait, TestTrait, TestScoping {
    let isRecursive = true

    @concurrent
    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        try await withTaskExecutorPreference(WaitingThreads.shared) {
            try await function()
        }
    }
}

extension Trait where Self == WaitingTrait {
    /// The suite's tests wait for programs.
    static var waiting: Self { WaitingTrait() }
}

/// A few threads that take one job after another, the oldest first.
private final class WaitingThreads: TaskExecutor {
    static let shared = WaitingThreads()

    /// Enough to keep two processors busy with what is waited for.
    private static let count = 3

    private let jobs = Mutex<[UnownedJob]>([])
    private let arrivals = DispatchSemaphore(value: 0)

    private init() {
        for number in 0..<Self.count {
            let thread = Thread { [self] in work() }
            thread.name = "waiting \(number)"
            // As much as the main thread has: a test may go deep.
            thread.stackSize = 8 << 20
            thread.start()
        }
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.append(job) }
        arrivals.signal()
    }

    private func work() {
        while true {
            arrivals.wait()
            let job = jobs.withLock { $0.removeFirst() }
            job.runSynchronously(on: asUnownedTaskExecutor())
        }
    }
}
