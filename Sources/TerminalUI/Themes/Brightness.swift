/// How a terminal's own background looks, as far as it tells.
public enum Brightness: String, Hashable, Sendable, CaseIterable {
    /// Dark text on a light background.
    case light
    /// Light text on a dark background.
    case dark
}
