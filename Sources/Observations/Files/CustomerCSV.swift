import FlagAPI
import FlagModel

/// Customers and keys in a CSV file.
struct CustomerCSV {
    /// The file as the person named it.
    let file: String

    /// Every customer of the file.
    func customers(in bytes: [UInt8]) throws(CustomerFileProblem) -> [Customer] {
        try withReader(of: bytes) { reader throws(CustomerFileProblem) in
            guard let top = try row(from: &reader) else { throw problem(.whole, .empty) }
            let header = try header(in: top)
            guard let key = header.keyColumn else {
                throw problem(.line(top.line), .noKeyColumn(header.names))
            }
            let name = header.column("name")
            var collector = CustomerCollector(file: file)
            while let row = try row(from: &reader, columns: header.names.count) {
                var attributes: [String: String] = [:]
                for (column, cell) in row.cells.enumerated() {
                    guard column != key, column != name, !cell.isEmpty else { continue }
                    attributes[header.names[column]] = cell
                }
                try collector.add(
                    key: row.cells[key],
                    name: name.map { row.cells[$0] } ?? "",
                    attributes: attributes,
                    at: .line(row.line)
                )
            }
            return try collector.finished()
        }
    }

    /// Every key of the file, each once.
    func keys(in bytes: [UInt8], column: String?) throws(CustomerFileProblem) -> [CustomerKey] {
        try withReader(of: bytes) { reader throws(CustomerFileProblem) in
            // Without a column, a first row that cannot be read is a key like any other.
            let top = column == nil ? try? reader.next() : try row(from: &reader)
            let names = top?.cells.map(Self.trimmed) ?? []
            let header = Header(names: names)
            guard let index = column.map(header.column) ?? header.keyColumn else {
                guard let column else { return try lines(of: bytes) }
                throw problem(.line(top?.line ?? 1), .noColumn(column, has: names))
            }
            var keys = KeyCollector()
            while let row = try row(from: &reader, columns: names.count) {
                keys.add(try key(row.cells[index], line: row.line))
            }
            return try finished(keys)
        }
    }

    /// One key on each line that holds anything.
    private func lines(of bytes: [UInt8]) throws(CustomerFileProblem) -> [CustomerKey] {
        let start = bytes.starts(with: CustomerFile.byteOrderMark) ? 3 : 0
        var keys = KeyCollector()
        var line = 0
        for part in LineSequence(bytes: bytes[start...]) {
            line += 1
            guard let text = String(validating: part, as: UTF8.self) else {
                throw problem(.line(line), .notUTF8)
            }
            let key = Self.trimmed(text)
            guard !key.isEmpty else { continue }
            keys.add(try self.key(key, line: line))
        }
        return try finished(keys)
    }

    private func finished(_ keys: KeyCollector) throws(CustomerFileProblem) -> [CustomerKey] {
        guard !keys.keys.isEmpty else { throw problem(.whole, .empty) }
        return keys.keys
    }

    private func key(_ text: String, line: Int) throws(CustomerFileProblem) -> CustomerKey {
        try CustomerCollector.key(text, file: file, at: .line(line))
    }

    private func withReader<Answer>(
        of bytes: [UInt8],
        _ read: (inout CSVReader) throws(CustomerFileProblem) -> Answer
    ) throws(CustomerFileProblem) -> Answer {
        let result = bytes.withUnsafeBufferPointer { buffer in
            Result { () throws(CustomerFileProblem) in
                var reader = CSVReader(buffer)
                return try read(&reader)
            }
        }
        return try result.get()
    }

    private func row(
        from reader: inout CSVReader,
        columns: Int? = nil
    ) throws(CustomerFileProblem) -> CSVReader.Row? {
        do throws(CSVReader.Fault) {
            guard let row = try reader.next() else { return nil }
            guard let columns, columns != row.cells.count else { return row }
            let reason = CustomerFileProblem.Reason.columnCount(row.cells.count, header: columns)
            throw CSVReader.Fault(line: row.line, reason: reason)
        } catch {
            throw problem(.line(error.line), error.reason)
        }
    }

    private func header(in row: CSVReader.Row) throws(CustomerFileProblem) -> Header {
        let names = row.cells.map(Self.trimmed)
        if let unnamed = names.firstIndex(of: "") {
            throw problem(.line(row.line), .unnamedColumn(unnamed + 1))
        }
        var seen: Set<String> = []
        for name in names where !seen.insert(name).inserted {
            throw problem(.line(row.line), .columnTwice(name))
        }
        return Header(names: names)
    }

    private func problem(
        _ place: CustomerFileProblem.Place,
        _ reason: CustomerFileProblem.Reason
    ) -> CustomerFileProblem {
        CustomerFileProblem(file: file, place: place, reason: reason)
    }

    private static func trimmed(_ text: String) -> String {
        let isBlank = { (scalar: Unicode.Scalar) in scalar == " " || scalar == "\t" }
        let start = text.unicodeScalars.drop(while: isBlank)
        guard let last = start.lastIndex(where: { !isBlank($0) }) else { return "" }
        return String(start[...last])
    }
}

/// The names of the columns.
private struct Header {
    let names: [String]

    /// The column of the customers' keys.
    var keyColumn: Int? {
        column("key") ?? column("keyId") ?? column("id")
    }

    /// The column of this name: as written, else in any case.
    func column(_ name: String) -> Int? {
        names.firstIndex(of: name)
            ?? names.firstIndex { $0.lowercased() == name.lowercased() }
    }
}

/// Keys in their order, each once.
private struct KeyCollector {
    private(set) var keys: [CustomerKey] = []
    private var seen: Set<CustomerKey> = []

    mutating func add(_ key: CustomerKey) {
        if seen.insert(key).inserted { keys.append(key) }
    }
}

/// The lines of a file without their ends: CR LF, LF or CR.
struct LineSequence: Sequence, IteratorProtocol {
    private var rest: ArraySlice<UInt8>

    init(bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    /// The next line, or `nil` at the end.
    mutating func next() -> ArraySlice<UInt8>? {
        guard !rest.isEmpty else { return nil }
        guard let end = rest.firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) else {
            defer { rest = [] }
            return rest
        }
        defer {
            let isPair = rest[end] == 0x0D && end + 1 < rest.endIndex && rest[end + 1] == 0x0A
            rest = rest[(end + (isPair ? 2 : 1))...]
        }
        return rest[..<end]
    }
}
