/// Reads canonical JSON exactly as this program writes it, without a tree of values between.
///
/// It knows one way to write each thing: members in the order of their bytes, no blanks, the
/// shortest escapes. Whatever is written otherwise is refused with ``NotCanonical`` and is then
/// read the long way, so a refusal here says nothing about the document.
struct CanonicalReader {
    private let bytes: UnsafeBufferPointer<UInt8>
    /// Where the next byte is read, from the start of the buffer.
    private(set) var offset: Int

    /// Reads from a place in memory that outlives the reader.
    init(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int = 0) {
        self.bytes = bytes
        self.offset = offset
    }

    /// Whether everything was read.
    var isAtEnd: Bool { offset == bytes.count }

    /// How many bytes there are in all.
    var count: Int { bytes.count }

    /// Goes on at another place.
    mutating func move(to place: Int) throws(NotCanonical) {
        guard (0...bytes.count).contains(place) else { throw NotCanonical() }
        offset = place
    }

    /// Passes over one byte.
    mutating func pass() { offset &+= 1 }

    /// The next byte, not yet taken; 0, which canonical JSON never holds, at the end.
    var next: UInt8 { offset < bytes.count ? bytes[offset] : 0 }

    /// Takes these bytes when they are the next ones.
    @inline(__always)
    mutating func take(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard offset + count <= bytes.count else { return false }
        let start = text.utf8Start
        var index = 0
        while index < count {
            guard bytes[offset &+ index] == start[index] else { return false }
            index &+= 1
        }
        offset += count
        return true
    }

    /// Takes these bytes, which must be the next ones.
    @inline(__always)
    mutating func need(_ text: StaticString) throws(NotCanonical) {
        guard take(text) else { throw NotCanonical() }
    }

    /// The elements of a list that is not empty, each read with a function.
    mutating func list<Element>(
        _ read: (inout CanonicalReader) throws(NotCanonical) -> Element
    ) throws(NotCanonical) -> [Element] {
        try need("[")
        var elements = [try read(&self)]
        while take(",") { elements.append(try read(&self)) }
        try need("]")
        return elements
    }

    /// The same for a list that may be empty.
    mutating func anyList<Element>(
        _ read: (inout CanonicalReader) throws(NotCanonical) -> Element
    ) throws(NotCanonical) -> [Element] {
        take("[]") ? [] : try list(read)
    }

    // MARK: - Words and numbers

    /// `true` or `false`.
    mutating func bool() throws(NotCanonical) -> Bool {
        if take("true") { return true }
        try need("false")
        return false
    }

    /// A whole number.
    mutating func integer() throws(NotCanonical) -> Int {
        let isNegative = take("-")
        let start = offset
        var value = 0
        while offset < bytes.count, case let digit = bytes[offset] &- 48, digit < 10 {
            let (tens, isTooMany) = value.multipliedReportingOverflow(by: 10)
            let (next, isTooMuch) = tens.subtractingReportingOverflow(Int(digit))
            guard !isTooMany, !isTooMuch else { throw NotCanonical() }
            value = next
            offset += 1
        }
        let count = offset - start
        guard count > 0, count == 1 || bytes[start] != UInt8(ascii: "0") else {
            throw NotCanonical()
        }
        // Collected as a negative number, of which there is one more.
        guard !isNegative else {
            guard value != 0 else { throw NotCanonical() }
            return value
        }
        guard value != .min else { throw NotCanonical() }
        return -value
    }

    /// A moment in microseconds.
    mutating func moment() throws(NotCanonical) -> Moment {
        let microseconds = Int64(try integer())
        guard Moment.range.contains(microseconds) else { throw NotCanonical() }
        return Moment(microseconds: microseconds)
    }

    // MARK: - Texts

    /// A text.
    mutating func text() throws(NotCanonical) -> String {
        try need("\"")
        let start = offset
        var seen: UInt8 = 0
        while offset < bytes.count {
            let byte = bytes[offset]
            switch byte {
            case UInt8(ascii: "\""):
                let text = UnsafeBufferPointer(rebasing: bytes[start..<offset])
                offset += 1
                // Nothing can be wrong with ASCII, and to decode it is sooner done than to check.
                if seen < 0x80 { return String(decoding: text, as: UTF8.self) }
                guard let text = String(validating: text, as: UTF8.self) else {
                    throw NotCanonical()
                }
                return text
            case UInt8(ascii: "\\"): return try escapedText(from: start)
            case 0..<0x20: throw NotCanonical()
            default:
                seen |= byte
                offset += 1
            }
        }
        throw NotCanonical()
    }

    /// A text that is not empty: empty ones are left out.
    mutating func someText() throws(NotCanonical) -> String {
        let text = try text()
        guard !text.isEmpty else { throw NotCanonical() }
        return text
    }

    private mutating func escapedText(from start: Int) throws(NotCanonical) -> String {
        var unescaped = Array(bytes[start..<offset])
        while offset < bytes.count {
            let byte = bytes[offset]
            offset += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: unescaped, as: UTF8.self) else {
                    throw NotCanonical()
                }
                return text
            case UInt8(ascii: "\\"): unescaped.append(try escape())
            case 0..<0x20: throw NotCanonical()
            default: unescaped.append(byte)
            }
        }
        throw NotCanonical()
    }

    /// The byte that an escape stands for: only what must be escaped is.
    private mutating func escape() throws(NotCanonical) -> UInt8 {
        if take("\"") { return UInt8(ascii: "\"") }
        if take("\\") { return UInt8(ascii: "\\") }
        if take("n") { return 0x0A }
        if take("r") { return 0x0D }
        if take("t") { return 0x09 }
        try need("u00")
        let (high, low) = (try hexDigit(), try hexDigit())
        let byte = high << 4 | low
        guard byte < 0x20, byte != 0x0A, byte != 0x0D, byte != 0x09 else { throw NotCanonical() }
        return byte
    }

    private mutating func hexDigit() throws(NotCanonical) -> UInt8 {
        let byte = next
        offset += 1
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return byte - 48
        case UInt8(ascii: "a")...UInt8(ascii: "f"): return byte - 87
        default: throw NotCanonical()
        }
    }

    // MARK: - Names

    /// An identity, in lower case.
    mutating func guid() throws(NotCanonical) -> GUID {
        guard offset + 38 <= bytes.count, bytes[offset] == UInt8(ascii: "\""),
            bytes[offset + 37] == UInt8(ascii: "\""),
            let id = GUID(canonical: UnsafeBufferPointer(rebasing: bytes[offset + 1..<offset + 37]))
        else { throw NotCanonical() }
        offset += 38
        return id
    }

    /// An identity as 32 digits in lower case, without quotes.
    mutating func bareGUID() throws(NotCanonical) -> GUID {
        guard offset + 32 <= bytes.count,
            let id = GUID(digits: UnsafeBufferPointer(rebasing: bytes[offset..<offset + 32]))
        else { throw NotCanonical() }
        offset += 32
        return id
    }

    /// A key.
    mutating func key() throws(NotCanonical) -> Key {
        guard let key = try? Key(try text()) else { throw NotCanonical() }
        return key
    }

    /// A customer's key.
    mutating func customer() throws(NotCanonical) -> CustomerKey {
        guard let key = try? CustomerKey(try text()) else { throw NotCanonical() }
        return key
    }

    /// One of a fixed set of words.
    mutating func word<Word: RawRepresentable<String>>(
        _ type: Word.Type
    ) throws(NotCanonical) -> Word {
        guard let word = Word(rawValue: try text()) else { throw NotCanonical() }
        return word
    }

    // MARK: - Passing over

    /// Passes over a value whose texts, lists and objects end where they should.
    ///
    /// - Returns: where it lies.
    @discardableResult
    mutating func skip() throws(NotCanonical) -> Range<Int> {
        let start = offset
        var depth = 0
        repeat {
            switch next {
            case UInt8(ascii: "\""):
                try skipText()
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            case 0: throw NotCanonical()
            case UInt8(ascii: ","), UInt8(ascii: ":"):
                guard depth > 0 else { throw NotCanonical() }
            default:
                skipWord()
                continue
            }
            guard depth >= 0 else { throw NotCanonical() }
            offset += 1
        } while depth > 0
        return start..<offset
    }

    private mutating func skipWord() {
        while offset < bytes.count {
            switch bytes[offset] {
            case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: "\""),
                UInt8(ascii: ":"), UInt8(ascii: "{"), UInt8(ascii: "["):
                return
            default: offset += 1
            }
        }
    }

    /// Passes over a text.
    mutating func skipText() throws(NotCanonical) {
        try need("\"")
        while offset < bytes.count {
            switch bytes[offset] {
            case UInt8(ascii: "\""):
                offset += 1
                return
            case UInt8(ascii: "\\"): offset += 2
            default: offset += 1
            }
        }
        throw NotCanonical()
    }

    /// The bytes of a part that was passed over.
    func slice(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: bytes[range])
    }
}

/// The bytes are not what this program would have written; they may still mean something.
struct NotCanonical: Error {}
