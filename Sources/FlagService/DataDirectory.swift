public import FlagAPI
import Journal

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Where everything of one company lives: the journal, which is the truth, and what was observed.
///
/// ```
/// DIR/journal/              every change, for ever
/// DIR/observations.sqlite   customers, as applications and imports named them
/// DIR/deliveries.sqlite     what other systems were told, and are to be told
/// DIR/flagdeck.sock         where other processes reach the one that has the data open
/// ```
public struct DataDirectory: Hashable, Sendable {
    /// The directory itself.
    public let path: String

    /// Names a directory; nothing is touched.
    public init(path: String) {
        self.path = path
    }

    /// The journal's directory.
    public var journal: String { path + "/journal" }

    /// The file of what was observed.
    public var observations: String { path + "/observations.sqlite" }

    /// The file of what webhooks were told.
    public var deliveries: String { path + "/deliveries.sqlite" }

    /// The socket of the process that has the data open.
    public var socket: String { path + "/" + SocketProtocol.fileName }

    /// The user who owns the directory; `nil` when there is none.
    public var ownerID: UInt32? {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_uid : nil
    }

    /// Whether something else than a directory has this name.
    public var isFile: Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFDIR
    }

    /// Whether there is a journal here.
    public var holdsData: Bool { Journal.exists(at: journal) }

    /// Makes the directory and those above it, for its owner only.
    ///
    /// - Throws: ``ServiceProblem/unreachable(text:)`` when the system does not allow it.
    public func make() throws(ServiceProblem) {
        guard !isFile else { throw .unreachable(text: "\(path) is a file, not a directory.") }
        var made = ""
        for part in path.split(separator: "/", omittingEmptySubsequences: false) {
            made += made.isEmpty && part.isEmpty ? "" : part
            defer { made += "/" }
            guard !made.isEmpty, mkdir(made, 0o700) != 0, errno != EEXIST, errno != EISDIR else {
                continue
            }
            let reason = String(cString: strerror(errno))
            throw .unreachable(
                text: "The directory \(path) cannot be made: \(reason). "
                    + "Choose another one with --data DIR."
            )
        }
    }
}
