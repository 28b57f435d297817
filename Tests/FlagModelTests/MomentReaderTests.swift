import FlagModel
import Testing

struct MomentReaderTests {
    /// Friday, 3 July 2026, 12:30 in a zone two hours east of UTC, one hour east before April.
    private let reader: MomentReader

    init() throws {
        let now = try #require(Moment("2026-07-03T10:30:00Z"))
        let summer = try #require(Moment("2026-03-29T01:00:00Z"))
        let change = Zone.Change(start: summer, offsetSeconds: 7200)
        reader = MomentReader(
            now: now,
            zone: Zone(firstOffsetSeconds: 3600, changes: [change])
        )
    }

    @Test(arguments: [
        ("now", "2026-07-03T10:30:00.000Z"),
        ("2026-07-01T17:00:00Z", "2026-07-01T17:00:00.000Z"),
        ("2026-07-01T17:00:00-05:00", "2026-07-01T22:00:00.000Z"),
        ("2026-07-01t17:00:00z", "2026-07-01T17:00:00.000Z"),
        ("2026-07-01 17:00", "2026-07-01T15:00:00.000Z"),
        ("2026-07-01T17:00", "2026-07-01T15:00:00.000Z"),
        ("2026-07-01 7:05:09", "2026-07-01T05:05:09.000Z"),
        ("2026-01-01 17:00", "2026-01-01T16:00:00.000Z"),
        ("yesterday 17:00", "2026-07-02T15:00:00.000Z"),
        ("today 08:00", "2026-07-03T06:00:00.000Z"),
        ("12:30", "2026-07-03T10:30:00.000Z"), ("12:31", "2026-07-02T10:31:00.000Z"),
        ("0:00", "2026-07-02T22:00:00.000Z"), ("3 days ago", "2026-06-30T10:30:00.000Z"),
        ("An Hour Ago", "2026-07-03T09:30:00.000Z"), ("1 week ago", "2026-06-26T10:30:00.000Z"),
        ("90 minutes ago", "2026-07-03T09:00:00.000Z"),
        ("1000000 weeks ago", "1970-01-01T00:00:00.000Z"),
        ("2 months ago", "2026-05-04T10:30:00.000Z"), ("5pm", "2026-07-02T15:00:00.000Z"),
        ("Yesterday 5 PM", "2026-07-02T15:00:00.000Z"),
        ("2026-07-03 noon", "2026-07-03T10:00:00.000Z"),
    ])
    func `a moment is read as people write it`(text: String, time: String) {
        #expect(reader.moment(text, .start)?.text == time)
        #expect(reader.moment(text, .end)?.text == time)
    }

    @Test(arguments: [
        ("2026-07-01", "2026-06-30T22:00:00.000Z", "2026-07-01T21:59:59.999Z"),
        ("today", "2026-07-02T22:00:00.000Z", "2026-07-03T21:59:59.999Z"),
        ("yesterday", "2026-07-01T22:00:00.000Z", "2026-07-02T21:59:59.999Z"),
        // The day has 23 hours.
        ("2026-03-29", "2026-03-28T23:00:00.000Z", "2026-03-29T21:59:59.999Z"),
    ])
    func `a day is meant from its beginning or to its end`(
        text: String,
        start: String,
        end: String
    ) {
        #expect(reader.moment(text, .start)?.text == start)
        #expect(reader.moment(text, .end)?.text == end)
    }

    @Test(arguments: [
        "", " ", "soon", "17", "24:00", "17:60", "17:00:60", "1:2:3:4", "2026-02-30", "2026-7-3",
        "2026-07-03 13pm", "yesterday today", "-1 days ago", "1000001 days ago", "3 moons ago",
        "3 days", "ago", "17:00 2026-07-03", "2026-07-03T25:00:00Z", "+3:00",
    ])
    func `what is no moment is not taken for one`(text: String) {
        #expect(reader.moment(text, .start) == nil)
    }
}
