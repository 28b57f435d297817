/// A customer as an application describes them, prepared for many evaluations.
public struct EvaluationCustomer: Sendable {
    /// All texts, into which ``fields`` point.
    let bytes: [UInt8]
    /// ``missingIndex``, ``keyIndex``, ``nameIndex``, then the attributes as they were given.
    private let fields: [Field]

    /// One attribute: what it is called and what it is.
    struct Field: Sendable {
        let name: TextTable.Place
        let value: TextTable.Place
        /// The value's hash, for sets.
        let hash: UInt64
        /// The number that the value spells.
        let number: Double?
    }

    private static let missingIndex = 0
    private static let keyIndex = 1
    private static let nameIndex = 2
    private static let firstAttributeIndex = 3

    /// Prepares a customer; of two attributes with the same name, the first counts.
    ///
    /// - Complexity: O(*n*) in the bytes of all texts.
    public init(
        key: String,
        name: String = "",
        attributes: [(name: String, value: String)] = []
    ) {
        var texts = TextTable()
        texts.reserve(bytes: 256)
        var fields: [Field] = []
        fields.reserveCapacity(Self.firstAttributeIndex + attributes.count)
        func append(_ name: String, _ value: String) {
            let name = texts.add(name)
            let value = texts.add(value)
            let text = texts.bytes.span.extracting(value.range)
            fields.append(
                Field(name: name, value: value, hash: TextTable.hash(text), number: text.number)
            )
        }
        // What an attribute is that nobody gave: an empty text.
        append("", "")
        append("", key)
        append("", name)
        for attribute in attributes { append(attribute.name, attribute.value) }
        self.bytes = texts.bytes
        self.fields = fields
    }

    /// What applications call them; FeatBit's `keyId`.
    public var key: String { text(fields[Self.keyIndex]) }

    /// What people call them; may be empty.
    public var name: String { text(fields[Self.nameIndex]) }

    private func text(_ field: Field) -> String {
        String(decoding: bytes[field.value.range], as: UTF8.self)
    }

    /// The customer's key.
    var keyField: Field { fields[Self.keyIndex] }

    /// An attribute; the empty text when there is none of this name.
    ///
    /// - Parameters:
    ///   - attribute: its name, if it is not one of the two that every customer has.
    ///   - names: where that name stands.
    /// - Returns: what is known of it.
    func field(_ attribute: AttributeName, in names: TextTable) -> Field {
        switch attribute {
        case .key: return fields[Self.keyIndex]
        case .name: return fields[Self.nameIndex]
        case .other(let place):
            let name = names.bytes.span.extracting(place.range)
            let bytes = bytes.span
            var index = Self.firstAttributeIndex
            while index < fields.count {
                let known = fields[index].name
                if known.count == place.count, bytes.extracting(known.range).holds(name, at: 0) {
                    return fields[index]
                }
                index += 1
            }
            return fields[Self.missingIndex]
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
    case other(TextTable.Place)

    /// Puts a name that is not one of the two into a table.
    init(_ text: String, in texts: inout TextTable) {
        self =
            switch text {
            case "keyId": .key
            case "name": .name
            default: .other(texts.add(text))
            }
    }
}
