/// Text brought to the form in which a filter compares: no case, no accents.
public enum Folding {
    /// `text` in lower case and without accents, so that `muller` finds `Müller`.
    public static func fold(_ text: String) -> String {
        var bytes: [UInt8] = []
        append(text, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the folded UTF-8 bytes of `text` to `bytes`.
    ///
    /// - Complexity: O(*n*), without an allocation for ASCII beyond what `bytes` needs to grow.
    static func append(_ text: String, to bytes: inout [UInt8]) {
        let start = bytes.count
        let isDone =
            text.utf8.withContiguousStorageIfAvailable { appendASCII($0, to: &bytes) } ?? false
        guard !isDone else { return }
        bytes.removeSubrange(start...)
        appendScalars(text, to: &bytes)
    }

    /// Appends `source` in lower case.
    ///
    /// - Returns: whether all of it was ASCII; what was appended is of no use otherwise.
    private static func appendASCII(
        _ source: UnsafeBufferPointer<UInt8>,
        to bytes: inout [UInt8]
    ) -> Bool {
        var all: UInt8 = 0
        bytes.append(contentsOf: source)
        let start = bytes.count - source.count
        bytes.withUnsafeMutableBufferPointer { buffer in
            for index in start..<buffer.count {
                let byte = buffer[index]
                all |= byte
                buffer[index] = byte &- 0x41 < 26 ? byte | 0x20 : byte
            }
        }
        return all < 0x80
    }

    private static func appendScalars(_ text: String, to bytes: inout [UInt8]) {
        for scalar in text.unicodeScalars {
            if scalar.isASCII {
                let byte = UInt8(truncatingIfNeeded: scalar.value)
                bytes.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
                continue
            }
            switch scalar {
            case "ß", "ẞ": bytes.append(contentsOf: "ss".utf8)
            case "æ", "Æ": bytes.append(contentsOf: "ae".utf8)
            case "œ", "Œ": bytes.append(contentsOf: "oe".utf8)
            case "þ", "Þ": bytes.append(contentsOf: "th".utf8)
            default: appendScalar(scalar, to: &bytes)
            }
        }
    }

    private static func appendScalar(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
        if let letter = plainLatin(scalar.value) {
            bytes.append(letter)
        } else if scalar.properties.generalCategory == .nonspacingMark {
            // An accent that stands alone is dropped like one that is part of its letter.
        } else {
            for lower in scalar.properties.lowercaseMapping.unicodeScalars {
                bytes.append(contentsOf: String(withoutAccent(lower)).utf8)
            }
        }
    }

    private static func plainLatin(_ value: UInt32) -> UInt8? {
        let letter: UInt8 =
            switch value {
            case 0xC0..<0x250: FoldingTable.latin[Int(value) - 0xC0]
            case 0x1E00..<0x1F00: FoldingTable.latinAdditional[Int(value) - 0x1E00]
            default: UInt8(ascii: ".")
            }
        return letter == UInt8(ascii: ".") ? nil : letter
    }

    private static func withoutAccent(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        guard (0x370..<0x2000).contains(scalar.value) else { return scalar }
        let pairs = FoldingTable.pairs
        var low = 0
        var high = pairs.count / 2
        while low < high {
            let middle = (low + high) / 2
            if UInt32(pairs[middle * 2]) < scalar.value { low = middle + 1 } else { high = middle }
        }
        guard low < pairs.count / 2, UInt32(pairs[low * 2]) == scalar.value else { return scalar }
        return Unicode.Scalar(pairs[low * 2 + 1]) ?? scalar
    }
}
