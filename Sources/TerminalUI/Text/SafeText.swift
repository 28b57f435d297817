/// Text that can be put on a terminal without moving the cursor, changing colours or reordering.
///
/// The only way to draw: ``Canvas/draw(_:at:role:maxWidth:)`` takes a `SafeText`, never a `String`.
/// Commands print names through it too (`print(SafeText(name))`). Stored data, JSON and copies keep
/// the exact text; only what is shown goes through here.
///
/// What becomes of a scalar:
///
/// | scalar | shown as |
/// |---|---|
/// | control, format, line or paragraph separator, private use, unassigned | `\u{1B}` |
/// | default ignorable (zero width space, joiners, tags, skin tones, fillers) | `\u{200D}` |
/// | emoji style selector U+FE0F right after an emoji | left out: the emoji keeps its own width |
/// | combining mark with nothing to stand on | `\u{301}` |
/// | combining mark, first to fourth on one base | itself |
/// | combining mark, fifth and later on one base | left out |
/// | any other | itself |
///
/// Emoji joined by U+200D are *not* kept in one piece: terminals disagree on how wide the joined
/// picture is, and a column that is off by one is worse than a spelled joiner.
///
/// - Invariant: the cells on the terminal are exactly ``width``, whatever came in.
public struct SafeText: Hashable, Sendable {
    /// The printable form, in which every unsafe scalar is spelled out, as in `\u{1B}`.
    public let text: String

    /// The number of terminal cells that ``text`` takes.
    public let width: Int

    /// How many combining marks one base may carry.
    public static let markLimit = 4

    /// Makes `source` safe to show.
    ///
    /// - Complexity: O(*n*); text of printable ASCII is taken as it is.
    public init(_ source: some StringProtocol) {
        if Self.isPlain(source) {
            text = String(source)
            width = text.utf8.count
        } else {
            var spelling = Spelling()
            for scalar in source.unicodeScalars { spelling.append(scalar) }
            text = spelling.text
            width = spelling.width
        }
    }

    /// Whether all of a text is printable ASCII.
    private static func isPlain(_ source: some StringProtocol) -> Bool {
        func arePlain(_ bytes: some Sequence<UInt8>) -> Bool {
            bytes.allSatisfy { (0x20...0x7E).contains($0) }
        }
        // Every label of every key comes through here: bytes that lie side by side are faster.
        return source.utf8.withContiguousStorageIfAvailable(arePlain) ?? arePlain(source.utf8)
    }

    /// Wraps text that is already known to be safe.
    init(trusted text: String, width: Int) {
        self.text = text
        self.width = width
    }

    /// Whether there is nothing to show.
    public var isEmpty: Bool { width == 0 }

    /// Whether every scalar is printable ASCII: no other text has as many bytes as cells.
    var isASCII: Bool { width == text.utf8.count }

    /// Joins two texts.
    public static func + (left: SafeText, right: SafeText) -> SafeText {
        // A mark at the start of the right side would have been spelled, so nothing can merge.
        SafeText(trusted: left.text + right.text, width: left.width + right.width)
    }

    /// Appends `right`.
    public static func += (left: inout SafeText, right: SafeText) {
        left = left + right
    }
}

extension SafeText: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
    /// Makes a literal safe to show; an interpolated value is made safe as well.
    public init(stringLiteral value: String) {
        self.init(value)
    }
}

extension SafeText: CustomStringConvertible {
    /// The printable form, so that `print` of a `SafeText` is safe.
    public var description: String { text }
}

extension Sequence<SafeText> {
    /// All texts in order, with `separator` between them.
    public func joined(separator: SafeText = "") -> SafeText {
        var result = SafeText(trusted: "", width: 0)
        var isFirst = true
        for item in self {
            if !isFirst { result += separator }
            isFirst = false
            result += item
        }
        return result
    }
}
