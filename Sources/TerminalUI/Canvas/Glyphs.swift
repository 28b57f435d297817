/// The signs that stand beside words, once for terminals with Unicode and once in ASCII.
///
/// Every sign is one cell wide, except ``arrow`` in ASCII, which is the word `to`.
public struct Glyphs: Hashable, Sendable {
    /// A flag that is on.
    public var on: SafeText
    /// A flag that is off.
    public var off: SafeText
    /// A flag that is on for some.
    public var some: SafeText
    /// A flag in an experiment.
    public var experiment: SafeText
    /// The selected row.
    public var pointer: SafeText
    /// From the old value to the new one.
    public var arrow: SafeText
    /// Done, approved.
    public var check: SafeText
    /// Refused, broken.
    public var cross: SafeText
    /// Worth a look.
    public var look: SafeText
    /// A marked row.
    public var mark: SafeText
    /// Between small things on a line.
    public var dot: SafeText
    /// Text was cut here.
    public var ellipsis: SafeText
    /// A folded group, and the way down.
    public var down: SafeText
    /// An open group, and the way up.
    public var up: SafeText
    /// A horizontal rule.
    public var horizontal: SafeText
    /// A vertical rule.
    public var vertical: SafeText
    /// A vertical rule that starts below a horizontal one.
    public var teeDown: SafeText
    /// A vertical rule that ends on a horizontal one.
    public var teeUp: SafeText
    /// The top left corner of a box.
    public var topLeft: SafeText
    /// The top right corner of a box.
    public var topRight: SafeText
    /// The bottom left corner of a box.
    public var bottomLeft: SafeText
    /// The bottom right corner of a box.
    public var bottomRight: SafeText
    /// The filled part of a bar.
    public var full: SafeText
    /// The rest of a bar.
    public var light: SafeText
    /// Whether only ASCII may reach the terminal.
    public var isASCII: Bool

    /// For terminals that show Unicode.
    public static let unicode = Glyphs(
        on: "●",
        off: "○",
        some: "◐",
        experiment: "◆",
        pointer: "▸",
        arrow: "→",
        check: "✓",
        cross: "✗",
        look: "!",
        mark: "•",
        dot: "·",
        ellipsis: "…",
        down: "▾",
        up: "▴",
        horizontal: "─",
        vertical: "│",
        teeDown: "┬",
        teeUp: "┴",
        topLeft: "┌",
        topRight: "┐",
        bottomLeft: "└",
        bottomRight: "┘",
        full: "█",
        light: "░",
        isASCII: false
    )

    /// For terminals or locales without Unicode.
    public static let ascii = Glyphs(
        on: "*",
        off: "o",
        some: "%",
        experiment: "#",
        pointer: ">",
        arrow: "to",
        check: "+",
        cross: "x",
        look: "!",
        mark: "+",
        dot: ".",
        ellipsis: "~",
        down: "v",
        up: "^",
        horizontal: "-",
        vertical: "|",
        teeDown: "+",
        teeUp: "+",
        topLeft: "+",
        topRight: "+",
        bottomLeft: "+",
        bottomRight: "+",
        full: "#",
        light: ".",
        isASCII: true
    )

    /// A bar of `width` cells, filled up to `share`.
    ///
    /// Anything above nothing shows at least one filled cell, anything below all at least one light
    /// one, so that 0.1 % never looks like 0 %.
    ///
    /// - Parameters:
    ///   - share: the filled part, 0 to 1; values outside are clamped.
    ///   - width: the bar's cells.
    /// - Returns: text of exactly `width` cells.
    public func bar(share: Double, width: Int) -> SafeText {
        guard width > 0 else { return "" }
        let share = share.isNaN ? 0 : min(1, max(0, share))
        var filled = Int((share * Double(width)).rounded())
        if width > 1 {
            if share > 0 { filled = max(1, filled) }
            if share < 1 { filled = min(width - 1, filled) }
        }
        let cells =
            String(repeating: full.text, count: filled)
            + String(repeating: light.text, count: width - filled)
        return SafeText(trusted: cells, width: width)
    }
}
