import Experiments
import FlagModel
import Observations

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// What it costs to count an experiment with very many events: in memory, from the file, and until
/// a page has its answer; beside DuckDB with the same rows in the same run.
///
/// DuckDB comes from PyPI. Make it once, and name its Python for the measurement:
/// `python3 -m venv /tmp/duck && /tmp/duck/bin/pip install duckdb`, then
/// `FLAGDECK_BENCH_PYTHON=/tmp/duck/bin/python flagdeck-bench experiments`. Without it, only
/// Flagdeck is measured.
struct ExperimentsBench {
    private let events: ManyEvents
    private let folder: String
    private var table = FigureTable()
    /// What every way of counting must find.
    private var sums: String?
    /// Seconds of processor time for counting in memory.
    private var foldSeconds = 0.0
    /// Seconds on the clock for counting from the file.
    private var rebuildSeconds = 0.0

    /// Rows that are folded in a second of processor time, in millions, at the least.
    private static let leastRate = 4.0
    /// Bytes of memory for each customer and experiment at the most.
    private static let mostBytes = 80.0
    /// Milliseconds until a page has its answer, at the most.
    private static let mostPageTime = 50.0

    /// Something that was counted in two ways with different results, or a figure that does not
    /// hold.
    struct Problem: Error, CustomStringConvertible {
        let description: String
    }

    /// Measures on so many rows, half of them exposures, in a file that stays in `folder`.
    static func run(rows: Int, in folder: String) async throws {
        var bench = ExperimentsBench(
            events: ManyEvents(rows: max(rows / 10, 1) * 10),
            folder: folder
        )
        try await bench.run()
    }

    private init(events: ManyEvents, folder: String) {
        (self.events, self.folder) = (events, folder)
    }

    private mutating func run() async throws {
        print("\(events.rows) rows, \(events.customers) customers, one metric, 28 days")
        try fold()
        let path = "\(folder)/experiments-\(events.rows).sqlite"
        if access(path, F_OK) != 0 {
            print("making the file…")
            try events.make(at: path)
        }
        try await rebuild(path)
        try await open(path)
        try beside()
        print(table.markdown)
        guard table.holds else { throw Problem(description: "a figure is not as it must be") }
    }

    /// Holds every way of counting to the same sums, to the last digit.
    private mutating func compare(_ way: String, _ found: String) throws {
        if let sums, sums != found {
            throw Problem(description: "\(way): \(found), but before it was \(sums)")
        }
        sums = found
    }

    // MARK: - In memory

    private mutating func fold() throws {
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
        let start = Stopwatch.processor()
        for event in told {
            let at = Moment(milliseconds: event.time)
            if event.arm >= 0 {
                fold.expose(event.customer, arm: Int(event.arm), at: at)
            } else {
                let amount = Int64(event.cents) * (ExactSums.unit / 100)
                fold.record(metric: 0, customer: event.customer, at: at, amount: amount)
            }
        }
        foldSeconds = (Stopwatch.processor() - start) / 1_000_000
        table.add(
            "folded in memory, for a second of processor time",
            Double(told.count) / foldSeconds / 1_000_000,
            "million rows",
            atLeast: Self.leastRate
        )
        table.add(
            "memory for each customer, one metric",
            Double(fold.byteCount) / Double(max(1, fold.customerCount)),
            "bytes",
            atMost: Self.mostBytes
        )
        try compare("in memory", Self.sums(fold.counts(until: events.now)))
    }

    // MARK: - From the file

    private func store(at path: String) throws -> ObservationStore {
        try ObservationStore.open(at: path, now: { [events] in events.now })
    }

    private mutating func rebuild(_ path: String) async throws {
        let store = try store(at: path)
        let bar = RebuildBar(rows: events.rows)
        let (start, began) = (Stopwatch.processor(), Stopwatch.now())
        let (counts, _) = try await store.recount(try events.run()) { bar.show($0) }
        let seconds = (Stopwatch.processor() - start) / 1_000_000
        rebuildSeconds = (Stopwatch.now() - began) / 1_000_000
        bar.clear()
        table.tell(
            "counted anew from the file, with a bar for how far it is",
            "\(Stopwatch.text(rebuildSeconds)) s"
        )
        table.add(
            "the same, for a second of processor time",
            Double(events.rows) / seconds / 1_000_000,
            "million rows"
        )
        await store.close()
        try compare("from the file", Self.sums(counts.days[counts.days.count - 1]))
    }

    /// How long a page waits for its answer: of a process that counts, and of one that just began.
    private mutating func open(_ path: String) async throws {
        let run = try events.run()
        let page = try ManyEventsPage(run)
        let first = try store(at: path)
        await first.follow([run])
        _ = try await first.counts(of: run)
        var times: [Double] = []
        for _ in 0..<100 {
            let start = Stopwatch.now()
            page.read(try await first.counts(of: run))
            times.append((Stopwatch.now() - start) / 1000)
        }
        await first.close()
        let second = try store(at: path)
        let start = Stopwatch.now()
        page.read(try await second.counts(of: run))
        let time = (Stopwatch.now() - start) / 1000
        await second.close()
        table.add(
            "a page with its answer, worst of 100",
            times.max() ?? 0,
            "ms",
            atMost: Self.mostPageTime
        )
        table.add("the same, first after a start", time, "ms", atMost: Self.mostPageTime)
    }

    // MARK: - Beside DuckDB

    private mutating func beside() throws {
        guard let python = getenv("FLAGDECK_BENCH_PYTHON") else {
            return print("DuckDB: not measured; see FLAGDECK_BENCH_PYTHON in docs/reference")
        }
        let files = try EventFiles(events, in: folder)
        let script = DuckDBScript(
            python: String(cString: python),
            path: "\(folder)/experiment.py"
        )
        let answer = try script.ask(files)
        try compare("DuckDB", answer.sums)
        table.tell(
            "DuckDB \(answer.version): two CSV files into memory, two threads",
            "\(Stopwatch.text(answer.load)) s"
        )
        table.tell(
            "DuckDB: the same question, best and worst of three",
            "\(Stopwatch.text(answer.question.best)) and "
                + "\(Stopwatch.text(answer.question.worst)) s"
        )
        table.tell(
            "DuckDB: processor time of the best",
            "\(Stopwatch.text(answer.processor)) s"
        )
        table.tell("DuckDB: memory at the most", "\(Int(answer.memory)) MiB")
        ratio("counting in memory against DuckDB's question", foldSeconds, answer.processor)
        ratio(
            "counting anew from the file against loading and asking",
            rebuildSeconds,
            answer.load + answer.question.best
        )
    }

    /// How often one time fits into another, said from Flagdeck's side.
    private mutating func ratio(_ name: String, _ own: Double, _ other: Double) {
        guard own > 0, other > 0 else { return }
        let text =
            own < other
            ? "\(Stopwatch.text(other / own)) times as fast"
            : "\(Stopwatch.text(own / other)) times as long"
        table.tell(name, text)
    }

    private static func sums(_ day: DayCounts) -> String {
        day.periods[0].arms.map { arm in
            let sum = arm.metrics[0].sums
            return "\(arm.people) people, \(sum.value), \(sum.square)"
        }.joined(separator: "; ")
    }
}

/// How far counting anew is, as a bar on a terminal.
struct RebuildBar: Sendable {
    private let rows: Int
    private let began = Stopwatch.now()
    private static let width = 30
    /// Rows between two drawings: about ten a second.
    private static let step = 25 * 8192

    /// A bar that ends at so many rows.
    init(rows: Int) { self.rows = rows }

    /// Draws it where that many rows were read.
    func show(_ done: Int) {
        guard isatty(2) == 1, done % Self.step == 0, done > 0 else { return }
        let share = min(1, Double(done) / Double(rows))
        let full = Int(share * Double(Self.width))
        let bar =
            String(repeating: "#", count: full)
            + String(repeating: ".", count: Self.width - full)
        let left = (Stopwatch.now() - began) / 1_000_000 * (1 / share - 1)
        Self.tell(
            "[\(bar)] \(Int(share * 100)) %, \(done / 1_000_000) million rows, "
                + "about \(Int(left.rounded(.up))) s left"
        )
    }

    /// Takes it away.
    func clear() {
        if isatty(2) == 1 { Self.tell("") }
    }

    private static func tell(_ text: String) {
        let bytes = Array("\r\u{1B}[K\(text)".utf8)
        _ = write(2, bytes, bytes.count)
    }
}

/// The page of the experiment: the answer in words, and what it stands on.
private struct ManyEventsPage {
    private let plan: Experiment

    init(_ run: ExperimentRun) throws {
        var plan = Experiment(
            id: run.id.experimentID,
            key: try Key("many"),
            name: "Many",
            flagID: .zero,
            baselineVariationID: run.plan.variationIDs[0],
            metric: Experiment.Metric(
                eventName: "order",
                title: "money",
                measure: .numeric,
                higherIsBetter: true,
                windowDays: 7,
                isCapped: false
            ),
            plannedDays: 28,
            createdAt: run.plan.start
        )
        plan.runs = [Experiment.Run(startedAt: run.plan.start, endedAt: run.plan.end)]
        plan.state = .stopped
        self.plan = plan
    }

    /// Says everything that the page says.
    func read(_ counts: ExperimentCounts) {
        let result = ExperimentResult(of: plan, counts: counts, now: counts.asOf)
        let words = ExperimentWords(result, plan: plan, names: ExperimentNames(versions: [:]))
        precondition(!words.answer.isEmpty && !words.trust.isEmpty, "A page says something.")
    }
}
