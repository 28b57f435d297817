import Testing

@testable import Journal

/// Numbers of a fixed width.
struct FixedWidthTests {
    @Test(arguments: UInt8.min...UInt8.max)
    func `only lower-case hexadecimal digits are digits`(byte: UInt8) {
        let expected = Array("0123456789abcdef".utf8).firstIndex(of: byte).map { UInt32($0) }

        let found = (0..<8).map { place in
            var text = "00000000".bytes
            text[place] = byte
            return text.withUnsafeBytes { FixedWidth.hex32($0, at: 0) }
        }

        #expect(found == (0..<8).map { place in expected.map { $0 << UInt32(28 - 4 * place) } })
    }

    @Test(arguments: [0, 1, 0x0123_4567_89AB_CDEF, UInt64.max])
    func `numbers read back as they were written`(number: UInt64) {
        var bytes: [UInt8] = []
        FixedWidth.appendHex64(number, to: &bytes)
        FixedWidth.appendDecimal(number, to: &bytes)

        #expect(bytes.count == 36)
        #expect(bytes.withUnsafeBytes { FixedWidth.hex64($0, at: 0) } == number)
        #expect(bytes.withUnsafeBytes { FixedWidth.decimal($0, at: 16) } == number)
    }

    @Test(arguments: ["18446744073709551616", "99999999999999999999", "0000000000000000000a"])
    func `a decimal that is none is refused`(text: String) {
        #expect(text.bytes.withUnsafeBytes { FixedWidth.decimal($0, at: 0) } == nil)
    }
}
