import FlagModel

/// One of the two environments, with the ids of its audiences.
struct Place {
    let id: GUID
    private(set) var audiences: [String: Audience] = [:]

    init(id: GUID) {
        self.id = id
    }

    mutating func add(_ audience: Audience) {
        audiences[audience.key.text] = audience
    }

    /// A rule for some people, named after them.
    func rule(id: String, conditionID: String, for who: Who, _ serving: Serving) -> Rule {
        let (name, test) = condition(for: who)
        let conditions = test.map { [Condition(id: conditionID, test: $0)] } ?? []
        return Rule(id: id, name: name, conditions: conditions, serving: serving)
    }

    private func condition(for who: Who) -> (name: String, test: Condition.Test?) {
        switch who {
        case .everyone: return ("Everyone", nil)
        case .audience(let key):
            guard let audience = audiences[key] else {
                preconditionFailure("The catalogue names the audience \(key) only.")
            }
            return (audience.name, .isInAudience([audience.id]))
        case .countries(let names): return (Words.list(names), Self.attribute("country", names))
        case .cities(let names): return (Words.list(names), Self.attribute("city", names))
        case .plan(let name):
            return ("\(name) customers", .attribute("plan", .equal, name))
        }
    }

    private static func attribute(_ name: String, _ values: [String]) -> Condition.Test {
        values.count == 1
            ? .attribute(name, .equal, values[0])
            : .attribute(name, .isOneOf, Condition.listValue(values))
    }
}

extension CustomerKey {
    /// The key of the customer with a number from 0: `C-10000` and up.
    init(number: Int) {
        guard let key = try? CustomerKey("C-\(10_000 + number)") else {
            preconditionFailure("Seven characters are a fitting length.")
        }
        self = key
    }
}

extension Key {
    /// A key of the catalogue.
    init(fixed text: String) {
        guard let key = Key(slugOf: text) else {
            preconditionFailure("Every name of the catalogue holds letters.")
        }
        self = key
    }
}
