import FlagModel
import Testing

@testable import Dashboard

/// Times as people type them, read on Tuesday, 14 July 2026, 10:58 UTC.
struct TimeReadingTests {
    private let utc = TimeReading(now: Fixture.now, zone: .utc)

    @Test(arguments: [
        ("today", "2026-07-14"), ("yesterday", "2026-07-13"), ("3 Jul", "2026-07-03"),
        ("Jul 3", "2026-07-03"), ("3 July 2025", "2025-07-03"), ("july 3rd, 2025", "2025-07-03"),
        ("3.7.", "2026-07-03"), ("3.7.2025", "2025-07-03"), ("2026-07-03", "2026-07-03"),
        ("15 Jul", "2025-07-15"), ("14 jul", "2026-07-14"), ("29 Feb", "2024-02-29"),
        ("monday", "2026-07-13"), ("Tuesday", "2026-07-07"), ("last wed", "2026-07-08"),
        ("3 days ago", "2026-07-11"), ("a week ago", "2026-07-07"), ("on Monday", "2026-07-13"),
    ])
    func `a day is the whole day`(typed: String, day: String) throws {
        let read = try #require(utc.read(typed))

        #expect(read.start.text == "\(day)T00:00:00.000Z")
        #expect(read.end.text == "\(day)T23:59:59.999Z")
        #expect(!read.hasClock)
    }

    @Test(arguments: [
        ("17:00", "2026-07-14T17:00"), ("3 Jul 17:00", "2026-07-03T17:00"),
        ("3 Jul, 16:59", "2026-07-03T16:59"), ("yesterday at 9:05", "2026-07-13T09:05"),
        ("2026-07-03 17:00", "2026-07-03T17:00"), ("2 hours ago", "2026-07-14T08:58"),
        ("20 minutes ago", "2026-07-14T10:38"), ("an hour ago", "2026-07-14T09:58"),
        ("2026-07-03T17:00:00+02:00", "2026-07-03T15:00"),
    ])
    func `a time of day is that minute`(typed: String, minute: String) throws {
        let read = try #require(utc.read(typed))

        #expect(read.start.text == "\(minute):00.000Z")
        #expect(read.hasClock)
    }

    @Test(arguments: [
        "", "soon", "31 Jun", "3 J", "25:00", "17:60", "3 Jul 17:00 18:00", "2026-13-01", "ago",
        "3 moons ago", "1 2 3 4", "-1 days ago", "0 Jul", "2026-7", "3 Jul x",
    ])
    func `what is no time is not guessed`(typed: String) {
        #expect(utc.read(typed) == nil)
    }

    @Test func `days begin at midnight of the zone`() throws {
        let east = TimeReading(now: Fixture.now, zone: Zone(offsetSeconds: 7200))

        #expect(try #require(east.read("3 Jul")).start.text == "2026-07-02T22:00:00.000Z")
        #expect(try #require(east.read("3 Jul 17:00")).start.text == "2026-07-03T15:00:00.000Z")
    }

    @Test func `days around the one on which clocks are set are whole days`() throws {
        let start = try #require(Moment("2026-03-29T01:00:00Z"))
        let change = Zone.Change(start: start, offsetSeconds: 7200)
        let berlin = TimeReading(
            now: try #require(Moment("2026-03-29T22:30:00Z")),
            zone: Zone(firstOffsetSeconds: 3600, changes: [change])
        )

        let day = try #require(berlin.read("yesterday"))
        #expect(day.start.text == "2026-03-28T23:00:00.000Z")
        #expect(day.end.text == "2026-03-29T21:59:59.999Z")
        let clock = try #require(berlin.read("15 Jan 12:00"))
        #expect(clock.start.text == "2026-01-15T11:00:00.000Z")
        #expect(berlin.read("29 Mar 3:30")?.start.text == "2026-03-29T01:30:00.000Z")
        #expect(berlin.read("Saturday")?.start.text == "2026-03-27T23:00:00.000Z")
    }

    @Test func `a time has at most 60 characters and a count ago at most 100,000`() {
        let longest = "3 Jul" + String(repeating: " ", count: 50) + "17:00"

        #expect(longest.count == TimeReading.lengthLimit)
        #expect(utc.read(longest) != nil)
        #expect(utc.read("3 Jul" + String(repeating: " ", count: 51) + "17:00") == nil)
        #expect(utc.read("100000 minutes ago") != nil)
        #expect(utc.read("100001 minutes ago") == nil)
    }
}
