import JSON

/// A text that is looked for in old entries, and how it is told from longer words.
///
/// Bytes are compared: another spelling of the same name is another text. The text is also found
/// where it stands in JSON inside a text, as the value of a flag may hold it.
struct RedactedText: Sendable {
    let text: String
    /// Whether it only counts where it stands alone: "42" then not in "C-42" or "1421".
    let isWholeWord: Bool
    /// The text as it may stand in a string.
    private let spellings: [[UInt8]]

    init(_ text: String, isWholeWord: Bool) {
        self.text = text
        self.isWholeWord = isWholeWord
        let plain = Array(text.utf8)
        let escaped = Self.escaped(plain)
        spellings = escaped == plain ? [plain] : [plain, escaped]
    }

    /// Whether it stands in a string.
    func occurs(in string: String) -> Bool {
        let bytes = Array(string.utf8)
        return spellings.contains { place(of: $0, in: bytes, from: 0) != nil }
    }

    /// Whether it stands in a value, in the name of a member or in a text.
    func occurs(in value: JSONValue) -> Bool {
        switch value {
        case .null, .bool, .integer, .number: false
        case .string(let string): occurs(in: string)
        case .array(let elements): elements.contains(where: occurs)
        case .object(let object):
            object.members.contains { occurs(in: $0.key) || occurs(in: $0.value) }
        }
    }

    /// Whether it stands in bytes that hold JSON or lines of it, strings not told apart.
    ///
    /// May say yes where ``occurs(in:)-(JSONValue)`` says no, never the other way round.
    func mayOccur(in bytes: [UInt8]) -> Bool {
        let written = spellings + spellings.map(Self.escaped)
        return written.contains { ByteSearch.find($0, in: bytes, from: 0) != nil }
    }

    /// The string with something else in its place.
    func replaced(in string: String, with placeholder: String) -> String {
        var bytes = Array(string.utf8)
        for spelling in spellings {
            var offset = 0
            while let place = place(of: spelling, in: bytes, from: offset) {
                bytes.replaceSubrange(place..<place + spelling.count, with: placeholder.utf8)
                offset = place + placeholder.utf8.count
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The value with something else in its place, names of members included.
    func replaced(in value: JSONValue, with placeholder: String) -> JSONValue {
        switch value {
        case .null, .bool, .integer, .number: return value
        case .string(let string): return .string(replaced(in: string, with: placeholder))
        case .array(let elements):
            return .array(elements.map { replaced(in: $0, with: placeholder) })
        case .object(let object):
            let members = object.members.map { member in
                JSONMember(
                    key: replaced(in: member.key, with: placeholder),
                    value: replaced(in: member.value, with: placeholder)
                )
            }
            return .object(JSONObject(members))
        }
    }

    private static func escaped(_ bytes: [UInt8]) -> [UInt8] {
        let text = String(decoding: bytes, as: UTF8.self)
        return Array(JSONValue.string(text).canonicalBytes().dropFirst().dropLast())
    }

    // MARK: - Looking

    private func place(of spelling: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        var offset = start
        while let place = ByteSearch.find(spelling, in: bytes, from: offset) {
            let isAlone =
                !Self.isJoined(bytes[..<place].reversed())
                && !Self.isJoined(bytes[(place + spelling.count)...])
            if !isWholeWord || isAlone { return place }
            offset = place + 1
        }
        return nil
    }

    /// Whether what follows continues the word: a letter or digit, or one after a sign that keys
    /// and addresses have inside.
    private static func isJoined(_ bytes: some Collection<UInt8>) -> Bool {
        guard let first = bytes.first else { return false }
        if isWordByte(first) { return true }
        guard joiners.contains(first), let next = bytes.dropFirst().first else { return false }
        return isWordByte(next)
    }

    private static let joiners: Set<UInt8> = Set("._-@+".utf8)

    /// Letters and digits of ASCII, and every byte of any other letter or sign.
    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), 128...:
            true
        default: false
        }
    }
}
