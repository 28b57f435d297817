import FlagModel
import Testing

struct GUIDTests {
    private static let text = "5b7a1f0e-6f3c-4a0e-9d55-0c4f3b1f7a21"

    @Test(arguments: [
        text, "5B7A1F0E-6F3C-4A0E-9D55-0C4F3B1F7A21", "5b7A1f0E-6f3C-4a0E-9d55-0c4F3b1F7a21",
    ])
    func `both cases are read and lower case is written`(written: String) {
        #expect(GUID(written)?.text == Self.text)
    }

    @Test(arguments: [
        "", "5b7a1f0e", "5b7a1f0e6f3c4a0e9d550c4f3b1f7a21",
        "{5b7a1f0e-6f3c-4a0e-9d55-0c4f3b1f7a21}", "5b7a1f0e-6f3c-4a0e-9d55-0c4f3b1f7a2",
        "5b7a1f0e-6f3c-4a0e-9d55-0c4f3b1f7a211", "5b7a1f0e-6f3c-4a0e-9d55-0c4f3b1f7a2g",
        "5b7a1f0e_6f3c_4a0e_9d55_0c4f3b1f7a21", "5b7a1f0e6-f3c-4a0e-9d55-0c4f3b1f7a21",
        "5b7a1f0e-6f3c-4a0e-9d55-0c4f3b1f7aé", "5b7a1f0e-6f3c-4a0e-9d55--c4f3b1f7a21",
        " 5b7a1f0e-6f3c-4a0e-9d55-0c4f3b1f7a21",
    ])
    func `anything else is no GUID`(text: String) {
        #expect(GUID(text) == nil)
    }

    @Test func `bytes are in written order and give the GUID back`() throws {
        let id = try #require(GUID("00112233-4455-6677-8899-aabbccddeeff"))

        #expect(id.bytes == (0..<16).map { UInt8($0 * 17) })
        #expect(GUID(bytes: id.bytes) == id)
        #expect(GUID(bytes: Array(repeating: 0, count: 15)) == nil)
        #expect(GUID(bytes: Array(repeating: 0, count: 17)) == nil)
    }

    @Test func `the GUID of nothing is all zeros`() {
        #expect(GUID.zero.text == "00000000-0000-0000-0000-000000000000")
    }

    @Test func `order is that of the written form`() {
        var random = SplitMix64(seed: seed("guid order"))
        let ids = (0..<500).map { _ in GUID(using: &random) }

        #expect(ids.sorted().map(\.text) == ids.map(\.text).sorted())
    }

    @Test func `a new GUID is of version 4 and of the variant of RFC 9562`() {
        var random = SplitMix64(seed: seed("guid version"))
        for _ in 0..<500 {
            let text = Array(GUID(using: &random).text)
            #expect(text[14] == "4")
            #expect("89ab".contains(text[19]))
        }
    }

    @Test(arguments: [
        (UInt64.max, "ffffffff-ffff-4fff-bfff-ffffffffffff"),
        (0, "00000000-0000-4000-8000-000000000000"),
    ])
    func `all other bits of a new GUID are random`(bits: UInt64, text: String) {
        struct Constant: RandomNumberGenerator {
            let bits: UInt64
            func next() -> UInt64 { bits }
        }
        var random = Constant(bits: bits)

        #expect(GUID(using: &random).text == text)
    }
}
