import FlagAPI
import FlagModel
import Observations

#if os(Linux)
import CLinux
#endif
#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// How fast reports of applications become rows that survive a power failure, beside the same
/// number of bare rows in SQLite, and whether memory stays flat.
///
/// The mix: 10,000 customers with 5 attributes, 20 flags with 2 versions each, a tenth of the
/// events are metric events, 50 items a request as SDKs send them, one event an item.
enum TrackBench {
    private static let customerCount = 10_000
    private static let flagCount = 20
    private static let itemsPerRequest = 50
    /// Events that wait before the source pauses, so that nothing is dropped.
    private static let mostWaiting = 50_000
    /// Rows of a batch of bare rows; about what the writer takes at once.
    private static let bareBatch = 25_000

    /// Measures in a new folder inside `parent`, which is removed afterwards.
    static func run(events: Int, in parent: String) async throws {
        let folder = "\(parent)/flagdeck-bench-\(getpid())"
        guard mkdir(folder, 0o700) == 0 else {
            print("\(folder) cannot be made: error \(errno).")
            return
        }
        defer { remove(folder) }
        let own = try await ingest(events, at: folder + "/observations.sqlite")
        let bare = try time {
            try BareRows.insert(events, perBatch: bareBatch, at: folder + "/bare")
        }
        show("bare rows in SQLite", events, bare)
        print("reports against bare rows: \(hundredths(bare.wall / own.wall)) times as fast")
    }

    // MARK: - Reports

    private static func ingest(_ count: Int, at path: String) async throws -> Cost {
        var source = try ReportSource(customers: customerCount, flags: flagCount)
        let store = try ObservationStore.open(at: path)
        let ingest = store.ingest
        print("memory at the beginning: \(Stopwatch.residentKilobytes() / 1024) MiB")
        let start = Cost.now()
        var told = 0
        for offered in stride(from: 0, to: count, by: itemsPerRequest) {
            ingest.offer(source.request(itemsPerRequest), in: source.environmentID)
            if offered * 10 / count > told {
                told = offered * 10 / count
                print("memory after \(offered) events: \(Stopwatch.residentKilobytes() / 1024) MiB")
            }
            while ingest.report.waiting > mostWaiting {
                try await Task.sleep(for: .milliseconds(1))
            }
        }
        await store.flush()
        let cost = Cost.now() - start
        print("memory at the end: \(Stopwatch.residentKilobytes() / 1024) MiB")
        show("reports, durable", count, cost)
        let report = ingest.report
        print("written \(report.written), dropped \(report.dropped), malformed \(report.malformed)")
        let asked = try await questions(store, source.environmentID)
        print("counts of the last 24 hours: \(hundredths(asked.wall / 1000)) ms")
        print("file: \(bytes(path) >> 20) MiB, and \(bytes(path + "-wal") >> 20) MiB of its log")
        return cost
    }

    private static func questions(
        _ store: ObservationStore,
        _ environmentID: GUID
    ) async throws -> Cost {
        let now = ReportSource.now()
        let request = CountsRequest(
            environmentID: environmentID,
            from: now.adding(microseconds: -86_400_000_000),
            until: now
        )
        _ = try await store.counts(request)
        let start = Cost.now()
        _ = try await store.counts(request)
        return Cost.now() - start
    }

    // MARK: - Support

    /// Microseconds on the clock and of processor time, of all threads together.
    private struct Cost {
        var wall: Double
        var processor: Double

        static func now() -> Cost {
            Cost(wall: Stopwatch.now(), processor: Stopwatch.processor())
        }

        static func - (left: Cost, right: Cost) -> Cost {
            Cost(wall: left.wall - right.wall, processor: left.processor - right.processor)
        }
    }

    private static func time(_ body: () throws -> Void) rethrows -> Cost {
        let start = Cost.now()
        try body()
        return Cost.now() - start
    }

    private static func show(_ name: String, _ count: Int, _ cost: Cost) {
        let perSecond = Int(Double(count) / cost.wall * 1_000_000)
        let perCore = Int(Double(count) / cost.processor * 1_000_000)
        print("\(name): \(perSecond) a second, \(perCore) a second of processor time")
    }

    private static func hundredths(_ value: Double) -> String {
        let whole = Int((value * 100).rounded())
        return "\(whole / 100).\(whole / 10 % 10)\(whole % 10)"
    }

    private static func bytes(_ path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }

    private static func remove(_ folder: String) {
        for name in ["observations.sqlite", "bare"] {
            for suffix in ["", "-wal", "-shm"] { unlink("\(folder)/\(name)\(suffix)") }
        }
        rmdir(folder)
    }
}

/// Makes requests as SDKs would send them.
private struct ReportSource {
    let environmentID: GUID
    private let customers: [Customer]
    private let flags: [(key: String, versions: [String])]
    private var random: SplitMix64

    init(customers count: Int, flags flagCount: Int) throws {
        var random = SplitMix64(seed: 1)
        environmentID = GUID(using: &random)
        customers = try (0..<count).map { number in
            Customer(
                key: try CustomerKey("customer-\(100_000 + number)"),
                name: "Name \(number) Surname",
                attributes: [
                    "country": ["SE", "DE", "FR"][number % 3],
                    "plan": number % 7 == 0 ? "pro" : "free",
                    "age": "\(18 + number % 60)", "version": "7.\(number % 12).0",
                    "email": "customer-\(number)@example.com",
                ]
            )
        }
        flags = (0..<flagCount).map { number in
            ("checkout.flag-\(number)", (0..<2).map { _ in GUID(using: &random).text })
        }
        self.random = random
    }

    mutating func request(_ count: Int) -> [ObservedItem] {
        let time = Self.now()
        return (0..<count).map { _ in
            let word = random.next()
            let number = Int(truncatingIfNeeded: word & 0xFFFF_FFFF) % customers.count
            let customer = customers[number]
            if word >> 32 & 0xFF < 26 {
                let metric = ObservedMetric(
                    eventName: word >> 40 & 1 == 0 ? "cart-value" : "checkout-completed",
                    kind: "CustomEvent",
                    value: Double(word >> 44 & 0xFFF) / 100,
                    time: time
                )
                return ObservedItem(customer: customer, metrics: [metric])
            }
            let flag = Int(truncatingIfNeeded: word >> 40 & 0xFFFF) % flags.count
            let evaluation = ObservedEvaluation(
                flagKey: flags[flag].key,
                // A customer keeps the version of each flag.
                variationID: flags[flag].versions[(number / (flag + 1)) % 2],
                countsForExperiments: true,
                time: time
            )
            return ObservedItem(customer: customer, evaluations: [evaluation])
        }
    }

    static func now() -> Moment {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Moment(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }
}
