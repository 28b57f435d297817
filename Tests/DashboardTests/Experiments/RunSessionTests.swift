import Experiments
import FlagAPI
import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

/// Starting, stopping, finishing and putting away experiments.
struct RunSessionTests {
    private func drafted(_ deck: Deck) -> [Change] {
        deck.state.model.drafts.last?.changes ?? []
    }

    @Test func `starting says what is measured and when an answer can be there`() {
        let deck = ExperimentShop.deck(.planned).press("t")
        deck.see("Start Loyalty points?").see("It counts people who finish checkout")
        deck.see("21 Jul 2026").see("28 Jul 2026").see("must not get worse")
        deck.press(.enter)
        #expect(deck.proposals.isEmpty)

        deck.press("t").press(.down, .enter).see("experiment Loyalty points started")
        let start = Change.startExperiment(
            environment: Fixture.live,
            experiment: ExperimentShop.Story.planned.id,
            at: nil
        )
        #expect(drafted(deck) == [start])
        deck.press("t").see("A draft of it waits.")
    }

    @Test func `before the start it says which change it will find`() {
        let deck = ExperimentShop.deck(.planned).press("t")

        deck.see("In 14 days it finds changes of about").see("enough: 5%")
            .see("matters to you")
    }

    @Test func `before the start it warns of a plan that is too short`() throws {
        var plan = ExperimentShop.plan(.planned)
        plan.smallestChange = 20
        let change = Change.replaceExperiment(environment: Fixture.live, plan)
        let deck = Deck(try ExperimentShop.model.previewing([change])).press("3")
        deck.press("/").type("loyalty").press(.enter, .enter).press("t")

        deck.see("Careful: in 14 days it finds only changes of")
        deck.see("0.2%")
    }

    @Test func `how long one can wait is asked before the start`() {
        let deck = ExperimentShop.deck(.planned).press("W")

        deck.see("HOW LONG CAN YOU WAIT?").see("Reckoned from 33,000 customers in the last 14 days")
        deck.see("12 weeks:")
        deck.press(.escape).see("not started")
    }

    @Test func `where nobody can say, it says so before the start`() {
        let deck = ExperimentShop.deck()
        deck.service.observationsProblem = .observations(text: "the file is busy")
        deck.press("/").type("loyalty").press(.enter, .enter).press("t")
        deck.see("How long it takes could not be counted.")

        deck.service.observationsProblem = nil
        var traffic = ExperimentShop.traffic(of: "a", at: Fixture.now)
        traffic.counts.days = [DayCounts(until: Fixture.now, periods: [])]
        deck.service.traffic = traffic
        deck.press(.escape).press("t").see("no customer was seen")
    }

    @Test func `a forecast that comes later stands in the question that is open`() throws {
        let deck = ExperimentShop.deck()
        deck.press("/").type("loyalty").press(.enter)
        var state = deck.state
        let effects = update(&state, .key(.character("t")), now: deck.now)
        #expect(draw(state).plainText().contains("How long it takes is being counted."))
        let question = try #require(
            effects.first { if case .planTraffic = $0 { true } else { false } }
        )
        let reply = deck.service.answer(question, at: deck.now)
        let answer = try #require(reply)
        _ = update(&state, .key(.down), now: deck.now)

        _ = update(&state, answer, now: deck.now)

        let screen = draw(state).plainText()
        #expect(screen.contains("In 14 days it finds"), "\(screen)")
        #expect(screen.contains("▸ Start it"), "\(screen)")
    }

    @Test func `starting with a flag that is off says that nobody would be counted`() throws {
        let model = try ExperimentShop.model.previewing(
            ExperimentShop.Story.allCases.filter { $0 != .planned && !$0.isStopped }.map {
                .stopExperiment(environment: Fixture.live, experiment: $0.id, at: nil)
            } + [
                .editFlag(
                    environment: Fixture.live,
                    flag: ExperimentShop.flag.id,
                    .setEnabled(false)
                )
            ]
        )
        let deck = Deck(model).press("3").press("/").type("loyalty").press(.enter, .enter)

        deck.press("t").see("flag is off")
    }

    @Test func `stopping asks first and says that what was counted stays`() {
        let deck = ExperimentShop.deck(.early).press("t").see("Stop Chat on the help page?")
        deck.see("what was counted stays").see("The plan said 14 full days")
        deck.press(.down, .enter)

        let stop = Change.stopExperiment(
            environment: Fixture.live,
            experiment: ExperimentShop.Story.early.id,
            at: nil
        )
        #expect(drafted(deck) == [stop])
    }

    @Test func `a stopped one counts anew in a new run`() {
        let deck = ExperimentShop.deck(.loss).press("t").see("A new run of Old search page?")
        deck.press(.down, .enter)

        let start = Change.startExperiment(
            environment: Fixture.live,
            experiment: ExperimentShop.Story.loss.id,
            at: nil
        )
        #expect(drafted(deck) == [start])
    }

    @Test func `finishing gives the winner to everybody and stops, in one draft`() throws {
        let deck = ExperimentShop.deck(.win).press("f").see("Finish Checkout speed?")
        deck.see("Keep Version B").see("it is better").press(.down, .enter)

        deck.see("Checkout speed finished with Version B")
        #expect(
            drafted(deck) == [
                .stopExperiment(
                    environment: Fixture.live,
                    experiment: ExperimentShop.Story.win.id,
                    at: nil
                ),
                .editFlag(
                    environment: Fixture.live,
                    flag: ExperimentShop.flag.id,
                    .setDefaultRule(Serving(everyone: "b"))
                ),
            ]
        )
        deck.press("f").see("A draft of its flag waits.").see("14 days are over")
    }

    @Test func `what cannot be done says why`() {
        let deck = ExperimentShop.deck(.planned)

        deck.press("f").see("It has not started: there is nothing to finish.")
        deck.press("y").see("It has not started: there is no result yet.")
        deck.press("x").see("It has not started: there is no result yet.")
    }

    @Test func `a stopped one is archived and found again`() {
        let deck = ExperimentShop.deck(.loss).press("d").see("Archive it").press(.down, .enter)
        deck.press("p").type("1").press(.enter).press("3").press(.escape, .escape, .escape)

        deck.see("10 experiments").see("1 archived, A shows").notSee("Old search page")
        deck.press("A").see("11 experiments").see("Old search page")
    }

    @Test func `a running one is stopped before it can be put away`() {
        let deck = ExperimentShop.deck(.win).press("d")

        deck.see("Checkout speed is running. Stop it first (t)")
        #expect(deck.proposals.isEmpty)
    }

    @Test func `nothing can be started from the past`() {
        let deck = ExperimentShop.deck(.planned).press("D").type("4 jul").press(.enter)

        deck.press("t").see("Off in the past: nothing can be changed.")
    }
}
