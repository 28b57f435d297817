import FlagAPI
import FlagModel
import FoundationEssentials
import Testing
import TerminalUI

@testable import Dashboard

/// Random keys, pastes and sizes: nothing traps, and nothing reaches customers by accident.
struct MonkeyTests {
    private static let seed =
        ProcessInfo.processInfo.environment["FLAGDECK_SEED"].flatMap { UInt64($0) } ?? 20_260_714
    private static let steps = 10_000

    /// Keys by how often they come; words that are asked for come too, so that publishing happens.
    private static let keys: [TerminalUI.Key] =
        Array("jjjkktttcedwynpu/sAEIRC:?12344466gGq129 a=.bNovvf[[]{}D=cWxs  55aabPPSST").map {
            .character($0)
        }
        + [
            .enter, .enter, .enter, .escape, .escape, .tab, .backTab, .up, .down, .left, .right,
            .pageUp, .pageDown, .home, .end, .backspace, .delete, .control("s"), .control("c"),
            .control("u"), .control("d"), .control("p"), .function(1),
        ]

    /// Where the keys begin.
    enum Beginning: UInt64, CaseIterable {
        case shop, nothing, experiments
    }

    @Test(arguments: Beginning.allCases)
    func `nothing traps and nothing is published by accident`(_ beginning: Beginning) throws {
        let startsEmpty = beginning == .nothing
        var random = SplitMix64(seed: Self.seed &+ beginning.rawValue)
        print("FLAGDECK_SEED=\(Self.seed)")
        let deck =
            beginning == .experiments
            ? ExperimentShop.deck() : Deck(startsEmpty ? Model() : Fixture.model)
        if startsEmpty {
            deck.service = PureService(Fixture.quiet)
            deck.send(.picture(deck.service.picture))
        }
        for step in 0..<Self.steps {
            let before = deck.state
            let effectCount = deck.effects.count
            let message = Self.message(&random, deck)
            deck.send(message)
            check(deck, before, message, effectCount, step)
            if step % 97 == 0 { try someoneElse(deck, &random) }
            if step % 13 == 0 { deck.rest() }
        }
    }

    private static func message(_ random: inout SplitMix64, _ deck: Deck) -> Message {
        switch Int.random(in: 0..<100, using: &random) {
        case 0:
            return .paste(
                ["2", "sale\nbanner", "\u{1B}[31m", "旗👍", ""].randomElement(using: &random) ?? ""
            )
        case 1: return .burst("ttttqqqp1")
        case 2...4:
            let wide = Bool.random(using: &random)
            return .resized(
                Size(
                    columns: Int.random(in: 0...(wide ? 220 : 100), using: &random),
                    rows: Int.random(in: 0...60, using: &random)
                )
            )
        case 5...8:
            // What the box asks for, so that publishing happens too.
            let word = deck.state.publishWords.first ?? "1"
            let typed = word.randomElement(using: &random) ?? "1"
            return .key(.character(typed))
        default: return .key(keys.randomElement(using: &random) ?? .enter)
        }
    }

    private func someoneElse(_ deck: Deck, _ random: inout SplitMix64) throws {
        let id = Fixture.flagID(UInt8.random(in: 10...23, using: &random))
        guard let flag = deck.service.model.environment(Fixture.live)?.flag(id) else { return }
        let change = Change.editFlag(
            environment: Fixture.live,
            flag: id,
            .setEnabled(!flag.isEnabled)
        )
        try deck.other("Jo", change)
    }

    private func check(
        _ deck: Deck,
        _ before: DashboardState,
        _ message: Message,
        _ effectCount: Int,
        _ step: Int
    ) {
        let state = deck.state
        for effect in deck.effects.dropFirst(effectCount) {
            if case .undo = effect { #expect(before.past == nil, "step \(step)") }
            guard case .propose(let proposal) = effect else { continue }
            check(proposal, before, message, step)
        }
        if step.isMultiple(of: 3) || state.size != before.size { checkScreen(state, step) }
        guard state.stage == .ready, state.tab == .flags, state.overlays.isEmpty,
            state.flags.page == nil, !state.flags.list.matches.isEmpty
        else { return }
        let isVisible = state.flags.list.visible(height: state.listHeight).contains {
            $0.isSelected
        }
        #expect(isVisible || state.listHeight == 0, "step \(step)")
    }

    private func checkScreen(_ state: DashboardState, _ step: Int) {
        let canvas = draw(state)
        #expect(canvas.size == state.size, "step \(step)")
        guard Layout(state.size) != .unusable else { return }
        let footer = canvas.row(state.size.rows - 1).map(\.text).joined()
        #expect(footer.contains("?") || footer.contains("F1"), "step \(step): \(footer)")
    }

    private func check(
        _ proposal: Proposal,
        _ before: DashboardState,
        _ message: Message,
        _ step: Int
    ) {
        // Only putting a flag back as it was begins in the past, after a question.
        if before.past != nil {
            guard case .choices? = before.overlays.last, case .key(.enter) = message else {
                Issue.record("step \(step): changed from the past")
                return
            }
        }
        switch proposal.origin {
        case .publish, .emergency:
            guard case .publish(let box)? = before.overlays.last, case .key(.enter) = message else {
                Issue.record("step \(step): published from somewhere else")
                return
            }
            #expect(box.typed.text.trimmed == before.publishWords.last?.trimmed, "step \(step)")
        case .direct:
            for change in proposal.changes {
                let state = change.subject.environmentID.flatMap { before.model.environment($0) }
                #expect(
                    state?.environment.settings.asksForDrafts != true,
                    "step \(step): \(change)"
                )
            }
        case .reviewing:
            // Deciding and talking reach nobody.
            for change in proposal.changes { #expect(change.reached == [], "step \(step)") }
        default: break
        }
    }
}
