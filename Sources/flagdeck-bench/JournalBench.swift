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

    private static let rounds = 5
    private static let appendsPerRound = 400
    private static let writers = 64

    private static func appends(in folder: String) async throws -> [Figure] {
        let path = folder + "/appends"
        try Journal.create(at: path, id: .random())
        let journal = try Journal.open(at: path, access: .write).journal
        try await journal.append([entry(0)])
        let lineBytes = (try journal.records(of: 1).first?.line.count ?? 0) + 1
        let raw = try RawFile(folder + "/raw", lineBytes: lineBytes)
        var rawTimes: [Double] = []
        var ownTimes: [Double] = []
        for _ in 0..<rounds {
            for _ in 0..<appendsPerRound { rawTimes.append(try time { try raw.append() }) }
            for index in 0..<appendsPerRound {
                let start = microseconds()
                try await journal.append([entry(index)])
                ownTimes.append(microseconds() - start)
            }
        }
        let together = try await shared(journal)
        await journal.close()
        return figures("raw pwrite + fdatasync of \(lineBytes) bytes", rawTimes)
            + figures("append, one writer", ownTimes)
            + [
                Figure(
                    name: "append, one writer, against raw (medians)",
                    value: median(ownTimes) / median(rawTimes),
                    unit: "times"
                ),
                Figure(
                    name: "appends of one writer",
                    value: 1_000_000 / mean(ownTimes),
                    unit: "per second"
                ),
                Figure(
                    name: "appends of \(writers) writers",
                    value: 1_000_000 / together,
                    unit: "per second"
                ),
                Figure(
                    name: "\(writers) writers against one",
                    value: mean(ownTimes) / together,
                    unit: "times"
                ),
            ]
    }

    /// Microseconds per append when many tasks append at once.
    private static func shared(_ journal: Journal) async throws -> Double {
        let each = 400
        let start = microseconds()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<writers {
                group.addTask {
                    for index in 0..<each { try await journal.append([entry(writer + index)]) }
                }
            }
            try await group.waitForAll()
        }
        return (microseconds() - start) / Double(writers * each)
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
        let checked = try time {
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
            let start = microseconds()
            let journal = try Journal.open(at: path, access: .write).journal
            times.append(microseconds() - start)
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

    private static func time(_ body: () throws -> Void) rethrows -> Double {
        let start = microseconds()
        try body()
        return microseconds() - start
    }

    private static func microseconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) * 1_000_000 + Double(time.tv_nsec) / 1000
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
