import GRDB

extension TrafficWriter {
    /// Something that was given and is not in the file yet.
    private struct News {
        var pair: Pair
        var variation: Int64
        var time: Int64
        /// The place in the batch.
        var order: Int

        func comesBefore(_ other: News) -> Bool {
            (pair.customer, pair.flag, time, order)
                < (other.pair.customer, other.pair.flag, other.time, other.order)
        }
    }

    /// Keeps which version each customer was given of each flag, and until when.
    ///
    /// Almost every report says what is known, which costs one look into memory.
    mutating func writeGiven(
        _ handouts: [TrafficBatch.Handout],
        _ customers: [Int64?],
        _ versions: [Version?],
        to database: Database
    ) throws {
        var news: [News] = []
        for (order, handout) in handouts.enumerated() {
            guard let version = versions[handout.variation],
                let customer = customers[handout.customer]
            else { continue }
            let pair = Pair(customer: customer, flag: version.flag)
            let isKnown = given.change(pair) { $0.takes(version.id, at: handout.time) }
            if isKnown == true { continue }
            news.append(
                News(pair: pair, variation: version.id, time: handout.time, order: order)
            )
        }
        guard !news.isEmpty else { return }
        // In the order of the table, so that neighbours are written together.
        news.sort { $0.comesBefore($1) }
        let writer = try GivenWriter(database)
        var rest = news[...]
        while let first = rest.first {
            let pair = first.pair
            let some = rest.prefix { $0.pair == pair }
            rest = rest.dropFirst(some.count)
            var run = try given.value(for: pair) ?? writer.latest(of: pair)
            for one in some {
                run = try writer.write(one.variation, at: one.time, pair, after: run)
            }
            guard var run else { continue }
            if run.isDue { try writer.writeLast(of: &run, pair) }
            run.isOpen = false
            given.insert(run, for: pair)
        }
    }
}

/// Writes the runs of one batch.
private struct GivenWriter {
    private let latest: Statement
    private let before: Statement
    private let after: Statement
    private let insert: Statement
    private let extend: Statement
    private let move: Statement
    private let count: Statement
    private let trim: Statement

    init(_ database: Database) throws {
        func statement(_ sql: String) throws -> Statement {
            try database.cachedStatement(sql: sql)
        }
        let columns = "SELECT variation, since, last FROM given WHERE customer = ? AND flag = ?"
        let row = "WHERE customer = ? AND flag = ? AND since = ?"
        latest = try statement(columns + " ORDER BY since DESC LIMIT 1")
        before = try statement(columns + " AND since <= ? ORDER BY since DESC LIMIT 1")
        after = try statement(columns + " AND since > ? ORDER BY since LIMIT 1")
        insert = try statement(
            """
            INSERT OR REPLACE INTO given (customer, flag, since, variation, last)
            VALUES (?, ?, ?, ?, ?)
            """
        )
        extend = try statement("UPDATE given SET last = max(last, ?) " + row)
        move = try statement("UPDATE given SET since = ? " + row)
        count = try statement("SELECT count(*) FROM given WHERE customer = ? AND flag = ?")
        trim = try statement(
            """
            DELETE FROM given WHERE customer = ?1 AND flag = ?2 AND since = (
                SELECT min(since) FROM given WHERE customer = ?1 AND flag = ?2)
            """
        )
    }

    /// The last run that the file knows.
    func latest(of pair: TrafficWriter.Pair) throws -> GivenRun? {
        try Row.fetchOne(latest, arguments: [pair.customer, pair.flag]).map(Self.run)
    }

    /// Writes one report; `run` is the last run before.
    ///
    /// | the report | what becomes of it |
    /// |---|---|
    /// | the same version | the run goes on |
    /// | another version, not before the run's last time | a new run begins |
    /// | another version within the run | nothing: it came late, and a run is not split |
    /// | older than the run | see ``writeLate(_:at:_:before:)`` |
    ///
    /// - Returns: the last run afterwards.
    func write(
        _ variation: Int64,
        at time: Int64,
        _ pair: TrafficWriter.Pair,
        after run: GivenRun?
    ) throws -> GivenRun {
        guard var run else {
            return try begin(variation, at: time, pair)
        }
        guard time >= run.since else {
            return try writeLate(variation, at: time, pair, before: run)
        }
        if variation == run.variation {
            run.last = max(run.last, time)
            return run
        }
        guard time >= run.last else { return run }
        if run.last > run.written { try writeLast(of: &run, pair) }
        let next = try begin(variation, at: time, pair)
        try keepFew(pair)
        return next
    }

    /// Writes until when a run has been going on.
    func writeLast(of run: inout GivenRun, _ pair: TrafficWriter.Pair) throws {
        try extend.execute(arguments: [run.last, pair.customer, pair.flag, run.since])
        run.written = run.last
    }

    /// Writes a report that is older than the last run: the run of its version before or after it
    /// is extended, or a short one put between the two; within another one it changes nothing.
    private func writeLate(
        _ variation: Int64,
        at time: Int64,
        _ pair: TrafficWriter.Pair,
        before run: GivenRun
    ) throws -> GivenRun {
        let place: StatementArguments = [pair.customer, pair.flag, time]
        if let earlier = try Row.fetchOne(before, arguments: place).map(Self.run) {
            if earlier.variation == variation {
                let row: StatementArguments = [time, pair.customer, pair.flag, earlier.since]
                if time > earlier.last { try extend.execute(arguments: row) }
                return run
            }
            guard time > earlier.last else { return run }
        }
        guard let later = try Row.fetchOne(after, arguments: place).map(Self.run),
            later.variation == variation
        else {
            _ = try begin(variation, at: time, pair)
            try keepFew(pair)
            return run
        }
        try move.execute(arguments: [time, pair.customer, pair.flag, later.since])
        var last = run
        if later.since == run.since { last.since = time }
        return last
    }

    private func begin(
        _ variation: Int64,
        at time: Int64,
        _ pair: TrafficWriter.Pair
    ) throws -> GivenRun {
        try insert.execute(arguments: [pair.customer, pair.flag, time, variation, time])
        return GivenRun(variation: variation, since: time, last: time)
    }

    private func keepFew(_ pair: TrafficWriter.Pair) throws {
        let place: StatementArguments = [pair.customer, pair.flag]
        guard try Int.fetchOne(count, arguments: place) ?? 0 > TrafficLimits.givenRuns else {
            return
        }
        try trim.execute(arguments: place)
    }

    private static func run(in row: Row) -> GivenRun {
        GivenRun(variation: row[0], since: row[1], last: row[2])
    }
}
