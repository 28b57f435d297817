/// Builds the printable form of a text, scalar by scalar, and counts its cells.
struct Spelling {
    private(set) var text = ""
    private(set) var width = 0

    /// The last scalar that marks may stand on; none at the start and after a spelled scalar.
    private var base: Unicode.Scalar?
    private var markCount = 0

    /// Appends `scalar` as the table of ``SafeText`` says.
    mutating func append(_ scalar: Unicode.Scalar) {
        if (0x20...0x7E).contains(scalar.value) {
            appendBase(scalar, cells: 1)
        } else if scalar.value == 0xFE0F, let base, Self.isPicture(base) {
            // Only asks for the coloured picture; drawn without it, the width is certain.
        } else if Self.isUnsafe(scalar) {
            spell(scalar)
        } else {
            let cells = CellWidth.of(scalar)
            if cells == 0 { appendMark(scalar) } else { appendBase(scalar, cells: cells) }
        }
    }

    private mutating func appendBase(_ scalar: Unicode.Scalar, cells: Int) {
        text.unicodeScalars.append(scalar)
        width += cells
        base = scalar
        markCount = 0
    }

    private mutating func appendMark(_ scalar: Unicode.Scalar) {
        guard let base, !Self.isJamo(scalar) || Self.isHangul(base) else { return spell(scalar) }
        guard markCount < SafeText.markLimit else { return }
        text.unicodeScalars.append(scalar)
        markCount += 1
    }

    private mutating func spell(_ scalar: Unicode.Scalar) {
        let spelled = "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
        text += spelled
        width += spelled.utf8.count
        base = nil
        markCount = 0
    }

    /// Whether `scalar` could move, hide or reorder what is around it.
    static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
            .unassigned:
            true
        default:
            scalar.properties.isDefaultIgnorableCodePoint || scalar.properties.isEmojiModifier
        }
    }

    /// Whether a style selector after `scalar` asks for an emoji (digits are left out).
    private static func isPicture(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value > 0x7E && scalar.properties.isEmoji
    }

    /// Vowels and trailing consonants of Hangul, which join the syllable before them.
    private static func isJamo(_ scalar: Unicode.Scalar) -> Bool {
        (0x1160...0x11FF).contains(scalar.value) || (0xD7B0...0xD7FF).contains(scalar.value)
    }

    private static func isHangul(_ scalar: Unicode.Scalar) -> Bool {
        (0x1100...0x115E).contains(scalar.value) || (0xA960...0xA97C).contains(scalar.value)
            || (0xAC00...0xD7A3).contains(scalar.value)
    }
}
