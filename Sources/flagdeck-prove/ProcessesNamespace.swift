#if os(Linux)
import Glibc
import JSON
import Synchronization

/// Runs a role of this program in a mount namespace of its own, so that what it mounts is seen by
/// nobody else and goes with it.
enum ProcessesNamespace {
    /// Seconds that a role may take.
    static let patienceSeconds = 3600

    /// Mounts something and runs a role there.
    ///
    /// - Parameters:
    ///   - mounting: a shell command that mounts on `$1`.
    ///   - folder: `$1`; it is made.
    ///   - role: the role and its arguments; its last line is a row.
    /// - Returns: the row.
    /// - Throws: ``ProcessesFailure`` when the machine does not allow it.
    static func row(
        after mounting: String,
        on folder: String,
        role: [String]
    ) throws(ProcessesFailure) -> ProcessesRow {
        guard getuid() == 0 else { throw ProcessesFailure("it needs root, to mount") }
        mkdir(folder, 0o700)
        let script = mounting + " || exit 77; shift; \"$@\"; code=$?; umount \"$0\"; exit $code"
        let child = try ProcessesChild(
            ["unshare", "--mount", "--propagation", "private", "sh", "-c", script, folder, folder]
                + [ProcessesChild.program, "role"] + role
        )
        let (lines, ending) = child.finish(within: patienceSeconds)
        guard ending != .code(77) else { throw ProcessesFailure("nothing can be mounted here") }
        let json = lines.last.flatMap { try? JSONValue(parsing: Array($0.utf8)) }
        guard let row = json.flatMap({ try? ProcessesRow(json: $0) }) else {
            throw ProcessesFailure("the role ended early (\(ending.map { "\($0)" } ?? "killed"))")
        }
        return row
    }
}

/// Lines that other threads add.
final class ProcessesLines: Sendable {
    private let lines = Mutex<[String]>([])

    /// Those that were added, in order.
    var all: [String] { lines.withLock(\.self) }

    /// Adds one.
    func add(_ line: String) { lines.withLock { $0.append(line) } }
}
#endif
