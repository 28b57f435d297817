import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

struct TimeWordsTests {
    private let words = TimeWords(now: Fixture.now, zoneOffsetSeconds: 7200)

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

    @Test(arguments: [(0, "UTC"), (7200, "UTC+2"), (-12_600, "UTC-3:30")])
    func `the zone has a name`(offset: Int, name: SafeText) {
        #expect(TimeWords(now: Fixture.now, zoneOffsetSeconds: offset).zoneName == name)
    }
}
