import Dashboard
import Dispatch
import FlagModel
import TerminalUI

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The dashboard as questions and answers: prints the screen as lines, reads one line, and so on.
///
/// Nothing moves the cursor, so that a screen reader or a terminal that only prints can follow.
struct PlainLoop {
    let inbox: Inbox
    let effects: EffectRunner
    private(set) var state: DashboardState

    /// How long to wait for an answer before counting a wait, in milliseconds.
    private static let patience: Int32 = 100
    /// How many of these waits answers may take before the screen is printed without them.
    private static let waitLimit = 100
    /// The most bytes of a line.
    private static let lineLimit = 64 << 10

    private var typed: [UInt8] = []
    private var isDue = true
    /// Whether a screen has been printed; the first one waits for the data.
    private var hasShown = false
    /// Whether the last screen was printed before everything was answered.
    private var isUnfinished = false
    /// Waits since the last line.
    private var waits = 0

    init(inbox: Inbox, effects: EffectRunner, state: DashboardState) {
        self.inbox = inbox
        self.effects = effects
        self.state = state
        self.state.person.hasClipboard = false
    }

    /// Runs until the person leaves, the input ends, or the process must end.
    mutating func run() -> DashboardLoop.End {
        let sources = [SIGINT, SIGTERM, SIGHUP].map { number in
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { [inbox] in inbox.end(number) }
            source.activate()
            return source
        }
        defer { for source in sources { source.cancel() } }
        if let end = handle(.resized(PlainScreen.size)) { return end }
        while true {
            for item in inbox.take() {
                if let end = take(item) { return end }
            }
            if isUnfinished, inbox.isAtRest { isDue = true }
            if isDue, inbox.isAtRest || (hasShown && waits > Self.waitLimit) { show() }
            switch wait() {
            case .nothing: waits += 1
            case .news: inbox.drain()
            case .end: return .quit
            case .line(let line):
                if let end = answer(line) { return end }
            }
        }
    }

    private enum Event {
        case nothing
        case news
        case line(String)
        case end
    }

    private mutating func wait() -> Event {
        if let line = takeLine() { return .line(line) }
        var entries = [
            pollfd(fd: inbox.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: isDue ? -1 : STDIN_FILENO, events: Int16(POLLIN), revents: 0),
        ]
        let count = poll(&entries, nfds_t(entries.count), isDue ? Self.patience : -1)
        guard count > 0 else { return .nothing }
        if entries[0].revents != 0 { return .news }
        var buffer = [UInt8](repeating: 0, count: 4096)
        let got = read(STDIN_FILENO, &buffer, buffer.count)
        guard got > 0 else { return typed.isEmpty ? .end : .line(takeRest()) }
        typed += buffer.prefix(got)
        if typed.count > Self.lineLimit { typed = [] }
        return takeLine().map { .line($0) } ?? .nothing
    }

    private mutating func takeLine() -> String? {
        guard !isDue, let end = typed.firstIndex(of: 0x0A) else { return nil }
        let line = String(decoding: typed[..<end], as: UTF8.self)
        typed.removeFirst(end + 1)
        return line.hasSuffix("\r") ? String(line.dropLast()) : line
    }

    private mutating func takeRest() -> String {
        defer { typed = [] }
        return String(decoding: typed, as: UTF8.self)
    }

    private mutating func answer(_ line: String) -> DashboardLoop.End? {
        isDue = true
        guard let messages = state.plainMessages(line) else {
            Printer.print("\"\(SafeText(line))\" means nothing here. ? shows what you can do.")
            return nil
        }
        for message in messages {
            if let end = handle(message) { return end }
        }
        return nil
    }

    private mutating func show() {
        (isDue, waits, hasShown, isUnfinished) = (false, 0, true, !inbox.isAtRest)
        let screen = PlainScreen(state)
        Printer.print((["", ""] + screen.lines + [screen.keys]).joined(separator: "\n"))
        Printer.print(bytes: Array(screen.prompt.utf8))
    }

    private mutating func take(_ item: Inbox.Item) -> DashboardLoop.End? {
        switch item {
        case .message(let message):
            // What others change is told with the next screen, not in the middle of a line.
            if case .problem = message { isDue = true }
            return handle(message)
        case .failure(let failure): return .failed(failure)
        case .begin(let environment):
            state.begin(in: environment)
            return nil
        case .end(let signal): return .signal(signal)
        }
    }

    private mutating func handle(_ message: Message) -> DashboardLoop.End? {
        for effect in update(&state, message, now: effects.now()) {
            switch effect {
            case .quit: return .quit
            case .suspend: raise(SIGSTOP)
            case .redraw: break
            case .copy(let text): Printer.print("Copied text: \(SafeText(text))")
            // Nothing has to rest here: what a timer would ask for is asked for at once.
            case .timer(.rest, _): if let end = handle(.tick(.rest)) { return end }
            case .timer: break
            default: effects.perform(effect)
            }
        }
        return nil
    }
}
