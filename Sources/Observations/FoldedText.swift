import Foundation

/// Text as people look for it: lower case, no accents, one blank between words.
///
/// - Shape: no controls (a control counts as a blank), so `\n` is free to separate two of them.
/// - Invariant: folding twice gives the same as folding once.
///
/// | written | folded | why |
/// |---|---|---|
/// | `Søren`, `SOREN` | `soren` | a stroke is no mark to Unicode: from ``letters`` |
/// | `É`, `E` + U+0301 | `e` | canonical decomposition, marks dropped |
/// | `Straße`, `STRASSE` | `strasse` | from ``letters`` |
/// | `Ｍａｒｙ` | `mary` | full width |
/// | `한` | `ᄒ` `ᅡ` `ᆫ` | decomposed, so that `하` is found within `한` |
package struct FoldedText: Hashable {
    /// The folded text.
    package let text: String

    /// The folded words, in order.
    package var words: [String] {
        text.split(separator: " ").map(String.init)
    }

    /// Folds `text`.
    ///
    /// - Complexity: O(*n*); text in ASCII takes a shorter way.
    package init(_ text: String) {
        var scalars = String.UnicodeScalarView()
        var isBlankDue = false
        func append(_ scalar: Unicode.Scalar) {
            if Self.isBlank(scalar) {
                isBlankDue = !scalars.isEmpty
                return
            }
            if isBlankDue {
                scalars.append(" ")
                isBlankDue = false
            }
            scalars.append(scalar)
        }
        if text.utf8.allSatisfy({ $0 < 0x80 }) {
            for byte in text.utf8 {
                let isUpper = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                append(Unicode.Scalar(isUpper ? byte + 32 : byte))
            }
        } else {
            for scalar in text.decomposedStringWithCanonicalMapping.unicodeScalars {
                Self.fold(scalar, into: append)
            }
        }
        self.text = String(scalars)
    }

    private static func fold(_ scalar: Unicode.Scalar, into append: (Unicode.Scalar) -> Void) {
        guard !isMark(scalar) else { return }
        let narrow = (0xFF01...0xFF5E).contains(scalar.value) ? scalar.value - 0xFEE0 : scalar.value
        guard let plain = Unicode.Scalar(narrow) else { return }
        for lower in plain.properties.lowercaseMapping.unicodeScalars where !isMark(lower) {
            if let replacement = letters[lower] {
                replacement.unicodeScalars.forEach(append)
            } else {
                append(lower)
            }
        }
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value <= 0x20 || scalar.value == 0x7F
            || scalar.value > 0x7F && (isControl(scalar) || scalar.properties.isWhitespace)
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .control
    }

    /// Whether a scalar only decorates the one before it, or is not seen at all.
    ///
    /// The vowel signs of Indic scripts are left alone: they are letters to their readers.
    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00AD, 0x0300...0x036F, 0x0483...0x0487, 0x0591...0x05BD, 0x05BF, 0x05C1...0x05C2,
            0x05C4...0x05C5, 0x05C7, 0x0610...0x061A, 0x064B...0x065F, 0x0670, 0x1AB0...0x1AFF,
            0x1DC0...0x1DFF, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2064, 0x2066...0x2069,
            0x20D0...0x20FF, 0x3099...0x309A, 0xFE00...0xFE0F, 0xFE20...0xFE2F, 0xFEFF:
            true
        default: false
        }
    }

    /// Letters that people type without their stroke, hook or ligature, but that Unicode does not
    /// decompose.
    private static let letters: [Unicode.Scalar: String] = [
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th",
        "ħ": "h", "ŧ": "t", "ı": "i", "ȷ": "j", "ĸ": "k", "ŋ": "n", "ƀ": "b", "ɓ": "b", "ƈ": "c",
        "ɖ": "d", "ɗ": "d", "ƒ": "f", "ǥ": "g", "ɠ": "g", "ɨ": "i", "ƙ": "k", "ƚ": "l", "ɲ": "n",
        "ƞ": "n", "ɵ": "o", "ƥ": "p", "ʀ": "r", "ʈ": "t", "ƭ": "t", "ʉ": "u", "ʋ": "v", "ƴ": "y",
        "ƶ": "z", "ǆ": "dz", "ǳ": "dz", "ǉ": "lj", "ǌ": "nj", "ĳ": "ij", "ſ": "s", "ς": "σ",
        "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st",
        "ʼ": "'", "’": "'", "‘": "'",
    ]
}
