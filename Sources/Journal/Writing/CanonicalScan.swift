/// Recognises most canonical JSON without building values.
///
/// It knows printable ASCII without escapes, whole numbers, and sorted keys: nearly every payload.
/// What it does not know may still be canonical and has to be parsed.
struct CanonicalScan {
    /// The longest text that is looked at, in bytes; fewer values than a parser allows fit into it.
    static let longestBytes = 65_536
    /// How deep lists and objects may lie in each other.
    static let depth = 16

    private var scanner: FieldScanner

    /// Whether `bytes` are certainly one canonical JSON value.
    ///
    /// - Complexity: O(*n*) in the bytes, without memory of its own.
    static func recognises(_ bytes: [UInt8]) -> Bool {
        guard bytes.count <= longestBytes else { return false }
        return bytes.withUnsafeBytes { text in
            var scan = CanonicalScan(scanner: FieldScanner(text))
            return scan.value(depth: 0) && scan.scanner.isAtEnd
        }
    }

    private mutating func value(depth: Int) -> Bool {
        if scanner.skip("{") { return depth < Self.depth && members(depth: depth + 1) }
        if scanner.skip("[") { return depth < Self.depth && elements(depth: depth + 1) }
        if text() != nil { return true }
        if scanner.skip("true") || scanner.skip("false") || scanner.skip("null") { return true }
        return scanner.signedNumber() != nil && !isFraction
    }

    /// A fraction's or exponent's whole part was read as a number.
    private var isFraction: Bool {
        guard !scanner.isAtEnd else { return false }
        switch scanner.bytes[scanner.position] {
        case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"): return false
        default: return true
        }
    }

    private mutating func elements(depth: Int) -> Bool {
        if scanner.skip("]") { return true }
        repeat {
            guard value(depth: depth) else { return false }
        } while scanner.skip(",")
        return scanner.skip("]")
    }

    private mutating func members(depth: Int) -> Bool {
        if scanner.skip("}") { return true }
        var last: Range<Int>?
        repeat {
            guard let key = text(), last.map({ precedes($0, key) }) ?? true, scanner.skip(":"),
                value(depth: depth)
            else { return false }
            last = key
        } while scanner.skip(",")
        return scanner.skip("}")
    }

    private func precedes(_ one: Range<Int>, _ other: Range<Int>) -> Bool {
        // Without the closing quotes, which are no part of the keys.
        scanner.bytes[one.dropLast()].lexicographicallyPrecedes(scanner.bytes[other.dropLast()])
    }

    /// Reads a string whose bytes all stand for themselves.
    private mutating func text() -> Range<Int>? {
        guard let range = scanner.string() else { return nil }
        let content = scanner.bytes[range.dropFirst().dropLast()]
        return content.allSatisfy(Self.isPlain) ? range : nil
    }

    /// Whether a byte is a printable ASCII character that JSON does not escape.
    static func isPlain(_ byte: UInt8) -> Bool {
        (0x20..<0x7F).contains(byte) && byte != UInt8(ascii: "\\") && byte != UInt8(ascii: "\"")
    }
}
