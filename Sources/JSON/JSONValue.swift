/// A JSON document as a value: what the journal stores, FeatBit's wire says and `--json` prints.
///
/// Whole numbers and fractions are told apart, because the journal holds whole numbers only.
///
/// - Invariant: an object's keys are unique by their UTF-8 bytes.
public enum JSONValue: Hashable, Sendable {
    /// The word `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number written without fraction or exponent that fits into 64 bits.
    case integer(Int)
    /// Any other number; always finite.
    case number(Double)
    /// Text, unescaped.
    case string(String)
    /// Values in order.
    case array([JSONValue])
    /// Named values.
    case object(JSONObject)
}

extension JSONValue {
    /// The name of this value's type in plain words, for error messages.
    public var typeName: String {
        switch self {
        case .null: "null"
        case .bool: "true or false"
        case .integer, .number: "a number"
        case .string: "text"
        case .array: "a list"
        case .object: "an object"
        }
    }
}

extension JSONValue {
    /// How many values there are, nested ones and this one included, as in ``JSONLimits/values``.
    ///
    /// - Complexity: O(*n*) in the values.
    public var valueCount: Int {
        switch self {
        case .null, .bool, .integer, .number, .string: 1
        case .array(let elements): elements.reduce(1) { $0 + $1.valueCount }
        case .object(let object): object.members.reduce(1) { $0 + $1.value.valueCount }
        }
    }

    /// Whether lists and objects stand inside each other deeper than some levels, counted from 1
    /// at the outermost, as in ``JSONLimits/depth``.
    ///
    /// - Complexity: O(*n*) in the values; goes no deeper than `levels`.
    public func isNested(deeperThan levels: Int) -> Bool {
        switch self {
        case .null, .bool, .integer, .number, .string: false
        case .array(let elements):
            levels < 1 || elements.contains { $0.isNested(deeperThan: levels - 1) }
        case .object(let object):
            levels < 1 || object.members.contains { $0.value.isNested(deeperThan: levels - 1) }
        }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// Wraps a literal text.
    public init(stringLiteral value: String) { self = .string(value) }
    /// Wraps a literal whole number.
    public init(integerLiteral value: Int) { self = .integer(value) }
    /// Wraps a literal truth value.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// Wraps a literal list.
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    /// Wraps a literal object.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(JSONObject(elements.map { JSONMember(key: $0.0, value: $0.1) }))
    }
}

/// One name and its value within a ``JSONObject``.
public struct JSONMember: Hashable, Sendable {
    /// The name, unescaped.
    public let key: String
    /// What stands behind it.
    public var value: JSONValue

    /// Pairs a name with a value.
    public init(key: String, value: JSONValue) {
        self.key = key
        self.value = value
    }
}

/// The members of a JSON object, in the order in which they were written.
///
/// - Complexity: looking a key up is O(*n*); objects of this program have few members, and lists
///   of things are arrays.
public struct JSONObject: Hashable, Sendable {
    /// The members in written order; keys are unique.
    public private(set) var members: [JSONMember]

    /// Wraps members whose keys are unique.
    public init(_ members: [JSONMember] = []) {
        self.members = members
    }

    /// The value behind `key`, or `nil` when there is no such member.
    public subscript(key: String) -> JSONValue? {
        get { members.first { $0.key.hasSameBytes(as: key) }?.value }
        set {
            let index = members.firstIndex { $0.key.hasSameBytes(as: key) }
            switch (index, newValue) {
            case (let index?, let value?): members[index].value = value
            case (let index?, nil): members.remove(at: index)
            case (nil, let value?): members.append(JSONMember(key: key, value: value))
            case (nil, nil): break
            }
        }
    }
}

extension String {
    /// Whether two texts have the same UTF-8 bytes.
    ///
    /// Swift's `==` also takes texts for equal that are written with other scalars; it comes first
    /// because it is fast where keys differ, and equal bytes are always equal to it.
    func hasSameBytes(as other: String) -> Bool {
        self == other && utf8.elementsEqual(other.utf8)
    }
}
