/// Finds rows by what people type, in any case and without accents, while they type.
///
/// All rows lie folded in one array of bytes: comparing `String`s row by row takes a hundred times
/// longer.
public struct Filter: Sendable {
    /// The folded UTF-8 bytes of all rows, one after the other, each ended by a line feed.
    private var bytes: [UInt8] = []
    /// Where each row starts in `bytes`, and one more for the end.
    private var starts: [Int32] = [0]

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
