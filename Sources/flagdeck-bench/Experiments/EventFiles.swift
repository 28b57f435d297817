import Observations

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// The rows of a benchmark as two CSV files, for others to read.
struct EventFiles {
    /// Lines of customer, version and time.
    let exposures: String
    /// Lines of customer, time and cents.
    let events: String

    /// Writes them, unless they are there.
    init(_ many: ManyEvents, in folder: String) throws {
        exposures = "\(folder)/exposures-\(many.rows).csv"
        events = "\(folder)/events-\(many.rows).csv"
        guard access(events, F_OK) != 0 else { return }
        try Self.write(exposures, "customer,arm,time\n") { line in
            many.exposures { _, customer, arm, time in line("\(customer),\(arm),\(time)\n") }
        }
        try Self.write(events, "customer,time,cents\n") { line in
            many.events { customer, time, cents in line("\(customer),\(time),\(cents)\n") }
        }
    }

    private static func write(
        _ path: String,
        _ head: String,
        _ lines: ((String) -> Void) -> Void
    ) throws {
        guard let file = fopen(path, "w") else { throw FileProblem(path: path) }
        fputs(head, file)
        lines { fputs($0, file) }
        guard fclose(file) == 0 else { throw FileProblem(path: path) }
    }

    /// A file that cannot be written.
    struct FileProblem: Error, CustomStringConvertible {
        let path: String
        var description: String { "\(path) cannot be written" }
    }
}
