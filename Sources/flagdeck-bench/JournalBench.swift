import Journal

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Figures of the journal: durable appends against raw syncs of the same bytes, and opening.
enum JournalBench {
    /// One figure with its unit.
    struct Figure: Sendable, CustomStringConvertible {
        var name: String
        var value: Double
        var unit: String

        var description: String {
            let tenths = Int((value * 10).rounded())
            return "\(name): \(tenths / 10).\(tenths % 10) \(unit)"
        }
    }

    /// Runs what the words after `journal` ask for.
    ///
    /// `--entries N` measures a history of so many entries, kept in the directory; without it
    /// appends and small journals are measured. The directory is `/tmp` unless one is named.
    static func run(_ words: [String]) async throws {
        guard words.first == "--entries", let count = words.dropFirst().first.flatMap(Int.init)
        else {
            for figure in try await run(in: words.first ?? "/tmp") { print(figure) }
            return
        }
        try await HistoryBench.run(entries: count, in: words.dropFirst(2).first ?? "/tmp")
    }

    /// Measures in a new folder inside `parent`, which is removed afterwards.
    static func run(in parent: String) async throws -> [Figure] {
        let folder = "\(parent)/flagdeck-bench-\(getpid())"
        guard mkdir(folder, 0o700) == 0 else {
            throw JournalError.io(operation: "mkdir", path: folder, errno: errno)
        }
        defer { Folder.remove(folder) }
        return try await appends(in: folder) + opening(2000, in: folder)
            + opening(100_000, in: folder)
    }

    // MARK: - Appending

    /// Raw and own appends take turns in short rounds, so that other load hits both alike.
    private static let rounds = 80
    private static let appendsPerRound = 50
    private static let writers = 64
    private static let sharedRounds = 5

    private static func appends(in folder: String) async throws -> [Figure] {
        let path = folder + "/appends"
        try Journal.create(at: path, id: .random())
        let journal = try Journal.open(at: path, access: .write).journal
        try await journal.append([entry(0)])
        let lineBytes = (try journal.records(of: 1).first?.line.count ?? 0) + 1
        let raw = try RawFile(folder + "/raw", lineBytes: lineBytes)
        var rawTimes: [Double] = []
        var ownTimes: [Double] = []
        var ratios: [Double] = []
        for _ in 0..<rounds {
            var rawRound: [Double] = []
            var ownRound: [Double] = []
            for _ in 0..<appendsPerRound {
                rawRound.append(try Stopwatch.microseconds { try raw.append() })
            }
            for index in 0..<appendsPerRound {
                let entries = [entry(index)]
                let start = Stopwatch.now()
                try await journal.append(entries)
                ownRound.append(Stopwatch.now() - start)
            }
            ratios.append(median(rawRound) / median(ownRound))
            rawTimes += rawRound
            ownTimes += ownRound
        }
        var together: [Double] = []
        for _ in 0..<sharedRounds { together.append(try await shared(journal)) }
        await journal.close()
        ratios.sort()
        return figures("raw pwrite + fdatasync of \(lineBytes) bytes", rawTimes)
            + figures("append, one writer", ownTimes)
            + [
                percent("one writer's share of raw throughput, medians", of: ratios[rounds / 2]),
                percent("  lowest quarter of the rounds below", of: ratios[rounds / 4]),
                percent("  highest quarter of the rounds above", of: ratios[rounds * 3 / 4]),
                Figure(
                    name: "appends of one writer",
                    value: 1_000_000 / mean(ownTimes),
                    unit: "per second"
                ),
                Figure(
                    name: "appends of \(writers) writers",
                    value: 1_000_000 / median(together),
                    unit: "per second"
                ),
                Figure(
                    name: "\(writers) writers against one",
                    value: mean(ownTimes) / median(together),
                    unit: "times"
                ),
            ]
    }

    private static func percent(_ name: String, of ratio: Double) -> Figure {
        Figure(name: name, value: ratio * 100, unit: "%")
    }

    /// Microseconds per append when many tasks append at once.
    private static func shared(_ journal: Journal) async throws -> Double {
        let each = 400
        let start = Stopwatch.now()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<writers {
                group.addTask {
                    for index in 0..<each { try await journal.append([entry(writer + index)]) }
                }
            }
            try await group.waitForAll()
        }
        return (Stopwatch.now() - start) / Double(writers * each)
    }

    // MARK: - Opening

    private static func opening(_ count: Int, in folder: String) async throws -> [Figure] {
        let path = "\(folder)/opening-\(count)"
        try Journal.create(at: path, id: .random())
        let journal = try Journal.open(at: path, access: .write).journal
        for start in stride(from: 0, to: count, by: 200) {
            try await journal.append((start..<start + 200).map(entry))
        }
        await journal.close()
        let full = try await openingTime(path)
        let checked = try Stopwatch.microseconds {
            let report = try Journal.verify(at: path)
            precondition(report.problems.isEmpty, "The journal just written must be sound.")
        }
        let again = try Journal.open(at: path, access: .write).journal
        try await again.writeSnapshot(
            schemaVersion: 1,
            state: Array("{}".utf8),
            throughEntry: UInt64(count)
        )
        await again.close()
        let covered = try await openingTime(path)
        return [
            Figure(name: "open \(count) entries", value: full / 1000, unit: "ms"),
            Figure(name: "open \(count) entries, snapshot", value: covered / 1000, unit: "ms"),
            Figure(name: "verify \(count) entries", value: checked / 1000, unit: "ms"),
        ]
    }

    private static func openingTime(_ path: String) async throws -> Double {
        var times: [Double] = []
        for _ in 0..<5 {
            let start = Stopwatch.now()
            let journal = try Journal.open(at: path, access: .write).journal
            times.append(Stopwatch.now() - start)
            await journal.close()
        }
        return median(times)
    }

    // MARK: - Support

    private static func entry(_ number: Int) -> NewEntry {
        let payload =
            "{\"changes\":[{\"after\":{\"on\":true,\"parts\":25000},\"flag\":\"checkout.flow-"
            + "\(number)\",\"kind\":\"rollout\"}],\"reason\":\"Raise the share to a quarter.\"}"
        return NewEntry(
            kind: "change-set",
            timeMicroseconds: 1_764_000_000_000_000,
            actor: "mira@example.com",
            command: "018f6a2e-7c1b-7d53-9a51-0c2b5f6e\(1000 + number % 9000)",
            payload: Array(payload.utf8)
        )
    }

    private static func figures(_ name: String, _ times: [Double]) -> [Figure] {
        let sorted = times.sorted()
        return [
            Figure(name: name + ", p50", value: median(times), unit: "us"),
            Figure(name: name + ", p99", value: sorted[sorted.count * 99 / 100], unit: "us"),
        ]
    }

    private static func median(_ times: [Double]) -> Double { times.sorted()[times.count / 2] }

    private static func mean(_ times: [Double]) -> Double {
        times.reduce(0, +) / Double(times.count)
    }
}

/// A file that grows by one line and one sync at a time, as the journal's segment does.
private final class RawFile {
    private let descriptor: Int32
    private let line: [UInt8]
    private var offset = 0

    init(_ path: String, lineBytes: Int) throws {
        descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw JournalError.io(operation: "open", path: path, errno: errno)
        }
        line = Array(repeating: UInt8(ascii: "x"), count: lineBytes)
    }

    deinit { close(descriptor) }

    func append() throws {
        let written = pwrite(descriptor, line, line.count, off_t(offset))
        #if canImport(Darwin)
        let synced = fcntl(descriptor, F_FULLFSYNC)
        #else
        let synced = fdatasync(descriptor)
        #endif
        guard written == line.count, synced == 0 else {
            throw JournalError.io(operation: "append", path: "raw", errno: errno)
        }
        offset += written
    }
}
