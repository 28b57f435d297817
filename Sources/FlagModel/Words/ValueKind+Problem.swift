internal import JSON

extension ValueKind {
    /// Why applications could not read a value as this kind, in a sentence, while it is typed.
    ///
    /// - Returns: `nil` for a value that they can read.
    public func problem(with value: String) -> String? {
        guard Limits.valueBytes.contains(value.utf8.count) else {
            return "Too long: \(Words.grouped(Limits.valueBytes.upperBound)) bytes at the most."
        }
        guard !accepts(value) else { return nil }
        return switch self {
        case .boolean: "Type true or false."
        case .string: nil
        case .number: "Not a number yet: digits, and a point for decimals."
        case .json: Self.jsonProblem(value)
        }
    }

    private static func jsonProblem(_ value: String) -> String {
        do throws(JSONError) {
            _ = try JSONValue(parsing: Array(value.utf8), limits: .importedFile)
            return "This is not JSON."
        } catch {
            let place = error.position(in: value.utf8)
            return "Not JSON yet: line \(place.line), column \(place.column): \(error.message)."
        }
    }
}
