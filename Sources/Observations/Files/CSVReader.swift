/// Reads rows of cells from text separated by commas, semicolons or tabs (RFC 4180).
///
/// Lines end with CR LF, LF or CR. A cell in quotes may hold separators, line breaks and, written
/// twice, quotes. Cells are taken as they are: blanks count, and a quote inside a cell that does
/// not begin with one is a quote. Lines without anything are passed over.
///
/// It works on bytes, so that a combining mark behind a separator or a quote cannot hide it.
struct CSVReader {
    /// A row and the line, from 1, on which it begins.
    struct Row: Equatable {
        let line: Int
        let cells: [String]
    }

    /// What is wrong, and on which line.
    struct Fault: Error, Equatable {
        let line: Int
        let reason: CustomerFileProblem.Reason
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    private let separator: UInt8
    private var offset: Int
    private var line = 1
    private var unescaped: [UInt8] = []

    /// Reads `bytes`, whose separator is the one that stands most often in the first line that
    /// holds anything; the comma when none does.
    ///
    /// - Parameter bytes: memory that outlives the reader; a byte-order mark is passed over.
    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        offset = bytes.starts(with: CustomerFile.byteOrderMark) ? 3 : 0
        separator = Self.separator(of: bytes[offset...])
    }

    /// The next row, or `nil` at the end.
    mutating func next() throws(Fault) -> Row? {
        while offset < bytes.count, takeLineBreak() {}
        guard offset < bytes.count else { return nil }
        let first = line
        var cells: [String] = []
        while true {
            cells.append(try cell())
            if offset < bytes.count, bytes[offset] == separator {
                offset += 1
                continue
            }
            guard offset == bytes.count || takeLineBreak() else {
                throw Fault(line: line, reason: .afterQuote)
            }
            return Row(line: first, cells: cells)
        }
    }

    private mutating func takeLineBreak() -> Bool {
        guard isLineBreak(bytes[offset]) else { return false }
        let isPair =
            bytes[offset] == 0x0D && offset + 1 < bytes.count && bytes[offset + 1] == 0x0A
        offset += isPair ? 2 : 1
        line += 1
        return true
    }

    private func isLineBreak(_ byte: UInt8) -> Bool {
        byte == 0x0A || byte == 0x0D
    }

    private mutating func cell() throws(Fault) -> String {
        if offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") { return try quotedCell() }
        let start = offset
        while offset < bytes.count, bytes[offset] != separator, !isLineBreak(bytes[offset]) {
            offset += 1
        }
        return try text(bytes[start..<offset], line: line)
    }

    private mutating func quotedCell() throws(Fault) -> String {
        let first = line
        unescaped.removeAll(keepingCapacity: true)
        offset += 1
        while offset < bytes.count {
            let byte = bytes[offset]
            if byte == UInt8(ascii: "\"") {
                offset += 1
                guard offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") else {
                    return try unescapedText(line: first)
                }
            }
            let isSecondOfPair = byte == 0x0A && bytes[offset - 1] == 0x0D
            if isLineBreak(byte), !isSecondOfPair { line += 1 }
            unescaped.append(byte)
            offset += 1
        }
        throw Fault(line: first, reason: .openQuote)
    }

    private func unescapedText(line: Int) throws(Fault) -> String {
        guard let text = String(validating: unescaped, as: UTF8.self) else {
            throw Fault(line: line, reason: .notUTF8)
        }
        return text
    }

    private func text(
        _ slice: Slice<UnsafeBufferPointer<UInt8>>,
        line: Int
    ) throws(Fault) -> String {
        guard let text = String(validating: slice, as: UTF8.self) else {
            throw Fault(line: line, reason: .notUTF8)
        }
        return text
    }

    private static func separator(of bytes: Slice<UnsafeBufferPointer<UInt8>>) -> UInt8 {
        let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
        var counts = [0, 0, 0]
        var isQuoted = false
        for byte in bytes.drop(while: { $0 == 0x0A || $0 == 0x0D }) {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            guard !isQuoted else { continue }
            if byte == 0x0A || byte == 0x0D { break }
            if let index = candidates.firstIndex(of: byte) { counts[index] += 1 }
        }
        let most = counts.max() ?? 0
        return candidates[counts.firstIndex(of: most) ?? 0]
    }
}
