#if os(Linux)
import Glibc

/// Why a proof cannot go on: the machine lacks something, or a process does not do its part.
struct ProcessesFailure: Error, CustomStringConvertible {
    /// What happened, in a sentence.
    let description: String

    /// States what happened.
    init(_ description: String) { self.description = description }
}

/// Where processes print to and this process reads; whole lines only.
final class ProcessesPipe {
    /// The end that children print to; -1 once nobody else will.
    private(set) var writer: Int32
    private let reader: Int32
    private var rest: [UInt8] = []

    /// Makes a pipe.
    ///
    /// - Throws: ``ProcessesFailure`` when the process has no descriptors left.
    init() throws(ProcessesFailure) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw ProcessesFailure("There are no pipes left.") }
        (reader, writer) = (ends[0], ends[1])
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        _ = fcntl(reader, F_SETFL, O_NONBLOCK)
    }

    deinit {
        closeWriter()
        close(reader)
    }

    /// No other child gets this pipe: its end can be seen now.
    func closeWriter() {
        if writer >= 0 { close(writer) }
        writer = -1
    }

    /// The lines that are there; waits for the first one until a moment.
    ///
    /// - Parameter moment: `nil` does not wait at all.
    /// - Returns: no line when the time is over, `nil` when whoever printed is gone.
    func lines(until moment: ContinuousClock.Instant? = nil) -> [String]? {
        while true {
            let isOpen = fill()
            let lines = takeLines()
            if !lines.isEmpty { return lines }
            if !isOpen { return nil }
            let left = moment.map { ContinuousClock.now.duration(to: $0) } ?? .zero
            guard left > .zero else { return [] }
            var place = pollfd(fd: reader, events: Int16(POLLIN), revents: 0)
            let milliseconds =
                left.components.seconds * 1000
                + left.components.attoseconds / 1_000_000_000_000_000 + 1
            _ = poll(&place, 1, Int32(clamping: milliseconds))
        }
    }

    /// - Returns: whether somebody can still print.
    private func fill() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(reader, &buffer, buffer.count)
            guard count > 0 else { return count < 0 && (errno == EAGAIN || errno == EINTR) }
            rest += buffer[..<count]
        }
    }

    private func takeLines() -> [String] {
        guard let end = rest.lastIndex(of: UInt8(ascii: "\n")) else { return [] }
        let lines = rest[..<end].split(separator: UInt8(ascii: "\n"))
        rest.removeFirst(end + 1)
        return lines.map { String(decoding: $0, as: UTF8.self) }
    }
}

/// A process that an attack has started; it is killed with this value.
final class ProcessesChild {
    /// Its number.
    let id: pid_t
    /// Where it prints to.
    let pipe: ProcessesPipe
    /// Whether it said that it can be used; whoever reads its lines knows.
    var isReady = false
    private var status: Int32?

    /// How a process ended.
    enum Ending: Hashable {
        case code(Int32)
        case signal(Int32)
    }

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - words: the program's path or name, and its arguments.
    ///   - shared: where it prints to; `nil` makes one of its own.
    ///   - silent: whether what it complains of is thrown away.
    /// - Throws: ``ProcessesFailure`` when it cannot be started.
    init(
        _ words: [String],
        pipe shared: ProcessesPipe? = nil,
        silent: Bool = false
    ) throws(ProcessesFailure) {
        if let shared { pipe = shared } else { pipe = try ProcessesPipe() }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, pipe.writer, 1)
        if silent { posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0) }
        let copies = words.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        var process = pid_t()
        let problem = posix_spawnp(&process, words[0], &actions, nil, copies + [nil], environ)
        if shared == nil { pipe.closeWriter() }
        guard problem == 0 else {
            throw ProcessesFailure(
                "\(words[0]) cannot be started: \(String(cString: strerror(problem)))."
            )
        }
        id = process
    }

    deinit {
        guard status == nil else { return }
        Glibc.kill(id, SIGKILL)
        _ = waited(0)
    }

    /// This program, wherever it lies.
    static let program: String = {
        var bytes = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &bytes, bytes.count - 1)
        let text = bytes.prefix(max(0, count)).map { UInt8(bitPattern: $0) }
        return String(decoding: text, as: UTF8.self)
    }()

    /// This program in another role.
    static func role(
        _ words: [String],
        pipe: ProcessesPipe? = nil
    ) throws(ProcessesFailure) -> ProcessesChild {
        try ProcessesChild([program, "role"] + words, pipe: pipe)
    }

    /// Ends it at once, as `kill -9` does, and waits until it is gone.
    func kill() {
        guard status == nil else { return }
        Glibc.kill(id, SIGKILL)
        _ = waited(0)
    }

    /// Asks it to end.
    func terminate() {
        if status == nil { Glibc.kill(id, SIGTERM) }
    }

    /// How it ended; `nil` while it runs.
    var ending: Ending? { waited(WNOHANG) }

    /// Reads everything until its end.
    ///
    /// - Parameter seconds: after them it is killed.
    /// - Returns: what it printed, and how it ended; `nil` when it had to be killed.
    func finish(within seconds: Int) -> (lines: [String], ending: Ending?) {
        let moment = ContinuousClock.now + .seconds(seconds)
        var lines: [String] = []
        while ContinuousClock.now < moment, let more = pipe.lines(until: moment) { lines += more }
        // Who closes its output is about to end.
        while ending == nil, ContinuousClock.now < moment { usleep(200) }
        guard let ending else {
            kill()
            return (lines, nil)
        }
        return (lines, ending)
    }

    private func waited(_ options: Int32) -> Ending? {
        if status == nil {
            var number: Int32 = 0
            var found = waitpid(id, &number, options)
            while found == -1, errno == EINTR { found = waitpid(id, &number, options) }
            if found == id { status = number }
        }
        return status.map { $0 & 0x7F == 0 ? .code(($0 >> 8) & 0xFF) : .signal($0 & 0x7F) }
    }
}
#endif
