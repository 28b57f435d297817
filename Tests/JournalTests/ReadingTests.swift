import JournalProof
import Testing

@testable import Journal

/// Reading, following and verifying.
struct ReadingTests {
    @Test func `history pages from the end without gaps`() async throws {
        let life = try await Life(entries: 25)

        let first = try life.journal.entries(newestFirstBefore: nil, limit: 10)
        let second = try life.journal.entries(newestFirstBefore: 16, limit: 10)
        let third = try life.journal.entries(newestFirstBefore: 6, limit: 10)
        let none = try life.journal.entries(newestFirstBefore: 1, limit: 10)

        #expect((first + second + third).map(\.number) == (1...25).reversed())
        #expect(none == [])
        await life.journal.close()
    }

    @Test func `an entry reads back with every field`() async throws {
        let life = try await Life(entries: 1)
        var entry = NewEntry.example("x")
        entry.actor = "Zoë \"Z\" \\ 旗"
        entry.command = "line\nfeed"
        entry.version = 7
        entry.payloadParts = ["[1,2]".bytes, "{\"a\":null}".bytes]

        let number = try await life.journal.append([entry]).lowerBound
        let read = try #require(try life.journal.entry(number))

        #expect(read.actor == entry.actor)
        #expect(read.command == entry.command)
        #expect(read.version == 7)
        #expect(read.timeMicroseconds == entry.timeMicroseconds)
        #expect(String(decoding: read.payload, as: UTF8.self) == "[[1,2],{\"a\":null}]")
        #expect(read.partCount == 2)
        #expect(read.firstSequence == 2)
        #expect(read.lastSequence == 3)
        await life.journal.close()
    }

    @Test func `the stored lines of an entry are those of the file`() async throws {
        let life = try await Life(entries: 2)

        let records = try life.journal.records(of: 2)

        let record = try #require(records.first)
        let file = life.disk.image[Life.segment]
        #expect(records.count == 1)
        #expect(record.segment == "00000000000000000001.journal")
        #expect(Array(file[record.offset...]) == record.line + [10])
        #expect(record.chainHash == life.journal.last.chainHash)
        #expect(try life.journal.records(of: 3) == [])
        await life.journal.close()
    }

    @Test func `a reader sees what the head names and follows it across segments`() async throws {
        let life = try await Life(entries: 2)
        let (reader, _) = try Life.open(life.disk, .read)
        #expect(reader.last.entry == 2)

        for number in 3...30 { try await life.journal.append([.example("\(number)")]) }
        await life.journal.close()
        try reader.refresh()

        #expect(reader.last == life.journal.last)
        #expect(try reader.entries(from: 1).map(\.number) == Array(1...30))
        await #expect(throws: JournalError.readOnly) { try await reader.append([.example("x")]) }
    }

    @Test func `a reader does not see what no head names`() async throws {
        let life = try await Life(entries: 2)
        await life.journal.close()
        let head = life.disk.image[ProofJournal.path + "/head"]
        let (more, _) = try life.open()
        try await more.append([.example("3")])
        await more.close()
        var image = life.disk.image
        image[ProofJournal.path + "/head"] = head

        let disk = SimulatedDisk(image)
        let (reader, _) = try Life.open(disk, .read)

        #expect(reader.last.entry == 2)
        #expect(disk.log == [])
    }

    @Test func `verifying a sound journal counts everything and takes no lock`() async throws {
        let life = try await Life(entries: 20)
        try await life.journal.writeSnapshot(schemaVersion: 1, state: "1".bytes, throughEntry: 9)
        await life.journal.close()
        let (writer, _) = try life.open()

        let report = try Journal.verify(at: ProofJournal.path, expecting: nil, on: life.disk)

        #expect(report.problems == [])
        #expect(report.entries == 20)
        #expect(report.records == 20)
        #expect(report.snapshots == 1)
        #expect(report.segments > 2)
        #expect(report.last == writer.last)
        #expect(report.firstHash.hex == Self.genesis)
        await writer.close()
    }

    @Test func `verifying names the file, byte and entry of damage that a snapshot hides`()
        async throws
    {
        let life = try await Life(entries: 20)
        try await life.journal.writeSnapshot(schemaVersion: 1, state: "1".bytes, throughEntry: 20)
        await life.journal.close()
        var image = life.disk.image
        let lineStart = try #require(image[Life.segment][..<1000].lastIndex(of: 10)) + 1
        image[Life.segment][1000] ^= 1
        let disk = SimulatedDisk(image)
        let (opened, _) = try Life.open(disk)
        await opened.close()

        let report = try Journal.verify(at: ProofJournal.path, expecting: nil, on: disk)

        let problem = try #require(report.problems.first)
        #expect(problem.path == Life.segment)
        #expect(problem.entry == 3)
        #expect(problem.offset == lineStart)
    }

    @Test func `only a head kept elsewhere shows a history that was rewritten`() async throws {
        let life = try await Life(entries: 4)
        let kept = life.journal.last
        await life.journal.close()
        let forged = try await Life(entries: 4, actor: "mallory")
        await forged.journal.close()

        let blind = try Journal.verify(at: ProofJournal.path, expecting: nil, on: forged.disk)
        let seeing = try Journal.verify(at: ProofJournal.path, expecting: kept, on: forged.disk)
        let honest = try Journal.verify(at: ProofJournal.path, expecting: kept, on: life.disk)

        #expect(blind.problems == [])
        #expect(
            seeing.problems.map(\.description) == [
                "The expected head names record 4, which has another chain hash."
            ]
        )
        #expect(honest.problems == [])
    }

    static let genesis = "0993ac9ec420a7bb997eadcbc83d8b922601829d6294584ef3edc5768c2bea9c"
}
