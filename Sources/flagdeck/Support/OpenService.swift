import FlagAPI
import FlagClient
import FlagModel
import FlagServer
import FlagService
import UnixSocket

/// A service in use, wherever it runs, and how to let it go.
struct OpenService: Sendable {
    let service: any FlagServiceAPI
    /// Lets it go; closes the data in order when this process has it.
    let close: @Sendable () async -> Void

    /// The service of this process alone.
    init(_ service: LocalService) {
        self.service = service
        close = { await service.close() }
    }

    /// The service of whoever has the data.
    private init(_ service: SharedService) {
        self.service = service
        close = { await service.close() }
    }

    /// The service of whoever has the data, or is elsewhere.
    ///
    /// - Parameters:
    ///   - ways: how it is found.
    ///   - role: a command ends when the connection breaks off; everything else goes on trying.
    /// - Returns: the service, ready.
    /// - Throws: ``CommandFailure`` when it cannot be reached or does not let this person in.
    static func opened(
        _ ways: SharedService.Ways,
        as role: ProcessRole
    ) async throws -> OpenService {
        var ways = ways
        ways.keepsTrying = role != .command
        do throws(ServiceProblem) {
            return OpenService(try await SharedService.open(ways))
        } catch {
            throw CommandFailure(error)
        }
    }
}

extension GuardedService {
    /// The service of this process for its own user, who may act under any name.
    init(
        _ service: LocalService,
        actor: String,
        now: @escaping @Sendable () -> Moment = Surroundings.now
    ) {
        self.init(
            service,
            caller: Caller(name: actor, way: .owner),
            ownerName: Surroundings.loginName,
            now: now,
            executor: Workers.shared
        )
    }
}

extension LocalService {
    /// Checks the whole history beside everything else, and tells what was found.
    nonisolated func checkInBackground(
        telling tell: @escaping @Sendable (HistoryCheck) -> Void
    ) {
        Task(executorPreference: Workers.shared) {
            tell(await self.checkHistory(on: Workers.shared))
        }
    }
}

extension DataDirectory {
    /// Finds the process that has the data, or opens the data in this one.
    ///
    /// - Parameters:
    ///   - role: what this process is. A dashboard lets others join, and gives the data to a
    ///     server that asks; a command does neither.
    ///   - actor: the name for the history.
    ///   - announcer: hears what people should know.
    ///   - world: the clock and the random numbers, in case this process has the data.
    /// - Returns: the service, ready.
    /// - Throws: ``CommandFailure`` also when there is no data here yet.
    func opened(
        as role: ProcessRole,
        actor: String,
        announcer: Announcer = .printing,
        world: LocalService.World = Surroundings.world
    ) async throws -> OpenService {
        try checkForData()
        let access = try GroupAccess.named(nil)
        let ways = SharedService.Ways(
            connect: connecting(as: role, actor: actor),
            open: { yields throws(ServiceProblem) in
                let owned = try OwnedService.open(
                    self,
                    world: world,
                    role: role,
                    access: access,
                    executor: Workers.shared,
                    yields: yields
                )
                for note in owned.notes { announcer.note(note) }
                if role != .command {
                    owned.service.checkInBackground { $0.warning.map(announcer.alarm) }
                }
                let guarded = GuardedService(owned.service, actor: actor, now: world.now)
                return SharedService.Owned(service: guarded) { await owned.close() }
            },
            random: Surroundings.world.random,
            executor: Workers.shared
        )
        return try await .opened(ways, as: role)
    }

    /// Opens the data in a process that keeps it for everybody.
    ///
    /// A dashboard that has it open gives it up and goes on as a client.
    ///
    /// - Returns: the service; close it when the process ends.
    /// - Throws: ``CommandFailure`` when another server has it, or a command for long.
    func openedForServer(
        actor: String,
        access: SocketListener.Access
    ) async throws -> OwnedService {
        try checkForData()
        let start = ContinuousClock.now
        while true {
            do throws(ServiceProblem) {
                return try OwnedService.open(
                    self,
                    world: Surroundings.world,
                    role: .server,
                    access: access,
                    executor: Workers.shared
                )
            } catch {
                guard case .unreachable = error, start.duration(to: .now) < Self.serverPatience
                else { throw CommandFailure(error) }
            }
            try await askOwner(actor: actor)
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    /// How long a server tries to get at the data.
    private static let serverPatience = Duration.seconds(5)

    /// Asks whoever has the data to give it up; nobody may be there any more.
    private func askOwner(actor: String) async throws {
        let greeting = Greeting(role: .server, actor: actor, follows: false)
        let owner: FlagClient
        do throws(ConnectProblem) {
            owner = try await connected(greeting)
        } catch {
            if case .nobody = error { return }
            throw CommandFailure(.unreachable, error.text)
        }
        do throws(ServiceProblem) {
            try await owner.askForData()
        } catch {
            // An owner that has just gone did not refuse.
            if await !owner.isEnded { throw CommandFailure(error) }
        }
        await owner.close()
    }

    private func connecting(
        as role: ProcessRole,
        actor: String
    ) -> @Sendable () async throws(ConnectProblem) -> FlagClient {
        let greeting = Greeting(role: role, actor: actor, follows: true)
        return { () throws(ConnectProblem) in try await connected(greeting) }
    }

    private func connected(_ greeting: Greeting) async throws(ConnectProblem) -> FlagClient {
        try await FlagClient.connect(
            to: socket,
            ownerID: ownerID,
            greeting: greeting,
            executor: Workers.shared
        )
    }

    private func checkForData() throws {
        guard !isFile else {
            throw CommandFailure(.unreachable, "\(path) is a file, not a directory.")
        }
        guard holdsData else {
            throw CommandFailure(
                .unreachable,
                "There is no data in \(path) yet. "
                    + "Make a place for it with: flagdeck init --data \(path)"
            )
        }
    }
}
