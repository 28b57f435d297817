/// The name by which programs and commands ask for a flag, an audience, an environment, a project
/// or an experiment, such as `summer-sale-banner`.
///
/// - Shape: 1 to 128 ASCII characters from `a-z A-Z 0-9 . _ -` (FeatBit's rule for keys).
/// - Invariant: safe to print, to put into a path and to compare byte by byte.
public struct Key: Hashable, Comparable, Sendable {
    /// The key as written, never normalised.
    public let text: String

    /// Checks `text` and wraps it.
    ///
    /// - Throws: ``Refusal/malformedKey(_:)`` when the shape is broken.
    public init(_ text: String) throws(Refusal) {
        guard Limits.keyLength.contains(text.utf8.count), text.utf8.allSatisfy(Self.allows) else {
            throw .malformedKey(text)
        }
        self.text = text
    }

    /// A key made from a name: Latin letters in lower case and without their marks, digits, and a
    /// hyphen for everything between them.
    ///
    /// - Returns: "summer-sale-banner" for "Summer sale banner!", "muller" for "Müller",
    ///   "womens-shoes" for "Women's shoes"; `nil` when nothing is left, as of "旗".
    public init?(slugOf name: String) {
        var slug = ""
        for scalar in name.lowercased().unicodeScalars {
            if let letters = Self.plainLetters(of: scalar) {
                slug.append(letters)
            } else if !slug.isEmpty, !slug.hasSuffix("-") {
                slug.append("-")
            }
        }
        slug = String(slug.prefix(Limits.keyLength.upperBound))
        if slug.hasSuffix("-") { slug.removeLast() }
        guard let key = try? Key(slug) else { return nil }
        self = key
    }

    /// The ASCII letters or digit that stand for a lower-case scalar; nothing for a mark on the
    /// letter before it and for an apostrophe, `nil` for what separates words.
    ///
    /// A letter with marks is found by its name in Unicode: LATIN SMALL LETTER U WITH DIAERESIS.
    private static func plainLetters(of scalar: Unicode.Scalar) -> String? {
        switch scalar {
        case "a"..."z", "0"..."9": return String(scalar)
        case "'", "’": return ""
        case _ where scalar.isASCII: return nil
        case "ß": return "ss"
        case "þ": return "th"
        case "ð": return "d"
        case "ı": return "i"
        case "œ": return "oe"
        default: break
        }
        if scalar.properties.generalCategory == .nonspacingMark { return "" }
        let prefix = "LATIN SMALL LETTER "
        guard let name = scalar.properties.name, name.hasPrefix(prefix) else { return nil }
        let letters = name.dropFirst(prefix.count).prefix { $0 != " " }
        return letters.count <= 2 ? letters.lowercased() : nil
    }

    /// Orders by bytes.
    public static func < (left: Key, right: Key) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }

    private static func allows(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
