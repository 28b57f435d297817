/// Texts one behind the other in one piece of memory, and sets of them.
///
/// Places in it are plain numbers: reading a text or asking a set touches no reference counts and
/// makes nothing, which is what most of the time of an evaluation would go to otherwise.
struct TextTable: Sendable {
    /// All texts.
    private(set) var bytes: [UInt8] = []
    private var slots: [Slot] = []

    /// Where one text stands.
    struct Place: Sendable {
        let start: Int
        let count: Int

        var range: Range<Int> { start..<start + count }
    }

    /// Where one set of texts stands: open addressing, a power of two of slots, less than 3 in 4
    /// of them taken, so that a search ends soon.
    struct SetPlace: Sendable {
        fileprivate let start: Int
        fileprivate let mask: Int
        fileprivate let isEmpty: Bool
    }

    /// One text of a set, or none.
    private struct Slot: Sendable {
        let start: Int
        /// The upper half of the text's hash, so that few other texts need to be read.
        let tag: UInt32
        let count: UInt32

        static let none = Slot(start: 0, tag: 0, count: .max)

        var isNone: Bool { count == .max }
    }

    /// Makes room for so many bytes at once.
    mutating func reserve(bytes count: Int) { bytes.reserveCapacity(count) }

    /// Puts a text at the end.
    mutating func add(_ text: String) -> Place {
        let start = bytes.count
        var text = text
        text.withUTF8 { bytes.append(contentsOf: $0) }
        return Place(start: start, count: bytes.count - start)
    }

    /// Puts a set of texts at the end; texts may repeat.
    ///
    /// - Complexity: O(*n*) in their bytes.
    mutating func addSet(_ texts: some Collection<String>) -> SetPlace {
        var capacity = 1
        while capacity < texts.count * 3 / 2 + 1 { capacity *= 2 }
        let set = SetPlace(start: slots.count, mask: capacity - 1, isEmpty: texts.isEmpty)
        slots.append(contentsOf: repeatElement(.none, count: capacity))
        for text in texts {
            let place = add(text)
            let hash = Self.hash(bytes.span.extracting(place.range))
            let slot = slot(in: set, for: bytes.span.extracting(place.range), hash: hash)
            guard slots[slot].isNone else {
                bytes.removeLast(place.count)
                continue
            }
            let tag = UInt32(truncatingIfNeeded: hash >> 32)
            slots[slot] = Slot(start: place.start, tag: tag, count: UInt32(place.count))
        }
        return set
    }

    /// Whether a set holds a text with this hash.
    func holds(_ text: Span<UInt8>, hash: UInt64, in set: SetPlace) -> Bool {
        !set.isEmpty && !slots[slot(in: set, for: text, hash: hash)].isNone
    }

    /// The slot that holds a text, or the empty one where it would go.
    private func slot(in set: SetPlace, for text: Span<UInt8>, hash: UInt64) -> Int {
        let tag = UInt32(truncatingIfNeeded: hash >> 32)
        var index = Int(truncatingIfNeeded: hash) & set.mask
        while true {
            let slot = slots[set.start + index]
            if slot.isNone { return set.start + index }
            if slot.tag == tag, Int(slot.count) == text.count,
                text.holds(bytes.span.extracting(slot.start..<slot.start + text.count), at: 0)
            {
                return set.start + index
            }
            index = (index + 1) & set.mask
        }
    }

    /// The hash of a text: Swift's own, whose seed nobody outside of this process knows, so that
    /// nobody can make up keys that all fall into one slot.
    static func hash(_ text: Span<UInt8>) -> UInt64 {
        var hasher = Hasher()
        text.withUnsafeBytes { hasher.combine(bytes: $0) }
        return UInt64(bitPattern: Int64(hasher.finalize()))
    }
}
