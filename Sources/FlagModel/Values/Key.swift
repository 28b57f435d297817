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

    /// A key made from a name: letters and digits in lower case, everything else a hyphen.
    ///
    /// - Returns: "summer-sale-banner" for "Summer sale banner!"; `nil` when nothing is left.
    public init?(slugOf name: String) {
        var slug = ""
        for scalar in name.lowercased().unicodeScalars {
            if scalar.isASCII, scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) {
                slug.unicodeScalars.append(scalar)
            } else if !slug.isEmpty, !slug.hasSuffix("-") {
                slug.append("-")
            }
        }
        if slug.hasSuffix("-") { slug.removeLast() }
        guard let key = try? Key(String(slug.prefix(Limits.keyLength.upperBound))) else {
            return nil
        }
        self = key
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
