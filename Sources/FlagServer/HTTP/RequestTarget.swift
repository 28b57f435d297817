/// The address of a request: its path and what stands behind the question mark.
struct RequestTarget: Hashable, Sendable {
    /// The path as written, without a slash at the end.
    let path: Substring
    private let query: Substring

    /// Takes the parts of a request's address apart.
    init(_ text: String) {
        let mark = text.utf8.firstIndex(of: UInt8(ascii: "?"))
        var path = text[..<(mark ?? text.endIndex)]
        if path.utf8.count > 1, path.utf8.last == UInt8(ascii: "/") { path.removeLast() }
        self.path = path
        query = mark.map { text[text.utf8.index(after: $0)...] } ?? ""
    }

    /// The first value of a name in the query, decoded; `nil` when it is not there.
    subscript(_ name: String) -> String? {
        // By bytes, because every new stream comes through here several times.
        var rest = query.utf8[...]
        while !rest.isEmpty {
            let pair = rest.prefix { $0 != UInt8(ascii: "&") }
            rest = rest[pair.endIndex...].dropFirst()
            let key = pair.prefix { $0 != UInt8(ascii: "=") }
            guard key.elementsEqual(name.utf8) else { continue }
            return Self.decoded(Substring(pair[key.endIndex...].dropFirst()))
        }
        return nil
    }

    /// What stands behind a prefix of the path, decoded; `nil` when the path is another one, or
    /// goes on with further slashes.
    func last(after prefix: String) -> String? {
        guard path.hasPrefix(prefix) else { return nil }
        let rest = path.dropFirst(prefix.count)
        guard !rest.isEmpty, !rest.utf8.contains(UInt8(ascii: "/")) else { return nil }
        return Self.decoded(rest)
    }

    /// Undoes `%41`; `nil` when the result is no UTF-8 or an escape is broken.
    private static func decoded(_ text: Substring) -> String? {
        guard text.utf8.contains(UInt8(ascii: "%")) else { return String(text) }
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            let digits = rest.prefix(2)
            guard digits.count == 2, digits.allSatisfy({ Self.isHexadecimal($0) }),
                let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
            else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        Character(Unicode.Scalar(byte)).isHexDigit && byte < 0x80
    }
}
