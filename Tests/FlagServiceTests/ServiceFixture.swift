import FlagAPI
import FlagModel
import FlagService
import Foundation
import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A real service on a directory of its own, with a clock that ticks a second a look.
final class ServiceFixture: Sendable {
    let directory: DataDirectory
    let world: LocalService.World
    let clock: TickingClock
    let project: Project
    let live: Environment

    init() throws {
        var template = Array("/tmp/flagdeck-service-XXXXXX".utf8CString)
        let isMade = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.map { mkdtemp($0) != nil } ?? false
        }
        precondition(isMade, "A temporary directory can be made.")
        let base = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        directory = DataDirectory(path: base + "/data")
        let clock = TickingClock()
        self.clock = clock
        world = LocalService.World(
            now: { clock.now() },
            random: { UInt64.random(in: .min ... .max) }
        )
        project = Project(id: .new, key: try Key("shop"), name: "Shop")
        live = Environment(
            id: .new,
            projectID: project.id,
            key: try Key("prod"),
            name: "Shop",
            isLive: true,
            secrets: []
        )
    }

    deinit {
        removeTree(String(directory.path.dropLast("/data".count)))
    }

    /// A service with a LIVE environment and no flags: two changes in entry 1.
    func begin() async throws -> LocalService {
        let service = try LocalService.create(in: directory, world: world)
        _ = try await service.propose(
            proposal([.createProject(project), .createEnvironment(live)])
        )
        return service
    }

    /// The service again, as the next process would open it.
    func reopen() throws -> LocalService {
        try LocalService.open(directory, world: world).service
    }

    /// The files as they are now, in another directory.
    func copy(to name: String) throws -> DataDirectory {
        let path = directory.path.dropLast("data".count) + name
        try FileManager.default.copyItem(atPath: directory.path, toPath: String(path))
        return DataDirectory(path: String(path))
    }

    func proposal(
        _ changes: [Change],
        note: String = "",
        origin: ChangeSet.Origin = .direct
    ) -> Proposal {
        Proposal(id: .new, actor: "Ana", note: note, origin: origin, changes: changes)
    }

    func flag(_ key: String) throws -> Flag {
        Flag(
            id: .new,
            key: try Key(key),
            name: key,
            kind: .boolean,
            variations: [
                Variation(id: "on", name: "On", value: "true"),
                Variation(id: "off", name: "Off", value: "false"),
            ],
            defaultVariationID: "on",
            offVariationID: "off",
            revision: .new,
            createdAt: Moment(milliseconds: 1_780_000_000_000)
        )
    }

    func edit(_ flag: Flag, _ edit: FlagEdit) -> Proposal {
        proposal([.editFlag(environment: live.id, flag: flag.id, edit)])
    }
}

extension GUID {
    static var new: GUID {
        var random = SystemRandomNumberGenerator()
        return GUID(using: &random)
    }
}

/// Removes a directory of plain files and directories.
private func removeTree(_ path: String) {
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

/// A clock that goes on by a second with every look, until it is held.
final class TickingClock: Sendable {
    private let time = Mutex<(microseconds: Int64, isHeld: Bool)>((1_780_000_000_000_000, false))

    func now() -> Moment {
        Moment(
            microseconds: time.withLock { time in
                if !time.isHeld { time.microseconds += 1_000_000 }
                return time.microseconds
            }
        )
    }

    /// Stops at a moment.
    func hold(at moment: Moment) { time.withLock { $0 = (moment.microseconds, true) } }
}
