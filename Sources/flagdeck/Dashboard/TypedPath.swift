#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Paths as people type them.
enum TypedPath {
    /// The path as a shell would take it: without quotes around it, and with the home directory.
    static func expanded(_ typed: String) -> String {
        var path = typed
        for quote in ["'", "\""] where path.count > 2 && path.hasPrefix(quote) {
            if path.hasSuffix(quote) { path = String(path.dropFirst().dropLast()) }
        }
        guard path.hasPrefix("~/"), let home = getenv("HOME") else { return path }
        return String(cString: home) + path.dropFirst()
    }
}
