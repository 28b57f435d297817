extension JSONValue {
    /// Reads one JSON document (RFC 8259) from UTF-8 bytes.
    ///
    /// Stricter than most readers: duplicate keys, lone surrogates and numbers that do not fit are
    /// refused, because each of them makes two programs read two different documents.
    ///
    /// - Throws: ``JSONError`` with the place of the first thing wrong.
    /// - Complexity: O(*n*) in the bytes.
    public init(
        parsing bytes: [UInt8],
        limits: JSONLimits = .ownRecord
    ) throws(JSONError) {
        let result = bytes.withUnsafeBufferPointer { buffer in
            Result { () throws(JSONError) in try JSONValue(parsing: buffer, limits: limits) }
        }
        self = try result.get()
    }

    /// Reads one JSON document from memory that outlives the call.
    ///
    /// - Throws: ``JSONError`` with the place of the first thing wrong.
    public init(
        parsing buffer: UnsafeBufferPointer<UInt8>,
        limits: JSONLimits = .ownRecord
    ) throws(JSONError) {
        guard buffer.count <= limits.documentBytes else {
            throw JSONError(offset: 0, reason: .tooLong(limit: limits.documentBytes))
        }
        var parser = JSONParser(bytes: buffer, limits: limits)
        self = try parser.document()
    }
}

/// A recursive-descent reader over a buffer; its depth is bounded by the limits.
private struct JSONParser {
    let bytes: UnsafeBufferPointer<UInt8>
    let limits: JSONLimits
    var offset = 0
    var depth = 0
    var valueCount = 0

    init(bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits) {
        self.bytes = bytes
        self.limits = limits
    }

    mutating func document() throws(JSONError) -> JSONValue {
        // A byte-order mark is what spreadsheet programs put in front of UTF-8.
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { offset = 3 }
        skipBlanks()
        let value = try value()
        skipBlanks()
        guard offset == bytes.count else { throw failure(.trailingBytes) }
        return value
    }

    private func failure(_ reason: JSONError.Reason, at place: Int? = nil) -> JSONError {
        JSONError(offset: place ?? offset, reason: reason)
    }

    private func unexpected() -> JSONError {
        offset < bytes.count ? failure(.unexpected(byte: bytes[offset])) : failure(.endsEarly)
    }

    private mutating func skipBlanks() {
        while offset < bytes.count {
            switch bytes[offset] {
            case 0x20, 0x0A, 0x0D, 0x09: offset += 1
            default: return
            }
        }
    }

    private mutating func value() throws(JSONError) -> JSONValue {
        valueCount += 1
        guard valueCount <= limits.values else {
            throw failure(.tooManyValues(limit: limits.values))
        }
        guard offset < bytes.count else { throw failure(.endsEarly) }
        switch bytes[offset] {
        case UInt8(ascii: "{"):
            return try nested { parser throws(JSONError) in try parser.object() }
        case UInt8(ascii: "["): return try nested { parser throws(JSONError) in try parser.array() }
        case UInt8(ascii: "\""): return .string(try text())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw unexpected()
        }
    }

    private mutating func nested(
        _ read: (inout JSONParser) throws(JSONError) -> JSONValue
    ) throws(JSONError) -> JSONValue {
        depth += 1
        guard depth <= limits.depth else { throw failure(.tooDeep(limit: limits.depth)) }
        offset += 1
        let value = try read(&self)
        depth -= 1
        return value
    }

    private mutating func array() throws(JSONError) -> JSONValue {
        var elements: [JSONValue] = []
        skipBlanks()
        if take("]") { return .array(elements) }
        while true {
            skipBlanks()
            elements.append(try value())
            skipBlanks()
            if take(",") { continue }
            guard take("]") else { throw unexpected() }
            return .array(elements)
        }
    }

    private mutating func object() throws(JSONError) -> JSONValue {
        var members: [JSONMember] = []
        skipBlanks()
        if take("}") { return .object(JSONObject(members)) }
        while true {
            skipBlanks()
            guard offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") else {
                throw unexpected()
            }
            let key = try text()
            skipBlanks()
            guard take(":") else { throw unexpected() }
            skipBlanks()
            members.append(JSONMember(key: key, value: try value()))
            skipBlanks()
            if take(",") { continue }
            guard take("}") else { throw unexpected() }
            if let key = Self.duplicateKey(in: members) { throw failure(.duplicateKey(key)) }
            return .object(JSONObject(members))
        }
    }

    /// Small objects are compared pair by pair, which is faster than filling a set.
    private static func duplicateKey(in members: [JSONMember]) -> String? {
        if members.count <= 24 {
            for index in members.indices.dropFirst() {
                let key = members[index].key
                for earlier in 0..<index where members[earlier].key.hasSameBytes(as: key) {
                    return key
                }
            }
            return nil
        }
        var seen: Set<[UInt8]> = []
        return members.first { !seen.insert(Array($0.key.utf8)).inserted }?.key
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard offset < bytes.count, bytes[offset] == UInt8(ascii: character) else { return false }
        offset += 1
        return true
    }

    private mutating func word(
        _ word: StaticString,
        _ value: JSONValue
    ) throws(JSONError) -> JSONValue {
        for index in 0..<word.utf8CodeUnitCount {
            guard offset < bytes.count else { throw failure(.endsEarly) }
            guard bytes[offset] == word.utf8Start[index] else { throw unexpected() }
            offset += 1
        }
        return value
    }
}

// MARK: - Numbers

extension JSONParser {
    private mutating func number() throws(JSONError) -> JSONValue {
        let start = offset
        var isWhole = true
        if bytes[offset] == UInt8(ascii: "-") { offset += 1 }
        try wholePart(from: start)
        if offset < bytes.count, bytes[offset] == UInt8(ascii: ".") {
            isWhole = false
            offset += 1
            try digits()
        }
        if offset < bytes.count, bytes[offset] | 0x20 == UInt8(ascii: "e") {
            isWhole = false
            offset += 1
            if offset < bytes.count,
                bytes[offset] == UInt8(ascii: "+")
                    || bytes[offset] == UInt8(ascii: "-")
            {
                offset += 1
            }
            try digits()
        }
        let text = String(decoding: bytes[start..<offset], as: UTF8.self)
        if isWhole, let integer = Int(text) { return .integer(integer) }
        guard let number = Double(text), number.isFinite else {
            throw failure(.badNumber, at: start)
        }
        return .number(number)
    }

    private mutating func wholePart(from start: Int) throws(JSONError) {
        let first = offset
        try digits()
        let hasLeadingZero = bytes[first] == UInt8(ascii: "0") && offset > first + 1
        guard !hasLeadingZero else { throw failure(.badNumber, at: start) }
    }

    private mutating func digits() throws(JSONError) {
        let start = offset
        while offset < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[offset])
        {
            offset += 1
        }
        guard offset > start else { throw unexpected() }
    }
}

// MARK: - Text

extension JSONParser {
    private mutating func text() throws(JSONError) -> String {
        offset += 1
        let start = offset
        var seen: UInt8 = 0
        while offset < bytes.count {
            let byte = bytes[offset]
            seen |= byte
            switch byte {
            case UInt8(ascii: "\""):
                let text = try checked(from: start, isASCII: seen < 0x80)
                offset += 1
                return text
            case UInt8(ascii: "\\"): return try escapedText(from: start)
            case 0..<0x20: throw unexpected()
            default: offset += 1
            }
        }
        throw failure(.endsEarly)
    }

    /// The bytes from `start` up to here as text.
    private func checked(from start: Int, isASCII: Bool) throws(JSONError) -> String {
        guard offset - start <= limits.textBytes else {
            throw failure(.textTooLong(limit: limits.textBytes), at: start)
        }
        let buffer = UnsafeBufferPointer(rebasing: bytes[start..<offset])
        // Nothing can be wrong with ASCII, and decoding it is several times faster than validating.
        if isASCII { return String(decoding: buffer, as: UTF8.self) }
        guard let text = String(validating: buffer, as: UTF8.self) else {
            throw failure(.badUTF8, at: start)
        }
        return text
    }

    /// The slow path: the text has at least one `\` sequence at the current offset.
    private mutating func escapedText(from start: Int) throws(JSONError) -> String {
        var unescaped = Array(bytes[start..<offset])
        while offset < bytes.count {
            switch bytes[offset] {
            case UInt8(ascii: "\""):
                offset += 1
                guard unescaped.count <= limits.textBytes else {
                    throw failure(.textTooLong(limit: limits.textBytes), at: start)
                }
                guard let text = String(validating: unescaped, as: UTF8.self) else {
                    throw failure(.badUTF8, at: start)
                }
                return text
            case UInt8(ascii: "\\"):
                offset += 1
                try escape(into: &unescaped)
            case 0..<0x20: throw unexpected()
            case let byte:
                unescaped.append(byte)
                offset += 1
            }
        }
        throw failure(.endsEarly)
    }

    private mutating func escape(into unescaped: inout [UInt8]) throws(JSONError) {
        guard offset < bytes.count else { throw failure(.endsEarly) }
        let letter = bytes[offset]
        offset += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): unescaped.append(letter)
        case UInt8(ascii: "b"): unescaped.append(0x08)
        case UInt8(ascii: "f"): unescaped.append(0x0C)
        case UInt8(ascii: "n"): unescaped.append(0x0A)
        case UInt8(ascii: "r"): unescaped.append(0x0D)
        case UInt8(ascii: "t"): unescaped.append(0x09)
        case UInt8(ascii: "u"): unescaped.append(contentsOf: String(try scalar()).utf8)
        default: throw failure(.badEscape, at: offset - 1)
        }
    }

    private mutating func scalar() throws(JSONError) -> Character {
        let start = offset
        let first = try fourHexDigits()
        if let scalar = Unicode.Scalar(first) { return Character(scalar) }
        guard (0xD800...0xDBFF).contains(first), offset + 1 < bytes.count,
            bytes[offset] == UInt8(ascii: "\\"), bytes[offset + 1] == UInt8(ascii: "u")
        else { throw failure(.badEscape, at: start) }
        offset += 2
        let second = try fourHexDigits()
        let high = (UInt32(first) - 0xD800) << 10
        guard (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + high + (UInt32(second) - 0xDC00))
        else { throw failure(.badEscape, at: start) }
        return Character(scalar)
    }

    private mutating func fourHexDigits() throws(JSONError) -> UInt16 {
        guard offset + 4 <= bytes.count else { throw failure(.endsEarly, at: bytes.count) }
        var value: UInt16 = 0
        for byte in bytes[offset..<offset + 4] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
                throw failure(.badEscape)
            }
            value = value << 4 | UInt16(digit)
        }
        offset += 4
        return value
    }
}
