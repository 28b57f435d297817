#if os(Linux)
import FlagAPI
import FlagModel
import FlagServer
import FlagService
import Glibc
import Observations

/// The process that is measured: a service with an environment, and the server in front of it.
///
/// `flagdeck-bench server THREADS COPIES KEEPING [FILE…]` prints its address and its secrets in one
/// line; `KEEPING` is `keep` or `drop` and says what becomes of customers that are named. For each
/// line that comes in it switches a flag and says when it began and ended, in microseconds of the
/// monotonic clock; it ends with its input.
enum ServerRole {
    static func run(_ arguments: [String]) async throws {
        guard arguments.count >= 3, let threads = Int(arguments[0]),
            let copies = Int(arguments[1]), ["keep", "drop"].contains(arguments[2])
        else { throw BenchFailure("server THREADS COPIES keep|drop [FILE…]") }
        Surroundings.raiseFileLimit()
        let directory = DataDirectory(path: "/tmp/flagdeck-bench-server-\(getpid())")
        defer { Folder.remove(directory.path) }
        let service = try LocalService.create(in: directory, world: Surroundings.world)
        let environment = try await BenchEnvironment.fill(
            service,
            files: Array(arguments.dropFirst(3)),
            copies: copies
        )
        let keeping = try await service.ingest()
        let server = try await FlagServer.start(
            service,
            ingest: arguments[2] == "keep" ? keeping : DroppingIngest(),
            settings: ServerSettings(port: 0, threadCount: threads),
            now: { Surroundings.now() }
        )
        say("\(server.address) \(environment.serverSecret) \(environment.clientSecret)")
        var isOn = true
        while readLine() != nil {
            isOn.toggle()
            let begin = Surroundings.microseconds()
            try await BenchEnvironment.propose(
                [
                    .editFlag(
                        environment: environment.id,
                        flag: environment.flagID,
                        .setEnabled(isOn)
                    )
                ],
                service
            )
            say("\(begin) \(Surroundings.microseconds())")
        }
        await server.stop()
        await service.close()
    }

    /// Keeps nothing, so that only answering is measured.
    private struct DroppingIngest: ObservationIngest {
        let report = IngestReport()

        func offer(_ items: [ObservedItem], in environmentID: GUID) {}
        func countMalformed(_ count: Int) {}
    }

    private static func say(_ line: String) {
        print(line)
        fflush(nil)
    }
}
#endif
