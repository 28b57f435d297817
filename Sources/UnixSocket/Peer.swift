#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The process at the other end of a socket, as the system vouches for it.
///
/// Of a listening process it is who made the socket listen. Decide by the user, never by the
/// process: its number may belong to another one by now.
public struct Peer: Hashable, Sendable {
    /// The process, to name it in sentences; 0 when the system does not say.
    public let processID: Int32
    /// The user that it ran as when it connected.
    public let userID: UInt32
    /// That user's group.
    public let groupID: UInt32

    /// Puts the parts together.
    public init(processID: Int32, userID: UInt32, groupID: UInt32) {
        self.processID = processID
        self.userID = userID
        self.groupID = groupID
    }

    /// Asks the system who is at the other end of a connected socket; `nil` when it cannot say.
    init?(of descriptor: Int32) {
        #if canImport(Glibc)
        // Twelve bytes: process, user and group, in the machine's order. The C structure is hidden
        // from Swift.
        var fields: (Int32, UInt32, UInt32) = (0, 0, 0)
        var length = socklen_t(MemoryLayout.size(ofValue: fields))
        guard getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &fields, &length) == 0,
            length == 12
        else { return nil }
        self.init(processID: fields.0, userID: fields.1, groupID: fields.2)
        #else
        var user = uid_t()
        var group = gid_t()
        guard getpeereid(descriptor, &user, &group) == 0 else { return nil }
        self.init(processID: 0, userID: user, groupID: group)
        #endif
    }

    /// The login name of the user; `nil` when the machine has no such account.
    public var accountName: String? { Self.accountName(of: userID) }

    /// The login name of a user; `nil` when the machine has no such account.
    public static func accountName(of userID: UInt32) -> String? {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16_384)
        guard getpwuid_r(userID, &entry, &buffer, buffer.count, &found) == 0, found != nil,
            let name = entry.pw_name
        else { return nil }
        return String(cString: name)
    }

    /// The user of this process.
    public static var ownUserID: UInt32 { geteuid() }
}
