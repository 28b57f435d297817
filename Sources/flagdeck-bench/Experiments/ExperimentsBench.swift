import Experiments
import FlagModel
import Observations

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// What it costs to count an experiment with very many events: in memory, from the file, and until
/// a page has its numbers; beside DuckDB with the same rows.
///
/// DuckDB comes from PyPI. Make it once, and name its Python for the measurement:
/// `python3 -m venv /tmp/duck && /tmp/duck/bin/pip install duckdb`, then
/// `FLAGDECK_BENCH_PYTHON=/tmp/duck/bin/python flagdeck-bench experiments`. Without it, only
/// Flagdeck is measured.
enum ExperimentsBench {
    /// Measures on so many rows, half of them exposures, in a file that stays in `folder`.
    static func run(rows: Int, in folder: String) async throws {
        let events = ManyEvents(rows: rows / 10 * 10)
        print("\(events.rows) rows, \(events.customers) customers, one metric, 28 days")
        try fold(events)
        let path = "\(folder)/experiments-\(events.rows).sqlite"
        if access(path, F_OK) != 0 { try timed("file made") { try events.make(at: path) } }
        let counts = try await recount(events, at: path)
        try await open(events, at: path)
        try beside(events, counts, in: folder)
    }

    // MARK: - In memory

    private static func fold(_ events: ManyEvents) throws {
        var told: [(customer: Int64, arm: Int8, time: Int64, cents: Int32)] = []
        told.reserveCapacity(events.rows)
        // As they arrive: the exposures of a day, then what is done.
        events.exposures { _, customer, arm, time in
            told.append((customer, Int8(arm), time, 0))
        }
        events.events { customer, time, cents in
            told.append((customer, -1, time, Int32(cents)))
        }
        told.sort { $0.time < $1.time }
        let plan = try events.run().plan
        var fold = ExperimentFold(plan)
        let start = processor()
        for event in told {
            let at = Moment(milliseconds: event.time)
            if event.arm >= 0 {
                fold.expose(event.customer, arm: Int(event.arm), at: at)
            } else {
                let amount = Int64(event.cents) * (ExactSums.unit / 100)
                fold.record(metric: 0, customer: event.customer, at: at, amount: amount)
            }
        }
        let seconds = (processor() - start) / 1_000_000
        let rate = Double(told.count) / seconds / 1_000_000
        print("folded: \(Stopwatch.text(rate)) million rows per second of processor time")
        print("memory: \(fold.byteCount / max(1, fold.customerCount)) bytes per customer")
        sums("folded", fold.counts(until: events.now))
    }

    // MARK: - From the file

    private static func store(_ events: ManyEvents, at path: String) throws -> ObservationStore {
        try ObservationStore.open(at: path, now: { events.now })
    }

    private static func recount(
        _ events: ManyEvents,
        at path: String
    ) async throws -> DayCounts {
        let store = try store(events, at: path)
        let (start, began) = (processor(), Stopwatch.now())
        let (counts, _) = try await store.recount(try events.run()) { rows in
            guard rows % (128 * 8192) == 0 else { return }
            write(2, "\r\(rows / 1_000_000) million rows", 24)
        }
        write(2, "\r\u{1B}[K", 4)
        let seconds = (processor() - start) / 1_000_000
        let wall = (Stopwatch.now() - began) / 1_000_000
        let rate = Double(events.rows) / seconds / 1_000_000
        print(
            "counted from the file: \(Stopwatch.text(wall)) s, \(Stopwatch.text(rate)) million "
                + "rows per second of processor time"
        )
        await store.close()
        let day = counts.days[counts.days.count - 1]
        sums("from the file", day)
        return day
    }

    /// How long a page waits for its numbers: of a process that counts, and of one that just began.
    private static func open(_ events: ManyEvents, at path: String) async throws {
        let run = try events.run()
        let first = try store(events, at: path)
        await first.follow([run])
        _ = try await first.counts(of: run)
        try await opening("a page, while it is counted", first, run)
        await first.close()
        let second = try store(events, at: path)
        let start = Stopwatch.now()
        _ = try await second.counts(of: run)
        let time = Stopwatch.now() - start
        print("a page, first after a start: \(Stopwatch.milliseconds([time]))")
        await second.close()
    }

    private static func opening(
        _ name: String,
        _ store: ObservationStore,
        _ run: ExperimentRun
    ) async throws {
        var times: [Double] = []
        for _ in 0..<100 {
            let start = Stopwatch.now()
            _ = try await store.counts(of: run)
            times.append(Stopwatch.now() - start)
        }
        print("\(name): \(Stopwatch.milliseconds(times))")
    }

    // MARK: - Beside DuckDB

    private static func beside(
        _ events: ManyEvents,
        _ counts: DayCounts,
        in folder: String
    ) throws {
        guard let python = getenv("FLAGDECK_BENCH_PYTHON") else {
            return print("DuckDB: not measured; see FLAGDECK_BENCH_PYTHON in docs/reference")
        }
        let files = try EventFiles(events, in: folder)
        let script = "\(folder)/experiment.py"
        try DuckDBScript.write(to: script)
        let words = [String(cString: python), script, files.exposures, files.events]
        fflush(nil)
        _ = system(words.map { "'\($0)'" }.joined(separator: " "))
    }

    static func sums(_ name: String, _ day: DayCounts) {
        let arms = day.periods[0].arms.map { arm in
            let sum = arm.metrics[0].sums
            return "\(arm.people) people, \(sum.value), \(sum.square)"
        }
        print("\(name): \(arms.joined(separator: "; ")) (millionths)")
    }

    private static func timed(_ name: String, _ work: () throws -> Void) rethrows {
        let start = Stopwatch.now()
        try work()
        print("\(name): \(Stopwatch.text((Stopwatch.now() - start) / 1_000_000)) s")
    }

    /// Microseconds that all threads of this process have computed.
    private static func processor() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1_000_000 + Double(time.tv_nsec) / 1000
    }
}
