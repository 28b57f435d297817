/// One record, one line; the fields have fixed places so that it can be judged before it is read.
///
/// ```
/// byte   bytes  field
///    0      20  sequence, decimal, zero-padded
///   21      20  durable through, decimal, zero-padded: below the sequence
///   42       8  body bytes, hexadecimal: at most 00100000
///   51       8  CRC-32C of the journal id's 32 digits and the body
///   60      64  SHA-256 of the body
///  125      64  chain hash: SHA-256(0x00, chain hash before (32 bytes), bytes 0 to 123)
///  190       8  CRC-32C of the journal id's 32 digits and bytes 0 to 189
///  199       n  body
///  199+n     1  line feed
/// ```
///
/// One blank separates two fields. Frozen: the chain covers these bytes.
struct RecordLine: Equatable {
    var sequence: UInt64
    var durableThrough: UInt64
    var bodyBytes: Int
    var bodyCRC: UInt32
    var bodyHash: Digest
    var chainHash: Digest

    /// The bytes before the body.
    static let headerBytes = 199
    /// The bytes of the line that the chain covers.
    static let chainedBytes = 124
    /// Where the header's own checksum stands.
    static let checksumOffset = 190
    /// The bytes that a record adds to its body.
    static let overheadBytes = 200

    /// The bytes of the line with its line feed.
    var lineBytes: Int { bodyBytes + Self.overheadBytes }

    /// Reads and checks the header at `offset`.
    ///
    /// The checksum is compared first, so a damaged length is never used.
    init(
        header text: UnsafeRawBufferPointer,
        at offset: Int,
        seed: CRC32C
    ) throws(RecordFlaw) {
        guard text.count - offset >= Self.headerBytes else { throw .short }
        let line = UnsafeRawBufferPointer(rebasing: text[offset..<offset + Self.headerBytes])
        let covered = UnsafeRawBufferPointer(rebasing: line[..<Self.checksumOffset])
        guard FixedWidth.hex32(line, at: Self.checksumOffset) == seed.continued(over: covered),
            Self.blanks.allSatisfy({ line[$0] == UInt8(ascii: " ") })
        else { throw .headerChecksum }
        guard let sequence = FixedWidth.decimal(line, at: 0),
            let durableThrough = FixedWidth.decimal(line, at: 21),
            let bodyBytes = FixedWidth.hex32(line, at: 42),
            let bodyCRC = FixedWidth.hex32(line, at: 51),
            let bodyHash = Digest(hexDigits: line, at: 60),
            let chainHash = Digest(hexDigits: line, at: 125)
        else { throw .headerFields }
        guard bodyBytes <= JournalLimits.bodyBytes else { throw .bodyLength }
        self.sequence = sequence
        self.durableThrough = durableThrough
        self.bodyBytes = Int(bodyBytes)
        self.bodyCRC = bodyCRC
        self.bodyHash = bodyHash
        self.chainHash = chainHash
    }

    private static let blanks = [20, 41, 50, 59, 124, 189, 198]

    /// Appends the line for `body`, one canonical JSON object, and returns what it says.
    @discardableResult
    static func append(
        _ body: [UInt8],
        at place: (sequence: UInt64, durableThrough: UInt64, previous: Digest),
        seed: CRC32C,
        to bytes: inout [UInt8]
    ) -> RecordLine {
        precondition(place.durableThrough < place.sequence, "A record cannot vouch for itself.")
        let start = bytes.count
        let bodyCRC = body.withUnsafeBytes { seed.continued(over: $0) }
        let bodyHash = body.withUnsafeBytes { Digest(of: $0) }
        FixedWidth.appendDecimal(place.sequence, to: &bytes)
        bytes.append(UInt8(ascii: " "))
        FixedWidth.appendDecimal(place.durableThrough, to: &bytes)
        bytes.append(UInt8(ascii: " "))
        FixedWidth.appendHex32(UInt32(body.count), to: &bytes)
        bytes.append(UInt8(ascii: " "))
        FixedWidth.appendHex32(bodyCRC, to: &bytes)
        bytes.append(UInt8(ascii: " "))
        bodyHash.appendHex(to: &bytes)
        let chainHash = bytes.withUnsafeBytes { text in
            Digest(after: place.previous, linePrefix: .init(rebasing: text[start...]))
        }
        bytes.append(UInt8(ascii: " "))
        chainHash.appendHex(to: &bytes)
        bytes.append(UInt8(ascii: " "))
        let headerCRC = bytes.withUnsafeBytes { text in
            seed.continued(over: .init(rebasing: text[start...]))
        }
        FixedWidth.appendHex32(headerCRC, to: &bytes)
        bytes.append(UInt8(ascii: " "))
        bytes.append(contentsOf: body)
        bytes.append(UInt8(ascii: "\n"))
        return RecordLine(
            sequence: place.sequence,
            durableThrough: place.durableThrough,
            bodyBytes: body.count,
            bodyCRC: bodyCRC,
            bodyHash: bodyHash,
            chainHash: chainHash
        )
    }

    private init(
        sequence: UInt64,
        durableThrough: UInt64,
        bodyBytes: Int,
        bodyCRC: UInt32,
        bodyHash: Digest,
        chainHash: Digest
    ) {
        self.sequence = sequence
        self.durableThrough = durableThrough
        self.bodyBytes = bodyBytes
        self.bodyCRC = bodyCRC
        self.bodyHash = bodyHash
        self.chainHash = chainHash
    }
}

/// What is wrong with a line, in the order in which it is looked for.
enum RecordFlaw: String, Error {
    case short = "the line is shorter than a header"
    case headerChecksum = "header checksum"
    case headerFields = "header fields"
    case bodyLength = "body length beyond the limit"
    case bodyShort = "the file ends inside the body"
    case lineFeed = "no line feed at the end"
    case bodyChecksum = "body checksum"
    case bodyHash = "body hash"
    case sequence = "another sequence was expected"
    case durableThrough = "durable-through runs backwards or ahead"
    case chainHash = "chain hash"
    case bodyFields = "body fields"
    case entryNumber = "another entry number was expected"
    case unfinishedEntry = "the entry's last record is not there"
}
