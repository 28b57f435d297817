import FlagModel
import JSON
import TestSupport
import Testing

/// A document of `Golden/`, and the values that it holds.
struct Golden {
    private let file: TextFile

    init(_ name: String) {
        file = TextFile(path: "Tests/FlagModelTests/Golden/" + name)
    }

    /// The document as it was written.
    var bytes: [UInt8] { file.bytes }

    /// Writes the document when there is none; one that is there stays as it is.
    func write(_ bytes: [UInt8]) {
        if !file.exists { file.write(bytes) }
    }

    // MARK: - Parts, with every optional field in use

    static func place() throws -> GUID { try guid(0x11) }

    static func flag(_ number: Int) throws -> Flag {
        var flag = Flag(
            id: try guid(number),
            key: try Key("flag-\(number)"),
            name: "Flag \"\(number)\" für alle 🎉",
            kind: .string,
            variations: [
                Variation(id: "a", name: "A", value: "line\nline"),
                Variation(id: "b", name: "B", value: ""),
            ],
            defaultVariationID: "a",
            offVariationID: "b",
            revision: try guid(0x99),
            createdAt: Moment(microseconds: 1_780_000_000_000_001)
        )
        (flag.description, flag.owner, flag.purpose) = ("What it does", "Marketing", "Until July")
        flag.targets = [
            Target(variationID: "a", customers: try customers("C-1", "C-2")),
            Target(variationID: "b", customers: []),
        ]
        flag.rules = [try rule("r1"), Rule(id: "r2", name: "", conditions: [], serving: serving)]
        flag.defaultRule = serving
        (flag.isEnabled, flag.isArchived) = (true, true)
        (flag.countsEveryoneInExperiments, flag.reportsInsights) = (false, false)
        flag.tags = ["sale", "shop"]
        flag.updatedAt = Moment(milliseconds: 1_780_000_000_123)
        (flag.creatorID, flag.updaterID) = ("creator", "updater")
        flag.extras["later"] = [
            "empty": .object(JSONObject()), "list": [1, .number(2.5), true, .null, "x"],
        ]
        return flag
    }

    static func rule(_ id: String) throws -> Rule {
        Rule(
            id: id,
            name: "Germany and staff",
            conditions: [
                .country("DE"), Condition(id: "c2", test: .isInAudience([try guid(0x31)])),
                Condition(id: "c3", test: .isNotInAudience([try guid(0x32), try guid(0x33)])),
                Condition(id: "c4", test: .attribute("age", .biggerEqualThan, "18")),
            ],
            serving: Serving(everyone: "a")
        )
    }

    static let serving = Serving(
        dispatchKey: "plan",
        isInExperiment: false,
        shares: [
            Share(variationID: "a", lower: 0, upper: 33_333, experimentParts: 1000),
            Share(variationID: "b", lower: 33_333, upper: 33_333),
            Share(variationID: "b", lower: 33_333, upper: 100_000),
        ]
    )

    static func audience(_ number: Int) throws -> Audience {
        var audience = Audience(
            id: try guid(number),
            key: try Key("audience-\(number)"),
            name: "VIP",
            createdAt: Moment(microseconds: 1_780_000_000_000_002)
        )
        audience.description = "Our best customers"
        (audience.reach, audience.scopes) = (.shared, ["organization/acme:project/shop"])
        audience.members = try customers("C-1", "Rene\u{301}", "Ren\u{E9}")
        audience.excluded = try customers("C-9")
        audience.rules = [
            AudienceRule(id: "r1", name: "Paid", conditions: [.country("DE", "AT")]),
            AudienceRule(id: "r2", name: "", conditions: []),
        ]
        (audience.tags, audience.isArchived) = (["best"], true)
        audience.updatedAt = Moment(milliseconds: 1_780_000_000_124)
        audience.extras["later"] = "x"
        return audience
    }

    static func experiment(_ number: Int, _ state: Experiment.State) throws -> Experiment {
        var experiment = Experiment(
            id: try guid(number),
            key: try Key("experiment-\(number)"),
            name: "A or B",
            flagID: try guid(0x21),
            baselineVariationID: "b",
            metric: .paying,
            plannedDays: 14,
            createdAt: Moment(microseconds: 1_780_000_000_000_003)
        )
        experiment.hypothesis = "More people pay"
        experiment.guardrails = [
            Experiment.Metric(
                eventName: "load",
                title: "Time to load",
                measure: .numeric,
                higherIsBetter: false
            )
        ]
        experiment.state = state
        return experiment
    }

    static func environment(_ number: Int, isLive: Bool) throws -> Environment {
        var environment = Environment(
            id: try guid(number),
            projectID: try guid(0x10),
            key: try Key("environment-\(number)"),
            name: "Shop",
            isLive: isLive,
            secrets: [
                Secret(
                    id: try guid(0x41),
                    name: "Server Key",
                    kind: .server,
                    value: "v3faJy3RCUO8d-EJiVdN6waRfGjfNan02Ms9c0LiTD6w"
                ),
                Secret(
                    id: try guid(0x42),
                    name: "Client Key",
                    kind: .client,
                    value: "gpnOV3wI3kKAO9q9viC0wQWdKZrVAf2U6gAnxl4lSH3w"
                ),
            ]
        )
        environment.description = "Where customers are"
        environment.settings.requiresReason = isLive
        return environment
    }
}
