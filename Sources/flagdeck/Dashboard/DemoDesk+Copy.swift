import FlagAPI
import FlagService
import FoundationEssentials

extension DemoDesk {
    /// A directory in which a sample company was kept: `$FLAGDECK_DEMO_FROM`.
    ///
    /// A demo begins with a copy of it instead of making another one, for scripts that start many.
    static var readyMade: String? { Surroundings.variable("FLAGDECK_DEMO_FROM") }

    /// Opens a copy of a sample company that was kept, with everything in it at once.
    ///
    /// - Throws: ``CommandFailure`` or `ServiceProblem` when there is none or no place for a copy.
    static func copy(of kept: String, world: LocalService.World) throws -> DemoDesk {
        let path = try temporaryDirectory()
        do {
            let names = try FileManager.default.contentsOfDirectory(atPath: kept)
            for name in names where name != SocketProtocol.fileName {
                try FileManager.default.copyItem(
                    atPath: "\(kept)/\(name)",
                    toPath: "\(path)/\(name)"
                )
            }
        } catch {
            throw CommandFailure(
                .unreachable,
                "The sample company in \(kept) cannot be copied to \(path). "
                    + "Make one with: flagdeck demo --keep \(kept)"
            )
        }
        let service = try LocalService.open(DataDirectory(path: path), world: world).service
        return DemoDesk(service: service, throwAway: path)
    }
}
