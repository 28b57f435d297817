#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Measures what the documents state, on the machine and file system where it runs.
///
/// `flagdeck-bench NAME [ARGUMENTS]` runs one measurement; without a name it says which there are.
@main
enum FlagdeckBench {
    /// One measurement, by the name that is typed.
    struct Measurement: Sendable {
        var name: String
        /// What it measures and which arguments it takes, in one line.
        var summary: String
        var run: @Sendable (_ arguments: [String]) async throws -> Void
    }

    static let all: [Measurement] =
        [
            Measurement(
                name: "journal",
                summary: "[--entries N] [DIRECTORY]: durable appends; opening a long history",
                run: { try await JournalBench.run($0) }
            ),
            Measurement(
                name: "evaluate",
                summary: "[--scenario FILE | --answers N]: answers per second of processor time",
                run: { try EvaluationBench.run($0) }
            ),
            Measurement(name: "track", summary: "[EVENTS [DIRECTORY]]: reports of applications") {
                let events = $0.first.flatMap(Int.init) ?? 2_000_000
                try await TrackBench.run(events: events, in: $0.dropFirst().first ?? "/tmp")
            },
            Measurement(name: "people", summary: "[CUSTOMERS [DIRECTORY]]: counts and finding") {
                let customers = $0.first.flatMap(Int.init) ?? 1_000_000
                try await PeopleBench.run(
                    customers: customers,
                    in: $0.dropFirst().first ?? "/tmp"
                )
            },
            Measurement(name: "dashboard", summary: "[MEMBERS]: keys beside a large audience") {
                try DashboardBench.run(members: $0.first.flatMap(Int.init) ?? 1_000_000)
            },
            Measurement(name: "experiments", summary: "[EVENTS [DIRECTORY]]: counting runs") {
                let events = $0.first.flatMap(Int.init) ?? 20_000_000
                try await ExperimentsBench.run(
                    rows: events,
                    in: $0.dropFirst().first ?? "/tmp"
                )
            },
        ] + load

    #if os(Linux)
    static let load = [
        Measurement(name: "permissions", summary: "[PEOPLE [DIRECTORY]]: who may do what") {
            let people = $0.first.flatMap(Int.init) ?? 1000
            try await PermissionBench.run(
                people: people,
                in: $0.dropFirst().first ?? "/tmp"
            )
        },
        Measurement(name: "connect", summary: "[FILE…]: new streams with a full sync each") {
            try ConnectBench(files: $0).run()
        },
        Measurement(name: "fanout", summary: "[FILE…]: a change told to 10,000 streams") {
            try FanOutBench(files: $0).run()
        },
        Measurement(name: "openfeature", summary: "[FILE…]: bulk evaluations per CPU second") {
            try OpenFeatureBench(files: $0).run()
        },
        Measurement(name: "server", summary: "THREADS COPIES keep|drop [FILE…]: for them") {
            try await ServerRole.run($0)
        },
    ]
    #else
    static let load: [Measurement] = []
    #endif

    static func main() async {
        let words = CommandLine.arguments.dropFirst()
        guard let found = all.first(where: { $0.name == words.first }) else {
            for one in all { print("flagdeck-bench \(one.name) \(one.summary)") }
            return
        }
        do {
            try await found.run(Array(words.dropFirst()))
        } catch {
            print("flagdeck-bench \(found.name): \(error)")
            exit(1)
        }
    }
}
