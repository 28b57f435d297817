#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A new folder for what need not stay.
package enum ScratchFolder {
    /// Makes an empty folder that only its owner may enter, under a name that nothing has.
    ///
    /// - Parameters:
    ///   - name: what its name begins with.
    ///   - parent: where it is made.
    /// - Returns: its path; whoever made it removes it.
    /// - Throws: ``DiskError`` when the system refuses.
    package static func make(_ name: String, in parent: String) throws(DiskError) -> String {
        var path = Array("\(parent)/\(name)-XXXXXX".utf8CString)
        let isMade = path.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.map { mkdtemp($0) != nil } ?? false
        }
        guard isMade else { throw .last("mkdtemp", parent) }
        return String(decoding: path.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
