/// A text that compares by its bytes, as every FeatBit SDK compares.
///
/// Swift's `String` holds "é" and "e\u{301}" for equal; SDKs do not.
struct UTF8Text: Hashable, Sendable {
    let bytes: [UInt8]

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    static func == (left: UTF8Text, right: UTF8Text) -> Bool {
        left.bytes.count == right.bytes.count && left.bytes.span.holds(right.bytes.span, at: 0)
    }

    func hash(into hasher: inout Hasher) {
        bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
    }

    /// Whether it is empty or only spaces.
    var isBlank: Bool { bytes.span.isBlank }
}
