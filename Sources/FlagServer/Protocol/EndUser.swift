import Evaluation
import FlagAPI
import FlagModel
import JSON

/// A customer as an application describes them: FeatBit's `user`, OpenFeature's `context`.
struct EndUser: Hashable, Sendable {
    /// What the application calls them.
    let key: String
    /// What people call them; may be empty.
    let name: String
    /// Everything else that is known, in the order of the description.
    let attributes: [Attribute]

    /// One thing that is known.
    struct Attribute: Hashable, Sendable {
        let name: String
        let value: String
    }

    /// Attributes of one customer, at the most; more are refused.
    static let maximumAttributes = 1000

    /// Reads FeatBit's shape: `{"keyId", "name", "customizedProperties": [{"name", "value"}]}`.
    ///
    /// - Returns: `nil` without a key that is more than blanks; the words that FeatBit answers
    ///   with are "invalid end user".
    init?(featBit value: JSONValue?) {
        guard case .object(let user)? = value, let key = user["keyId"]?.text, !key.isBlank else {
            return nil
        }
        var attributes: [Attribute] = []
        if case .array(let properties)? = user["customizedProperties"] {
            guard properties.count <= Self.maximumAttributes else { return nil }
            for case .object(let property) in properties {
                guard let name = property["name"]?.text else { continue }
                attributes.append(Attribute(name: name, value: property["value"]?.text ?? ""))
            }
        }
        self.init(key: key, name: user["name"]?.text ?? "", attributes: attributes)
    }

    /// Reads OpenFeature's shape: `{"targetingKey", …}` with anything else beside it.
    ///
    /// Lists and objects are kept as JSON text, so that rules can look into them. Without a
    /// targeting key the key is empty.
    init?(openFeature context: JSONValue) {
        guard case .object(let context) = context,
            context.members.count <= Self.maximumAttributes
        else { return nil }
        var (key, name) = ("", "")
        var attributes: [Attribute] = []
        attributes.reserveCapacity(context.members.count)
        for member in context.members {
            switch member.key {
            case "targetingKey": key = member.value.text ?? ""
            case "name": name = member.value.text ?? ""
            default:
                attributes.append(Attribute(name: member.key, value: member.value.attributeText))
            }
        }
        self.init(key: key, name: name, attributes: attributes)
    }

    /// Puts the parts together.
    init(key: String, name: String, attributes: [Attribute]) {
        self.key = key
        self.name = name
        self.attributes = attributes
    }

    /// The same customer, ready for many evaluations.
    var prepared: EvaluationCustomer {
        EvaluationCustomer(
            key: key,
            name: name,
            attributes: attributes.map { (name: $0.name, value: $0.value) }
        )
    }

    /// The same customer as the dashboard knows customers; `nil` when the key is too long or empty.
    var customer: Customer? {
        guard let key = try? CustomerKey(key) else { return nil }
        return Customer(
            key: key,
            name: name,
            attributes: Dictionary(
                attributes.map { ($0.name, $0.value) },
                uniquingKeysWith: { first, _ in first }
            )
        )
    }
}

extension JSONValue {
    /// A text, or what a number or truth value reads as; `nil` for everything else.
    var text: String? {
        switch self {
        case .string(let text): text
        case .integer(let number): String(number)
        case .number, .bool: lineText()
        case .null, .array, .object: nil
        }
    }

    /// What an attribute with this value is, as a text; rules compare texts.
    var attributeText: String {
        switch self {
        case .null: ""
        case .array, .object: String(decoding: canonicalBytes(), as: UTF8.self)
        default: text ?? ""
        }
    }
}

extension String {
    /// Whether it is empty or only blanks.
    var isBlank: Bool { utf8.allSatisfy { $0 == 32 || (9...13).contains($0) } }
}
