import Dispatch
import FlagAPI
import FlagClient
import FlagModel
import FlagServer
import FlagService
import Synchronization
import UnixSocket

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A data directory of its own with one LIVE environment, and ways to it as processes have them.
final class SharedFixture: Sendable {
    let directory: DataDirectory
    let live: Environment
    private let project: Project
    private let base: String

    static let world = LocalService.World(
        now: {
            var time = timespec()
            clock_gettime(CLOCK_REALTIME, &time)
            return Moment(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
        },
        random: { UInt64.random(in: .min ... .max) }
    )

    /// A directory whose last name is `folder`.
    init(folder: String = "data") async throws {
        var template = Array("/tmp/flagdeck-client-XXXXXX".utf8CString)
        let isMade = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.map { mkdtemp($0) != nil } ?? false
        }
        precondition(isMade, "A temporary directory can be made.")
        base = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        directory = DataDirectory(path: base + "/" + folder)
        project = Project(id: .new, key: try Key("shop"), name: "Shop")
        live = Environment(
            id: .new,
            projectID: project.id,
            key: try Key("prod"),
            name: "Shop",
            isLive: true,
            secrets: []
        )
        let service = try LocalService.create(in: directory, world: Self.world)
        _ = try await service.propose(
            proposal([.createProject(project), .createEnvironment(live)])
        )
        await service.close()
    }

    deinit {
        removeTree(base)
    }

    /// The service as another process would come by it.
    func shared(
        _ role: ProcessRole = .dashboard,
        actor: String = "Ana",
        change: (inout SharedService.Ways) -> Void = { _ in }
    ) async throws -> SharedService {
        let directory = directory
        var ways = SharedService.Ways(
            connect: { () throws(ConnectProblem) in
                try await FlagClient.connect(
                    to: directory.socket,
                    ownerID: directory.ownerID,
                    greeting: Greeting(role: role, actor: actor, follows: true),
                    executor: Threads.shared,
                    patience: 3600
                )
            },
            open: { yields throws(ServiceProblem) in
                let owned = try OwnedService.open(
                    directory,
                    world: Self.world,
                    role: role,
                    executor: Threads.shared,
                    yields: yields
                )
                return SharedService.Owned(service: owned.service) { await owned.close() }
            },
            random: { UInt64.random(in: .min ... .max) },
            executor: Threads.shared
        )
        // The machine may be busy with other tests: nobody gives up because of that.
        ways.firstPatience = .seconds(3600)
        ways.patience = .seconds(3600)
        ways.promise = .seconds(3600)
        change(&ways)
        return try await SharedService.open(ways)
    }

    /// The data, opened in this process as its owner.
    func owned(
        _ role: ProcessRole = .dashboard,
        limits: FrameLimits? = nil,
        yields: (@Sendable () async -> Void)? = nil
    ) throws -> OwnedService {
        try OwnedService.open(
            directory,
            world: Self.world,
            role: role,
            limits: limits,
            executor: Threads.shared,
            yields: yields
        )
    }

    /// A connection to whoever has the data.
    func client(
        _ greeting: Greeting = Greeting(role: .dashboard, actor: "Ben", follows: true),
        requestBytes: Int = SocketProtocol.requestBytes
    ) async throws -> FlagClient {
        try await FlagClient.connect(
            to: directory.socket,
            ownerID: directory.ownerID,
            greeting: greeting,
            executor: Threads.shared,
            requestBytes: requestBytes,
            patience: 3600
        )
    }

    /// A bare connection that greets nobody yet.
    func connection(untaken: Int = 16) throws -> FrameConnection {
        let limits = FrameLimits(
            greetingBytes: SocketProtocol.answerBytes,
            frameBytes: SocketProtocol.answerBytes,
            greetingSeconds: 3600,
            untakenFrames: untaken,
            waitingBytes: 1 << 30
        )
        let address = try SocketAddress(path: directory.socket)
        return try FrameLoop.connect(to: address, limits: limits)
    }

    func proposal(_ changes: [Change], actor: String = "Ana") -> Proposal {
        Proposal(id: .new, actor: actor, changes: changes)
    }

    func rename(_ name: String, actor: String = "Ana") -> Proposal {
        proposal([.editEnvironment(live.id, .rename(name))], actor: actor)
    }

    /// A new flag; with more values it takes more room.
    func newFlag(_ key: String, values: Int = 0, _ value: String = "") throws -> Proposal {
        let large = (0..<values).map { Variation(id: "v\($0)", name: "V", value: value) }
        let flag = Flag(
            id: .new,
            key: try Key(key),
            name: key,
            kind: .string,
            variations: [
                Variation(id: "on", name: "On", value: "true"),
                Variation(id: "off", name: "Off", value: "false"),
            ] + large,
            defaultVariationID: "on",
            offVariationID: "off",
            revision: .new,
            createdAt: Moment(milliseconds: 1_780_000_000_000)
        )
        return proposal([.createFlag(environment: live.id, flag)])
    }

    /// The name of the LIVE environment in a picture.
    func name(in picture: Picture?) -> String? {
        picture?.model.environment(live.id)?.environment.name
    }
}

/// Threads beside those of the tests, some of which wait for whole processes meanwhile.
final class Threads: TaskExecutor {
    static let shared = Threads()

    private let queue = DispatchQueue(label: "services", attributes: .concurrent)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}

extension GUID {
    static var new: GUID {
        var random = SystemRandomNumberGenerator()
        return GUID(using: &random)
    }
}

extension AsyncStream<Picture> {
    /// The first picture of an entry or of a later one.
    func first(from entry: UInt64) async -> Picture? {
        await first { $0.entry >= entry }
    }
}

extension SharedFixture {
    /// The bytes of every file that lies in the data directory and has any.
    func everyFile() -> [[UInt8]] { filesBelow(directory.path).filter { !$0.isEmpty } }
}

/// The bytes of the files in a directory and those in it.
private func filesBelow(_ path: String) -> [[UInt8]] {
    guard let handle = opendir(path) else { return [fileBytes(path)] }
    defer { closedir(handle) }
    var files: [[UInt8]] = []
    while let entry = readdir(handle) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
            pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != ".", name != ".." { files += filesBelow(path + "/" + name) }
    }
    return files
}

private func fileBytes(_ path: String) -> [UInt8] {
    guard let file = fopen(path, "r") else { return [] }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    while case let byte = fgetc(file), byte != EOF { bytes.append(UInt8(truncatingIfNeeded: byte)) }
    return bytes
}

/// Removes a directory of plain files and directories.
func removeTree(_ path: String) {
    guard let handle = opendir(path) else {
        unlink(path)
        return
    }
    while let entry = readdir(handle) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
            pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != ".", name != ".." { removeTree(path + "/" + name) }
    }
    closedir(handle)
    rmdir(path)
}
