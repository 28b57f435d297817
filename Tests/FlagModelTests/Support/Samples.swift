import FlagModel
import Testing

/// Customers by their keys.
func customers(_ keys: String...) throws -> [CustomerKey] {
    try keys.map { key throws(Refusal) in try CustomerKey(key) }
}

/// A GUID that ends in `number`.
func guid(_ number: Int) throws -> GUID {
    let digits = String(number, radix: 16)
    let text = "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count)
    return try #require(GUID(text + digits))
}

extension Condition {
    /// "country is one of …".
    static func country(_ names: String..., id: String = "c1") -> Condition {
        Condition(id: id, test: .attribute("country", .isOneOf, listValue(names)))
    }
}

extension Serving {
    /// A share of people gets the version "on", the rest "off".
    static func on(_ parts: Int) -> Serving {
        Serving(parts: [("on", parts), ("off", Share.whole - parts)])
    }
}

extension Rule {
    /// A rule for a country, which gives "on" to a share of its people.
    static func germany(_ parts: Int = Share.whole, id: String = "r1") -> Rule {
        Rule(id: id, name: "Germany", conditions: [.country("DE")], serving: .on(parts))
    }
}

extension Experiment.Metric {
    /// A metric to decide by.
    static let paying = Experiment.Metric(
        eventName: "paid",
        title: "People who pay",
        measure: .conversion,
        higherIsBetter: true
    )
}

extension Fixture {
    /// A plan that compares the versions of the first flag.
    func experiment(_ key: String = "blue", baseline: String = "off") throws -> Experiment {
        Experiment(
            id: try guid(70 + key.count),
            key: try Key(key),
            name: "Blue banner or none",
            flagID: flag.id,
            baselineVariationID: baseline,
            metric: .paying,
            plannedDays: 14,
            createdAt: now
        )
    }

    /// Plans the experiment of ``experiment(_:baseline:)``.
    @discardableResult
    mutating func planExperiment() throws -> GUID {
        let experiment = try experiment()
        try make([.createExperiment(environment: live, experiment)])
        return experiment.id
    }

    /// Plans the experiment, and starts it at `now`.
    @discardableResult
    mutating func runExperiment() throws -> GUID {
        let id = try planExperiment()
        try make([startExperiment])
        return id
    }

    /// Starts the experiment.
    var startExperiment: Change {
        get throws {
            .startExperiment(environment: live, experiment: try experiment().id, at: nil)
        }
    }

    /// Stops the experiment.
    var stopExperiment: Change {
        get throws {
            .stopExperiment(environment: live, experiment: try experiment().id, at: nil)
        }
    }

    /// The experiment as it is now.
    var currentExperiment: Experiment {
        get throws { try #require(state.experiment(experiment().id)) }
    }

    /// A draft by "Li".
    func draft(
        _ changes: [Change],
        id: Int = 1,
        by author: String = "Li",
        note: String = ""
    ) throws -> Draft {
        Draft(id: try guid(id), author: author, createdAt: now, note: note, changes: changes)
    }

    /// So many drafts, of a hundred people.
    func drafts(_ count: Int) throws -> [Change] {
        let change = change(.setEnabled(true))
        return try (0..<count).map {
            .saveDraft(try draft([change], id: $0, by: "Person \($0 % 100)"))
        }
    }

    /// An edit of the first flag in LIVE, as a change.
    func change(_ edit: FlagEdit) -> Change { .editFlag(environment: live, flag: flag.id, edit) }

    /// An edit of the audience in LIVE, as a change.
    func change(_ edit: AudienceEdit) -> Change {
        .editAudience(environment: live, audience: audience.id, edit)
    }

    /// LIVE as it is now.
    var state: EnvironmentState {
        get throws { try #require(model.environment(live)) }
    }
}
