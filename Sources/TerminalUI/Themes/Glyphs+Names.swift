extension Glyphs {
    /// Replaces the sign that a theme file calls `name`.
    ///
    /// - Returns: whether there is such a sign.
    mutating func replace(_ name: String, with sign: SafeText) -> Bool {
        switch name {
        case "on": on = sign
        case "off": off = sign
        case "some": some = sign
        case "experiment": experiment = sign
        case "pointer": pointer = sign
        case "arrow": arrow = sign
        case "check": check = sign
        case "cross": cross = sign
        case "look": look = sign
        case "mark": mark = sign
        case "dot": dot = sign
        case "down": down = sign
        case "up": up = sign
        case "horizontal": horizontal = sign
        case "vertical": vertical = sign
        case "full": full = sign
        case "light": light = sign
        default: return false
        }
        return true
    }
}
