#if os(Linux)
import Glibc

/// A process that was started to be measured; it ends with this value.
final class ChildProcess {
    /// Its number.
    let id: pid_t
    private let input: Int32
    private let output: UnsafeMutablePointer<FILE>?

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - words: the program's path or name, and its arguments.
    ///   - core: where it must stay; `nil` for anywhere.
    /// - Throws: ``BenchFailure`` when the system does not allow it.
    init(_ words: [String], core: Int?) throws {
        var toChild: [Int32] = [0, 0]
        var fromChild: [Int32] = [0, 0]
        guard pipe(&toChild) == 0, pipe(&fromChild) == 0 else {
            throw BenchFailure("There are no pipes left.")
        }
        // The child must not hold its parent's ends.
        for end in [toChild[1], fromChild[0]] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, toChild[0], 0)
        posix_spawn_file_actions_adddup2(&actions, fromChild[1], 1)
        let copies = words.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        var process: pid_t = 0
        // A child stays where its parent was when it began.
        Surroundings.stay(on: core)
        let problem = posix_spawnp(&process, words[0], &actions, nil, copies + [nil], environ)
        Surroundings.stay(on: nil)
        close(toChild[0])
        close(fromChild[1])
        guard problem == 0 else { throw BenchFailure("\(words[0]) cannot be started.") }
        id = process
        input = toChild[1]
        output = fdopen(fromChild[0], "r")
    }

    /// This program in another role.
    static func own(_ arguments: [String], core: Int?) throws -> ChildProcess {
        try ChildProcess(["/proc/self/exe"] + arguments, core: core)
    }

    /// Sends a line.
    func send(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        _ = write(input, bytes, bytes.count)
    }

    /// The next line that it prints; waits for it.
    func line() throws -> String {
        var bytes = [CChar](repeating: 0, count: 4096)
        guard let output, fgets(&bytes, Int32(bytes.count), output) != nil else {
            throw BenchFailure("The process under measurement has ended.")
        }
        let text = bytes.prefix { $0 != 0 && $0 != 10 }.map { UInt8(bitPattern: $0) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Ends it and waits until it has ended.
    func end() {
        kill(id, SIGTERM)
        close(input)
        var status: Int32 = 0
        waitpid(id, &status, 0)
        if let output { fclose(output) }
    }
}

/// The server under measurement and what a client needs to know of it.
struct ServedEnvironment {
    let process: ChildProcess
    let port: UInt16
    let serverSecret: String
    let clientSecret: String

    /// Starts a server.
    ///
    /// - Parameters:
    ///   - threads: how many of its threads serve.
    ///   - copies: how often each flag of the files is there.
    ///   - keepsCustomers: whether it writes down the customers that requests name.
    ///   - files: FeatBit's documents; none to generate.
    ///   - core: where it must stay; `nil` for anywhere.
    /// - Throws: ``BenchFailure`` when it does not start.
    init(
        threads: Int,
        copies: Int,
        keepsCustomers: Bool = true,
        files: [String],
        core: Int?
    ) throws {
        let keeping = keepsCustomers ? "keep" : "drop"
        process = try .own(
            ["server", "\(threads)", "\(copies)", keeping] + files,
            core: core
        )
        let words = try process.line().split(separator: " ").map(String.init)
        guard words.count == 3,
            let port = words[0].split(separator: ":").last.flatMap({ UInt16($0) })
        else { throw BenchFailure("The server did not start.") }
        self.port = port
        serverSecret = words[1]
        clientSecret = words[2]
    }
}
#endif
