/// Why a well-formed JSON document does not have the shape that was expected, and where.
public struct JSONShapeError: Error, Hashable, Sendable {
    /// The way from the document's root to the place, outermost first.
    public private(set) var path: [Step]
    /// What is wrong there, as the end of a sentence: "should be text, not a number".
    public let message: String

    /// One step from a value into one of its parts.
    public enum Step: Hashable, Sendable {
        /// Into the member of an object.
        case key(String)
        /// Into the element of a list, from 0.
        case index(Int)
    }

    /// States what is wrong with a value.
    public init(_ message: String) {
        path = []
        self.message = message
    }

    /// The same error seen from one level further out.
    public func inside(_ step: Step) -> JSONShapeError {
        var error = self
        error.path.insert(step, at: 0)
        return error
    }

    /// The path as people write it: `flags[3].rules[0].op`; empty for the document itself.
    public var pathText: String {
        path.reduce(into: "") { text, step in
            switch step {
            case .key(let key): text += text.isEmpty ? key : "." + key
            case .index(let index): text += "[\(index)]"
            }
        }
    }
}

/// The members of an object, read with errors that name the place.
public struct JSONFields: Sendable {
    /// The object that is being read.
    public let object: JSONObject

    /// Opens a value that should be an object.
    ///
    /// - Throws: ``JSONShapeError`` when it is something else.
    public init(_ value: JSONValue) throws(JSONShapeError) {
        guard case .object(let object) = value else {
            throw JSONShapeError("should be an object, not \(value.typeName)")
        }
        self.object = object
    }

    /// An object without members.
    public init() { object = JSONObject() }

    /// Reads a member with a function, or `nil` when it is missing or `null`.
    @inlinable
    public func optional<Value>(
        _ key: String,
        _ read: (JSONValue) throws(JSONShapeError) -> Value
    ) throws(JSONShapeError) -> Value? {
        guard let value = object[key], value != .null else { return nil }
        do {
            return try read(value)
        } catch {
            throw error.inside(.key(key))
        }
    }

    /// Reads a member with a function.
    ///
    /// - Throws: ``JSONShapeError`` also when the member is missing or `null`.
    @inlinable
    public func required<Value>(
        _ key: String,
        _ read: (JSONValue) throws(JSONShapeError) -> Value
    ) throws(JSONShapeError) -> Value {
        guard let value = try optional(key, read) else {
            throw JSONShapeError("is missing").inside(.key(key))
        }
        return value
    }

    /// A member that is text.
    public func text(_ key: String) throws(JSONShapeError) -> String {
        try required(key) { value throws(JSONShapeError) in try value.asText() }
    }

    /// A member that is text, or `nil`.
    public func optionalText(_ key: String) throws(JSONShapeError) -> String? {
        try optional(key) { value throws(JSONShapeError) in try value.asText() }
    }

    /// A member that is `true` or `false`.
    public func bool(_ key: String) throws(JSONShapeError) -> Bool {
        try required(key) { value throws(JSONShapeError) in try value.asBool() }
    }

    /// A member that is `true` or `false`, or `nil`.
    public func optionalBool(_ key: String) throws(JSONShapeError) -> Bool? {
        try optional(key) { value throws(JSONShapeError) in try value.asBool() }
    }

    /// A member that is a whole number one can reckon with, ``JSONValue/countable``.
    public func integer(_ key: String) throws(JSONShapeError) -> Int {
        try required(key) { value throws(JSONShapeError) in try value.asCount() }
    }

    /// A member that is a whole number one can reckon with, ``JSONValue/countable``, or `nil`.
    public func optionalInteger(_ key: String) throws(JSONShapeError) -> Int? {
        try optional(key) { value throws(JSONShapeError) in try value.asCount() }
    }

    /// A member that is a list, each element read with a function; a missing list is empty.
    @inlinable
    public func list<Element>(
        _ key: String,
        _ read: (JSONValue) throws(JSONShapeError) -> Element
    ) throws(JSONShapeError) -> [Element] {
        try optional(key) { value throws(JSONShapeError) in try value.asList(of: read) } ?? []
    }

    /// A member that is a list of texts; a missing list is empty.
    public func texts(_ key: String) throws(JSONShapeError) -> [String] {
        try list(key) { value throws(JSONShapeError) in try value.asText() }
    }
}

extension JSONValue {
    /// The text that this value should be.
    public func asText() throws(JSONShapeError) -> String {
        guard case .string(let text) = self else {
            throw JSONShapeError("should be text, not \(typeName)")
        }
        return text
    }

    /// The truth value that this value should be.
    public func asBool() throws(JSONShapeError) -> Bool {
        guard case .bool(let value) = self else {
            throw JSONShapeError("should be true or false, not \(typeName)")
        }
        return value
    }

    /// The whole number that this value should be.
    public func asInteger() throws(JSONShapeError) -> Int {
        guard case .integer(let value) = self else {
            throw JSONShapeError("should be a whole number, not \(typeName)")
        }
        return value
    }

    /// The whole numbers that every program reads alike, 2^53 - 1 to either side (RFC 8259, section
    /// 6): a step further, or a thousand of them together, is still a number.
    public static let countable = -9_007_199_254_740_991...9_007_199_254_740_991

    /// The whole number that this value should be, within ``countable``.
    public func asCount() throws(JSONShapeError) -> Int {
        try asInteger(in: Self.countable)
    }

    /// The whole number within some limits that this value should be.
    public func asInteger(in limits: ClosedRange<Int>) throws(JSONShapeError) -> Int {
        let value = try asInteger()
        guard limits.contains(value) else {
            throw JSONShapeError("should be between \(limits.lowerBound) and \(limits.upperBound)")
        }
        return value
    }

    /// The number that this value should be.
    public func asNumber() throws(JSONShapeError) -> Double {
        switch self {
        case .integer(let value): return Double(value)
        case .number(let value): return value
        default: throw JSONShapeError("should be a number, not \(typeName)")
        }
    }

    /// The list that this value should be, each element read with a function.
    @inlinable
    public func asList<Element>(
        of read: (JSONValue) throws(JSONShapeError) -> Element
    ) throws(JSONShapeError) -> [Element] {
        guard case .array(let elements) = self else {
            throw JSONShapeError("should be a list, not \(typeName)")
        }
        var result: [Element] = []
        result.reserveCapacity(elements.count)
        for (index, element) in elements.enumerated() {
            do {
                result.append(try read(element))
            } catch {
                throw error.inside(.index(index))
            }
        }
        return result
    }
}
