/// What an application calls one of its customers, such as `C-10428`.
///
/// Two keys are equal when their UTF-8 bytes are; Swift's own comparison would take "é" written in
/// two ways for the same, and no FeatBit SDK does.
///
/// - Shape: 1 to 512 bytes of any text. Not safe to print as it is.
public struct CustomerKey: Hashable, Comparable, Sendable {
    /// The key as the application writes it.
    public let text: String

    /// Checks the length of `text` and wraps it.
    ///
    /// - Throws: ``Refusal/customerKeyLength(_:)`` when it is empty or too long.
    public init(_ text: String) throws(Refusal) {
        guard Limits.customerKeyBytes.contains(text.utf8.count) else {
            throw .customerKeyLength(text.utf8.count)
        }
        self.text = text
    }

    /// Equal bytes.
    public static func == (left: CustomerKey, right: CustomerKey) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8)
    }

    /// Hashes the bytes.
    public func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }

    /// Orders by bytes.
    public static func < (left: CustomerKey, right: CustomerKey) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }
}
