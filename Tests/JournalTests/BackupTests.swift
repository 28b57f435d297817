import JournalProof
import Testing

@testable import Journal

/// Copies that are taken while the journal is in use, and what can be made of them.
struct BackupTests {
    static let target = "/backups/monday"
    static let place = "/elsewhere/journal"

    @Test func `a backup holds what the head names and opens by itself`() async throws {
        let life = try await ArchiveTests.life()
        _ = try await life.journal.archive()
        try life.disk.makeDirectory("/backups")
        try life.disk.syncDirectory("/")
        let before = life.disk.image.files(below: ProofJournal.path)

        let report = try Journal.backUp(
            ProofJournal.path,
            to: Self.target,
            at: 7,
            on: life.disk
        )

        #expect(report.manifest.head == life.journal.last)
        #expect(report.manifest.journal == ProofJournal.id)
        #expect(report.verification.entries == 30)
        #expect(report.verification.snapshots == 1)
        #expect(life.disk.image.files(below: ProofJournal.path) == before)
        #expect(try Journal.checkBackup(Self.target, on: life.disk) == report.manifest)
        let (copy, _) = try Journal.open(
            at: Self.target + "/journal",
            access: .write,
            on: life.disk,
            options: ProofJournal.options
        )
        #expect(try copy.entries(from: 1) == life.journal.entries(from: 1))
        await copy.close()
        await life.journal.close()
    }

    @Test func `a backup during load ends with a whole entry and equals the state there`()
        async throws
    {
        let life = try await Life(entries: 1)
        try life.disk.makeDirectory("/backups")
        try life.disk.syncDirectory("/")
        let journal = life.journal
        let writing = Task {
            for number in 2...400 { try await journal.append([.example("\(number)")]) }
        }
        var ends: [UInt64] = []

        for number in 0..<20 {
            let target = "/backups/\(number)"
            let report = try Journal.backUp(ProofJournal.path, to: target, at: 7, on: life.disk)
            let (copy, _) = try Journal.open(
                at: target + "/journal",
                access: .read,
                on: life.disk,
                options: ProofJournal.options
            )
            let entries = try copy.entries(from: 1)
            #expect(copy.last == report.manifest.head)
            #expect(try journal.entries(from: 1, through: copy.last.entry) == entries)
            ends.append(copy.last.entry)
            await Task.yield()
        }
        try await writing.value
        await journal.close()

        #expect(ends.sorted() == ends)
    }

    @Test func `a crash at any operation of a backup leaves none, or a sound one`() async throws {
        let life = try await ArchiveTests.life()
        await life.journal.close()
        try life.disk.makeDirectory("/backups")
        try life.disk.syncDirectory("/")
        let start = life.disk.image
        let crashes = try await CareCrashes(start) { disk in
            _ = try Journal.backUp(ProofJournal.path, to: Self.target, at: 7, on: disk)
        }
        var random = SeededRandom(seed: ProofTests.seed)
        var sound = 0

        for (mark, image) in crashes.images + crashes.powerLosses(&random) {
            #expect(
                image.files(below: ProofJournal.path) == start.files(below: ProofJournal.path),
                "\(mark)"
            )
            let disk = SimulatedDisk(image)
            if image.directory(at: Self.target) != nil {
                let manifest = try Journal.checkBackup(Self.target, on: disk)
                #expect(manifest.head == life.journal.last, "\(mark)")
                sound += 1
            } else {
                let again = try Journal.backUp(
                    ProofJournal.path,
                    to: Self.target,
                    at: 8,
                    on: disk
                )
                #expect(again.manifest.head == life.journal.last, "\(mark)")
            }
        }
        #expect(crashes.count > 20)
        #expect(sound > 0)
    }

    @Test func `a backup that has a name already is left alone`() async throws {
        let (_, disk) = try await Self.backup()

        #expect(throws: BackupProblem.exists(path: Self.target)) {
            try Journal.backUp(ProofJournal.path, to: Self.target, at: 9, on: disk)
        }
    }

    @Test func `a journal that somebody uses is never taken for a half-made copy`() async throws {
        let life = try await Life(entries: 2)
        let draft = "/backups/monday.unfinished"
        for path in ["/backups", draft] { try life.disk.makeDirectory(path) }
        try Journal.create(
            at: draft + "/journal",
            id: .random(),
            timeMicroseconds: 1,
            on: life.disk
        )

        #expect(throws: BackupProblem.self) {
            try Journal.backUp(ProofJournal.path, to: Self.target, at: 9, on: life.disk)
        }
        #expect(try Life.verified(draft + "/journal", on: life.disk) == 0)
        await life.journal.close()
    }

    @Test func `a restored journal is the one that was backed up, to the last byte`() async throws {
        let (report, disk) = try await Self.backup()

        let restored = try Journal.restore(Self.target, to: Self.place, on: disk)

        #expect(restored.verification.last == report.manifest.head)
        let files = disk.image.files(below: Self.place)
        #expect(files == disk.image.files(below: Self.target + "/journal"))
        let (journal, _) = try Journal.open(
            at: Self.place,
            access: .write,
            on: disk,
            options: ProofJournal.options
        )
        try await journal.append([.example("later")])
        #expect(journal.last.entry == 31)
        await journal.close()
    }

    @Test func `a bit that flipped anywhere in a backup is found before anything is restored`()
        async throws
    {
        let (_, disk) = try await Self.backup()
        let start = disk.image
        var missed: [String] = []

        for path in start.paths.sorted() where path.hasPrefix(Self.target) {
            for offset in stride(from: 0, to: start[path].count, by: 97) {
                var image = start
                image[path][offset] ^= 1
                let damaged = SimulatedDisk(image)
                do throws(BackupProblem) {
                    _ = try Journal.restore(Self.target, to: Self.place, on: damaged)
                    missed.append("\(path) \(offset)")
                } catch {
                    #expect(damaged.image.directory(at: Self.place) == nil)
                }
            }
        }

        #expect(missed == [])
    }

    @Test func `a file too few or too many makes a backup unusable`() async throws {
        let (report, disk) = try await Self.backup()
        let start = disk.image
        let name = try #require(report.manifest.files.last { $0.path.hasSuffix(".journal") }).path
        let path = Self.target + "/journal/" + name
        var fewer = start
        fewer.remove(path)
        var more = start
        more[Self.target + "/journal/notes"] = start[path]

        #expect(throws: BackupProblem.otherFiles(path: path)) {
            try Journal.checkBackup(Self.target, on: SimulatedDisk(fewer))
        }
        #expect(throws: BackupProblem.otherFiles(path: Self.target + "/journal/notes")) {
            try Journal.checkBackup(Self.target, on: SimulatedDisk(more))
        }
    }

    @Test func `a restore does not touch a journal that is there`() async throws {
        let (_, disk) = try await Self.backup()

        #expect(throws: BackupProblem.exists(path: ProofJournal.path)) {
            try Journal.restore(Self.target, to: ProofJournal.path, on: disk)
        }
    }

    @Test func `a crash at any operation of a restore leaves none, or the whole`() async throws {
        let (report, disk) = try await Self.backup()
        let crashes = try await CareCrashes(disk.image) { disk in
            _ = try Journal.restore(Self.target, to: Self.place, on: disk)
        }
        var random = SeededRandom(seed: ProofTests.seed)

        for (mark, image) in crashes.images + crashes.powerLosses(&random) {
            let disk = SimulatedDisk(image)
            if image.directory(at: Self.place) == nil {
                _ = try Journal.restore(Self.target, to: Self.place, on: disk)
            }
            let found = try Journal.verify(at: Self.place, expecting: nil, on: disk)
            #expect(found.problems == [], "\(mark)")
            #expect(found.last == report.manifest.head, "\(mark)")
        }
    }

    @Test func `a manifest reads back, and nothing else does`() async throws {
        let (report, _) = try await Self.backup()
        let bytes = report.manifest.bytes

        #expect(BackupManifest(bytes) == report.manifest)
        for offset in bytes.indices {
            var other = bytes
            other[offset] ^= 1
            #expect(BackupManifest(other) == nil, "byte \(offset)")
        }
        #expect(BackupManifest([]) == nil)
    }

    @Test(arguments: ["../head", "/etc/passwd", "archive/../head", "notes", "archive/head", ""])
    func `a manifest that leads out of the backup is none`(path: String) async throws {
        let (report, _) = try await Self.backup()
        var manifest = report.manifest
        manifest.files[0].path = path

        #expect(BackupManifest(manifest.bytes) == nil)
    }

    /// A backup of thirty entries, three files and a snapshot, on a disk with the journal.
    static func backup() async throws -> (BackupReport, SimulatedDisk) {
        let life = try await ArchiveTests.life()
        _ = try await life.journal.archive()
        await life.journal.close()
        for path in ["/backups", "/elsewhere"] { try life.disk.makeDirectory(path) }
        try life.disk.syncDirectory("/")
        let disk = life.disk
        return (try Journal.backUp(ProofJournal.path, to: target, at: 7, on: disk), disk)
    }
}

extension Life {
    /// The number of entries of a sound journal.
    static func verified(_ path: String, on disk: SimulatedDisk) throws -> UInt64 {
        let report = try Journal.verify(at: path, expecting: nil, on: disk)
        #expect(report.problems == [])
        return report.entries
    }
}
