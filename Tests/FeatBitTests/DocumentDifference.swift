import FlagModel
import JSON

/// Differences between a document and what became of it, as paths; order of members does not
/// count, numbers may miss each other by 1e-9, times count as instants.
struct DocumentDifference {
    /// Members that Flagdeck may add anywhere.
    static let additions: Set = [
        "revision", "description", "name", "id", "key", "type", "scopes", "tags",
    ]

    private(set) var paths: [String] = []

    init(_ original: JSONValue, _ copy: JSONValue) {
        compare(original, copy, "")
    }

    private mutating func compare(_ original: JSONValue, _ copy: JSONValue, _ path: String) {
        switch (original, copy) {
        case (.object(let left), .object(let right)): compare(left, right, path)
        case (.array(let left), .array(let right)):
            if left.count != right.count { paths.append(path + ".count") }
            for (index, pair) in zip(left, right).enumerated() {
                compare(pair.0, pair.1, "\(path)[\(index)]")
            }
        case (.integer, .integer), (.integer, .number), (.number, .integer), (.number, .number):
            if abs(Self.number(original) - Self.number(copy)) > 1e-9 { paths.append(path) }
        case (.string(let left), .string(let right)):
            let times = (Moment(left), Moment(right))
            let isSame = left == right || (times.0 != nil && times.0 == times.1)
            if !isSame { paths.append(path) }
        default: if original != copy { paths.append(path) }
        }
    }

    private mutating func compare(_ left: JSONObject, _ right: JSONObject, _ path: String) {
        for member in left.members where member.key != "envId" {
            guard let other = right[member.key] else {
                paths.append("\(path).\(member.key) is missing")
                continue
            }
            compare(member.value, other, "\(path).\(member.key)")
        }
        for member in right.members
        where left[member.key] == nil && !Self.additions.contains(member.key) {
            paths.append("\(path).\(member.key) is new")
        }
    }

    private static func number(_ value: JSONValue) -> Double {
        (try? value.asNumber()) ?? .nan
    }
}
