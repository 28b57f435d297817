#if os(Linux)
import Journal

/// Entries whose whole content follows from the id of their command, so that whoever reads one can
/// tell whether it is as it was written.
enum ProcessesEntry {
    /// The kind of all of them.
    static let kind = "proof"

    /// The entry of a command.
    ///
    /// - Parameter command: ASCII letters, digits and hyphens, at most 128 bytes.
    /// - Returns: an entry of one part with up to 2,047 letters; about every 32nd, and what begins
    ///   with `long`, has three long parts.
    static func new(_ command: String) -> NewEntry {
        NewEntry(
            kind: kind,
            timeMicroseconds: 1_780_000_000_000_000,
            actor: "Ana",
            command: command,
            payloadParts: parts(command)
        )
    }

    /// What is wrong with an entry; `nil` when it is as some writer asked for it, or when the
    /// journal wrote it about itself.
    static func flaw(of entry: JournalEntry) -> String? {
        if entry.kind == "journal.tail-cut" { return nil }
        guard entry.kind == kind else { return "entry \(entry.number) is a \(entry.kind)" }
        let parts = parts(entry.command)
        let payload =
            parts.count == 1
            ? parts[0]
            : Array("[".utf8) + Array(parts.joined(separator: [UInt8(ascii: ",")]))
                + Array("]".utf8)
        guard entry.payload == payload, entry.actor == "Ana" else {
            return "entry \(entry.number) of \(entry.command) is not as it was asked for"
        }
        return nil
    }

    private static func parts(_ command: String) -> [[UInt8]] {
        let hash = mix(0xCBF2_9CE4_8422_2325, command.utf8)
        let length = Int(truncatingIfNeeded: hash >> 8) & 2047
        guard hash % 32 == 0 || command.hasPrefix("long") else {
            return [part(command, filled: length)]
        }
        return (0..<3).map { part(command, filled: 9000 + length + $0) }
    }

    private static func part(_ command: String, filled count: Int) -> [UInt8] {
        let letter = UInt8(ascii: "a") + UInt8(count % 26)
        return Array("{\"command\":\"\(command)\",\"text\":\"".utf8)
            + [UInt8](repeating: letter, count: count) + Array("\"}".utf8)
    }

    /// A number that stands for some bytes after another number: FNV-1a, 64 bits.
    static func mix(_ hash: UInt64, _ bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.reduce(hash) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    /// A number that stands for an entry and everything before it, whose own number is `before`;
    /// 0 before the first.
    static func mix(_ before: UInt64, _ entry: JournalEntry) -> UInt64 {
        mix(mix(before &+ entry.number, entry.command.utf8), entry.payload)
    }
}
#endif
