/// A colour as a theme names it.
public enum Colour: Hashable, Sendable {
    /// Whatever the terminal uses by itself.
    case standard
    /// One of the terminal's 256 numbered colours; the first 16 are the user's own palette.
    case palette(UInt8)

    /// The names of the first 16 colours, in order.
    static let names = [
        "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
        "bright-black", "bright-red", "bright-green", "bright-yellow", "bright-blue",
        "bright-magenta", "bright-cyan", "bright-white",
    ]

    /// Reads `default`, one of the 16 names, a number from 0 to 255, or `#rrggbb`, of which the
    /// nearest of the fixed 240 colours is taken.
    init?(word: some StringProtocol) {
        if word == "default" {
            self = .standard
        } else if let index = Self.names.firstIndex(of: String(word)) {
            self = .palette(UInt8(index))
        } else if let number = UInt8(word) {
            self = .palette(number)
        } else if word.hasPrefix("#"), word.utf8.count == 7,
            let value = UInt32(word.dropFirst(), radix: 16)
        {
            self = .palette(RGB(value).nearestPaletteIndex)
        } else {
            return nil
        }
    }

    /// How many colours a terminal must have to show this one.
    var coloursNeeded: Int {
        switch self {
        case .standard: 0
        case .palette(0...7): 8
        case .palette(8...15): 16
        case .palette: 256
        }
    }

    /// What is certain to be shown; nothing for the user's own colours.
    var rgb: RGB? {
        guard case .palette(let index) = self, index >= 16 else { return nil }
        return RGB(paletteIndex: index)
    }
}

/// A colour in numbers, for mapping and contrast.
struct RGB: Hashable, Sendable {
    /// The parts, 0 through 255.
    let red: Int
    let green: Int
    let blue: Int

    /// The steps of the 6 by 6 by 6 cube in the 256 colours.
    private static let steps = [0, 95, 135, 175, 215, 255]

    /// Takes `0xRRGGBB` apart.
    init(_ value: UInt32) {
        red = Int(value >> 16 & 0xFF)
        green = Int(value >> 8 & 0xFF)
        blue = Int(value & 0xFF)
    }

    /// The fixed colour with number `index`, 16 through 255.
    init(paletteIndex index: UInt8) {
        let place = max(0, Int(index) - 16)
        if index >= 232 {
            let grey = 8 + (Int(index) - 232) * 10
            (red, green, blue) = (grey, grey, grey)
        } else {
            red = Self.steps[place / 36]
            green = Self.steps[place / 6 % 6]
            blue = Self.steps[place % 6]
        }
    }

    /// The number of the fixed colour with the smallest distance.
    var nearestPaletteIndex: UInt8 {
        (UInt8(16)...255).min { distance(to: $0) < distance(to: $1) } ?? 16
    }

    private func distance(to index: UInt8) -> Int {
        let other = RGB(paletteIndex: index)
        let (r, g, b) = (red - other.red, green - other.green, blue - other.blue)
        return r * r + g * g + b * b
    }

    /// The colour as `#rrggbb`.
    var hex: String {
        "#"
            + [red, green, blue].map { part in
                (part < 16 ? "0" : "") + String(part, radix: 16)
            }.joined()
    }
}
