/// A signed statement of where a journal's chain stood.
///
/// ```
/// flagdeck-chain/v1 0123456789abcdeffedcba9876543210
/// 18421
/// <the chain hash's 32 bytes in base64>
///
/// — flagdeck-journal <the key's id and the signature in base64>
/// ```
///
/// The layout is that of signed notes. The hash is the head of a linear chain, not the root of a
/// tree: the first line says so, and no witness of a transparency log should take it for one.
public struct Checkpoint: Hashable, Sendable {
    /// The journal's id.
    public var journal: JournalID
    /// The record.
    public var sequence: UInt64
    /// The chain hash at that record.
    public var chainHash: Digest

    /// The start of the first line.
    public static let origin = "flagdeck-chain/v1"
    /// The largest file of checkpoints that is read, in bytes.
    public static let maximumFileBytes = 64 << 20

    /// States a position of a journal.
    public init(journal: JournalID, sequence: UInt64, chainHash: Digest) {
        self.journal = journal
        self.sequence = sequence
        self.chainHash = chainHash
    }

    /// The text that is signed, with its last line feed.
    var body: String {
        "\(Self.origin) \(journal)\n\(sequence)\n\(Base64.text(chainHash.bytes))\n"
    }

    /// The whole note, signed.
    ///
    /// - Returns: five lines, each with its line feed.
    public func signed(by key: CheckpointKey) -> String {
        let signature = key.signature(of: Array(body.utf8)) ?? []
        let proof = Base64.text(key.publicKey.idBytes + signature)
        return "\(body)\n— \(CheckpointKey.name) \(proof)\n"
    }

    /// Reads every checkpoint of a file, one after the other with or without blank lines between.
    ///
    /// - Parameters:
    ///   - text: the file.
    ///   - key: the key that must have signed each.
    /// - Returns: the checkpoints in their order; a failure names the first line that is not as it
    ///   must be, from 1.
    public static func read(
        _ text: String,
        verifiedBy key: CheckpointPublicKey
    ) -> Result<[Checkpoint], CheckpointProblem> {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        var found: [Checkpoint] = []
        var index = 0
        while index < lines.count {
            guard !lines[index].isEmpty else {
                index += 1
                continue
            }
            guard index + 4 < lines.count, lines[index + 3].isEmpty,
                let checkpoint = Checkpoint(lines[index..<index + 3])
            else { return .failure(.unreadable(line: index + 1)) }
            guard checkpoint.isSigned(by: lines[index + 4], key) else {
                return .failure(.otherSignature(line: index + 5))
            }
            found.append(checkpoint)
            index += 5
        }
        return .success(found)
    }

    private init?(_ lines: ArraySlice<Substring>) {
        let texts = lines.map(String.init)
        let start = Self.origin + " "
        guard texts[0].hasPrefix(start),
            let journal = JournalID(hex: String(texts[0].dropFirst(start.count))),
            let sequence = UInt64(texts[1]), "\(sequence)" == texts[1],
            let bytes = Base64.bytes(texts[2]), let hash = Digest(bytes: bytes)
        else { return nil }
        self.init(journal: journal, sequence: sequence, chainHash: hash)
    }

    private func isSigned(by line: Substring, _ key: CheckpointPublicKey) -> Bool {
        let words = line.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3, words[0] == "—", words[1] == CheckpointKey.name,
            let proof = Base64.bytes(words[2]), proof.count == 68,
            Array(proof.prefix(4)) == key.idBytes
        else { return false }
        return key.verifies(Array(proof.dropFirst(4)), of: Array(body.utf8))
    }
}

/// What is wrong with a file of checkpoints.
public enum CheckpointProblem: Error, Hashable, Sendable {
    /// No checkpoint begins at the line.
    case unreadable(line: Int)
    /// The signature in the line is not of this text by this key.
    case otherSignature(line: Int)
}

extension Journal {
    /// Where the journal stands, to be signed; an empty journal has nothing to state.
    public var checkpoint: Checkpoint? {
        let last = last
        guard last.sequence > 0 else { return nil }
        return Checkpoint(journal: id, sequence: last.sequence, chainHash: last.chainHash)
    }
}

extension Digest {
    /// The 32 bytes.
    var bytes: [UInt8] {
        let digits = Array(hex.utf8)
        return (0..<32).map { index in
            UInt8(String(decoding: digits[2 * index...2 * index + 1], as: UTF8.self), radix: 16)
                ?? 0
        }
    }

    /// Takes 32 bytes; nil for any other number.
    init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        let digits = bytes.map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        self.init(hex: digits.joined())
    }
}
