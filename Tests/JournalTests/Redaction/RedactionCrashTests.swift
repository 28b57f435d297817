import Synchronization
import JournalProof
import Testing

@testable import Journal

/// A redaction that is stopped anywhere has either not happened, or is finished by the next start.
struct RedactionCrashTests {
    @Test func `stopped after every operation, it is done as a whole or not at all`()
        async throws
    {
        let whole = try await RedactionScript.disk()
        let before = whole.log.count
        try RedactionScript.redact(on: whole)
        #expect(whole.log.count - before > 20)

        var outcomes: Set<Int> = []
        for count in before...whole.log.count {
            let image = whole.log[..<count].reduce(into: DiskImage(directory: "/data")) {
                $0.apply($1)
            }
            outcomes.insert(try await Self.judge(SimulatedDisk(image), "after \(count)"))
        }
        #expect(outcomes == [6, 7])
    }

    @Test func `stopped within every write, it is done as a whole or not at all`() async throws {
        let whole = try await RedactionScript.disk()
        let before = whole.log.count
        try RedactionScript.redact(on: whole)

        for count in before..<whole.log.count {
            guard case .write(let file, let offset, let bytes) = whole.log[count] else { continue }
            let image = whole.log[..<count].reduce(into: DiskImage(directory: "/data")) {
                $0.apply($1)
            }
            for size in stride(from: 1, to: bytes.count, by: 97) {
                var torn = image
                let part = Array(bytes.prefix(size))
                torn.apply(.write(file: file, offset: offset, bytes: part))
                _ = try await Self.judge(SimulatedDisk(torn), "\(size) bytes of \(count)")
            }
        }
    }

    @Test func `power lost at every operation, it is done as a whole or not at all`()
        async throws
    {
        var random = SeededRandom(seed: Self.seed)
        let whole = try await RedactionScript.disk()
        let before = whole.log.count
        try RedactionScript.redact(on: whole)

        for count in before...whole.log.count {
            let image = whole.log[..<count].reduce(into: DiskImage(directory: "/data")) {
                $0.apply($1)
            }
            for _ in 0..<20 {
                let disk = SimulatedDisk(image.afterPowerLoss(.drawn, &random))
                _ = try await Self.judge(disk, "seed \(Self.seed), power loss after \(count)")
            }
        }
    }

    @Test func `stopped while the next start finishes it, the one after that finishes it`()
        async throws
    {
        let whole = try await RedactionScript.disk()
        let before = whole.log.count
        try RedactionScript.redact(on: whole)
        let written = try #require(
            (before...whole.log.count).first { count in
                let image = whole.log[..<count].reduce(into: DiskImage(directory: "/data")) {
                    $0.apply($1)
                }
                return Self.isBegun(SimulatedDisk(image))
            }
        )
        let stopped = whole.log[..<written].reduce(into: DiskImage(directory: "/data")) {
            $0.apply($1)
        }
        let second = SimulatedDisk(stopped)
        await (try RedactionScript.open(second)).close()

        for count in 0...second.log.count {
            let image = second.log[..<count].reduce(into: stopped) { $0.apply($1) }
            let entries = try await Self.judge(
                SimulatedDisk(image),
                "finish stopped after \(count)"
            )
            #expect(entries == 7)
        }
    }

    @Test func `verify names an unfinished redaction`() async throws {
        let whole = try await RedactionScript.disk()
        let before = whole.log.count
        try RedactionScript.redact(on: whole)
        let image = (before...whole.log.count).lazy.map { count in
            whole.log[..<count].reduce(into: DiskImage(directory: "/data")) { $0.apply($1) }
        }.first { Self.isBegun(SimulatedDisk($0)) }
        let stopped = SimulatedDisk(try #require(image))

        let problems = try RedactionScript.verify(stopped).problems.map(\.description)

        #expect(
            problems == [
                "A redaction (entry 7) is not finished. The next start of Flagdeck finishes it."
            ]
        )
    }

    @Test(arguments: [false, true])
    func `whichever operation fails, a later start is clean`(isForever: Bool) async throws {
        let begin = try await RedactionScript.disk().image
        for after in 0... {
            let disk = SimulatedDisk(begin)
            let asked = Mutex(0)
            let refusal = Refusal(after: after, errno: 5, isForever: isForever) { _ in
                asked.withLock { $0 += 1 }
                return true
            }
            disk.refuse(refusal)
            let isDone = (try? RedactionScript.redact(on: disk)) != nil
            disk.refuse(nil)
            let isUsedUp = asked.withLock { $0 <= after }
            let entries = try await Self.judge(disk, "failure \(after)")
            #expect(!isDone || entries == 7)
            if isUsedUp { break }
        }
    }

    @Test func `a full disk changes nothing`() async throws {
        let disk = try await RedactionScript.disk()
        disk.refuse(
            Refusal(
                after: 0,
                errno: 28,
                matches: { operation in
                    guard case .write(_, _, let bytes) = operation else { return false }
                    return String(decoding: bytes, as: UTF8.self).contains("askedBy")
                }
            )
        )
        #expect(throws: JournalError.full(path: RedactionScript.path)) {
            try RedactionScript.redact(on: disk)
        }

        #expect(try await Self.judge(disk, "full") == 6)
        #expect(!disk.image.paths.contains(RedactionScript.path + "/redacting"))
    }

    /// The seed of the random tests.
    static let seed = ProofTests.seed

    private static func isBegun(_ disk: SimulatedDisk) -> Bool {
        let isNoted = disk.image.paths.contains(RedactionScript.path + "/redacting")
        return isNoted && (try? RedactionScript.open(disk, .read))?.last.entry == 7
    }

    /// Opens what was left and looks whether it is the one or the other.
    ///
    /// - Returns: the number of entries.
    private static func judge(_ disk: SimulatedDisk, _ mark: String) async throws -> Int {
        let journal: Journal
        do {
            journal = try RedactionScript.open(disk)
        } catch {
            Issue.record("\(mark): \(error)")
            return 0
        }
        let told = try RedactionScript.told(journal).filter { $0 != "journal.tail-cut" }
        await journal.close()
        let isDone = told.last == "journal.redacted"
        let original = RedactionScript.entries().map { entry in
            let parts = entry.payloadParts.map { String(decoding: $0, as: UTF8.self) }
            let payload = parts.count == 1 ? parts[0] : "[\(parts.joined(separator: ","))]"
            return "\(entry.actor): \(payload)"
        }
        let redacted = original.map { $0.replacing(RedactionScript.person, with: "redacted-1") }
        #expect(told == (isDone ? redacted + ["journal.redacted"] : original), "\(mark)")
        let leftovers = RedactionScript.files(holding: RedactionScript.person, on: disk)
        #expect(!isDone || leftovers == [], "\(mark)")
        let names = disk.image.paths.filter { $0.hasSuffix(".tmp") || $0.hasSuffix("ing") }
        #expect(names.isEmpty, "\(mark): \(names)")
        #expect(try RedactionScript.verify(disk).problems == [], "\(mark)")
        return told.count
    }
}
