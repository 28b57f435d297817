#if os(Linux)
import FlagModel
import FlagServer
import FlagService
import Glibc

/// The process that is measured: a service with an environment, and the server in front of it.
///
/// `flagdeck-bench server THREADS COPIES [FILE…]` prints its address and its secrets in one line.
/// For each line that comes in it switches a flag, says when it began and ended in microseconds of
/// the monotonic clock, and it ends with its input.
enum ServerRole {
    static func run(_ arguments: [String]) async throws {
        guard arguments.count >= 2, let threads = Int(arguments[0]), let copies = Int(arguments[1])
        else { throw BenchFailure("server THREADS COPIES [FILE…]") }
        Surroundings.raiseFileLimit()
        let directory = DataDirectory(path: "/tmp/flagdeck-bench-server-\(getpid())")
        defer { Folder.remove(directory.path) }
        let service = try LocalService.create(in: directory, world: Surroundings.world)
        let environment = try await BenchEnvironment.fill(
            service,
            files: Array(arguments.dropFirst(2)),
            copies: copies
        )
        let server = try await FlagServer.start(
            service,
            ingest: try await service.ingest(),
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

    private static func say(_ line: String) {
        print(line)
        fflush(nil)
    }
}
#endif
