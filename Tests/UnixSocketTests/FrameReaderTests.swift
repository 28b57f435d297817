import Testing

@testable import UnixSocket

struct FrameReaderTests {
    private func take(_ bytes: [UInt8], into reader: inout FrameReader) throws -> [[UInt8]] {
        try bytes.withUnsafeBytes { try reader.take($0) }
    }

    @Test func `a length is four bytes, the most significant first`() {
        #expect(FrameReader.encoded([7, 8, 9]) == [0, 0, 0, 3, 7, 8, 9])
        #expect(FrameReader.encoded([]) == [0, 0, 0, 0])
        let long = FrameReader.encoded([UInt8](repeating: 1, count: 0x0001_0203))
        #expect(long.prefix(4) == [0, 1, 2, 3])
    }

    @Test func `frames are whole however the bytes arrive`() throws {
        let frames: [[UInt8]] = [[1], [], [2, 3, 4], [UInt8](repeating: 5, count: 300)]
        let bytes = frames.flatMap(FrameReader.encoded)
        for size in [1, 2, 3, 5, 7, 64, bytes.count] {
            var reader = FrameReader(maximumBytes: 300)
            var found: [[UInt8]] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                let part = Array(bytes[start..<min(start + size, bytes.count)])
                found += try take(part, into: &reader)
            }
            #expect(found == frames, "in parts of \(size)")
        }
    }

    @Test func `a frame may have as many bytes as the limit, and none more`() throws {
        var reader = FrameReader(maximumBytes: 10)

        #expect(try take([0, 0, 0, 10], into: &reader) == [])
        #expect(
            try take([UInt8](repeating: 0, count: 10), into: &reader) == [
                .init(repeating: 0, count: 10)
            ]
        )
        #expect(throws: FrameTooLarge(bytes: 11)) { try take([0, 0, 0, 11], into: &reader) }
    }

    @Test func `the largest length there is reads as one`() {
        var reader = FrameReader(maximumBytes: 10)

        #expect(throws: FrameTooLarge(bytes: 0xFFFF_FFFF)) {
            try take([0xFF, 0xFF, 0xFF, 0xFF], into: &reader)
        }
    }
}
