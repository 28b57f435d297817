/// A customer as an application describes them, prepared for many evaluations.
public struct EvaluationCustomer: Sendable {
    /// What applications call them; FeatBit's `keyId`.
    public let key: String
    /// What people call them; may be empty.
    public let name: String

    let keyValue: Value
    private let nameValue: Value
    private let attributes: [(name: UTF8Text, value: Value)]

    /// A text and the number that it spells.
    struct Value: Sendable {
        let text: UTF8Text
        let number: Double?

        init(_ text: String) {
            self.text = UTF8Text(text)
            number = self.text.number
        }

        /// What an attribute is that nobody gave: an empty text.
        static let missing = Value("")
    }

    /// Prepares a customer; of two attributes with the same name, the first counts.
    public init(
        key: String,
        name: String = "",
        attributes: some Sequence<(name: String, value: String)> = []
    ) {
        self.key = key
        self.name = name
        keyValue = Value(key)
        nameValue = Value(name)
        self.attributes = attributes.map { (UTF8Text($0.name), Value($0.value)) }
    }

    /// What an attribute is; the empty text when there is none of this name.
    func value(of attribute: AttributeName) -> Value {
        switch attribute {
        case .key: return keyValue
        case .name: return nameValue
        case .other(let name):
            for known in attributes where known.name == name { return known.value }
            return .missing
        }
    }
}

/// The name of an attribute, told apart from the two that every customer has.
enum AttributeName: Sendable {
    /// FeatBit's `keyId`.
    case key
    /// FeatBit's `name`.
    case name
    /// One that applications made up.
    case other(UTF8Text)

    init(_ text: String) {
        self =
            switch text {
            case "keyId": .key
            case "name": .name
            default: .other(UTF8Text(text))
            }
    }
}
