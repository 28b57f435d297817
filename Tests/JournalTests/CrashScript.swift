import Journal

/// A short life of a journal on a disk in memory, and when each entry was acknowledged.
struct CrashScript: Sendable {
    static let id = JournalID(high: 0x0123_4567_89AB_CDEF, low: 0xFEDC_BA98_7654_3210)
    static let path = "/data/journal"

    let log: [DiskOperation]
    /// What the journal held in the end.
    let entries: [JournalEntry]
    /// From which operation on each number of entries was acknowledged.
    private let acknowledged: [(operation: Int, entries: Int)]
    let options: JournalOptions

    static var options: JournalOptions {
        var options = JournalOptions()
        options.segmentBytes = 3000
        options.freeBytes = 0
        options.now = { 1_764_000_000_000_000 }
        return options
    }

    /// Creates, appends in calls of several sizes, rotates, writes a snapshot, closes.
    init() async throws {
        let disk = MemoryDisk()
        options = Self.options
        try disk.makeDirectory("/data")
        try Journal.create(at: Self.path, id: Self.id, timeMicroseconds: 1, on: disk)
        let (journal, _) = try Journal.open(
            at: Self.path,
            access: .write,
            on: disk,
            options: options
        )
        var acknowledged: [(Int, Int)] = []
        let calls: [[NewEntry]] = [
            [.example("a")],
            [.example("b"), .example("c"), .example("d")],
            [.example("parts", parts: 3)],
            [.example("e")],
            [.example("f", parts: 2), .example("g")],
            [.example("h")],
        ]
        for (index, call) in calls.enumerated() {
            let numbers = try await journal.append(call)
            acknowledged.append((Self.lastSync(in: disk), Int(numbers.upperBound)))
            guard index == 2 else { continue }
            try await journal.writeSnapshot(
                schemaVersion: 1,
                state: "{\"flags\":5}".bytes,
                throughEntry: numbers.upperBound
            )
        }
        await journal.close()
        log = disk.log
        entries = try journal.entries(from: 1)
        self.acknowledged = acknowledged
    }

    /// How many entries had been answered before operation `index`.
    func acknowledgedEntries(before index: Int) -> Int {
        acknowledged.last { $0.operation < index }?.entries ?? 0
    }

    /// The disk after the first `count` operations.
    func image(after count: Int) -> DiskImage {
        log[..<count].reduce(into: DiskImage()) { $0.apply($1) }
    }

    private static func lastSync(in disk: MemoryDisk) -> Int {
        let segments = Set(
            disk.image.files.filter { $0.key.hasSuffix(".journal") }.map(\.value)
        )
        return disk.log.lastIndex { operation in
            if case .sync(let file) = operation { segments.contains(file) } else { false }
        } ?? 0
    }
}

extension CrashScript {
    /// Opens what a crash left and compares it with the script.
    ///
    /// - Returns: what is wrong, nil when nothing is.
    func judge(_ image: DiskImage, acknowledged: Int, mark: String) async -> String? {
        let disk = MemoryDisk(image)
        do {
            let (journal, _) = try Journal.open(
                at: Self.path,
                access: .write,
                on: disk,
                options: options
            )
            let found = try journal.entries(from: 1)
            await journal.close()
            let kept = found.filter { $0.kind != "journal.tail-cut" }
            guard kept.count >= acknowledged else {
                return "\(mark): \(kept.count) of \(acknowledged) acknowledged entries are there"
            }
            guard kept.count <= entries.count,
                zip(kept, entries).allSatisfy({ $0.payload == $1.payload && $0.actor == $1.actor })
            else { return "\(mark): the entries are others" }
            return nil
        } catch JournalError.absent where acknowledged == 0 {
            return nil
        } catch {
            return "\(mark): refused: \(error)"
        }
    }
}
