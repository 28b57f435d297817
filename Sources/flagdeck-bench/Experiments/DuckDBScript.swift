#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// The same question in SQL, for DuckDB: the first exposure of everybody who was given one version,
/// what they did in the seven days after it, and the sums over everybody.
struct DuckDBScript {
    /// What it answered.
    struct Answer {
        /// Its version.
        var version = "?"
        /// Seconds for reading both CSV files into memory, on the clock.
        var load = 0.0
        /// Seconds for the question, on the clock: the best of three and the worst.
        var question = (best: 0.0, worst: 0.0)
        /// Seconds of processor time for the best of three.
        var processor = 0.0
        /// The most memory that it had, in MiB.
        var memory = 0.0
        /// People, sum and sum of squares of each version.
        var sums = ""
    }

    /// The interpreter that has DuckDB.
    let python: String
    /// Where the script is put.
    let path: String

    /// Asks DuckDB.
    ///
    /// - Throws: when the script cannot be written, or does not answer.
    func ask(_ files: EventFiles) throws -> Answer {
        guard let file = fopen(path, "w") else { throw EventFiles.FileProblem(path: path) }
        fputs(Self.text, file)
        guard fclose(file) == 0 else { throw EventFiles.FileProblem(path: path) }
        let words = [python, path, files.exposures, files.events]
        fflush(nil)
        guard let pipe = popen(words.map { "'\($0)'" }.joined(separator: " "), "r") else {
            throw NoAnswer(python: python)
        }
        var answer = Answer()
        var line = [CChar](repeating: 0, count: 4096)
        while fgets(&line, Int32(line.count), pipe) != nil {
            let text = String(
                decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)),
                as: UTF8.self
            )
            answer.take(text.split(separator: "\t").map { $0.filter { $0 != "\n" } })
        }
        guard pclose(pipe) == 0, !answer.sums.isEmpty else { throw NoAnswer(python: python) }
        return answer
    }

    /// DuckDB that does not run.
    struct NoAnswer: Error, CustomStringConvertible {
        let python: String
        var description: String {
            "\(python) did not run the question. Has it DuckDB? `\(python) -m pip install duckdb`"
        }
    }

    private static let text = #"""
        import resource
        import sys
        import time

        import duckdb

        exposures, events = sys.argv[1:3]
        base = duckdb.connect()
        base.execute("SET threads TO 2")
        start = time.time()
        base.execute(f"CREATE TABLE exposure AS SELECT * FROM read_csv('{exposures}')")
        base.execute(f"CREATE TABLE event AS SELECT * FROM read_csv('{events}')")
        print(f"version\t{duckdb.__version__}")
        print(f"load\t{time.time() - start}")
        question = """
            WITH person AS (
                SELECT customer, arg_min(arm, time) AS arm, min(time) AS first
                FROM exposure GROUP BY customer HAVING min(arm) = max(arm)
            ), total AS (
                SELECT person.customer, any_value(arm) AS arm,
                    coalesce(sum(cents), 0)::HUGEINT * 10000 AS amount
                FROM person LEFT JOIN event ON event.customer = person.customer
                    AND event.time >= first AND event.time < first + 7 * 86400000
                GROUP BY person.customer
            )
            SELECT arm, count(*), sum(amount), sum(amount * amount) FROM total
            GROUP BY arm ORDER BY arm
        """
        times, processor = [], []
        for _ in range(3):
            start, began = time.time(), time.process_time()
            rows = base.execute(question).fetchall()
            times.append(time.time() - start)
            processor.append(time.process_time() - began)
        print(f"question\t{min(times)}\t{max(times)}\t{min(processor)}")
        print(f"memory\t{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}")
        print("sums\t" + "; ".join(f"{row[1]} people, {row[2]}, {row[3]}" for row in rows))
        """#
}

extension DuckDBScript.Answer {
    /// Takes one line of the script.
    fileprivate mutating func take(_ fields: [String]) {
        let numbers = fields.dropFirst().compactMap { Double($0) }
        switch fields.first {
        case "version": version = fields.last ?? "?"
        case "load": load = numbers.first ?? 0
        case "question" where numbers.count == 3:
            question = (numbers[0], numbers[1])
            processor = numbers[2]
        case "memory": memory = numbers.first ?? 0
        case "sums": sums = fields.last ?? ""
        default: break
        }
    }
}
