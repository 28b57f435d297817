import FlagModel
import JSON

extension Identity {
    /// How somebody came in, as a list that begins with the kind of the way; their name stands
    /// beside it.
    var wayJSON: JSONValue {
        switch caller.way {
        case .owner: ["owner", .string(ownerName)]
        case .systemUser(let user): ["user", .string(user)]
        case .token(let person, let id): ["token", .string(person.text), .string(id.text)]
        }
    }

    /// Reads what ``wayJSON`` wrote of somebody with a name.
    init(name: String, way json: JSONValue) throws(JSONShapeError) {
        let parts = try CaseParts(json)
        var ownerName = ""
        let way: Caller.Way
        switch parts.name {
        case "owner":
            ownerName = try parts.text(0)
            way = .owner
        case "user": way = .systemUser(try parts.text(0))
        case "token":
            way = .token(person: try parts.value(0).asGUID(), id: try parts.value(1).asGUID())
        default: throw parts.unknown
        }
        self.init(caller: Caller(name: name, way: way), ownerName: ownerName)
    }
}
