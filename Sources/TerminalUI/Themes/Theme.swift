/// What every role looks like, and which signs are drawn.
public struct Theme: Hashable, Sendable {
    /// The name that people choose it by.
    public let name: String
    /// The signs that this theme draws with.
    public var glyphs: Glyphs
    /// The looks of each role, best first, by the role's raw value.
    private var looks: [[Paint]]

    /// What reaches the terminal: numbers that it knows, or -1 for its own colour.
    public struct Resolved: Hashable, Sendable {
        /// The number of the text's colour, or -1.
        public var foreground: Int
        /// The number of the background's colour, or -1.
        public var background: Int
        /// Bold and its like.
        public var attributes: Paint.Attributes
    }

    /// Makes a theme.
    ///
    /// - Parameters:
    ///   - name: the name that people choose it by.
    ///   - looks: one or more looks a role, best first; a role without one looks like text.
    ///   - glyphs: the signs to draw with.
    public init(name: String, looks: [Role: [Paint]], glyphs: Glyphs = .unicode) {
        self.name = name
        self.glyphs = glyphs
        self.looks = Role.allCases.map { looks[$0] ?? [Paint()] }
    }

    /// The looks of `role`, best first.
    public func looks(of role: Role) -> [Paint] {
        looks[Int(role.rawValue)]
    }

    /// How `role` looks on a terminal with `colours` colours.
    ///
    /// - Parameters:
    ///   - role: what the cell means.
    ///   - isSelected: whether the selection lies over it.
    ///   - colours: how many colours there are; below 8 only attributes are left.
    /// - Returns: the best look that the terminal can show.
    public func resolve(_ role: Role, isSelected: Bool = false, colours: Int = 256) -> Resolved {
        let base = paint(.text, colours: colours)
        // The selection is the one thing to look at; nothing on it is fainter than the rest.
        let isPlain = isSelected && (role == .accent || role == .dim)
        let own = paint(isPlain ? .text : role, colours: colours)
        var result = Paint(
            own.foreground ?? base.foreground,
            on: own.background ?? base.background,
            own.attributes
        )
        if isSelected || role == .selected {
            let over = paint(.selected, colours: colours)
            result.foreground = over.foreground ?? result.foreground
            result.background = over.background ?? result.background
            result.attributes.formUnion(over.attributes)
        }
        return Resolved(
            foreground: Self.number(result.foreground),
            background: Self.number(result.background),
            attributes: result.attributes
        )
    }

    private func paint(_ role: Role, colours: Int) -> Paint {
        let all = looks(of: role)
        if let best = all.first(where: { $0.coloursNeeded <= colours }) { return best }
        return Paint(nil, on: nil, all.last?.attributes ?? [])
    }

    private static func number(_ colour: Colour?) -> Int {
        guard case .palette(let index) = colour else { return -1 }
        return Int(index)
    }
}
