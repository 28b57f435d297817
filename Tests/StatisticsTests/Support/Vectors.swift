import JSON
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The stored vectors, read with every digit.
enum Vectors {
    /// One case: an object whose numbers may also be "inf", "-inf" or "nan".
    struct Row {
        let fields: JSONFields

        func number(_ key: String) throws -> Double {
            try fields.required(key) { value throws(JSONShapeError) in try value.asExtended() }
        }

        func optionalNumber(_ key: String) throws -> Double? {
            try fields.optional(key) { value throws(JSONShapeError) in try value.asExtended() }
        }

        func numbers(_ key: String) throws -> [Double] {
            try fields.list(key) { value throws(JSONShapeError) in try value.asExtended() }
        }

        func row(_ key: String) throws -> Row {
            try fields.required(key) { value throws(JSONShapeError) in
                Row(fields: try JSONFields(value))
            }
        }

        func rows(_ key: String) throws -> [Row] {
            try fields.list(key) { value throws(JSONShapeError) in
                Row(fields: try JSONFields(value))
            }
        }

        func text(_ key: String) throws -> String { try fields.text(key) }
    }

    static let special = Result { try read("special-vectors.json").row("vectors") }
    static let results = Result { try read("stats-vectors-public.json").rows("cases") }

    /// The cases of a function in the file of special functions.
    static func special(_ function: String) throws -> [Row] { try special.get().rows(function) }

    /// The cases of a family in the file of results.
    static func results(_ family: String) throws -> [Row] {
        try results.get().filter { try $0.text("family") == family }
    }

    private static func read(_ name: String) throws -> Row {
        let folder = #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
        let file = try #require(fopen("/\(folder)/Vectors/\(name)", "r"))
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = fread(&bytes, 1, bytes.count, file)
        let document = try JSONValue(parsing: Array(bytes.prefix(count)))
        return Row(fields: try JSONFields(document))
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
}

/// How far a value is from the truth, relative to the truth; 0 when both are the same.
func relativeError(_ value: Double, _ truth: Double) -> Double {
    if value == truth || (value.isNaN && truth.isNaN) { return 0 }
    let error = abs(value - truth) / abs(truth)
    return error.isNaN ? .infinity : error
}
