#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// A socket in the file system that waits for connections.
public struct SocketListener: Sendable {
    /// Where it is.
    public let address: SocketAddress

    let descriptor: Int32
    /// What the file system calls it, so that only this one is ever removed.
    private let identity: FileIdentity

    /// Who may connect, beside root.
    public enum Access: Hashable, Sendable {
        /// The user of this process.
        case owner
        /// Everybody in a group too.
        case group(UInt32)

        var mode: mode_t {
            switch self {
            case .owner: 0o600
            case .group: 0o660
            }
        }
    }

    /// Connections that the system holds until they are taken.
    private static let backlog: Int32 = 64

    /// Makes a socket and listens on it.
    ///
    /// A socket that nobody listens on any more is removed first. Call this only while holding
    /// what decides who may listen here, or two processes may remove each other's.
    ///
    /// - Throws: ``SocketProblem/inUse(path:)`` or ``SocketProblem/notASocket(path:)`` when the
    ///   name is taken.
    public init(at address: SocketAddress, access: Access = .owner) throws(SocketProblem) {
        try Self.clear(address)
        let descriptor = try address.newSocket()
        do throws(SocketProblem) {
            identity = try Self.bind(descriptor, to: address, access: access)
        } catch {
            close(descriptor)
            throw error
        }
        self.descriptor = descriptor
        self.address = address
    }

    /// Removes the socket's name, unless it names another one by now; connections stay.
    public func unlink() {
        guard FileIdentity(address.path) == identity else { return }
        removeName(address.path)
    }

    private static func clear(_ address: SocketAddress) throws(SocketProblem) {
        guard let present = FileIdentity(address.path) else { return }
        guard present.isSocket else { throw .notASocket(path: address.path) }
        do throws(SocketProblem) {
            close(try address.connect())
        } catch .nobody {
            removeName(address.path)
            return
        } catch {
            throw error
        }
        throw .inUse(path: address.path)
    }

    private static func bind(
        _ descriptor: Int32,
        to address: SocketAddress,
        access: Access
    ) throws(SocketProblem) -> FileIdentity {
        // On Linux the name takes over the mode of the socket, so there is no moment in which more
        // people could connect than should.
        _ = fchmod(descriptor, access.mode)
        guard address.withAddress({ bindSocket(descriptor, $0, $1) }) == 0 else {
            throw errno == EADDRINUSE ? .inUse(path: address.path) : address.problem("bind")
        }
        do throws(SocketProblem) {
            if case .group(let group) = access, chown(address.path, .max, group) != 0 {
                throw address.problem("chown")
            }
            guard chmod(address.path, access.mode) == 0 else { throw address.problem("chmod") }
            guard listen(descriptor, backlog) == 0 else { throw address.problem("listen") }
            guard let identity = FileIdentity(address.path) else { throw address.problem("stat") }
            return identity
        } catch {
            removeName(address.path)
            throw error
        }
    }
}

/// Which file a name stands for.
///
/// The system gives numbers out again, so the time of the last change of its owner or mode belongs
/// to it.
private struct FileIdentity: Hashable {
    let device: UInt64
    let number: UInt64
    let changedSeconds: Int
    let changedNanoseconds: Int
    let isSocket: Bool

    init?(_ path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        device = UInt64(truncatingIfNeeded: status.st_dev)
        number = UInt64(truncatingIfNeeded: status.st_ino)
        #if canImport(Glibc)
        let changed = status.st_ctim
        #else
        let changed = status.st_ctimespec
        #endif
        (changedSeconds, changedNanoseconds) = (changed.tv_sec, changed.tv_nsec)
        isSocket = status.st_mode & S_IFMT == S_IFSOCK
    }
}

private func bindSocket(
    _ descriptor: Int32,
    _ address: UnsafePointer<sockaddr>,
    _ length: socklen_t
) -> Int32 {
    bind(descriptor, address, length)
}

private func removeName(_ path: String) {
    #if canImport(Glibc)
    _ = Glibc.unlink(path)
    #else
    _ = Darwin.unlink(path)
    #endif
}
