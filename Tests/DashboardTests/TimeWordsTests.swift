import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

struct TimeWordsTests {
    private let words = TimeWords(now: Fixture.now, zone: Zone(offsetSeconds: 7200))

    @Test(arguments: [
        ("2026-07-14T08:58:00Z", "today 10:58"), ("2026-07-13T21:59:00Z", "13 Jul 23:59"),
        ("2026-07-13T22:01:00Z", "today 00:01"), ("2026-07-03T15:00:00Z", "3 Jul 17:00"),
        ("2024-05-12T10:00:00Z", "12 May 2024"),
    ])
    func `a time is said in the zone`(text: String, said: SafeText) throws {
        #expect(words.when(try #require(Moment(text))) == said)
    }

    @Test func `an age is a number and a unit`() throws {
        #expect(words.age(try #require(Moment("2026-07-14T08:58:00Z"))) == "2 h")
    }

    @Test func `a time in the other half of the year is said as clocks showed it`() throws {
        let start = try #require(Moment("2026-03-29T01:00:00Z"))
        let change = Zone.Change(start: start, offsetSeconds: 7200)
        let words = TimeWords(
            now: Fixture.now,
            zone: Zone(firstOffsetSeconds: 3600, changes: [change])
        )
        let winter = try #require(Moment("2026-01-15T11:00:00Z"))

        #expect(words.when(winter) == "15 Jan 12:00")
        #expect(words.exact(winter) == "15 Jan 2026, 12:00:00 (UTC+1)")
        #expect(words.exact(Fixture.now) == "14 Jul 2026, 12:58:00 (UTC+2)")
    }

    @Test(arguments: [(0, "UTC"), (7200, "UTC+2"), (-12_600, "UTC-3:30")])
    func `the zone has a name`(offset: Int, name: SafeText) {
        let words = TimeWords(now: Fixture.now, zone: Zone(offsetSeconds: offset))
        #expect(words.zoneName(at: Fixture.now) == name)
    }
}
