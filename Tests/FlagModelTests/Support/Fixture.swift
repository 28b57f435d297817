import FlagModel

/// A small model to change: one project, LIVE and a practice environment, two flags, one audience.
struct Fixture {
    var random = SplitMix64(seed: 7)
    var model = Model()
    let live: GUID
    let practice: GUID
    let flag: Flag
    let other: Flag
    let audience: Audience
    var now = Moment(milliseconds: 1_780_000_000_000)

    init() throws {
        let project = Project(id: GUID(using: &random), key: try Key("shop"), name: "Shop")
        var environments: [Environment] = []
        for (key, isLive) in [("prod", true), ("dev", false)] {
            let id = GUID(using: &random)
            environments.append(
                Environment(
                    id: id,
                    projectID: project.id,
                    key: try Key(key),
                    name: isLive ? "Shop" : "Practice",
                    isLive: isLive,
                    secrets: [
                        Secret(kind: .server, environmentID: id, using: &random),
                        Secret(kind: .client, environmentID: id, using: &random),
                    ]
                )
            )
        }
        (live, practice) = (environments[0].id, environments[1].id)
        flag = try Self.flag("summer-sale-banner", "Summer sale banner", now, &random)
        other = try Self.flag("gift-wrap", "Gift wrap", now, &random)
        audience = Audience(
            id: GUID(using: &random),
            key: try Key("vip"),
            name: "VIP",
            createdAt: now
        )
        try make(
            [.createProject(project)] + environments.map(Change.createEnvironment) + [
                .createAudience(environment: live, audience),
                .createFlag(environment: live, flag), .createFlag(environment: live, other),
            ]
        )
    }

    static func flag(
        _ key: String,
        _ name: String,
        _ now: Moment,
        _ random: inout SplitMix64
    ) throws -> Flag {
        Flag(
            id: GUID(using: &random),
            key: try Key(key),
            name: name,
            kind: .boolean,
            variations: [
                Variation(id: "on", name: "Blue banner", value: "true"),
                Variation(id: "off", name: "No banner", value: "false"),
            ],
            defaultVariationID: "on",
            offVariationID: "off",
            revision: GUID(using: &random),
            createdAt: now
        )
    }

    /// Makes changes by somebody, a second later than the last time.
    @discardableResult
    mutating func make(
        _ changes: [Change],
        by actor: String = "Ana",
        note: String = "",
        origin: ChangeSet.Origin = .direct,
        keepsTimes: Bool = false
    ) throws(Refusal) -> Outcome {
        now = now.adding(microseconds: 1_000_000)
        let proposal = Proposal(
            id: GUID(using: &random),
            actor: actor,
            note: note,
            origin: origin,
            changes: changes,
            keepsTimes: keepsTimes
        )
        let outcome = try model.making(proposal, at: now, using: &random)
        model = outcome.model
        return outcome
    }

    /// Edits the first flag in LIVE.
    @discardableResult
    mutating func edit(_ edit: FlagEdit) throws(Refusal) -> Outcome {
        try make([.editFlag(environment: live, flag: flag.id, edit)])
    }

    /// Edits the audience in LIVE.
    @discardableResult
    mutating func edit(_ edit: AudienceEdit) throws(Refusal) -> Outcome {
        try make([.editAudience(environment: live, audience: audience.id, edit)])
    }

    /// The first flag as it is now.
    var current: Flag? { model.environment(live)?.flag(flag.id) }
}
