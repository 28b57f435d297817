package import FlagAPI

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension DataDirectory {
    /// Lets a group through the directory to the socket: its files stay the owner's alone, and
    /// nobody of the group can list what is in it.
    ///
    /// - Throws: ``ServiceProblem/unreachable(text:)`` when the system does not allow it.
    package func letThrough(group: UInt32) throws(ServiceProblem) {
        guard chown(path, .max, group) == 0, chmod(path, 0o710) == 0 else {
            let reason = String(cString: strerror(errno))
            throw .unreachable(
                text: "The group cannot be let through \(path): \(reason). Choose a group that "
                    + "you belong to."
            )
        }
    }
}
