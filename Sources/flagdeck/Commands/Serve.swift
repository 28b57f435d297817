import ArgumentParser
import FlagAPI
import FlagModel
import FlagServer
import FlagService
import TLS
import UnixSocket

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// `flagdeck serve`: answers applications until it is told to stop.
struct Serve: ParsableCommand, Sendable {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Answer applications, and people elsewhere: flagdeck --connect.",
        discussion: """
            Applications connect to the address that is printed, with a secret from \
            `flagdeck environment show`. Stop with Ctrl-C; connected applications keep what they \
            know and come back by themselves.
            """
    )

    @OptionGroup var global: GlobalOptions

    @OptionGroup var checkpoints: CheckpointOptions

    @Option(help: "The address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "The port to listen on; 0 takes any that is free.")
    var port = ServerSettings.usualPort

    @OptionGroup var certificate: CertificateOptions

    @Option(
        help: ArgumentHelp(
            "The address of a proxy in front that does TLS.",
            discussion: """
                This or a certificate is needed to listen on an address that other machines reach.
                """,
            valueName: "address"
        )
    )
    var behindProxy: String?

    @Option(
        name: .customLong("public-name"),
        help: ArgumentHelp(
            "A name under which people reach this, beside those of its certificate; repeatable.",
            valueName: "name"
        )
    )
    var publicNames: [String] = []

    @Option(
        name: .customLong("owner-token"),
        help: ArgumentHelp(
            "Write a token that may do everything, while this runs, into a file.",
            valueName: "file"
        )
    )
    var ownerTokenPath: String?

    @Option(
        help: ArgumentHelp(
            "Let the users of this group in over the socket; otherwise $FLAGDECK_GROUP.",
            discussion: "What each of them may do is written down with `flagdeck person`."
        )
    )
    var group: String?

    @Option(help: "Threads that answer.")
    var threads = 2

    @Option(help: "Connections of one address, at the most.")
    var connectionsPerAddress = RequestLimits.connectionCount

    /// Numbers that make sense.
    func validate() throws {
        guard (0...65_535).contains(port) else {
            throw ValidationError("A port is a number from 0 to 65535.")
        }
        guard (1...256).contains(threads) else {
            throw ValidationError("Threads are 1 to 256.")
        }
        guard (1...RequestLimits.connectionCount).contains(connectionsPerAddress) else {
            throw ValidationError("Connections are 1 to \(RequestLimits.connectionCount).")
        }
    }

    /// Serves until a signal.
    func run() throws {
        let signals = StopSignals.blocked()
        let settings = ServerSettings(
            host: host,
            port: port,
            proxy: behindProxy,
            publicNames: publicNames,
            threadCount: threads,
            connectionsPerPeer: connectionsPerAddress
        )
        let directory = global.directory
        let actor = global.actor
        let access = try GroupAccess.named(group)
        let checkpoints = try checkpoints.writer(for: directory)
        let certificate = try certificate.begun()
        let doors = ServedDoors(settings: settings, certificate: certificate?.certificate)
        let (owned, server, owner) = try begun(directory, doors, actor, access)
        defer { owner?.remove() }
        Printer.print("Applications connect to \(server.address). Stop with Ctrl-C.")
        if let certificate { Printer.print(certificate.introduction) }
        let renewing = certificate?.renewing()
        checkpoints?.start(owned.service)
        owned.service.checkInBackground { found in
            if let warning = found.warning { Printer.complain(warning) }
            if let reassurance = found.reassurance { Printer.print(reassurance) }
        }
        signals.wait()
        Printer.print("Stopping: applications keep what they know and come back by themselves.")
        renewing?.cancel()
        try waiting {
            await server.stop()
            await checkpoints?.stop(owned.service)
            await owned.close()
        }
    }

    /// Opens the data, then the doors; the owner's token is there before anybody can use it.
    private func begun(
        _ directory: DataDirectory,
        _ doors: ServedDoors,
        _ actor: String,
        _ access: SocketListener.Access
    ) throws -> (OwnedService, FlagServer, OwnerToken?) {
        let tokenPath = ownerTokenPath
        return try waiting {
            let owned = try await directory.openedForServer(actor: actor, access: access)
            for note in owned.notes { Printer.complain(note) }
            var owner: OwnerToken?
            do {
                owner = try tokenPath.map { try OwnerToken.make(at: $0, actor: actor) }
                return (owned, try await Self.start(owned.service, doors, owner), owner)
            } catch {
                owner?.remove()
                await owned.close()
                throw error
            }
        }
    }

    private static func start(
        _ service: LocalService,
        _ doors: ServedDoors,
        _ owner: OwnerToken?
    ) async throws -> FlagServer {
        let ingest = try await service.ingest()
        await service.readAllFlags()
        do throws(ServerProblem) {
            let server = try await FlagServer.start(
                service,
                ingest: ingest,
                settings: doors.settings,
                certificate: doors.certificate,
                management: .way(to: service, owner: owner),
                now: Surroundings.now,
                note: { Printer.complain($0.line) }
            )
            await service.setApplicationsSource { server.applications() }
            return server
        } catch {
            throw CommandFailure(.unreachable, error.text)
        }
    }
}

/// Where a server listens, and what it proves with who it is.
private struct ServedDoors: Sendable {
    let settings: ServerSettings
    let certificate: ServerCertificate?
}

/// The signals that ask a process to end, kept for one thread to wait for.
struct StopSignals {
    private var set: sigset_t

    /// Blocks them for this thread and every one that it starts from now on.
    static func blocked() -> StopSignals {
        var set = sigset_t()
        sigemptyset(&set)
        for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&set, number) }
        pthread_sigmask(SIG_BLOCK, &set, nil)
        return StopSignals(set: set)
    }

    /// Returns when one of them arrives.
    func wait() {
        var set = set
        var number: Int32 = 0
        sigwait(&set, &number)
    }
}

extension RefusedApplication {
    /// Who could not connect, why, and what to do, for the server's own terminal.
    fileprivate var line: String {
        "\(Surroundings.localTime(lastTriedAt))  \(sdk.isEmpty ? "An application" : sdk) at "
            + "\(address) could not connect. \(reason.sentence) \(reason.remedy)"
    }
}
