#if canImport(Glibc)
internal import Glibc
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Finds one short word in many bytes.
struct ByteSearch {
    private let word: [UInt8]
    /// The place of the word's rarest byte: looking for that one stops least often.
    private let rarest: Int
    private let frequency: Int

    /// Prepares the search for `word`.
    init(_ word: some Sequence<UInt8>) {
        self.word = Array(word)
        let frequencies = self.word.map(Self.frequency)
        rarest = frequencies.indices.min { frequencies[$0] < frequencies[$1] } ?? 0
        frequency = frequencies.min() ?? 0
    }

    /// The folded words of `query`, the one that is likely in the fewest rows first.
    static func words(of query: String) -> [ByteSearch] {
        Folding.fold(query).split { $0 == " " || $0.isNewline || $0 == "\t" }
            .map { ByteSearch($0.utf8) }
            .sorted { ($0.frequency, -$0.word.count) < ($1.frequency, -$1.word.count) }
    }

    /// How common a byte is in folded text, 0 through 100.
    private static func frequency(_ byte: UInt8) -> Int {
        let common: StaticString = " etaoinsrhldcumpgfwybvk-.xjqz0123456789"
        return common.withUTF8Buffer { all in
            all.firstIndex(of: byte).map { 100 - $0 } ?? 0
        }
    }

    /// The first place of the word between `start` and `end`.
    ///
    /// - Parameters:
    ///   - bytes: where to look.
    ///   - start: the first byte to look at.
    ///   - end: the byte after the last.
    /// - Returns: the offset of the word's first byte in `bytes`.
    /// - Complexity: `memchr` over the bytes for the word's rarest byte, and a comparison at each.
    func find(in bytes: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) -> Int? {
        guard let base = bytes.baseAddress, !word.isEmpty, end - start >= word.count else {
            return nil
        }
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
