#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Finds a short word in many bytes.
enum ByteSearch {
    /// How common a byte is in folded text; the search looks for the rarest byte of a word.
    private static func frequency(_ byte: UInt8) -> Int {
        let common: StaticString = " etaoinsrhldcumpgfwybvk-.xjqz0123456789"
        return common.withUTF8Buffer { all in
            all.firstIndex(of: byte).map { 100 - $0 } ?? 0
        }
    }

    /// The first place of `word` between `start` and `end`.
    ///
    /// - Complexity: `memchr` over the bytes for the word's rarest byte, and a comparison at each.
    static func find(
        _ word: [UInt8],
        in bytes: UnsafeBufferPointer<UInt8>,
        from start: Int,
        to end: Int
    ) -> Int? {
        guard let base = bytes.baseAddress, !word.isEmpty, end - start >= word.count else {
            return nil
        }
        let rarest = word.indices.min { frequency(word[$0]) < frequency(word[$1]) } ?? 0
        var position = start + rarest
        let last = end - word.count + rarest
        while position <= last {
            let rest = last - position + 1
            guard let hit = memchr(base + position, Int32(word[rarest]), rest) else { return nil }
            let found = UnsafeRawPointer(hit) - UnsafeRawPointer(base)
            let place = found - rarest
            if memcmp(base + place, word, word.count) == 0 { return place }
            position = found + 1
        }
        return nil
    }
}
