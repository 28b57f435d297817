/// Where a text falls between 0 and 1: the number that decides every share of people.
///
/// The first four bytes of the text's MD5 digest, read as a little-endian 32-bit signed number,
/// divided by -2^31, without its sign. Source: FeatBit's `DispatchAlgorithm.cs`; MD5 is RFC 1321.
/// MD5 guards nothing here; it only spreads people evenly, and must be the one that SDKs use.
enum BucketHash {
    /// The place of texts that stand one after the other, 0 to 1 inclusive.
    static func place(
        _ first: Span<UInt8>,
        _ second: Span<UInt8>,
        prefix: StaticString = ""
    ) -> Double {
        let head = withUnsafeTemporaryAllocation(byteCount: 64, alignment: 8) { block in
            var digest = Digest(block: block)
            prefix.withUTF8Buffer { digest.append(UnsafeRawBufferPointer($0)) }
            first.withUnsafeBytes { digest.append($0) }
            second.withUnsafeBytes { digest.append($0) }
            return digest.finish()
        }
        return abs(Double(Int32(bitPattern: head)) / -2_147_483_648)
    }
}

/// MD5 of bytes that come in pieces, with one block of 64 bytes on the stack to work in.
private struct Digest {
    private let block: UnsafeMutableRawBufferPointer
    private var state: (UInt32, UInt32, UInt32, UInt32) = (
        0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476
    )
    /// Bytes of the block that are taken.
    private var filled = 0
    /// Bytes of the message.
    private var count = 0

    /// - Parameter block: 64 bytes that stay there as long as the digest is used.
    init(block: UnsafeMutableRawBufferPointer) { self.block = block }

    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        count += bytes.count
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + block.count - filled)
            let piece = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
            UnsafeMutableRawBufferPointer(rebasing: block[filled...]).copyMemory(from: piece)
            filled += piece.count
            start = end
            if filled == block.count { compress() }
        }
    }

    /// Ends the message with a one bit, zeros up to a whole block, and its length in bits.
    ///
    /// - Returns: the first word of the digest.
    mutating func finish() -> UInt32 {
        block[filled] = 0x80
        filled += 1
        if filled > block.count - 8 {
            fillWithZeros()
            compress()
        }
        fillWithZeros()
        let bits = UInt64(count * 8).littleEndian
        block.storeBytes(of: bits, toByteOffset: block.count - 8, as: UInt64.self)
        compress()
        return state.0
    }

    private mutating func fillWithZeros() {
        for index in filled..<block.count { block[index] = 0 }
    }

    private mutating func compress() {
        Self.compress(&state, UnsafeRawBufferPointer(block))
        filled = 0
    }

    @inline(never)
    private static func compress(
        _ state: inout (UInt32, UInt32, UInt32, UInt32),
        _ message: UnsafeRawBufferPointer
    ) {
        func m(_ index: Int) -> UInt32 {
            UInt32(littleEndian: message.load(fromByteOffset: index * 4, as: UInt32.self))
        }
        var (a, b, c, d) = state
        mix1(&a, b, c, d, m(0), 7, 0xd76aa478)
        mix1(&d, a, b, c, m(1), 12, 0xe8c7b756)
        mix1(&c, d, a, b, m(2), 17, 0x242070db)
        mix1(&b, c, d, a, m(3), 22, 0xc1bdceee)
        mix1(&a, b, c, d, m(4), 7, 0xf57c0faf)
        mix1(&d, a, b, c, m(5), 12, 0x4787c62a)
        mix1(&c, d, a, b, m(6), 17, 0xa8304613)
        mix1(&b, c, d, a, m(7), 22, 0xfd469501)
        mix1(&a, b, c, d, m(8), 7, 0x698098d8)
        mix1(&d, a, b, c, m(9), 12, 0x8b44f7af)
        mix1(&c, d, a, b, m(10), 17, 0xffff5bb1)
        mix1(&b, c, d, a, m(11), 22, 0x895cd7be)
        mix1(&a, b, c, d, m(12), 7, 0x6b901122)
        mix1(&d, a, b, c, m(13), 12, 0xfd987193)
        mix1(&c, d, a, b, m(14), 17, 0xa679438e)
        mix1(&b, c, d, a, m(15), 22, 0x49b40821)
        mix2(&a, b, c, d, m(1), 5, 0xf61e2562)
        mix2(&d, a, b, c, m(6), 9, 0xc040b340)
        mix2(&c, d, a, b, m(11), 14, 0x265e5a51)
        mix2(&b, c, d, a, m(0), 20, 0xe9b6c7aa)
        mix2(&a, b, c, d, m(5), 5, 0xd62f105d)
        mix2(&d, a, b, c, m(10), 9, 0x02441453)
        mix2(&c, d, a, b, m(15), 14, 0xd8a1e681)
        mix2(&b, c, d, a, m(4), 20, 0xe7d3fbc8)
        mix2(&a, b, c, d, m(9), 5, 0x21e1cde6)
        mix2(&d, a, b, c, m(14), 9, 0xc33707d6)
        mix2(&c, d, a, b, m(3), 14, 0xf4d50d87)
        mix2(&b, c, d, a, m(8), 20, 0x455a14ed)
        mix2(&a, b, c, d, m(13), 5, 0xa9e3e905)
        mix2(&d, a, b, c, m(2), 9, 0xfcefa3f8)
        mix2(&c, d, a, b, m(7), 14, 0x676f02d9)
        mix2(&b, c, d, a, m(12), 20, 0x8d2a4c8a)
        mix3(&a, b, c, d, m(5), 4, 0xfffa3942)
        mix3(&d, a, b, c, m(8), 11, 0x8771f681)
        mix3(&c, d, a, b, m(11), 16, 0x6d9d6122)
        mix3(&b, c, d, a, m(14), 23, 0xfde5380c)
        mix3(&a, b, c, d, m(1), 4, 0xa4beea44)
        mix3(&d, a, b, c, m(4), 11, 0x4bdecfa9)
        mix3(&c, d, a, b, m(7), 16, 0xf6bb4b60)
        mix3(&b, c, d, a, m(10), 23, 0xbebfbc70)
        mix3(&a, b, c, d, m(13), 4, 0x289b7ec6)
        mix3(&d, a, b, c, m(0), 11, 0xeaa127fa)
        mix3(&c, d, a, b, m(3), 16, 0xd4ef3085)
        mix3(&b, c, d, a, m(6), 23, 0x04881d05)
        mix3(&a, b, c, d, m(9), 4, 0xd9d4d039)
        mix3(&d, a, b, c, m(12), 11, 0xe6db99e5)
        mix3(&c, d, a, b, m(15), 16, 0x1fa27cf8)
        mix3(&b, c, d, a, m(2), 23, 0xc4ac5665)
        mix4(&a, b, c, d, m(0), 6, 0xf4292244)
        mix4(&d, a, b, c, m(7), 10, 0x432aff97)
        mix4(&c, d, a, b, m(14), 15, 0xab9423a7)
        mix4(&b, c, d, a, m(5), 21, 0xfc93a039)
        mix4(&a, b, c, d, m(12), 6, 0x655b59c3)
        mix4(&d, a, b, c, m(3), 10, 0x8f0ccc92)
        mix4(&c, d, a, b, m(10), 15, 0xffeff47d)
        mix4(&b, c, d, a, m(1), 21, 0x85845dd1)
        mix4(&a, b, c, d, m(8), 6, 0x6fa87e4f)
        mix4(&d, a, b, c, m(15), 10, 0xfe2ce6e0)
        mix4(&c, d, a, b, m(6), 15, 0xa3014314)
        mix4(&b, c, d, a, m(13), 21, 0x4e0811a1)
        mix4(&a, b, c, d, m(4), 6, 0xf7537e82)
        mix4(&d, a, b, c, m(11), 10, 0xbd3af235)
        mix4(&c, d, a, b, m(2), 15, 0x2ad7d2bb)
        mix4(&b, c, d, a, m(9), 21, 0xeb86d391)
        state = (state.0 &+ a, state.1 &+ b, state.2 &+ c, state.3 &+ d)
    }
}

/// One step of a round of MD5: `x = y + rotate(x + mixed + word + constant)`.
@inline(__always)
private func step(_ x: inout UInt32, _ y: UInt32, _ mixed: UInt32, _ shift: UInt32) {
    let sum = x &+ mixed
    x = y &+ (sum &<< shift | sum &>> (32 &- shift))
}

/// What the step of one round takes besides `x`, in RFC 1321's order.
private typealias Word = UInt32

@inline(__always)
private func mix1(_ x: inout Word, _ y: Word, _ z: Word, _ w: Word, _ m: Word, _ s: Word, _ k: Word)
{
    step(&x, y, ((y & z) | (~y & w)) &+ m &+ k, s)
}

@inline(__always)
private func mix2(_ x: inout Word, _ y: Word, _ z: Word, _ w: Word, _ m: Word, _ s: Word, _ k: Word)
{
    step(&x, y, ((y & w) | (z & ~w)) &+ m &+ k, s)
}

@inline(__always)
private func mix3(_ x: inout Word, _ y: Word, _ z: Word, _ w: Word, _ m: Word, _ s: Word, _ k: Word)
{
    step(&x, y, (y ^ z ^ w) &+ m &+ k, s)
}

@inline(__always)
private func mix4(_ x: inout Word, _ y: Word, _ z: Word, _ w: Word, _ m: Word, _ s: Word, _ k: Word)
{
    step(&x, y, (z ^ (y | ~w)) &+ m &+ k, s)
}
