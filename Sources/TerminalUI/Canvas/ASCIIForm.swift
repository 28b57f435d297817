/// The ASCII sign shown for a scalar where the terminal or the locale knows no Unicode.
enum ASCIIForm {
    /// An ASCII scalar for `scalar`: its letter without accents, a likeness, or `?`.
    static func of(_ scalar: Unicode.Scalar) -> UInt32 {
        if scalar.value < 0x7F { return scalar.value }
        let sign: Unicode.Scalar =
            switch scalar {
            case "●", "★": "*"
            case "○": "o"
            case "◐": "%"
            case "◆", "█": "#"
            case "▸", "→", "›", "»": ">"
            case "←", "‹", "«": "<"
            case "↑", "▴": "^"
            case "↓", "▾": "v"
            case "✓", "•", "┬", "┴", "┌", "┐", "└", "┘", "├", "┤", "┼": "+"
            case "✗", "×": "x"
            case "·", "░": "."
            case "…": "~"
            case "─", "–", "—", "‑": "-"
            case "│": "|"
            case "‘", "’": "'"
            case "“", "”": "\""
            case "\u{A0}", "\u{2009}", "\u{202F}": " "
            case "€": "E"
            default: letter(of: scalar) ?? "?"
            }
        return sign.value
    }

    /// The first scalar of the folded form when it is ASCII, in the case of `scalar`.
    private static func letter(of scalar: Unicode.Scalar) -> Unicode.Scalar? {
        guard let folded = Folding.fold(String(scalar)).unicodeScalars.first, folded.isASCII else {
            return nil
        }
        return scalar.properties.isUppercase
            ? folded.properties.uppercaseMapping.unicodeScalars.first : folded
    }
}
