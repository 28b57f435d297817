import FlagModel
import JSON

extension ReviewProblem {
    /// The problem as the rest of a refusal's list: its name and what it tells.
    var parts: [JSONValue] {
        switch self {
        case .required(let place, let approvals, let reason):
            ["required", .string(place), .integer(approvals), .string(reason)]
        case .missing(let name, let count): ["missing", .string(name), .integer(count)]
        case .fallen(let name, let people, let count):
            [
                "fallen", .string(name), .array(people.map(JSONValue.string)), .integer(count),
            ]
        case .saidByOthers(let name, let person):
            ["said-by-others", .string(name), .string(person)]
        case .sentBack(let name, let person, let reason):
            ["sent-back", .string(name), .string(person), .string(reason)]
        case .changedSinceRead(let name): ["changed", .string(name)]
        case .ownDraft(let name, let person): ["own", .string(name), .string(person)]
        case .reasonMissing(let name): ["reason-missing", .string(name)]
        case .notTheDraft: ["not-the-draft"]
        case .emergencyReason: ["emergency-reason"]
        }
    }

    /// Reads what ``parts`` wrote.
    init(json: JSONValue) throws(JSONShapeError) {
        let parts = try CaseParts(json)
        switch parts.name {
        case "required":
            self = .required(
                environment: try parts.text(0),
                approvals: try parts.integer(1),
                because: try parts.text(2)
            )
        case "missing": self = .missing(try parts.text(0), try parts.integer(1))
        case "fallen":
            self = .fallen(
                try parts.text(0),
                try parts.texts(1),
                try parts.integer(2)
            )
        case "said-by-others": self = .saidByOthers(try parts.text(0), try parts.text(1))
        case "sent-back":
            self = .sentBack(
                try parts.text(0),
                by: try parts.text(1),
                reason: try parts.text(2)
            )
        case "changed": self = .changedSinceRead(try parts.text(0))
        case "own": self = .ownDraft(try parts.text(0), try parts.text(1))
        case "reason-missing": self = .reasonMissing(try parts.text(0))
        case "not-the-draft": self = .notTheDraft
        case "emergency-reason": self = .emergencyReason
        default: throw parts.unknown
        }
    }
}
