package import JSON
internal import Statistics

/// Reads cases, one on each line, and answers each with one line.
package struct CaseReading {
    /// The lines that could not be answered, from 1.
    package private(set) var badLines: [Int] = []

    /// Nothing has been read yet.
    package init() {}

    /// The answers to one line; a line with a list `cases` has one for each of them.
    ///
    /// - Parameters:
    ///   - line: the bytes of the line; a blank one has no answer.
    ///   - number: which line it is, from 1.
    /// - Returns: a JSON object for each case; one with `error` for what cannot be read.
    package mutating func answers(to line: [UInt8], number: Int) -> [JSONValue] {
        guard line.contains(where: { ![0x20, 0x09, 0x0D].contains($0) }) else { return [] }
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: line, limits: Self.limits)
        } catch {
            return [problem(number, .null, error.message)]
        }
        if case .object(let object) = value, case .array(let cases)? = object["cases"] {
            return cases.map { answer(to: $0, number) }
        }
        return [answer(to: value, number)]
    }

    private static let limits = JSONLimits.importedFile

    private mutating func answer(to value: JSONValue, _ number: Int) -> JSONValue {
        var id = JSONValue.null
        if case .object(let object) = value { id = object["id"] ?? .null }
        do {
            let row = try CaseFields(value)
            let family = try row.text("family")
            return try Self.answer(row, family).json(id: id, family: family)
        } catch let error as JSONShapeError {
            let place = error.pathText.isEmpty ? "the case" : error.pathText
            return problem(number, id, "\(place) \(error.message)")
        } catch let error as StatisticsError {
            return problem(number, id, error.description)
        } catch {
            return problem(number, id, "\(error)")
        }
    }

    private mutating func problem(_ line: Int, _ id: JSONValue, _ text: String) -> JSONValue {
        if badLines.last != line { badLines.append(line) }
        return ["id": id, "line": .integer(line), "error": .string(text)]
    }

    private static func answer(_ row: CaseFields, _ family: String) throws -> CaseAnswer {
        switch family {
        case "ab_test": return try ComparisonCase(row).answer()
        case "srm": return try FamilyCases.split(row)
        case "pvalue_adjust": return try FamilyCases.corrections(row)
        case "mid_experiment_power": return try FamilyCases.remaining(row)
        case "bandit": return try FamilyCases.best(row)
        case "post_stratification": return try FamilyCases.strata(row)
        case "power": return try FamilyCases.plan(row)
        default:
            throw JSONShapeError("is \"\(family)\", which is no family of cases")
                .inside(.key("family"))
        }
    }
}
