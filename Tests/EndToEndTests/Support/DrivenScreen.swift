import Foundation

/// A dashboard in a real terminal that says when it has answered everything that was typed, so that
/// a script never waits for a time.
final class DrivenScreen {
    let terminal: RealTerminal
    private let descriptor: Int32
    private var pressed = 0
    private var unread = ""

    /// Starts `command` in a terminal of 80 by 24 and waits until its first screen rests.
    ///
    /// - Parameters:
    ///   - command: the line to type into the shell.
    ///   - workplace: the folder that the shell knows as its home.
    ///   - variables: what it finds besides the workplace's own.
    /// - Throws: ``Unexpected`` when it does not come to rest.
    init(
        _ command: String,
        in workplace: Workplace,
        variables: [String: String] = [:]
    ) throws {
        let pipe = workplace.path + "/idle"
        guard mkfifo(pipe, 0o600) == 0 else { throw Unexpected("no pipe at \(pipe)") }
        // Open for both, so that neither end waits for the other.
        descriptor = open(pipe, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { throw Unexpected("\(pipe) cannot be opened") }
        terminal = try RealTerminal(
            workplace,
            variables: variables.merging(["FLAGDECK_IDLE": pipe]) { $1 }
        )
        try terminal.enter(command)
        try awaitRest()
    }

    deinit {
        close(descriptor)
    }

    /// Presses one key after the other, each when the one before was answered.
    func press(_ strokes: [HowTo.Stroke]) throws {
        for stroke in strokes {
            switch stroke {
            case .key(let name): try press(key: name)
            case .text(let text): for letter in text { try press(letter: letter) }
            }
        }
    }

    private func press(key: String) throws {
        pressed += 1
        try terminal.press(key == ";" ? "\\;" : key)
        try awaitRest()
    }

    private func press(letter: Character) throws {
        pressed += 1
        try terminal.type(String(letter))
        try awaitRest()
    }

    /// The screen, with single blanks.
    func screen() throws -> [String] {
        try terminal.screen().map(HowTo.plain)
    }

    /// Waits until the program has said that it rests after all keys.
    private func awaitRest() throws {
        let deadline = ContinuousClock.now.advanced(by: .seconds(RealTerminal.patience))
        while true {
            while let end = unread.firstIndex(of: "\n") {
                let line = unread[..<end]
                unread = String(unread[unread.index(after: end)...])
                if line == "\(pressed)" { return }
            }
            let left = ContinuousClock.now.duration(to: deadline).components.seconds
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard left > 0, poll(&waiting, 1, Int32(left * 1000)) > 0 else {
                let lines = try terminal.screen().joined(separator: "\n| ")
                throw Unexpected("no rest after \(pressed) keys\n| \(lines)")
            }
            var bytes = [UInt8](repeating: 0, count: 4096)
            let count = read(descriptor, &bytes, bytes.count)
            unread += String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
        }
    }
}
