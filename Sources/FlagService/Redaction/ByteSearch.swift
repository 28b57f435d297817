#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Looks for bytes in bytes, with the system's own search: histories are long.
enum ByteSearch {
    /// The first place of `needle` in `bytes` at or behind `start`; `nil` when there is none.
    static func find(_ needle: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        bytes.withUnsafeBytes { hay in
            needle.withUnsafeBytes { needle in
                guard let base = hay.baseAddress, let sought = needle.baseAddress,
                    let first = needle.first
                else { return nil }
                var offset = start
                while offset + needle.count <= hay.count {
                    let rest = hay.count - needle.count - offset + 1
                    guard let found = memchr(base + offset, Int32(first), rest) else { return nil }
                    let place = UnsafeRawPointer(found) - base
                    if memcmp(base + place, sought, needle.count) == 0 { return place }
                    offset = place + 1
                }
                return nil
            }
        }
    }
}
