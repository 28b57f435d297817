// Frames over a Unix socket, for both of its ends.
//
// A frame is four bytes of length, the most significant first, and so many bytes. One thread serves
// all connections of a `FrameLoop`; whoever sends never waits, and what comes in waits for whoever
// reads.

/// Why a socket cannot be used, in a sentence that says what to do next.
public enum SocketProblem: Error, Hashable, Sendable {
    /// The path has more bytes than a socket's name may have.
    case pathTooLong(path: String, bytes: Int)
    /// Nobody listens there: there is no socket, or whoever made it is gone.
    case nobody(path: String)
    /// Something else than a socket has the name.
    case notASocket(path: String)
    /// Somebody listens there already.
    case inUse(path: String)
    /// The system refused, with its number and the operation.
    case system(operation: String, path: String, errno: Int32)
}

extension SocketProblem: CustomStringConvertible {
    /// What happened, where, and what to do next.
    public var description: String {
        switch self {
        case .pathTooLong(let path, let bytes):
            "Others cannot join this Flagdeck: the name of its socket, \(path), has \(bytes) "
                + "bytes, and the system allows \(SocketAddress.maximumBytes). Everything else "
                + "works. Move the data to a directory with a shorter name to change that."
        case .nobody(let path): "Nobody listens on \(path)."
        case .notASocket(let path):
            "Others cannot join this Flagdeck: \(path) is no socket. Everything else works. "
                + "Move that file away to change that."
        case .inUse(let path):
            "Others cannot join this Flagdeck: another process listens on \(path). "
                + "Everything else works."
        case .system(let operation, let path, let number):
            "The socket \(path) cannot be used: \(operation) failed with error \(number), "
                + "\(errorText(number))."
        }
    }
}
