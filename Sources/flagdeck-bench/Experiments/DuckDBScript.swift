#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// The same question in SQL, for DuckDB: the first exposure of everybody who was given one version,
/// what they did in the seven days after it, and the sums over everybody.
enum DuckDBScript {
    /// Writes the script.
    static func write(to path: String) throws {
        guard let file = fopen(path, "w") else { throw EventFiles.FileProblem(path: path) }
        fputs(text, file)
        guard fclose(file) == 0 else { throw EventFiles.FileProblem(path: path) }
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
        print(f"DuckDB {duckdb.__version__}, 2 threads: loaded in {time.time() - start:.1f} s")
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
        print(f"DuckDB: counted in {min(times):.2f} to {max(times):.2f} s, "
              f"{min(processor):.2f} s of processor time")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"DuckDB: {peak} MiB resident at the most")
        people = [f"{row[1]} people, {row[2]}, {row[3]}" for row in rows]
        print("DuckDB: " + "; ".join(people) + " (millionths)")
        """#
}
