import FlagAPI
import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

/// A scripted session: keys go in, the screen is looked at; effects are done at once, so that it
/// is idle after every step.
final class Deck {
    var state: DashboardState
    var service: PureService
    var now = Fixture.now
    /// Every effect so far.
    private(set) var effects: [Effect] = []
    /// Timers that have not run out.
    private var timers: [TimerID] = []

    init(
        _ model: Model = Fixture.model,
        actor: String = "Li",
        columns: Int = 80,
        rows: Int = 24,
        glyphs: Glyphs = .unicode
    ) {
        service = PureService(model)
        state = DashboardState(
            actor: actor,
            size: Size(columns: columns, rows: rows),
            seed: 1,
            glyphs: glyphs
        )
        send(.picture(service.picture))
    }

    /// Delivers a message, does its effects, and delivers their answers.
    func send(_ message: Message) {
        var inbox = [message]
        while !inbox.isEmpty {
            let message = inbox.removeFirst()
            now = now.adding(microseconds: 1000)
            let new = update(&state, message, now: now)
            effects += new
            for effect in new {
                if case .timer(let id, _) = effect { timers.append(id) }
                if let answer = service.answer(effect, at: now) { inbox.append(answer) }
            }
        }
    }

    @discardableResult
    func press(_ keys: TerminalUI.Key...) -> Deck {
        for key in keys { send(.key(key)) }
        return self
    }

    @discardableResult
    func press(_ text: String) -> Deck { type(text) }

    @discardableResult
    func type(_ text: String) -> Deck {
        for character in text { send(.key(.character(character))) }
        return self
    }

    /// Lets every timer run out.
    @discardableResult
    func rest() -> Deck {
        let due = timers
        timers = []
        for id in due { send(.tick(id)) }
        return self
    }

    @discardableResult
    func resize(_ columns: Int, _ rows: Int) -> Deck {
        send(.resized(Size(columns: columns, rows: rows)))
        return self
    }

    /// Somebody else changes something.
    @discardableResult
    func other(_ actor: String, _ changes: Change..., note: String = "") throws -> Deck {
        var random = SplitMix64(seed: UInt64(effects.count + service.entries.count))
        let id = GUID(using: &random)
        let proposal = Proposal(id: id, actor: actor, note: note, changes: changes)
        try service.make(proposal, at: now)
        send(.picture(service.picture))
        return self
    }

    var screen: String { draw(state).plainText() }

    @discardableResult
    func see(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) -> Deck {
        #expect(screen.contains(text), "\n\(screen)", sourceLocation: sourceLocation)
        return self
    }

    @discardableResult
    func notSee(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) -> Deck {
        #expect(!screen.contains(text), "\n\(screen)", sourceLocation: sourceLocation)
        return self
    }

    /// The proposals so far.
    var proposals: [Proposal] {
        effects.compactMap { if case .propose(let proposal) = $0 { proposal } else { nil } }
    }
}
