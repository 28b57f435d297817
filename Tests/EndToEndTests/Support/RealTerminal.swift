import Foundation

/// A terminal with a shell in it, as a person has one; tmux shows what is on its screen.
///
/// Each one is a server of its own, which ends with this value.
final class RealTerminal {
    let workplace: Workplace
    private let server: String
    /// What the program writes to the terminal, which tells when to look again.
    private let written: Int32

    /// How long anything may take to appear.
    static let patience = 180.0

    /// Opens a terminal and waits for the shell's prompt.
    ///
    /// - Parameters:
    ///   - workplace: the folder that the shell knows as its home.
    ///   - server: the name of its server; a second terminal of a workplace needs another one.
    ///   - columns: the width.
    ///   - rows: the height.
    ///   - variables: what the shell finds besides the workplace's own.
    /// - Throws: ``Unexpected`` when no prompt comes.
    init(
        _ workplace: Workplace,
        server: String = "first",
        columns: Int = 80,
        rows: Int = 24,
        variables: [String: String] = [:]
    ) throws {
        self.workplace = workplace
        self.server = server
        let pipe = "\(workplace.path)/written-\(server)"
        guard mkfifo(pipe, 0o600) == 0 else { throw Unexpected("no pipe at \(pipe)") }
        // Open for both, so that neither end waits for the other.
        written = open(pipe, O_RDWR | O_NONBLOCK | O_CLOEXEC)
        guard written >= 0 else { throw Unexpected("\(pipe) cannot be opened") }
        let shellSettings = try workplace.write(workplace.shellSettings, to: "shell")
        let settings = variables.sorted { $0.key < $1.key }.flatMap { ["-e", "\($0)=\($1)"] }
        try tmux(
            [
                "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)",
            ] + settings + ["bash --noprofile --rcfile '\(shellSettings)'"]
                + [";", "set", "-g", "window-size", "manual"]
                + [";", "set", "-g", "status", "off"]
                + [";", "pipe-pane", "-O", "cat > '\(pipe)'"]
        )
        try see("READY>")
    }

    deinit {
        try? close()
        closeFile(written)
    }

    /// Takes the terminal away from everything in it, as closing its window does, and waits for
    /// the program's end: it still writes into the workplace.
    func close() throws {
        try tmux(["kill-server"])
        try awaitEnd()
    }

    /// Waits until what `flagdeck` became when it was typed last is gone.
    func awaitEnd() throws {
        guard let processID = try? processID else { return }
        try Program.awaitEnd(of: processID)
    }

    // MARK: - Doing

    /// Types text as it stands.
    func type(_ text: String) throws {
        try tmux(["send-keys", "-l", "--", text])
    }

    /// Types text into a field and waits until all of it stands there.
    ///
    /// Keys that follow before that would count as part of what was typed at once.
    func fill(_ label: String, with text: String) throws {
        try type(text)
        try see(label + text)
    }

    /// Types text one key after another, each when the one before is on the screen.
    ///
    /// What comes all at once counts as pasted, and a paste cannot publish.
    ///
    /// - Parameters:
    ///   - text: what to type.
    ///   - label: what stands in front of the field, and nowhere else before this text.
    /// - Throws: ``Unexpected`` when a letter does not appear.
    func typeKeyByKey(_ text: String, behind label: String) throws {
        var typed = ""
        for letter in text {
            try type("\(letter)")
            typed.append(letter)
            try see(label + typed.trimmingCharacters(in: .whitespaces))
        }
    }

    /// Presses keys by tmux's names, such as `Enter`, `Escape`, `Down` or `C-z`.
    func press(_ keys: String...) throws {
        try tmux(["send-keys"] + keys)
    }

    /// Types a line and presses Enter.
    func enter(_ line: String) throws {
        try type(line)
        try press("Enter")
    }

    /// Changes the size, as dragging the window's corner does.
    func resize(columns: Int, rows: Int) throws {
        try tmux(["resize-window", "-x", "\(columns)", "-y", "\(rows)"])
    }

    /// The process that `flagdeck` became when it was typed last.
    var processID: pid_t {
        get throws {
            let text = try String(contentsOfFile: workplace.processFile, encoding: .utf8)
            return try required(pid_t(text.filter(\.isNumber)), "no process in \(text)")
        }
    }

    /// Kills what `flagdeck` became when it was typed last, and waits until it is gone.
    func killProgram() throws {
        kill(try processID, SIGKILL)
        try awaitEnd()
    }

    // MARK: - Looking

    /// The screen's lines, without blanks at their ends.
    func screen(withColours: Bool = false) throws -> [String] {
        let escapes = withColours ? ["-e"] : []
        let text = try tmux(["capture-pane", "-p"] + escapes)
        return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            .map(String.init)
    }

    /// Waits until the screen holds a text.
    ///
    /// - Returns: the screen's lines at that moment.
    /// - Throws: ``Unexpected`` with the whole screen when it does not come.
    @discardableResult
    func see(_ text: String, seconds: Double = patience) throws -> [String] {
        try see("\"\(text)\"", seconds: seconds) { lines in
            lines.contains { $0.contains(text) }
        }
    }

    /// Waits until the screen holds a text and is drawn to its end, which is where `q quit` stands.
    @discardableResult
    func seeWhole(_ text: String) throws -> [String] {
        try see("\"\(text)\" on a whole screen") { lines in
            lines.contains { $0.contains(text) } && lines.last?.contains("quit") == true
        }
    }

    /// Waits until the screen no longer holds a text.
    @discardableResult
    func seeNo(_ text: String, seconds: Double = patience) throws -> [String] {
        try see("no \"\(text)\"", seconds: seconds) { lines in
            !lines.contains { $0.contains(text) }
        }
    }

    /// Waits until the screen is as it should be.
    @discardableResult
    func see(
        _ what: String,
        seconds: Double = patience,
        _ isThere: ([String]) -> Bool
    ) throws -> [String] {
        var last: [String] = []
        let end = ContinuousClock.now + .seconds(seconds)
        while true {
            forgetWritten()
            last = try screen()
            if isThere(last) { return last }
            let left = ContinuousClock.now.duration(to: end) / .seconds(1)
            guard left > 0 else { break }
            awaitWritten(seconds: left)
        }
        throw Unexpected("not on the screen after \(seconds) s: \(what)\n" + Self.framed(last))
    }

    /// Waits until something was written since the last look; not for long, because a changed
    /// size shows on the screen without a word of the program.
    private func awaitWritten(seconds: Double) {
        var waiting = pollfd(fd: written, events: Int16(POLLIN), revents: 0)
        poll(&waiting, 1, Int32(min(seconds, 0.25) * 1000))
    }

    /// Forgets what was written until now.
    ///
    /// A screen comes in pieces: it is looked at when nothing more has come for a moment.
    private func forgetWritten() {
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        for _ in 0..<50 {
            var waiting = pollfd(fd: written, events: Int16(POLLIN), revents: 0)
            guard poll(&waiting, 1, 10) > 0 else { return }
            while read(written, &bytes, bytes.count) > 0 {}
        }
    }

    /// What tmux knows about the pane, such as `#{alternate_on}`.
    func fact(_ format: String) throws -> String {
        try tmux(["display-message", "-p", format]).trimmingCharacters(in: .newlines)
    }

    private static func framed(_ lines: [String]) -> String {
        lines.map { "| " + $0 }.joined(separator: "\n")
    }

    @discardableResult
    private func tmux(_ arguments: [String]) throws -> String {
        let program = try Program(
            ["/usr/bin/tmux", "-u", "-L", server, "-f", "/dev/null"] + arguments,
            variables: workplace.variables,
            outputFolder: workplace.path
        )
        let outcome = try program.end()
        guard outcome.code == 0 else {
            throw Unexpected("tmux \(arguments.joined(separator: " ")): \(outcome)")
        }
        return outcome.output
    }
}

/// The system's `close`, which a method of the same name hides.
private func closeFile(_ descriptor: Int32) { close(descriptor) }
