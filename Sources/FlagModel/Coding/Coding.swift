package import JSON

// How the model is written into the journal and read back. The layouts are frozen: a field may be
// added as optional, none may change its meaning. Fields that hold their empty value are left out.

/// Builds an object and leaves out what says nothing.
package struct FieldWriter {
    /// What was put, in order.
    package private(set) var members: [JSONMember] = []

    /// Nothing was put yet.
    package init() {}

    /// The object.
    package var value: JSONValue { .object(JSONObject(members)) }

    /// Puts a member.
    package mutating func put(_ key: String, _ value: JSONValue) {
        members.append(JSONMember(key: key, value: value))
    }

    /// Puts a text.
    package mutating func put(_ key: String, _ text: String) {
        put(key, .string(text))
    }

    /// Puts a text, unless there is none.
    package mutating func putUnlessEmpty(_ key: String, _ text: String?) {
        if let text, !text.isEmpty { put(key, .string(text)) }
    }

    /// Puts a list, unless it is empty.
    package mutating func putUnlessEmpty(_ key: String, _ elements: [JSONValue]) {
        if !elements.isEmpty { put(key, .array(elements)) }
    }

    /// Puts what differs from the usual.
    package mutating func putUnless(_ key: String, _ value: Bool, _ usual: Bool) {
        if value != usual { put(key, .bool(value)) }
    }
}

extension JSONValue {
    /// An identity in its written form.
    package init(_ id: GUID) { self = .string(id.text) }
    /// A key as text.
    package init(_ key: FlagModel.Key) { self = .string(key.text) }
    /// A moment in microseconds.
    package init(_ moment: Moment) { self = .integer(Int(moment.microseconds)) }
    /// Customers' keys as a list of texts.
    package init(_ customers: [CustomerKey]) { self = .array(customers.map { .string($0.text) }) }

    /// The identity that this value should be.
    package func asGUID() throws(JSONShapeError) -> GUID {
        guard let id = GUID(try asText()) else { throw JSONShapeError("should be a GUID") }
        return id
    }

    /// The key that this value should be.
    package func asKey() throws(JSONShapeError) -> FlagModel.Key {
        let text = try asText()
        do {
            return try FlagModel.Key(text)
        } catch {
            throw JSONShapeError("should be a key")
        }
    }

    /// The moment, in microseconds, that this value should be.
    package func asMoment() throws(JSONShapeError) -> Moment {
        let microseconds = Int64(try asInteger())
        guard Moment.range.contains(microseconds) else { throw Self.noTime }
        return Moment(microseconds: microseconds)
    }

    /// A moment that was written as whole milliseconds.
    package func asMilliseconds() throws(JSONShapeError) -> Moment {
        let (microseconds, overflows) = Int64(try asInteger()).multipliedReportingOverflow(by: 1000)
        guard !overflows, Moment.range.contains(microseconds) else { throw Self.noTime }
        return Moment(microseconds: microseconds)
    }

    private static var noTime: JSONShapeError {
        JSONShapeError("should be a time in the years 1 to 9999")
    }

    /// The customer's key that this value should be.
    package func asCustomer() throws(JSONShapeError) -> CustomerKey {
        let text = try asText()
        do {
            return try CustomerKey(text)
        } catch {
            throw JSONShapeError("should be a customer key")
        }
    }

    /// The list of customers' keys that this value should be.
    package func asCustomers() throws(JSONShapeError) -> [CustomerKey] {
        try asList { value throws(JSONShapeError) in try value.asCustomer() }
    }

    /// One of a fixed set of words.
    package func asWord<Word: RawRepresentable<String>>(
        _ type: Word.Type
    ) throws(JSONShapeError) -> Word {
        guard let word = Word(rawValue: try asText()) else {
            throw JSONShapeError("is a word that this version does not know")
        }
        return word
    }
}

/// The elements of a list in which each place has its own meaning.
package struct JSONParts {
    private let elements: [JSONValue]

    /// Reads from a list.
    package init(_ elements: [JSONValue]) {
        self.elements = elements
    }

    /// Reads the element at a place that exists; errors name the place.
    package func part<Value>(
        _ index: Int,
        _ read: (JSONValue) throws(JSONShapeError) -> Value
    ) throws(JSONShapeError) -> Value {
        do {
            return try read(elements[index])
        } catch {
            throw error.inside(.index(index))
        }
    }

    /// The text at a place that exists.
    package func text(_ index: Int) throws(JSONShapeError) -> String {
        try part(index) { value throws(JSONShapeError) in try value.asText() }
    }

    /// The whole number at a place that exists, within what one can reckon with.
    package func integer(
        _ index: Int,
        in limits: ClosedRange<Int> = JSONValue.countable
    ) throws(JSONShapeError) -> Int {
        try part(index) { value throws(JSONShapeError) in try value.asInteger(in: limits) }
    }
}

extension JSONFields {
    /// Members that this version has no word for; none when they are left out.
    func extras() throws(JSONShapeError) -> JSONObject {
        try optional("extras") { value throws(JSONShapeError) in
            try JSONFields(value).object
        } ?? JSONObject()
    }

    /// A member that is an identity.
    package func guid(_ key: String) throws(JSONShapeError) -> GUID {
        try required(key) { value throws(JSONShapeError) in try value.asGUID() }
    }

    /// A member that is an identity, or `nil`.
    package func optionalGUID(_ key: String) throws(JSONShapeError) -> GUID? {
        try optional(key) { value throws(JSONShapeError) in try value.asGUID() }
    }

    /// A member that is a key.
    package func key(_ key: String) throws(JSONShapeError) -> Key {
        try required(key) { value throws(JSONShapeError) in try value.asKey() }
    }

    /// A member that is a moment.
    package func moment(_ key: String) throws(JSONShapeError) -> Moment {
        try required(key) { value throws(JSONShapeError) in try value.asMoment() }
    }

    /// A member that is a moment, or `nil`.
    package func optionalMoment(_ key: String) throws(JSONShapeError) -> Moment? {
        try optional(key) { value throws(JSONShapeError) in try value.asMoment() }
    }

    /// A member that is a list of customers' keys; a missing list is empty.
    package func customers(_ key: String) throws(JSONShapeError) -> [CustomerKey] {
        try list(key) { value throws(JSONShapeError) in try value.asCustomer() }
    }

    /// A member that is one of a fixed set of words.
    package func word<Word: RawRepresentable<String>>(
        _ key: String,
        _ type: Word.Type
    ) throws(JSONShapeError) -> Word {
        try required(key) { value throws(JSONShapeError) in try value.asWord(type) }
    }

    /// Text that is left out when it is empty.
    package func textOrEmpty(_ key: String) throws(JSONShapeError) -> String {
        try optionalText(key) ?? ""
    }
}

extension JSONObject {
    /// The object as it reads back from the journal: members sorted, 1.0 as 1.
    ///
    /// What the model holds is always in this form, or replay would give another model.
    var asWritten: JSONObject {
        guard !members.isEmpty else { return self }
        let bytes = JSONValue.object(self).canonicalBytes()
        guard case .object(let object)? = try? JSONValue(parsing: bytes) else { return self }
        return object
    }
}
