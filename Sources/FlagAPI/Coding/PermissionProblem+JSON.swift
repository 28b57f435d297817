import FlagModel
import JSON

extension PermissionProblem {
    /// The problem as the rest of a refusal's list: its name and what it tells.
    var parts: [JSONValue] {
        switch self {
        case .denied(let denial):
            [
                "denied", .string(denial.person), .string(denial.act.rawValue),
                denial.place.map(JSONValue.string) ?? .null,
                .array(denial.onlyTagged.map(JSONValue.string)),
                .array(denial.others.map(JSONValue.string)),
            ]
        case .stranger(let name): ["stranger", .string(name)]
        case .badToken: ["bad-token"]
        case .lastAdministrator(let name): ["last-administrator", .string(name)]
        case .nameTaken(let name): ["name-taken", .string(name)]
        case .userTaken(let user, let name): ["user-taken", .string(user), .string(name)]
        case .tokenTaken(let name): ["token-taken", .string(name)]
        case .tokenMalformed(let name): ["token-malformed", .string(name)]
        }
    }

    /// Reads what ``parts`` wrote.
    init(json: JSONValue) throws(JSONShapeError) {
        let parts = try CaseParts(json)
        switch parts.name {
        case "denied":
            let place = try parts.value(2)
            self = .denied(
                Denial(
                    person: try parts.text(0),
                    act: try parts.word(1, Act.self),
                    place: place == .null ? nil : try place.asText(),
                    onlyTagged: try parts.texts(3),
                    others: try parts.texts(4)
                )
            )
        case "stranger": self = .stranger(try parts.text(0))
        case "bad-token": self = .badToken
        case "last-administrator": self = .lastAdministrator(try parts.text(0))
        case "name-taken": self = .nameTaken(try parts.text(0))
        case "user-taken": self = .userTaken(try parts.text(0), by: try parts.text(1))
        case "token-taken": self = .tokenTaken(try parts.text(0))
        case "token-malformed": self = .tokenMalformed(try parts.text(0))
        default: throw parts.unknown
        }
    }
}
