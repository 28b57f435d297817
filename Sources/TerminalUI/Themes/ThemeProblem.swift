/// A role that is too hard to read in a theme.
public struct ThemeProblem: Hashable, Sendable {
    /// The role.
    public let role: Role
    /// Whether it is the role under the selection.
    public let isSelected: Bool
    /// The contrast between text and background, 1 through 21.
    public let ratio: Double
    /// The contrast it needs: 4.5 for text, 3 for rules.
    public let needed: Double
}

extension Theme {
    /// Every role whose text and background are too much alike, by the contrast of WCAG 2.
    ///
    /// Only colours that look the same on every terminal are judged: the numbers from 16 on. The
    /// first 16 and the terminal's own colours are the user's.
    ///
    /// - Returns: the problems, none for a good theme.
    public func check() -> [ThemeProblem] {
        Role.allCases.flatMap { role in
            [false, true].compactMap { problem(of: role, isSelected: $0) }
        }
    }

    private func problem(of role: Role, isSelected: Bool) -> ThemeProblem? {
        let look = resolve(role, isSelected: isSelected)
        guard let text = Self.rgb(look.foreground), let behind = Self.rgb(look.background) else {
            return nil
        }
        let ratio = text.contrast(with: behind)
        let needed = role == .rule ? 3 : 4.5
        guard ratio < needed else { return nil }
        return ThemeProblem(role: role, isSelected: isSelected, ratio: ratio, needed: needed)
    }

    private static func rgb(_ number: Int) -> RGB? {
        UInt8(exactly: number).flatMap { Colour.palette($0).rgb }
    }
}

extension RGB {
    /// The contrast ratio of WCAG 2, 1 through 21.
    func contrast(with other: RGB) -> Double {
        let (light, dark) = (
            max(luminance, other.luminance), min(luminance, other.luminance)
        )
        return (light + 0.05) / (dark + 0.05)
    }

    /// The relative luminance of WCAG 2, 0 through 1.
    private var luminance: Double {
        0.2126 * Self.linear(red) + 0.7152 * Self.linear(green) + 0.0722 * Self.linear(blue)
    }

    private static func linear(_ part: Int) -> Double {
        let share = Double(part) / 255
        return share <= 0.04045 ? share / 12.92 : Power.of((share + 0.055) / 1.055)
    }
}

/// The one power that the contrast needs, without the mathematics library.
private enum Power {
    /// `base` to the power of 2.4, for `base` from 0 to 1.
    ///
    /// 2.4 is 12/5: the fifth root by Newton's method, then twelve times itself.
    static func of(_ base: Double) -> Double {
        guard base > 0 else { return 0 }
        var root = 1.0
        for _ in 0..<60 {
            root = (4 * root + base / (root * root * root * root)) / 5
        }
        let square = root * root
        let fourth = square * square
        return fourth * fourth * fourth
    }
}
