import CursesTerminal
import Dashboard
import FlagModel
import TerminalUI

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Connects the screens with a terminal and a service.
///
/// The loop owns the main thread and blocks until something happens: it reads everything there is,
/// updates the state once for each, and paints once. Effects run elsewhere and answer through the
/// inbox.
struct DashboardLoop {
    /// How the loop ended.
    enum End {
        /// The person left.
        case quit
        /// The process was asked to end.
        case signal(Int32)
        /// The terminal is gone.
        case hangUp
        /// The data could not be opened.
        case failed(CommandFailure)
    }

    let inbox: Inbox
    let effects: EffectRunner
    private(set) var state: DashboardState
    private var timers = Timers()
    private var needsPaint = true
    private var teller = IdleTeller()
    private var usesMouse = false
    private var hearsBrightness = false
    private var windowTitle = SafeText("")

    init(inbox: Inbox, effects: EffectRunner, state: DashboardState) {
        self.inbox = inbox
        self.effects = effects
        self.state = state
    }

    /// Runs until the person leaves or the process must end.
    mutating func run(_ terminal: inout CursesTerminal) -> End {
        state.glyphs = terminal.glyphs.isASCII ? terminal.glyphs : state.theme.glyphs
        if let end = handle(.resized(terminal.size), &terminal) { return end }
        var painted: UInt64?
        while true {
            for item in inbox.take() {
                if let end = take(item, &terminal) { return end }
            }
            if needsPaint || painted != state.revision {
                if terminal.glyphs.isASCII { state.glyphs = terminal.glyphs }
                setModes(of: terminal)
                terminal.paint(draw(state), theme: state.theme)
                (painted, needsPaint) = (state.revision, false)
                if let work = state.preparation { effects.prepare(work) }
            }
            if !timers.holdsWork, inbox.isAtRest { teller.rest() }
            let events = terminal.wait(
                timeoutMilliseconds: timers.wait(now: .now),
                wakeDescriptor: inbox.descriptor
            )
            for id in timers.take(now: .now) {
                if let end = handle(.tick(id), &terminal) { return end }
            }
            for event in events {
                if case .resumed = event { needsPaint = true }
                if let end = answer(event, &terminal) { return end }
            }
        }
    }

    /// The mouse, the colours' hint and the window's name, where they are not as the state wants
    /// them.
    private mutating func setModes(of terminal: borrowing CursesTerminal) {
        if usesMouse != state.wantsMouse {
            usesMouse = state.wantsMouse
            terminal.useMouse(usesMouse)
        }
        if hearsBrightness != state.wantsBrightness {
            hearsBrightness = state.wantsBrightness
            terminal.tellBrightness(hearsBrightness)
        }
        if windowTitle != state.windowTitle {
            windowTitle = state.windowTitle
            terminal.name(window: windowTitle)
        }
    }

    private mutating func take(_ item: Inbox.Item, _ terminal: inout CursesTerminal) -> End? {
        switch item {
        case .message(let message): return handle(message, &terminal)
        case .failure(let failure): return .failed(failure)
        case .begin(let environment):
            state.begin(in: environment)
            return nil
        case .end(let signal): return .signal(signal)
        }
    }

    private mutating func answer(
        _ event: TerminalEvent,
        _ terminal: inout CursesTerminal
    ) -> End? {
        switch event {
        case .key(let key): typed(1, .key(key), &terminal)
        case .paste(let text): typed(1, .paste(text), &terminal)
        case .burst(let text): typed(text.count, .burst(text), &terminal)
        case .mouse(let event): handle(.mouse(event), &terminal)
        case .brightness(let brightness): handle(.brightness(brightness), &terminal)
        case .resized(let size): handle(.resized(size), &terminal)
        case .wake, .resumed: nil
        case .terminate(let signal): .signal(signal)
        case .hangUp: .hangUp
        }
    }

    private mutating func typed(
        _ keys: Int,
        _ message: Message,
        _ terminal: inout CursesTerminal
    ) -> End? {
        teller.hear(keys: keys)
        return handle(message, &terminal)
    }

    private mutating func handle(_ message: Message, _ terminal: inout CursesTerminal) -> End? {
        for effect in update(&state, message, now: effects.now()) {
            switch effect {
            case .quit: return .quit
            // Chosen by name: the terminal answers this signal as it answers Ctrl-Z.
            case .suspend: raise(SIGTSTP)
            case .copy(let text): terminal.copy(SafeText(text))
            case .redraw:
                terminal.redraw()
                needsPaint = true
            case .timer(let id, let milliseconds):
                timers.start(id, milliseconds: milliseconds, now: .now)
            default: effects.perform(effect)
            }
        }
        return nil
    }
}
