/// Whether a key can do its thing now.
public enum Availability: Hashable, Sendable {
    /// It can.
    case yes
    /// It cannot; the sentence says why, and is shown when the key is pressed.
    case no(reason: SafeText)
    /// It is not part of this screen at all: in no footer, in no help, and the key does nothing.
    case hidden
}

/// One thing that keys can do on a screen, and how it is explained.
///
/// Footer, help overlay, palette and the reference page all come from these values.
public struct KeyBinding<Action: Hashable & Sendable>: Hashable, Sendable {
    /// The keys, the one to show first.
    public var keys: [Key]
    /// What the keys do.
    public var action: Action
    /// A word or two for the footer, such as `edit`.
    public var label: SafeText
    /// One line for the help overlay, at most 60 cells.
    public var help: SafeText
    /// The place in the footer, smallest first; not in the footer when `nil`.
    public var footerPriority: Int?
    /// Whether the footer keeps it at the right edge, whatever else is left out.
    public var isPinned: Bool
    /// Whether it can act now.
    public var availability: Availability

    /// Makes a binding.
    ///
    /// - Parameters:
    ///   - keys: one or more keys, the one to show first.
    ///   - action: what they do.
    ///   - label: a word or two for the footer.
    ///   - help: one line for the help overlay.
    ///   - footer: the place in the footer, smallest first; `nil` keeps it out.
    ///   - isPinned: whether it stays at the footer's right edge.
    ///   - availability: whether it can act now.
    public init(
        _ keys: Key...,
        action: Action,
        label: SafeText,
        help: SafeText,
        footer: Int? = nil,
        isPinned: Bool = false,
        availability: Availability = .yes
    ) {
        self.keys = keys
        self.action = action
        self.label = label
        self.help = help
        self.footerPriority = footer
        self.isPinned = isPinned
        self.availability = availability
    }

    /// The shown name of the first key, such as `Enter`.
    public func keyName(_ glyphs: Glyphs = .unicode) -> SafeText {
        guard let key = keys.first else { return "" }
        return SafeText(glyphs.isASCII ? key.asciiDescription : key.description)
    }

    /// All keys, as in `↓ j`.
    public func keyNames(_ glyphs: Glyphs = .unicode) -> SafeText {
        SafeText(
            keys.map { glyphs.isASCII ? $0.asciiDescription : $0.description }
                .joined(separator: " ")
        )
    }
}
