/// The checksum of Castagnoli, as iSCSI, ext4 and etcd use it.
///
/// Eight bytes at a time through eight tables: about 2 GB/s, without C.
struct CRC32C: Hashable, Sendable {
    /// The checksum of everything fed so far; 0 for nothing.
    private(set) var value: UInt32 = 0

    init() {}

    /// The checksum of `bytes`.
    init(of bytes: UnsafeRawBufferPointer) { update(bytes) }

    /// This checksum continued over `bytes`: the checksum of both texts joined.
    func continued(over bytes: UnsafeRawBufferPointer) -> UInt32 {
        var next = self
        next.update(bytes)
        return next.value
    }

    mutating func update(_ bytes: UnsafeRawBufferPointer) {
        value = Self.tables.withUnsafeBufferPointer { Self.run(~value, over: bytes, $0) }
    }

    private static func run(
        _ start: UInt32,
        over bytes: UnsafeRawBufferPointer,
        _ table: UnsafeBufferPointer<UInt32>
    ) -> UInt32 {
        var crc = start
        var offset = 0
        while offset &+ 8 <= bytes.count {
            let word = UInt64(
                littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            )
            let low = UInt32(truncatingIfNeeded: word) ^ crc
            let high = UInt32(truncatingIfNeeded: word &>> 32)
            crc =
                table[1792 &+ Int(low & 255)] ^ table[1536 &+ Int((low &>> 8) & 255)]
                ^ table[1280 &+ Int((low &>> 16) & 255)] ^ table[1024 &+ Int(low &>> 24)]
            crc ^=
                table[768 &+ Int(high & 255)] ^ table[512 &+ Int((high &>> 8) & 255)]
                ^ table[256 &+ Int((high &>> 16) & 255)] ^ table[Int(high &>> 24)]
            offset &+= 8
        }
        while offset < bytes.count {
            crc = (crc &>> 8) ^ table[Int((crc ^ UInt32(bytes[offset])) & 255)]
            offset &+= 1
        }
        return ~crc
    }

    /// Eight tables of 256 words each, one after the other.
    private static let tables: [UInt32] = {
        var tables = [UInt32](repeating: 0, count: 2048)
        for index in 0..<256 {
            var crc = UInt32(index)
            for _ in 0..<8 { crc = (crc >> 1) ^ (crc & 1 == 1 ? 0x82F6_3B78 : 0) }
            tables[index] = crc
        }
        for index in 256..<2048 {
            let before = tables[index - 256]
            tables[index] = (before >> 8) ^ tables[Int(before & 255)]
        }
        return tables
    }()
}
