import FlagModel
import JSON

/// Where a text stands in the present, in words that say what to take out.
struct TextPlaces {
    /// Places that are named; there may be many more.
    static let maximum = 5

    private let text: RedactedText

    init(_ text: RedactedText) {
        self.text = text
    }

    /// The text as a sentence begins with it.
    private var who: String { Words.short(text.text) }

    /// The first few places; none when the text is nowhere.
    func places(in model: Model) -> [String] {
        guard text.mayOccur(in: model.json.canonicalBytes()) else { return [] }
        var places: [String] = []
        guard case .object(let whole) = model.json else { return [] }
        let drafts = idsOfThoseWithText(whole["drafts"])
        for draft in model.drafts where drafts.contains(draft.id.text) {
            places.append("\(who) is still in a draft by \(draft.authorWords).")
        }
        let schedules = idsOfThoseWithText(whole["schedules"])
        for schedule in model.schedules where schedules.contains(schedule.id.text) {
            places.append("\(who) is still in what \(schedule.author) planned for a later time.")
        }
        for (list, kind) in [("webhooks", "webhook"), ("triggers", "trigger")] {
            for thing in self.list(whole[list]) where text.occurs(in: thing) {
                places.append("\(who) is still in the \(kind) \(Self.name(of: thing)).")
            }
        }
        for person in list(whole["people"]) where text.occurs(in: person) {
            places.append("\(who) is still written down as \(Self.name(of: person)).")
        }
        for project in list(whole["projects"]) where text.occurs(in: project) {
            places.append("\(who) is still in the project \(Self.name(of: project)).")
        }
        for environment in list(whole["environments"]) {
            places += self.places(inEnvironment: environment)
        }
        return Array(places.prefix(Self.maximum))
    }

    private func places(inEnvironment json: JSONValue) -> [String] {
        guard case .object(let state) = json else { return [] }
        let place = state["environment"] ?? .null
        var places: [String] = []
        let name = Self.name(of: place)
        if text.occurs(in: place) {
            places.append("\(who) is still in \(name) itself.")
        }
        for (list, kind) in Self.kinds {
            for thing in self.list(state[list]) where text.occurs(in: thing) {
                let words = words(for: kind, self.field(of: thing), Self.name(of: thing))
                places.append("\(words), in \(name).")
            }
        }
        return places
    }

    private static let kinds = [
        ("flags", "flag"), ("audiences", "audience"), ("experiments", "experiment"),
        ("deletedFlags", "deleted flag"), ("deletedAudiences", "deleted audience"),
    ]

    /// The first member of a thing in which the text stands.
    private func field(of thing: JSONValue) -> String {
        guard case .object(let object) = thing else { return "" }
        return object.members.first { text.occurs(in: $0.key) || text.occurs(in: $0.value) }?.key
            ?? ""
    }

    private func words(for kind: String, _ field: String, _ name: String) -> String {
        if kind.hasPrefix("deleted") {
            return
                "\(who) is still in the \(kind) \(name): take the deletion back, take that out, "
                + "and delete it again"
        }
        return switch field {
        case "members": "\(who) is still a member of \(name)"
        case "excluded": "\(who) is still kept out of \(name)"
        case "targets": "\(who) still has a version by hand in \(name)"
        case "otherMetrics": "\(who) is still in a metric of the \(kind) \(name)"
        case "guardrails": "\(who) is still in a guardrail of the \(kind) \(name)"
        case "rules": "\(who) is still in a rule of the \(kind) \(name)"
        default: "\(who) is still in the \(field) of the \(kind) \(name)"
        }
    }

    private static func name(of thing: JSONValue) -> String {
        guard case .object(let object) = thing else { return "" }
        for key in ["name", "key", "description"] {
            if case .string(let text)? = object[key], !text.isEmpty { return text }
        }
        return ""
    }

    private func list(_ value: JSONValue?) -> [JSONValue] {
        if case .array(let elements)? = value { elements } else { [] }
    }

    /// The ids of things that wait and hold the text.
    private func idsOfThoseWithText(_ waiting: JSONValue?) -> Set<String> {
        var ids: Set<String> = []
        for one in list(waiting) where text.occurs(in: one) {
            if case .object(let object) = one, case .string(let id)? = object["id"] {
                ids.insert(id)
            }
        }
        return ids
    }
}
