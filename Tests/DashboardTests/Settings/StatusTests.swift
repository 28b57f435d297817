import FlagAPI
import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

struct StatusTests {
    /// A screen with a count that began so long ago and has looked at so many of 1,000 people.
    private func counting(milliseconds: Int64, looked: Int) throws -> Deck {
        let deck = Deck()
        let place = try #require(deck.state.environmentID)
        let id = try #require(deck.state.flags.list.selectedID)
        let flag = try #require(deck.state.flagView(id)?.latest)
        var count = PeopleCount(
            environmentID: place,
            question: .flag(flag),
            entry: deck.state.entry,
            generation: 900,
            beganAt: deck.now.adding(microseconds: -milliseconds * 1000)
        )
        count.counted = PeopleAnswer(known: 1000, looked: looked, next: 1, groups: [])
        deck.state.people.counts = [count]
        deck.send(.resized(deck.state.size))
        return deck
    }

    @Test func `Esc stops the count of an audience's page for good`() throws {
        let deck = Deck().press("2").press(.enter)
        let question = try #require(deck.state.audiencePageQuestions.first)
        var count = PeopleCount(
            environmentID: try #require(deck.state.environmentID),
            question: question,
            entry: deck.state.entry,
            generation: 900,
            beganAt: deck.now.adding(microseconds: -2_000_000)
        )
        count.counted = PeopleAnswer(known: 1000, looked: 500, next: 1, groups: [])
        deck.state.people.counts = [count]
        let before = deck.effects.count

        deck.press(.escape).see("Counting stopped: the numbers stay estimates.")
        let late = PeopleAnswer(known: 1000, looked: 100, next: 2, groups: [])
        deck.send(.reply(.people(generation: 900, .success(late))))

        let asked = deck.effects[before...].filter { if case .people = $0 { true } else { false } }
        #expect(asked.isEmpty)
        #expect(deck.state.audiences.page != nil)
    }

    @Test func `a count that takes its time says how far it is, and Esc stops it`() throws {
        let deck = try counting(milliseconds: 2000, looked: 500)

        deck.see("Counting everybody: 50%, about 3 seconds left   Esc stops")
        deck.press(.escape).see("Counting stopped: the numbers stay estimates.")
        #expect(!deck.state.isCounting)
    }

    @Test func `a count of a moment is not worth a line`() throws {
        try counting(milliseconds: 290, looked: 500).notSee("Counting everybody")
    }

    @Test func `a question mark in an empty find field is a question`() {
        let deck = Deck().press("4").press("?").see("Keys")
        deck.press(.escape).press("/")
        #expect(deck.state.customers.query.isEmpty)
        deck.type("a?/")
        #expect(deck.state.customers.query.text == "a?/")
    }

    @Test func `two LIVE environments are told apart by their projects`() throws {
        let deck = Deck()
        let first = try #require(deck.state.environment?.environment)
        #expect(deck.state.title(of: first) == "LIVE")

        var random = SplitMix64(seed: 5)
        let project = Project(id: GUID(using: &random), key: try FlagModel.Key("app"), name: "App")
        let live = Environment(
            id: GUID(using: &random),
            projectID: project.id,
            key: try FlagModel.Key("prod"),
            name: "Production",
            isLive: true,
            secrets: first.secrets
        )
        try deck.other("Jo", .createProject(project), .createEnvironment(live))

        deck.see("LIVE \(deck.state.present.project(first.projectID)?.name ?? "?")")
        #expect(deck.state.title(of: live) == "LIVE App")
    }

    @Test func `the window says where one is`() {
        #expect(Deck().press("6").state.windowTitle == "Flagdeck: History in LIVE")
    }
}
