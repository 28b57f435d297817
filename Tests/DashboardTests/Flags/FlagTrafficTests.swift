import FlagAPI
import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

/// How often applications asked for a flag, as its page shows it.
struct FlagTrafficTests {
    private static let hour: Int64 = 3_600_000_000
    private static let key = "summer-sale-banner"
    /// 10:00, the hour that is not over.
    private static let thisHour = Moment("2026-07-14T10:00:00Z") ?? Fixture.now

    private static func count(_ hoursAgo: Int, _ version: String, _ count: Int) -> EvaluationCount {
        EvaluationCount(
            flagKey: key,
            variationID: version,
            hour: thisHour.adding(microseconds: -Int64(hoursAgo) * hour),
            count: count
        )
    }

    /// A day with a quiet night, for pictures.
    static let day: [EvaluationCount] = (0..<24).flatMap { hoursAgo in
        let busy = [9, 8, 9, 7, 5, 3, 2, 1, 1, 0, 0, 1, 2, 3, 5, 7, 9, 11, 12, 12, 11, 10, 9, 9]
        let all = busy[hoursAgo] * 1_370
        return [count(hoursAgo, "on", all / 4), count(hoursAgo, "off", all - all / 4)]
    }

    private func page(_ counts: [EvaluationCount], columns: Int = 80) -> Deck {
        let deck = Deck(Fixture.quiet, columns: columns, rows: 40)
        deck.service.counts = counts
        return deck.press(.enter)
    }

    private func asked(_ deck: Deck) -> [CountsRequest] {
        deck.effects.compactMap { if case .counts(let request, _) = $0 { request } else { nil } }
    }

    @Test func `nobody asked says so`() {
        page([]).see("No application has asked for it in the last 24 hours.")
    }

    @Test func `totals are told by version with their share`() {
        let deck = page([Self.count(0, "on", 250), Self.count(3, "off", 750)])

        deck.see("asked for 1,000 times, by hour").see("750 an hour at most")
        deck.see("Off").see("75%").see("Blue banner").see("25%").see("now")
    }

    @Test func `versions that are gone are counted together`() {
        page([Self.count(1, "on", 1), Self.count(1, "x", 2), Self.count(2, "y", 1)])
            .see("versions that are gone")
    }

    @Test func `the question is about 24 whole hours`() throws {
        let request = try #require(asked(page([])).first)

        #expect(request.environmentID == Fixture.live)
        #expect(request.flagKey == Self.key)
        #expect(request.from == Self.thisHour.adding(microseconds: -23 * Self.hour))
        #expect(request.until == Self.thisHour.adding(microseconds: Self.hour))
    }

    @Test(arguments: [(23, 5), (24, 0), (0, 5), (-1, 0)])
    func `only the last 24 hours count`(hoursAgo: Int, total: Int) {
        var traffic = FlagTraffic(flagID: Fixture.id(1), generation: 1, now: Fixture.now)

        traffic.take([Self.count(hoursAgo, "on", 5)], now: Fixture.now)

        #expect(traffic.total == total)
        #expect(traffic.hours?.reduce(0, +) == total)
    }

    @Test func `it is asked again while the page is open, and no more after that`() {
        let deck = page([])
        #expect(asked(deck).count == 1)

        deck.rest()
        #expect(asked(deck).count == 2)
        deck.press(.escape).rest().rest()
        #expect(asked(deck).count == 2)
    }

    @Test func `the list of flags asks nothing at 80 columns`() {
        let deck = Deck(Fixture.quiet).press("j").rest()

        #expect(asked(deck).isEmpty)
    }

    @Test func `beside the list it is asked once the selection rests, without a timer`() {
        let deck = Deck(Fixture.quiet, columns: 120, rows: 40).press("j").rest()
        #expect(asked(deck).count == 1)

        deck.rest().rest()
        #expect(asked(deck).count == 1)
    }

    @Test func `a late answer about another flag is not shown`() throws {
        let deck = Deck(Fixture.quiet)
        deck.service.counts = [Self.count(0, "on", 3)]
        let first = update(&deck.state, .key(.enter), now: deck.now)
        deck.press(.escape).press("j").press(.enter)
        for effect in first {
            if let answer = deck.service.answer(effect, at: deck.now) { deck.send(answer) }
        }

        deck.see("No application has asked for it").notSee("asked for 3 times")
    }

    @Test func `a service that cannot answer is named`() {
        let deck = Deck(Fixture.quiet, rows: 40)
        deck.service.observationsProblem = .observations(text: "The file is damaged.")

        deck.press(.enter).see("Could not be read: The file is damaged.")
    }

    // MARK: - The chart

    @Test func `a few never look like none, and the most fill the chart`() {
        let chart = HourChart(hours: [0, 1, 1_000_000, 500_000], glyphs: .unicode, width: 4)
        let rows = chart.lines.map { $0.spans.first?.text.text ?? "" }

        #expect(rows == ["  █ ", "  █▄", " ▁██"])
    }

    @Test(arguments: [(47, 24), (48, 48)])
    func `an hour takes two cells where there is room`(width: Int, cells: Int) {
        let hours = Array(repeating: 1, count: 24)
        let chart = HourChart(hours: hours, glyphs: .unicode, width: width)

        #expect(chart.lines.last?.width == cells)
        #expect(chart.labels { _ in "10:00" }.width == cells)
    }

    @Test func `without Unicode it is ASCII`() {
        let chart = HourChart(hours: [0, 1, 5, 9], glyphs: .ascii, width: 80)

        for line in chart.lines {
            #expect(line.spans.allSatisfy { $0.text.text.utf8.allSatisfy { $0 < 0x80 } })
        }
    }

    // MARK: - Faults

    @Test func `a rule that holds for nobody is told on the page`() throws {
        let rule = Rule(
            id: "odd",
            name: "Odd ones",
            conditions: [
                Condition(id: "p", test: .attribute("city", .matchRegex, "("))
            ],
            serving: Serving(everyone: "on")
        )
        let deck = Deck(Fixture.quiet)
        try deck.other(
            "Jo",
            .editFlag(
                environment: Fixture.live,
                flag: Fixture.flagID(10),
                .addRule(rule, at: 0)
            )
        )

        deck.press(.enter).see("! The rule \"Odd ones\" holds for nobody:")
        deck.press(.escape).press("/").type("gift").press(.enter).press(.enter)
        deck.notSee("holds for nobody")
    }
}
