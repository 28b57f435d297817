import Dispatch
import Foundation
import Synchronization

/// A process that a test has started.
///
/// What it prints goes into files, not pipes: a child that lives on, such as a terminal's server,
/// holds no test up, and what was printed before a kill can be read after it.
final class Program: Sendable {
    /// The program under test: `$FLAGDECK_PROGRAM`, else what was built beside the tests.
    static let path: String =
        ProcessInfo.processInfo.environment["FLAGDECK_PROGRAM"] ?? builtFolder + "/flagdeck"

    /// How long anything may take, in seconds: only a program that hangs takes so long.
    static let patience = RealTerminal.patience

    let processID: pid_t
    /// Where it prints to.
    let outputFile: String
    /// Where it complains to.
    let errorFile: String
    private let outcome = Mutex<Outcome?>(nil)

    private static let count = Mutex(0)

    /// Starts a command with nothing but these variables.
    init(
        _ arguments: [String],
        variables: [String: String],
        input: String = "/dev/null",
        outputFolder: String
    ) throws {
        let number = Self.count.withLock { count in
            count += 1
            return count
        }
        outputFile = "\(outputFolder)/output-\(number)"
        errorFile = "\(outputFolder)/errors-\(number)"
        processID = try Self.spawn(
            arguments,
            variables.map { "\($0)=\($1)" },
            [(0, input), (1, outputFile), (2, errorFile)]
        )
    }

    /// What it has printed so far.
    var output: String { Self.text(of: outputFile) }

    /// What it has complained of so far.
    var complaints: String { Self.text(of: errorFile) }

    /// Sends a signal.
    func send(_ signal: Int32) {
        guard outcome.withLock({ $0 == nil }) else { return }
        kill(processID, signal)
    }

    /// How it ended, or `nil` while it runs.
    func ended() -> Outcome? {
        outcome.withLock { outcome in
            if let outcome { return outcome }
            var status: Int32 = 0
            guard waitpid(processID, &status, WNOHANG) == processID else { return nil }
            outcome = Outcome(
                status: status,
                output: Self.text(of: outputFile),
                errors: Self.text(of: errorFile)
            )
            return outcome
        }
    }

    /// Waits for the end; after the deadline it is killed.
    ///
    /// - Throws: ``Unexpected`` when it had to be killed.
    func end(within seconds: Double = patience) throws -> Outcome {
        let alarm = DispatchSource.makeTimerSource()
        let processID = processID
        alarm.schedule(deadline: .now() + seconds)
        alarm.setEventHandler { kill(processID, SIGKILL) }
        alarm.activate()
        let deadline = ContinuousClock.now + .seconds(seconds)
        // The end is seen and not taken, so that asking how it ended works from everywhere.
        var seen = siginfo_t()
        while ended() == nil, waitid(P_PID, id_t(processID), &seen, WEXITED | WNOWAIT) != 0,
            errno == EINTR
        {}
        alarm.cancel()
        let outcome = try required(ended(), "process \(processID) is not a child any more")
        guard outcome.signal == SIGKILL, ContinuousClock.now >= deadline else { return outcome }
        throw Unexpected("not done after \(seconds) s: \(outcome.description)")
    }

    /// What a file holds; nothing when there is none.
    static func text(of file: String) -> String {
        let bytes = FileManager.default.contents(atPath: file) ?? Data()
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Where the tests were built to.
    static var builtFolder: String {
        let arguments = CommandLine.arguments
        let bundle = arguments.firstIndex(of: "--test-bundle-path").map { arguments[$0 + 1] }
        let executable = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().path
        let tests = bundle ?? (executable == "/proc/self/exe" ? arguments[0] : executable)
        let parts = tests.split(separator: "/", omittingEmptySubsequences: false)
        let end = parts.firstIndex { $0.hasSuffix(".xctest") } ?? parts.count - 1
        return parts[..<end].joined(separator: "/")
    }

    private static func spawn(
        _ arguments: [String],
        _ variables: [String],
        _ files: [(descriptor: Int32, path: String)]
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        for (descriptor, path) in files {
            let flags = descriptor == 0 ? O_RDONLY : O_WRONLY | O_CREAT | O_TRUNC
            posix_spawn_file_actions_addopen(&actions, descriptor, path, flags, 0o600)
        }
        // The threads that run tests block signals; what they start must not.
        var nothing = sigset_t()
        var everything = sigset_t()
        sigemptyset(&nothing)
        sigfillset(&everything)
        posix_spawnattr_setsigmask(&attributes, &nothing)
        posix_spawnattr_setsigdefault(&attributes, &everything)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var words = arguments.map { strdup($0) } + [nil]
        var settings = variables.map { strdup($0) } + [nil]
        defer { (words + settings).forEach { free($0) } }
        var processID = pid_t()
        let error = posix_spawn(
            &processID,
            arguments[0],
            &actions,
            &attributes,
            &words,
            &settings
        )
        guard error == 0 else {
            throw Unexpected(
                "\(arguments[0]) cannot be started: \(String(cString: strerror(error)))"
            )
        }
        return processID
    }
}

/// How a process ended and what it printed.
struct Outcome: Sendable, CustomStringConvertible {
    /// The exit code; `nil` when a signal ended it.
    let code: Int32?
    /// The signal that ended it.
    let signal: Int32?
    let output: String
    let errors: String

    init(status: Int32, output: String, errors: String) {
        signal = status & 0x7F == 0 ? nil : status & 0x7F
        code = signal == nil ? (status >> 8) & 0xFF : nil
        self.output = output
        self.errors = errors
    }

    var description: String {
        let end = code.map { "exit \($0)" } ?? "signal \(signal ?? 0)"
        return "\(end)\n--- output\n\(output.prefix(4000))\n--- errors\n\(errors.prefix(4000))"
    }
}

/// Asks again and again until there is an answer or the time is over.
///
/// For questions that take another program's time, such as a command or a look at the screen;
/// where there is something to wait for, tests wait for that: see ``Watch``.
struct Patience {
    var seconds = Program.patience

    /// The answer, or `nil` when the time is over.
    func awaited<Value>(_ answer: () throws -> Value?) rethrows -> Value? {
        let end = ContinuousClock.now + .seconds(seconds)
        while true {
            let isLast = ContinuousClock.now >= end
            if let value = try answer() { return value }
            if isLast { return nil }
        }
    }
}
