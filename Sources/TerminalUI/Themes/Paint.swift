/// How a role looks: colours and attributes.
public struct Paint: Hashable, Sendable {
    /// The text's colour; that of ordinary text when `nil`.
    public var foreground: Colour?
    /// The colour behind the text; that of ordinary text when `nil`.
    public var background: Colour?
    /// Bold and its like.
    public var attributes: Attributes

    /// What a terminal can do to text besides colouring it.
    public struct Attributes: OptionSet, Hashable, Sendable {
        /// One bit an attribute.
        public let rawValue: UInt8

        /// Makes a set of bits.
        public init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        /// Heavier or brighter.
        public static let bold = Attributes(rawValue: 1)
        /// Fainter.
        public static let dim = Attributes(rawValue: 2)
        /// With a line below.
        public static let underline = Attributes(rawValue: 4)
        /// Text and background exchanged.
        public static let reverse = Attributes(rawValue: 8)
        /// Slanted.
        public static let italic = Attributes(rawValue: 16)

        /// The words of a theme file, in the order of their bits.
        static let words: [(word: String, attribute: Attributes)] = [
            ("bold", .bold), ("dim", .dim), ("underline", .underline), ("reverse", .reverse),
            ("italic", .italic),
        ]
    }

    /// Makes a paint.
    public init(
        _ foreground: Colour? = nil,
        on background: Colour? = nil,
        _ attributes: Attributes = []
    ) {
        self.foreground = foreground
        self.background = background
        self.attributes = attributes
    }

    /// Reads one look, such as `white on blue bold`.
    ///
    /// - Throws: ``PaintError`` with the first word that is not understood.
    init(words text: some StringProtocol) throws(PaintError) {
        self.init()
        var expectsBackground = false
        for word in text.split(separator: " ").map({ String($0) }) {
            if word == "on" && !expectsBackground && background == nil {
                expectsBackground = true
            } else if let known = Attributes.words.first(where: { $0.word == word }) {
                attributes.insert(known.attribute)
            } else if let colour = Colour(word: word) {
                if expectsBackground {
                    background = colour
                    expectsBackground = false
                } else if foreground == nil && background == nil {
                    foreground = colour
                } else {
                    throw PaintError(word: word)
                }
            } else {
                throw PaintError(word: word)
            }
        }
        if expectsBackground { throw PaintError(word: "on") }
    }

    /// Reads looks separated by `|`, best first.
    static func alternatives(_ text: String) throws(PaintError) -> [Paint] {
        var paints: [Paint] = []
        for part in text.split(separator: "|", omittingEmptySubsequences: false) {
            paints.append(try Paint(words: part))
        }
        return paints
    }

    /// How many colours a terminal must have to show it.
    var coloursNeeded: Int {
        max(foreground?.coloursNeeded ?? 0, background?.coloursNeeded ?? 0)
    }
}

/// A word in a theme's line that is neither a colour nor an attribute, or stands in a wrong place.
struct PaintError: Error, Hashable {
    /// The word.
    let word: String
}
