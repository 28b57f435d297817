import ArgumentParser
import FlagServer
import FlagService
import UnixSocket

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Who besides the owner may reach the data over its socket.
enum GroupAccess {
    /// The access that a group's name stands for; the owner alone without one.
    ///
    /// - Parameter name: the group; `nil` asks `$FLAGDECK_GROUP`.
    /// - Returns: who may connect.
    /// - Throws: ``CommandFailure`` when the machine has no such group.
    static func named(_ name: String?) throws -> SocketListener.Access {
        guard let name = name ?? Surroundings.variable("FLAGDECK_GROUP") else { return .owner }
        guard let entry = getgrnam(name) else {
            throw CommandFailure(
                .wrongUsage,
                "There is no group \"\(name)\" on this machine. Name one that is, with --group."
            )
        }
        return .group(entry.pointee.gr_gid)
    }
}
