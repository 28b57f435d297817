import FlagModel
import Testing

/// When something ends, as people write it.
struct EndReaderTests {
    /// A Tuesday, 12:58 in a zone two hours east of UTC.
    private let reader = EndReader(
        now: Moment("2026-07-14T10:58:30Z") ?? Moment(milliseconds: 0),
        zone: Zone(offsetSeconds: 7200)
    )

    @Test(arguments: [
        ("a week", "2026-07-21T10:59:00.000Z"), ("30 days", "2026-08-13T10:59:00.000Z"),
        ("for 2 hours", "2026-07-14T12:59:00.000Z"), ("in a month", "2026-08-13T10:59:00.000Z"),
        ("today", "2026-07-14T21:59:00.000Z"), ("tomorrow", "2026-07-15T21:59:00.000Z"),
        ("until Friday 18:00", "2026-07-17T16:00:00.000Z"),
        ("Tuesday", "2026-07-21T21:59:00.000Z"), ("tue 18:00", "2026-07-14T16:00:00.000Z"),
        ("tue 9:00", "2026-07-21T07:00:00.000Z"), ("18:00", "2026-07-14T16:00:00.000Z"),
        ("9:00", "2026-07-15T07:00:00.000Z"), ("6 Dec", "2026-12-06T21:59:00.000Z"),
        ("6 Dec at 18:00", "2026-12-06T16:00:00.000Z"), ("1 Jul", "2027-07-01T21:59:00.000Z"),
        ("6.12.", "2026-12-06T21:59:00.000Z"), ("Dec 6 2027", "2027-12-06T21:59:00.000Z"),
        ("2026-12-06 18:00", "2026-12-06T16:00:00.000Z"),
        ("29 Feb", "2028-02-29T21:59:00.000Z"),
        ("2026-12-06T18:00:00Z", "2026-12-06T18:00:00.000Z"),
        ("2020-01-01", "2020-01-01T21:59:00.000Z"), ("tue 6pm", "2026-07-14T16:00:00.000Z"),
        ("6 Dec at 6:30 PM", "2026-12-06T16:30:00.000Z"), ("noon", "2026-07-15T10:00:00.000Z"),
    ])
    func `an end is read`(text: String, moment: String) {
        guard case .at(let end)? = reader.read(text) else {
            Issue.record("\(text) was not read.")
            return
        }
        #expect(end.text == moment)
    }

    @Test(arguments: [
        // It begins on the Friday at 8:00.
        ("Friday 18:00", "2026-07-17T16:00:00.000Z"), ("Friday 7:00", "2026-07-24T05:00:00.000Z"),
        ("18:00", "2026-07-17T16:00:00.000Z"), ("7:00", "2026-07-18T05:00:00.000Z"),
        ("a week", "2026-07-24T06:00:00.000Z"), ("2 hours", "2026-07-17T08:00:00.000Z"),
        ("Wednesday", "2026-07-22T21:59:00.000Z"),
        // As seen by whoever writes, so this is before it begins.
        ("15 Jul", "2026-07-15T21:59:00.000Z"),
        ("tomorrow", "2026-07-15T21:59:00.000Z"), ("tomorrow 18:00", "2026-07-15T16:00:00.000Z"),
    ])
    func `the end of what begins later is read from its beginning`(text: String, moment: String) {
        let reader = EndReader(
            now: Moment("2026-07-14T10:58:30Z") ?? Moment(milliseconds: 0),
            from: Moment("2026-07-17T06:00:00Z"),
            zone: Zone(offsetSeconds: 7200)
        )

        #expect(reader.read(text) == Moment(moment).map(EndReader.End.at))
    }

    @Test(arguments: [("Friday 9am", true), ("noon", true), ("2 hours", true), ("Friday", false)])
    func `a beginning says its time of day`(text: String, isClear: Bool) {
        let beginning = reader.readBeginning(text)
        #expect(beginning != nil && (beginning != .withoutClock) == isClear)
    }

    @Test(arguments: ["no end", "never", "No end"])
    func `no end is an end, too`(text: String) {
        #expect(reader.read(text) == .never)
    }

    @Test(arguments: ["", "soon", "0 days", "100001 days", "31 Jun", "25:00", "1:00 2:00", "x y z"])
    func `what is no time is not guessed`(text: String) {
        #expect(reader.read(text) == nil)
    }

    @Test func `a text has at most 60 characters`() {
        let text = "6 Dec" + String(repeating: " ", count: EndReader.lengthLimit - 5)
        #expect(reader.read(text) != nil)
        #expect(reader.read(text + " ") == nil)
    }
}
