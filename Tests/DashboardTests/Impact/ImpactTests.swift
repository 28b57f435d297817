import FlagAPI
import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

struct ImpactTests {
    static func people(_ count: Int) -> [Customer] {
        (0..<count).map { Customer(key: Fixture.customer("P-\($0)"), name: "Person \($0)") }
    }

    private func open(people count: Int = 1000) -> Deck {
        let deck = Deck(Fixture.quiet)
        deck.service.customers = Self.people(count)
        return deck.press("/").type("sale").press(.enter).press(.enter)
    }

    private func changes(_ deck: Deck, _ question: PeopleQuestion) -> ChangesForPeople? {
        deck.state.peopleCount(question)?.changes
    }

    @Test func `a larger share takes nothing from anybody`() throws {
        let deck = open()

        deck.press(.enter).type("50").rest()

        deck.see("WHAT CHANGES FOR PEOPLE   of 1,000 people").see("go from Off to Blue banner")
        deck.see("keep Blue banner").see("✓ Nobody loses what they have now.")
        let question = try #require(deck.state.questionsOnScreen.first)
        #expect(changes(deck, question)?.losing == 0)
        #expect(deck.state.peopleCount(question)?.isExact == true)
    }

    @Test func `those who lose what they have are marked`() throws {
        let deck = open()

        deck.press(.enter).type("5").rest()

        deck.see("go from Blue banner to Off").see("! ").notSee("Nobody loses")
        let question = try #require(deck.state.questionsOnScreen.first)
        let moves = try #require(changes(deck, question)?.moves)
        #expect(moves.map(\.isLoss) == [true])
        #expect(moves.map(\.from) == ["on"])
        let served = try #require(deck.state.peopleCount(deck.state.questionsOnScreen[1]))
        let kept = try #require(served.count(.served(line: .everyoneElse, variation: "on")))
        deck.see("\(kept) keep Blue banner")
    }

    @Test func `nothing is counted before keys rest`() {
        let deck = open()
        let before = deck.effects.count

        deck.press(.enter).press(.right, .right, .right)

        let asked = deck.effects[before...].filter { if case .people = $0 { true } else { false } }
        #expect(asked.isEmpty)
        deck.rest().see("go from Off to Blue banner")
    }

    @Test func `the page of a draft and the box before publishing say it`() {
        let deck = open()
        deck.press(.enter).type("50").press(.enter)

        deck.see("WHAT CHANGES FOR PEOPLE").see("go from Off to Blue banner").press("p")

        deck.see("To publish, type 1 and press Enter").see("go from Off to Blue banner")
        deck.press(.control("n")).see("Who gets something else").see("Person ")
        deck.press(.escape).see("To publish").type("1").press(.enter)
        #expect(deck.service.model.drafts.isEmpty)
    }

    @Test func `with several flags each line has its flag and its whole number`() {
        let deck = open()
        deck.press(.enter).type("50").press(.enter, .escape, .escape)
        deck.press("/").type("gift").press(.enter).press("t").press("p")

        deck.see("Summer sale banner: 245 go from Off to Blue banner")
        deck.see("Gift wrap: 1,000 go from Off to On")
    }

    @Test func `names are shown from the slider and the page`() {
        let deck = open()
        deck.press(.enter).type("50").rest().press("N").see("Person ").press(.escape)
        deck.see("Who gets which version?").press(.enter)

        deck.press("N").see("Summer sale banner: ").see("Person ")
    }

    @Test func `a long count shows an estimate, its progress and the time left, and Esc stops it`()
        throws
    {
        let deck = open(people: 10)
        deck.press(.enter).type("50")
        let effects = update(&deck.state, .tick(.rest), now: deck.now)
        let asked = effects.compactMap { effect in
            if case .people(let request, let generation) = effect {
                (request, generation)
            } else {
                nil
            }
        }
        let (request, generation) = try #require(asked.first)
        func answer(looked: Int, next: Int?, after milliseconds: Int64) {
            let groups = [
                PeopleAnswer.Group(
                    name: .move(flag: Fixture.flagID(10), from: "off", to: "on"),
                    count: looked / 4,
                    samples: []
                )
            ]
            let part = PeopleAnswer(known: 400_000, looked: looked, next: next, groups: groups)
            let now = deck.now.adding(microseconds: milliseconds * 1000)
            _ = update(
                &deck.state,
                .reply(.people(generation: generation, .success(part))),
                now: now
            )
        }

        #expect(request.slice == .spread(PeopleCounts.spread))
        answer(looked: 4000, next: nil, after: 10)
        deck.see("100,000 go from Off to Blue banner").see("of 400,000 people, estimated")
        answer(looked: 100_000, next: 100_000, after: 1000)
        deck.see("people, estimated").see("Counting everybody: 25%, about 3 seconds left")
        _ = update(&deck.state, .key(.escape), now: deck.now.adding(microseconds: 1_100_000))

        deck.see("Who gets which version?").see("Counting stopped").see("people, estimated")
        answer(looked: 300_000, next: nil, after: 1200)
        deck.see("people, estimated")
        _ = update(&deck.state, .key(.escape), now: deck.now.adding(microseconds: 1_300_000))
        deck.notSee("Who gets which version?")
    }

    @Test func `keys never wait for a count`() {
        let deck = open(people: 10)
        deck.press(.enter)
        _ = update(&deck.state, .key(.right), now: deck.now)
        _ = update(&deck.state, .tick(.rest), now: deck.now)

        _ = update(&deck.state, .key(.right), now: deck.now)

        deck.see("27.0%")
    }

    @Test func `where nobody is known it says so`() {
        let deck = open(people: 0)

        deck.press(.enter).type("50").rest()

        deck.see("Nobody is known here yet, so nobody can be counted.")
    }

    @Test func `leaving the page stops its count`() {
        let deck = open(people: 10)
        deck.press(.escape)

        #expect(deck.state.questionsOnScreen.isEmpty)
        #expect(!deck.state.isCounting)
    }
}
