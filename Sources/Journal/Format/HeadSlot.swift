/// One of the two slots of the head file: what was durable when it was written.
///
/// ```
/// byte   bytes  field
///    0      20  generation, decimal, zero-padded; it chooses the slot by its last bit
///   21      20  sequence of the last durable record that completes an entry
///   42      20  first sequence of the segment that takes the next record
///   63      20  offset in that segment at which the next record begins
///   84      64  chain hash at the sequence
///  149      20  wall time, microseconds since 1970, UTC
///  170       8  CRC-32C of the journal id's 32 digits and bytes 0 to 169
///  178     333  blanks
///  511       1  line feed
/// ```
///
/// A slot fills one sector of 512 bytes, so that a torn write damages one slot only.
struct HeadSlot: Equatable {
    var generation: UInt64
    var sequence: UInt64
    var segment: UInt64
    var offset: UInt64
    var chainHash: Digest
    var timeMicroseconds: Int64

    static let slotBytes = 512
    static let checksumOffset = 170

    /// Where the slot stands in the file.
    var place: Int { Int(generation & 1) * Self.slotBytes }

    func bytes(seed: CRC32C) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.slotBytes)
        for value in [generation, sequence, segment, offset] {
            FixedWidth.appendDecimal(value, to: &bytes)
            bytes.append(UInt8(ascii: " "))
        }
        chainHash.appendHex(to: &bytes)
        bytes.append(UInt8(ascii: " "))
        FixedWidth.appendDecimal(UInt64(max(0, timeMicroseconds)), to: &bytes)
        bytes.append(UInt8(ascii: " "))
        FixedWidth.appendHex32(bytes.withUnsafeBytes { seed.continued(over: $0) }, to: &bytes)
        let padding = Self.slotBytes - 1 - bytes.count
        bytes.append(contentsOf: [UInt8](repeating: UInt8(ascii: " "), count: padding))
        bytes.append(UInt8(ascii: "\n"))
        return bytes
    }

    /// Reads the newer valid slot of the file's bytes; nil when neither is valid.
    static func newest(in file: UnsafeRawBufferPointer, seed: CRC32C) -> HeadSlot? {
        let slots = [0, slotBytes].compactMap { HeadSlot(file, at: $0, seed: seed) }
        return slots.max { $0.generation < $1.generation }
    }

    private init?(_ file: UnsafeRawBufferPointer, at place: Int, seed: CRC32C) {
        guard file.count >= place + Self.slotBytes else { return nil }
        let text = UnsafeRawBufferPointer(rebasing: file[place..<place + Self.slotBytes])
        let covered = UnsafeRawBufferPointer(rebasing: text[..<Self.checksumOffset])
        guard
            FixedWidth.hex32(text, at: Self.checksumOffset) == seed.continued(over: covered),
            let generation = FixedWidth.decimal(text, at: 0),
            let sequence = FixedWidth.decimal(text, at: 21),
            let segment = FixedWidth.decimal(text, at: 42),
            let offset = FixedWidth.decimal(text, at: 63),
            let chainHash = Digest(hexDigits: text, at: 84),
            let time = FixedWidth.decimal(text, at: 149), time <= UInt64(Int64.max),
            Int(generation & 1) * Self.slotBytes == place
        else { return nil }
        self.init(
            generation: generation,
            sequence: sequence,
            segment: segment,
            offset: offset,
            chainHash: chainHash,
            timeMicroseconds: Int64(time)
        )
    }

    init(
        generation: UInt64,
        sequence: UInt64,
        segment: UInt64,
        offset: UInt64,
        chainHash: Digest,
        timeMicroseconds: Int64
    ) {
        self.generation = generation
        self.sequence = sequence
        self.segment = segment
        self.offset = offset
        self.chainHash = chainHash
        self.timeMicroseconds = timeMicroseconds
    }
}
