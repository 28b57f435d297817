import FlagModel
import Testing

/// Local times around the days on which clocks are set.
struct ZoneTests {
    /// Europe/Berlin: summer time from the last Sunday of March to that of October, both at 01:00
    /// UTC, as Directive 2000/84/EC says.
    private let berlin = Zone(
        firstOffsetSeconds: 3600,
        changes: [
            ("2025-03-30T01:00:00Z", 7200), ("2025-10-26T01:00:00Z", 3600),
            ("2026-03-29T01:00:00Z", 7200), ("2026-10-25T01:00:00Z", 3600),
            ("2027-03-28T01:00:00Z", 7200), ("2027-10-31T01:00:00Z", 3600),
        ].compactMap { text, offset in
            Moment(text).map { Zone.Change(start: $0, offsetSeconds: offset) }
        }
    )

    @Test(arguments: [
        ("2026-03-29T00:59:59Z", 3600), ("2026-03-29T01:00:00Z", 7200),
        ("2026-10-25T00:59:59Z", 7200), ("2026-10-25T01:00:00Z", 3600),
        ("2020-07-01T00:00:00Z", 3600), ("2040-01-01T00:00:00Z", 3600),
    ])
    func `clocks are set at the moment of the change`(text: String, offset: Int) throws {
        #expect(berlin.offset(at: try #require(Moment(text))) == offset)
    }

    @Test(arguments: [
        ("2026-03-29T01:59:00Z", "2026-03-29T00:59:00.000Z"),
        // Clocks never show half past two that night.
        ("2026-03-29T02:30:00Z", "2026-03-29T01:30:00.000Z"),
        ("2026-03-29T03:00:00Z", "2026-03-29T01:00:00.000Z"),
        ("2026-10-25T01:59:00Z", "2026-10-24T23:59:00.000Z"),
        // They show it twice in this one; the first time is meant.
        ("2026-10-25T02:30:00Z", "2026-10-25T00:30:00.000Z"),
        ("2026-10-25T03:00:00Z", "2026-10-25T02:00:00.000Z"),
        ("2026-01-15T12:00:00Z", "2026-01-15T11:00:00.000Z"),
        ("2026-07-15T12:00:00Z", "2026-07-15T10:00:00.000Z"),
    ])
    func `a local time is the moment at which clocks show it`(written: String, text: String) throws
    {
        #expect(berlin.moment(written: try #require(Moment(written))).text == text)
    }

    @Test func `a time that is never shown in the west is moved later, too`() throws {
        let start = try #require(Moment("2026-03-08T07:00:00Z"))
        let newYork = Zone(
            firstOffsetSeconds: -18_000,
            changes: [Zone.Change(start: start, offsetSeconds: -14_400)]
        )

        let moment = newYork.moment(written: try #require(Moment("2026-03-08T02:30:00Z")))

        #expect(moment.text == "2026-03-08T07:30:00.000Z")
        #expect(newYork.written(moment).text == "2026-03-08T03:30:00.000Z")
    }

    @Test func `days have 23 hours in spring and 25 in autumn`() throws {
        for (text, hours) in [("2026-03-29T12:00:00Z", 23), ("2026-10-25T12:00:00Z", 25)] {
            let day = berlin.day(of: try #require(Moment(text)))
            let (start, end) = (berlin.start(ofDay: day), berlin.start(ofDay: day + 1))
            #expect(end.microseconds - start.microseconds == Int64(hours) * 3_600_000_000)
        }
    }

    @Test func `a table is read from whoever knows the offset, to the second`() throws {
        let span =
            try #require(Moment("2025-01-01T00:00:00Z"))...#require(
                Moment("2027-12-31T00:00:00Z")
            )

        #expect(Zone(reading: span) { berlin.offset(at: $0) } == berlin)
        #expect(Zone(reading: span) { _ in -3600 } == Zone(offsetSeconds: -3600))
    }

    @Test(arguments: [
        ("2026-03-27T11:00:00Z", "Sunday 18:00", "2026-03-29T16:00:00.000Z"),
        ("2026-03-27T11:00:00Z", "tomorrow", "2026-03-28T22:59:00.000Z"),
        ("2026-03-27T11:00:00Z", "29 Mar", "2026-03-29T21:59:00.000Z"),
        ("2026-10-24T10:00:00Z", "tomorrow 18:00", "2026-10-25T17:00:00.000Z"),
        ("2026-07-14T10:00:00Z", "6 Dec at 18:00", "2026-12-06T17:00:00.000Z"),
        ("2026-12-14T10:00:00Z", "1 Jul 18:00", "2027-07-01T16:00:00.000Z"),
    ])
    func `an end is read as clocks will show it then`(
        now: String,
        typed: String,
        end: String
    ) throws {
        let reader = EndReader(now: try #require(Moment(now)), zone: berlin)

        guard case .at(let moment)? = reader.read(typed) else {
            Issue.record("\(typed) was not read.")
            return
        }
        #expect(moment.text == end)
    }

    @Test func `yesterday is the day before, also the one with 25 hours`() throws {
        let now = try #require(Moment("2026-10-25T22:30:00Z"))
        let reader = MomentReader(now: now, zone: berlin)

        #expect(reader.moment("today", .start)?.text == "2026-10-24T22:00:00.000Z")
        #expect(reader.moment("yesterday", .start)?.text == "2026-10-23T22:00:00.000Z")
        #expect(reader.moment("yesterday 17:00", .start)?.text == "2026-10-24T15:00:00.000Z")
        #expect(reader.moment("2026-10-25", .end)?.text == "2026-10-25T22:59:59.999Z")
    }
}
