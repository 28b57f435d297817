import JSON
import StatisticsCases
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The stored vectors, read with every digit.
enum Vectors {
    /// One case, read as `flagdeck analyze` reads it.
    typealias Row = CaseFields

    static let special = Result { try read("special-vectors.json").part("vectors") }
    static let results = Result { try read("stats-vectors-public.json").parts("cases") }

    /// The cases of a function in the file of special functions.
    static func special(_ function: String) throws -> [Row] { try special.get().parts(function) }

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
        return try Row(document)
    }
}

/// How far a value is from the truth, relative to the truth; 0 when both are the same.
func relativeError(_ value: Double, _ truth: Double) -> Double {
    if value == truth || (value.isNaN && truth.isNaN) { return 0 }
    let error = abs(value - truth) / abs(truth)
    return error.isNaN ? .infinity : error
}
