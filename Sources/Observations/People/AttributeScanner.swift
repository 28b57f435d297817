import JSON

/// Finds a few attributes in the JSON that ``CustomerTable/attributeText(of:)`` wrote, without
/// reading the others.
///
/// A text without an escape, as nearly all are, is a row of quoted texts: names and values in turn.
struct AttributeScanner: Sendable {
    private let wanted: [[UInt8]]
    private let names: [String]

    /// - Parameter names: the attributes to find, by their bytes.
    init(_ names: Set<[UInt8]>) {
        wanted = names.sorted { $0.lexicographicallyPrecedes($1) }
        self.names = wanted.map { String(decoding: $0, as: UTF8.self) }
    }

    /// Those of the attributes that a text holds.
    ///
    /// - Complexity: O(*n*) in the text's bytes.
    func attributes(in text: UnsafeRawBufferPointer) throws -> [(name: String, value: String)] {
        guard !wanted.isEmpty, text.count > 2 else { return [] }
        guard !text.contains(UInt8(ascii: "\\")) else { return try parsed(text) }
        var found: [(name: String, value: String)] = []
        found.reserveCapacity(wanted.count)
        var rest = 0
        while let name = Self.quoted(text, from: rest),
            let value = Self.quoted(text, from: name.upperBound + 1)
        {
            rest = value.upperBound + 1
            guard let index = index(of: text[name]) else { continue }
            found.append((names[index], String(decoding: text[value], as: UTF8.self)))
            if found.count == wanted.count { break }
        }
        return found
    }

    private func index(of name: Slice<UnsafeRawBufferPointer>) -> Int? {
        wanted.firstIndex { $0.count == name.count && name.elementsEqual($0) }
    }

    /// The bytes between the next two quotation marks.
    private static func quoted(_ text: UnsafeRawBufferPointer, from start: Int) -> Range<Int>? {
        var index = start
        while index < text.count, text[index] != UInt8(ascii: "\"") { index += 1 }
        let first = index + 1
        index = first
        while index < text.count, text[index] != UInt8(ascii: "\"") { index += 1 }
        return index < text.count ? first..<index : nil
    }

    /// The long way, for a text with escapes.
    private func parsed(
        _ text: UnsafeRawBufferPointer
    ) throws -> [(name: String, value: String)] {
        let fields = try JSONFields(try JSONValue(parsing: Array(text)))
        return try fields.object.members.compactMap { member in
            guard wanted.contains(where: { member.key.utf8.elementsEqual($0) }) else { return nil }
            return (member.key, try member.value.asText())
        }
    }
}
