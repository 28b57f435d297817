/// The first key in some bytes.
enum KeySequence {
    /// What the first bytes meant.
    enum Meaning: Hashable {
        case event(KeyDecoder.Event)
        case pasteStart
        case nothing
    }

    private static let escape: UInt8 = 0x1B

    /// Reads one key or one whole sequence from the start of `bytes`, which is not empty.
    ///
    /// - Returns: how many bytes it took, 0 when more must come first, and what it meant.
    static func next(_ bytes: [UInt8]) -> (count: Int, meaning: Meaning) {
        switch bytes[0] {
        case escape: afterEscape(bytes)
        case 0x0D, 0x0A: (1, .event(.key(.enter)))
        case 0x09: (1, .event(.key(.tab)))
        case 0x7F, 0x08: (1, .event(.key(.backspace)))
        case 0x01...0x1A: (1, .event(.key(.control(letter(bytes[0])))))
        case 0x00...0x1F: (1, .nothing)
        case 0x20...0x7E: (1, .event(.key(.character(Character(Unicode.Scalar(bytes[0]))))))
        default: scalar(bytes)
        }
    }

    private static func letter(_ control: UInt8) -> Character {
        Character(Unicode.Scalar(control + 0x60))
    }

    /// A scalar beyond ASCII.
    ///
    /// Bytes that are no UTF-8 are swallowed one by one.
    private static func scalar(_ bytes: [UInt8]) -> (Int, Meaning) {
        let length =
            switch bytes[0] {
            case 0xC2...0xDF: 2
            case 0xE0...0xEF: 3
            case 0xF0...0xF4: 4
            default: 1
            }
        guard length > 1 else { return (1, .nothing) }
        let tail = bytes.dropFirst().prefix(length - 1)
        guard tail.allSatisfy({ (0x80...0xBF).contains($0) }) else { return (1, .nothing) }
        guard bytes.count >= length else { return (0, .nothing) }
        guard let text = String(validating: bytes.prefix(length), as: UTF8.self),
            let scalar = text.unicodeScalars.first
        else { return (1, .nothing) }
        // C1 controls come as two bytes in UTF-8; they are commands to terminals, not text.
        if (0x80...0x9F).contains(scalar.value) { return (length, .nothing) }
        return (length, .event(.key(.character(Character(scalar)))))
    }

    private static func afterEscape(_ bytes: [UInt8]) -> (Int, Meaning) {
        guard bytes.count > 1 else { return (0, .nothing) }
        switch bytes[1] {
        case UInt8(ascii: "["): return control(bytes)
        case UInt8(ascii: "O"):
            guard bytes.count > 2 else { return (0, .nothing) }
            return (3, key(final: bytes[2], modifier: 1))
        case UInt8(ascii: "P"), UInt8(ascii: "]"), UInt8(ascii: "_"), UInt8(ascii: "^"),
            UInt8(ascii: "X"):
            return string(bytes)
        case escape: return (1, .event(.key(.escape)))
        default:
            // Alt and a key, which is never bound: both bytes, or the whole scalar, go.
            let (count, _) = next(Array(bytes.dropFirst()))
            return (count == 0 ? 0 : 1 + count, .nothing)
        }
    }

    /// A device's answer: everything up to BEL or ESC backslash.
    private static func string(_ bytes: [UInt8]) -> (Int, Meaning) {
        for index in bytes.indices.dropFirst(2) {
            if bytes[index] == 0x07 { return (index + 1, .nothing) }
            let isEnd = bytes[index] == UInt8(ascii: "\\") && bytes[index - 1] == escape
            if isEnd { return (index + 1, .nothing) }
        }
        return (bytes.count > 4096 ? bytes.count : 0, .nothing)
    }

    /// A control sequence: `ESC [`, parameters, one final byte.
    private static func control(_ bytes: [UInt8]) -> (Int, Meaning) {
        // The Linux console writes F1 through F5 as ESC [ [ A through E.
        if bytes.count > 2, bytes[2] == UInt8(ascii: "[") {
            guard bytes.count > 3 else { return (0, .nothing) }
            guard (0x41...0x45).contains(bytes[3]) else { return (4, .nothing) }
            return (4, .event(.key(.function(Int(bytes[3]) - 0x40))))
        }
        // The old mouse report ESC [ M carries three bytes that may look like anything.
        if bytes.count > 2, bytes[2] == UInt8(ascii: "M") {
            return (bytes.count < 6 ? 0 : 6, .nothing)
        }
        for index in bytes.indices.dropFirst(2) {
            switch bytes[index] {
            case 0x20...0x3F: continue
            case 0x40...0x7E:
                let body = String(decoding: bytes[2..<index], as: UTF8.self)
                return (index + 1, meaning(of: body, final: bytes[index]))
            default: return (index, .nothing)
            }
        }
        return (bytes.count > 256 ? bytes.count : 0, .nothing)
    }

    private static func meaning(of body: String, final: UInt8) -> Meaning {
        if body.hasPrefix("?"), body.hasSuffix("$"), final == UInt8(ascii: "y") {
            let numbers = body.dropFirst().dropLast().split(separator: ";").compactMap { Int($0) }
            guard numbers.count == 2 else { return .nothing }
            return .event(.mode(number: numbers[0], state: numbers[1]))
        }
        if body.hasPrefix("?"), final == UInt8(ascii: "n") { return brightness(body) }
        if body.hasPrefix("<"), final | 0x20 == UInt8(ascii: "m") {
            let event = MouseEvent(body: body, isPress: final == UInt8(ascii: "M"))
            return event.map { .event(.mouse($0)) } ?? .nothing
        }
        guard body.utf8.allSatisfy({ (0x30...0x3B).contains($0) }) else { return .nothing }
        let numbers = body.split(separator: ";", omittingEmptySubsequences: false).map {
            Int($0) ?? 1
        }
        let modifier = numbers.count > 1 ? numbers[1] : 1
        guard final == UInt8(ascii: "~") else { return key(final: final, modifier: modifier) }
        if numbers.first == 200 { return .pasteStart }
        guard modifier == 1, let key = numbered(numbers.first ?? 0) else { return .nothing }
        return .event(.key(key))
    }

    /// What a terminal says about its background: `?997;1` when dark, `?997;2` when light.
    private static func brightness(_ body: String) -> Meaning {
        switch body {
        case "?997;1": .event(.brightness(.dark))
        case "?997;2": .event(.brightness(.light))
        default: .nothing
        }
    }

    /// Keys that end in a letter.
    ///
    /// Shift (2) counts for arrows; other modifiers are unknown keys.
    private static func key(final: UInt8, modifier: Int) -> Meaning {
        let keys: [Character: (plain: Key, shifted: Key?)] = [
            "A": (.up, .shiftUp), "B": (.down, .shiftDown), "C": (.right, .shiftRight),
            "D": (.left, .shiftLeft), "H": (.home, nil), "F": (.end, nil),
            "Z": (.backTab, .backTab),
            "P": (.function(1), nil), "Q": (.function(2), nil), "R": (.function(3), nil),
            "S": (.function(4), nil), "M": (.enter, nil),
        ]
        guard let known = keys[Character(Unicode.Scalar(final))] else { return .nothing }
        switch modifier {
        case 1: return .event(.key(known.plain))
        case 2: return known.shifted.map { .event(.key($0)) } ?? .nothing
        default: return .nothing
        }
    }

    /// Keys that end in `~`.
    private static func numbered(_ number: Int) -> Key? {
        switch number {
        case 1, 7: .home
        case 2: .insert
        case 3: .delete
        case 4, 8: .end
        case 5: .pageUp
        case 6: .pageDown
        case 11...15: .function(number - 10)
        case 17...21: .function(number - 11)
        case 23, 24: .function(number - 12)
        default: nil
        }
    }
}
