/// Finds rows by what people type, in any case and without accents, while they type.
///
/// All rows lie folded in one array of bytes: comparing `String`s row by row takes a hundred times
/// longer.
public struct Filter: Sendable {
    /// The folded UTF-8 bytes of all rows, one after the other, each ended by a line feed.
    private var bytes: [UInt8] = []
    /// Where each row starts in `bytes`, and one more for the end.
    private var starts: [Int32] = [0]
    /// Which bytes each row has, for finding letters in order.
    private var masks: [UInt64] = []

    /// Makes a filter without rows.
    public init() {}

    /// Makes a filter over `rows`.
    public init(_ rows: some Sequence<String>) {
        for row in rows { append(row) }
    }

    /// The number of rows.
    public var count: Int { starts.count - 1 }

    /// Appends one row; everything that should be found goes into `text`, with blanks between.
    public mutating func append(_ text: String) {
        Folding.append(text, to: &bytes)
        masks.append(Self.mask(bytes[Int(starts[count])...]))
        // Ends the row, so that no word is found across two of them.
        bytes.append(0x0A)
        starts.append(Int32(bytes.count))
    }

    /// The rows that hold every word of `query`, in order; all rows for an empty one.
    ///
    /// - Complexity: O(bytes of all rows), a few milliseconds for 100,000 rows.
    public func matches(_ query: String) -> [Int] {
        let words = ByteSearch.words(of: query)
        guard let first = words.first else { return Array(0..<count) }
        return keep(candidates(first), words.dropFirst())
    }

    /// The rows among `rows` that hold every word of `query`: when a letter was added, only what
    /// matched before can match now.
    public func matches(_ query: String, among rows: [Int]) -> [Int] {
        keep(rows, ByteSearch.words(of: query)[...])
    }

    /// The same rows, those first that begin with `query`, then those in which a word does.
    public func ranked(_ query: String) -> [Int] {
        let rows = matches(query)
        let wanted = Array(Folding.fold(query).utf8)
        guard !wanted.isEmpty else { return rows }
        var kinds: [[Int]] = [[], [], []]
        for row in rows { kinds[rank(of: wanted, in: row)].append(row) }
        return Array(kinds.joined())
    }

    /// The first of some rows that begins with `query`; `nil` when none does.
    public func first(beginningWith query: String, among rows: [Int]) -> Int? {
        let wanted = Array(Folding.fold(query).utf8)
        guard let first = wanted.first else { return nil }
        return bytes.withUnsafeBufferPointer { all in
            rows.first { row in
                let place = Int(starts[row])..<Int(starts[row + 1])
                // Most rows differ in their first byte, and each of them is asked for every letter.
                return all[place.lowerBound] == first && all[place].starts(with: wanted)
            }
        }
    }

    /// The best rows for a name that is being typed: those that begin with it, then those in which
    /// a word begins with it, then those that hold its words anywhere, then, where that gives few,
    /// those that hold its letters in order.
    ///
    /// - Parameters:
    ///   - query: what is typed; nothing is found for an empty one.
    ///   - limit: how many rows of each kind are wanted at most.
    /// - Returns: rows with their kind, 0 through 3, best first; within a kind in order.
    public func best(_ query: String, limit: Int) -> [(row: Int, rank: Int)] {
        let words = ByteSearch.words(of: query)
        guard let first = words.first else { return [] }
        let wanted = Array(Folding.fold(query).utf8)
        var kinds: [[Int]] = [[], [], [], []]
        for row in keep(candidates(first), words.dropFirst()) {
            let rank = rank(of: wanted, in: row)
            if kinds[rank].count < limit { kinds[rank].append(row) }
            if kinds[0].count == limit { break }
        }
        if kinds[0].count + kinds[1].count + kinds[2].count < limit, wanted.count > 1 {
            let known = Set(kinds.joined())
            kinds[3] = rows(withLetters: wanted.filter { $0 != 0x20 }, but: known, limit: limit)
        }
        return kinds.enumerated().flatMap { rank, rows in rows.map { (row: $0, rank: rank) } }
    }

    /// How a row that holds all words holds them.
    private func rank(of wanted: [UInt8], in row: Int) -> Int {
        let place = bytes[Int(starts[row])..<Int(starts[row + 1])]
        if place.starts(with: wanted) { return 0 }
        var index = place.startIndex
        while let blank = place[index...].firstIndex(of: 0x20) {
            index = blank + 1
            if place[index...].starts(with: wanted) { return 1 }
        }
        return 2
    }

    /// The first rows that hold letters in this order, beginning with the start of a word.
    private func rows(withLetters letters: [UInt8], but known: Set<Int>, limit: Int) -> [Int] {
        let needed = Self.mask(letters)
        var found: [Int] = []
        bytes.withUnsafeBufferPointer { all in
            letters.withUnsafeBufferPointer { letters in
                // Almost every row lacks one of the letters: its mask says so without a look.
                for row in masks.indices where masks[row] & needed == needed {
                    let place = Int(starts[row])..<Int(starts[row + 1])
                    guard Self.holds(letters, in: all, at: place), !known.contains(row) else {
                        continue
                    }
                    found.append(row)
                    if found.count == limit { return }
                }
            }
        }
        return found
    }

    private static func holds(
        _ letters: UnsafeBufferPointer<UInt8>,
        in all: UnsafeBufferPointer<UInt8>,
        at place: Range<Int>
    ) -> Bool {
        var next = 0
        var before: UInt8 = 0x20
        for index in place {
            let byte = all[index]
            if byte == letters[next], next > 0 || before == 0x20 {
                next += 1
                if next == letters.count { return true }
            }
            before = byte
        }
        return false
    }

    /// A bit for each of 64 groups of bytes that are there.
    private static func mask(_ bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 | 1 << UInt64($1 & 63) }
    }

    private func keep(_ rows: [Int], _ words: ArraySlice<ByteSearch>) -> [Int] {
        guard !words.isEmpty else { return rows }
        return bytes.withUnsafeBufferPointer { all in
            rows.filter { row in
                let (start, end) = (Int(starts[row]), Int(starts[row + 1]))
                return words.allSatisfy { $0.find(in: all, from: start, to: end) != nil }
            }
        }
    }

    /// Searches all rows in one go, and skips to the next row after each find.
    private func candidates(_ word: ByteSearch) -> [Int] {
        var found: [Int] = []
        bytes.withUnsafeBufferPointer { all in
            var position = 0
            var row = 0
            while let hit = word.find(in: all, from: position, to: all.count) {
                while Int(starts[row + 1]) <= hit { row += 1 }
                found.append(row)
                row += 1
                position = Int(starts[row])
            }
        }
        return found
    }
}
