extension JSONValue {
    /// The canonical form: UTF-8, keys sorted by their bytes, no blanks.
    ///
    /// Hashes and stored records compare bytes, so equal documents give equal bytes. Only `"`, `\`
    /// and control characters are escaped; the result never holds a line feed.
    public func canonicalBytes() -> [UInt8] {
        var writer = JSONWriter(style: .canonical)
        writer.write(self)
        return writer.bytes
    }

    /// Text for people and programs: members in written order, two blanks a level.
    ///
    /// Everything that could act on a terminal (controls, formatting and private characters) is
    /// escaped, so the text is safe to print and still exact.
    public func indentedText() -> String {
        var writer = JSONWriter(style: .indented)
        writer.write(self)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// Text on one line, members in written order, as safe to print as ``indentedText()``.
    public func lineText() -> String {
        var writer = JSONWriter(style: .line)
        writer.write(self)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}

/// Appends JSON to a byte array.
private struct JSONWriter {
    enum Style {
        case canonical, indented, line
    }

    let style: Style
    var bytes: [UInt8] = []
    private var depth = 0

    init(style: Style) {
        self.style = style
    }

    mutating func write(_ value: JSONValue) {
        switch value {
        case .null: append("null")
        case .bool(let value): append(value ? "true" : "false")
        case .integer(let value): append(String(value))
        case .number(let value): append(Self.text(of: value))
        case .string(let value): writeText(value)
        case .array(let elements):
            list("[", "]", elements) { writer, element in writer.write(element) }
        case .object(let object):
            list("{", "}", ordered(object.members)) { writer, member in
                writer.writeText(member.key)
                writer.append(writer.style == .canonical ? ":" : ": ")
                writer.write(member.value)
            }
        }
    }

    private func ordered(_ members: [JSONMember]) -> [JSONMember] {
        guard style == .canonical else { return members }
        return members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    }

    /// A fraction in the shortest form that reads back as the same number; whole ones without `.0`.
    private static func text(of number: Double) -> String {
        let text = "\(number)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    private mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func list<Element>(
        _ open: String,
        _ close: String,
        _ elements: [Element],
        _ writeElement: (inout JSONWriter, Element) -> Void
    ) {
        append(open)
        depth += 1
        for (index, element) in elements.enumerated() {
            if index > 0 { append(style == .line ? ", " : ",") }
            newLine()
            writeElement(&self, element)
        }
        depth -= 1
        if !elements.isEmpty { newLine() }
        append(close)
    }

    private mutating func newLine() {
        guard style == .indented else { return }
        append("\n")
        for _ in 0..<depth { append("  ") }
    }

    private mutating func writeText(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        if style == .canonical || text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) {
            var text = text
            text.withUTF8 { buffer in writeEscapingControls(buffer) }
        } else {
            for scalar in text.unicodeScalars { writeEscapingInvisible(scalar) }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func writeEscapingControls(_ buffer: UnsafeBufferPointer<UInt8>) {
        for byte in buffer {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0..<0x20: writeEscape(UInt16(byte))
            default: bytes.append(byte)
            }
        }
    }

    private mutating func writeEscapingInvisible(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "\"", "\\":
            bytes.append(UInt8(ascii: "\\"))
            bytes.append(UInt8(scalar.value))
        case _ where Self.isVisible(scalar): append(String(scalar))
        default: for unit in String(scalar).utf16 { writeEscape(unit) }
        }
    }

    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        if (0x20..<0x7F).contains(scalar.value) { return true }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
            .unassigned:
            return false
        default:
            return !scalar.properties.isDefaultIgnorableCodePoint
        }
    }

    private mutating func writeEscape(_ unit: UInt16) {
        switch unit {
        case 0x0A: append("\\n")
        case 0x0D: append("\\r")
        case 0x09: append("\\t")
        default:
            let digits = String(unit, radix: 16)
            append("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
        }
    }
}
