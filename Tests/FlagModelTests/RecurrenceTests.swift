import FlagModel
import Foundation
import Testing

/// When plans come back, around the days on which clocks are set.
struct RecurrenceTests {
    /// Clocks in Berlin in 2026 and 2027.
    private static let berlin = Zone(
        firstOffsetSeconds: 3600,
        changes: [
            ("2026-03-29T01:00:00Z", 7200), ("2026-10-25T01:00:00Z", 3600),
            ("2027-03-28T01:00:00Z", 7200), ("2027-10-31T01:00:00Z", 3600),
        ].compactMap { text, offset in
            Moment(text).map { Zone.Change(start: $0, offsetSeconds: offset) }
        }
    )

    private func times(
        _ rhythm: Recurrence.Rhythm,
        _ minute: Int,
        after text: String,
        count: Int
    ) throws -> [String] {
        let recurrence = Recurrence(turns: [.init(rhythm, minute: minute, changes: [])])
        var now = try #require(Moment(text))
        return try (0..<count).map { _ in
            now = try #require(recurrence.next(after: now, in: Self.berlin)).at
            return String(now.text.prefix(16))
        }
    }

    @Test func `a time that does not exist happens when clocks are set`() throws {
        #expect(
            try times(.daily, 150, after: "2026-03-28T00:00:00Z", count: 3)
                == ["2026-03-28T01:30", "2026-03-29T01:00", "2026-03-30T00:30"]
        )
    }

    @Test func `a time that exists twice happens the first time`() throws {
        #expect(
            try times(.daily, 150, after: "2026-10-24T12:00:00Z", count: 2)
                == ["2026-10-25T00:30", "2026-10-26T01:30"]
        )
    }

    @Test func `every hour comes whenever clocks show the minute`() throws {
        #expect(
            try times(.hourly, 15, after: "2026-10-24T23:50:00Z", count: 4)
                == ["2026-10-25T00:15", "2026-10-25T01:15", "2026-10-25T02:15", "2026-10-25T03:15"]
        )
    }

    @Test func `a month that is too short has it on its last day`() throws {
        #expect(
            try times(.monthly(day: 31), 0, after: "2027-01-31T12:00:00Z", count: 3)
                == ["2027-02-27T23:00", "2027-03-30T22:00", "2027-04-29T22:00"]
        )
    }

    @Test func `a week has the days that were chosen`() throws {
        #expect(
            try times(.weekly([.monday, .thursday]), 600, after: "2026-06-01T08:00:00Z", count: 3)
                == ["2026-06-04T08:00", "2026-06-08T08:00", "2026-06-11T08:00"]
        )
    }

    @Test(arguments: [
        ("every friday at 18:00", Recurrence.Rhythm.weekly([.friday]), 1080),
        ("Monday and Thursday 9:00", .weekly([.monday, .thursday]), 540),
        ("weekday 9:00", .weekly([.monday, .tuesday, .wednesday, .thursday, .friday]), 540),
        ("weekends 10:00", .weekly([.saturday, .sunday]), 600), ("09:00", .daily, 540),
        ("day 09:00", .daily, 540), ("month on the 1st 08:00", .monthly(day: 1), 480),
        ("the last day of the month 8:00", .monthly(day: 31), 480), ("hour", .hourly, 0),
        ("every hour :15", .hourly, 15), ("Fridays 7:05", .weekly([.friday]), 425),
    ])
    func `a rhythm is read as people write it`(
        text: String,
        rhythm: Recurrence.Rhythm,
        minute: Int
    ) {
        #expect(RhythmReader.read(text) == RhythmReader.Time(rhythm, minute: minute))
    }

    @Test(arguments: [
        "", "friday", "18:00 19:00", "fryday 18:00", "month on the 32nd 08:00", "hour :60",
        "day 24:00", String(repeating: "day ", count: 16) + "9:00",
    ])
    func `what is no rhythm is none`(text: String) {
        #expect(RhythmReader.read(text) == nil)
    }

    @Test(arguments: [
        ("every Friday and Monday at 18:00", Recurrence.Rhythm.weekly([.friday, .monday])),
        ("every day at 18:00", .daily), ("on day 3 of every month at 18:00", .monthly(day: 3)),
    ])
    func `a rhythm is told in plain words`(words: String, rhythm: Recurrence.Rhythm) {
        let told = Recurrence.Turn(rhythm, minute: 1080, changes: []).words
        #expect(Set(told.split(separator: " ")) == Set(words.split(separator: " ")))
    }
}

/// Files of the zone database, beside what the system itself makes of them.
struct ZoneFileTests {
    private static let folder = "/usr/share/zoneinfo"
    private static let hasFiles = FileManager.default.fileExists(atPath: folder + "/Europe/Berlin")

    @Test(
        .enabled(if: hasFiles),
        arguments: [
            "Europe/Berlin", "Europe/Dublin", "America/New_York", "America/St_Johns",
            "America/Santiago", "Australia/Lord_Howe", "Pacific/Chatham", "Pacific/Apia",
            "Asia/Kathmandu", "Africa/Cairo", "Asia/Beirut", "Etc/UTC",
        ]
    )
    func `a file says the same as the system`(name: String) throws {
        let bytes = try Data(contentsOf: URL(filePath: "\(Self.folder)/\(name)"))
        let zone = try #require(ZoneFile(Array(bytes)).zone(throughYear: 2040))
        let system = try #require(TimeZone(identifier: name))
        let (first, last) = (978_307_200, 2_082_758_400)

        for second in stride(from: first, through: last, by: 6 * 3600) {
            let offset = zone.offset(at: Moment(milliseconds: Int64(second) * 1000))
            let date = Date(timeIntervalSince1970: Double(second))
            #expect(offset == system.secondsFromGMT(for: date), "at \(second)")
            if offset != system.secondsFromGMT(for: date) { return }
        }
    }

    @Test(arguments: [0, 4, 43, 44, 60, 100])
    func `a file that is cut off is none`(count: Int) throws {
        let whole = Self.file("CET-1CEST,M3.5.0,M10.5.0/3")
        #expect(ZoneFile(whole).zone(throughYear: 2030) != nil)
        #expect(ZoneFile(Array(whole.prefix(count))).zone(throughYear: 2030) == nil)
    }

    @Test(arguments: [
        "CET", "CET-1CEST", "CET-1CEST,M13.1.0,M1.1.0", "CET-1CEST,M3.5.0", "-1", "<A-1",
        "CET-1CEST,J0,J1", "CET-1CEST,400,1",
    ])
    func `a rule that is none makes the file none`(rule: String) {
        #expect(ZoneFile(Self.file(rule)).zone(throughYear: 2030) == nil)
    }

    @Test func `days of the year are counted with and without leap days`() throws {
        let zone = try #require(ZoneFile(Self.file("A0B,J60,300/-1")).zone(throughYear: 2028))
        let starts = zone.changes.map { String($0.start.text.prefix(16)) }
        #expect(starts.contains("2027-03-01T02:00"))
        #expect(starts.contains("2028-03-01T02:00"))
        #expect(starts.contains("2027-10-27T22:00"))
        #expect(starts.contains("2028-10-26T22:00"))
    }

    /// A file without moments, whose rule says everything.
    private static func file(_ rule: String) -> [UInt8] {
        let header = Array("TZif2".utf8) + Array(repeating: 0, count: 15)
        let counts: [UInt8] = [0, 0, 0, 0, 1, 1].flatMap { [0, 0, 0, $0] }
        let block = header + counts + [0, 0, 0, 0, 0, 0, 0]
        return block + block + Array("\n\(rule)\n".utf8)
    }
}
