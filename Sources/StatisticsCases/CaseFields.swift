package import JSON

/// The members of a case: numbers may also be the texts "inf", "-inf" and "nan".
package struct CaseFields: Sendable {
    /// The members, for what is neither a number nor a case of its own.
    package let fields: JSONFields

    /// Reads an object.
    package init(_ value: JSONValue) throws(JSONShapeError) {
        fields = try JSONFields(value)
    }

    /// Nothing, for settings that were left out.
    private init() { fields = JSONFields() }

    /// A text that must be there.
    package func text(_ key: String) throws(JSONShapeError) -> String { try fields.text(key) }

    /// Yes or no, or what it is when it was left out.
    package func bool(_ key: String, otherwise: Bool) throws(JSONShapeError) -> Bool {
        try fields.optionalBool(key) ?? otherwise
    }

    /// A number that must be there.
    package func number(_ key: String) throws(JSONShapeError) -> Double {
        try fields.required(key) { value throws(JSONShapeError) in try value.asExtended() }
    }

    /// A number that may be left out.
    package func optionalNumber(_ key: String) throws(JSONShapeError) -> Double? {
        try fields.optional(key) { value throws(JSONShapeError) in try value.asExtended() }
    }

    /// A number, or what it is when it was left out.
    package func number(_ key: String, otherwise: Double) throws(JSONShapeError) -> Double {
        try optionalNumber(key) ?? otherwise
    }

    /// A list of numbers.
    package func numbers(_ key: String) throws(JSONShapeError) -> [Double] {
        try fields.required(key) { value throws(JSONShapeError) in
            try value.asList { element throws(JSONShapeError) in try element.asExtended() }
        }
    }

    /// A number of people or events.
    package func count(_ key: String) throws(JSONShapeError) -> Int {
        try fields.required(key) { value throws(JSONShapeError) in try value.asCount() }
    }

    /// A number of people or events that may be left out.
    package func optionalCount(_ key: String) throws(JSONShapeError) -> Int? {
        try fields.optional(key) { value throws(JSONShapeError) in try value.asCount() }
    }

    /// A list of numbers of people or events.
    package func counts(_ key: String) throws(JSONShapeError) -> [Int] {
        try fields.required(key) { value throws(JSONShapeError) in
            try value.asList { element throws(JSONShapeError) in try element.asCount() }
        }
    }

    /// A part of the case.
    package func part(_ key: String) throws(JSONShapeError) -> CaseFields {
        try fields.required(key) { value throws(JSONShapeError) in try CaseFields(value) }
    }

    /// A part that may be left out: then every setting in it is the usual one.
    package func settings(_ key: String) throws(JSONShapeError) -> CaseFields {
        try fields.optional(key) { value throws(JSONShapeError) in try CaseFields(value) }
            ?? CaseFields()
    }

    /// A list of parts.
    package func parts(_ key: String) throws(JSONShapeError) -> [CaseFields] {
        try fields.required(key) { value throws(JSONShapeError) in
            try value.asList { element throws(JSONShapeError) in try CaseFields(element) }
        }
    }
}

extension JSONValue {
    /// A number, or one of the three words for what JSON cannot write.
    fileprivate func asExtended() throws(JSONShapeError) -> Double {
        switch self {
        case .string("inf"): return .infinity
        case .string("-inf"): return -.infinity
        case .string("nan"): return .nan
        default: return try asNumber()
        }
    }

    /// A whole number from 0 to 10^15, also when it is written with a decimal point.
    fileprivate func asCount() throws(JSONShapeError) -> Int {
        let number = try asNumber()
        guard number >= 0, number <= 1e15, number == number.rounded() else {
            throw JSONShapeError("should be a whole number from 0 to 10^15")
        }
        return Int(number)
    }
}
