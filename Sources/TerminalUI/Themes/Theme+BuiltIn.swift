extension Theme {
    /// The theme that uses the terminal's own palette, on light and on dark.
    public static var standard: Theme { builtInDefault }

    /// The theme of attributes alone, for `NO_COLOR` and terminals without colours.
    public static var mono: Theme { builtInMono }

    /// The built-in theme called `name`.
    public static func builtIn(named name: String) -> Theme? {
        builtIn.first { $0.name == name }
    }

    /// Letters of a line of the generated file and its line feed, at the most; the formatter breaks
    /// a list that fills all columns.
    private static let widestLine = 100

    /// The looks of a role below each other, where they do not fit beside each other.
    private static func stacked(_ role: Role, _ paints: [String]) -> String {
        let lines = paints.map { "                \($0),\n" }.joined()
        return "            .\(role): [\n\(lines)            ],\n"
    }

    /// The Swift source of this theme's value, for the generated file.
    func swiftSource(property: String) -> String {
        var source = "    /// The file `themes/\(name).toml`.\n"
        source += "    static let \(property) = Theme(\n        name: \"\(name)\",\n"
        source += "        looks: [\n"
        for role in Role.allCases {
            let paints = looks(of: role).map(\.swiftSource)
            let line = "            .\(role): [\(paints.joined(separator: ", "))],\n"
            source += line.count <= Self.widestLine ? line : Self.stacked(role, paints)
        }
        return source + "        ]\n    )\n"
    }
}

extension Paint {
    /// The Swift expression for this value.
    fileprivate var swiftSource: String {
        var parts: [String] = []
        if let foreground { parts.append(foreground.swiftSource) }
        if let background { parts.append("on: \(background.swiftSource)") }
        let words = Attributes.words.filter { attributes.contains($0.attribute) }
        if !words.isEmpty {
            if foreground == nil { parts.insert("nil", at: 0) }
            parts.append("[" + words.map { ".\($0.word)" }.joined(separator: ", ") + "]")
        }
        return "Paint(" + parts.joined(separator: ", ") + ")"
    }
}

extension Colour {
    /// The Swift expression for this value.
    fileprivate var swiftSource: String {
        switch self {
        case .standard: ".standard"
        case .palette(let index): ".palette(\(index))"
        }
    }
}
