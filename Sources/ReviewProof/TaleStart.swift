import FlagModel
import JournalProof

/// What a team begins with.
struct TaleStart {
    let live: GUID
    let changes: [Change]

    init(rule: ReviewRule, using random: inout SeededRandom) throws {
        let now = Moment(microseconds: 1_780_000_000_000_000)
        let project = Project(id: GUID(using: &random), key: try Key("shop"), name: "Shop")
        live = GUID(using: &random)
        var environment = Environment(
            id: live,
            projectID: project.id,
            key: try Key("prod"),
            name: "Shop",
            isLive: true,
            secrets: []
        )
        environment.settings.review = rule
        let place = live
        let flags = try ["banner", "wrap", "returns"].map { name in
            Flag(
                id: GUID(using: &random),
                key: try Key(name),
                name: name,
                kind: .boolean,
                variations: [
                    Variation(id: "on", name: "On", value: "true"),
                    Variation(id: "off", name: "Off", value: "false"),
                ],
                defaultVariationID: "on",
                offVariationID: "off",
                revision: GUID(using: &random),
                createdAt: now
            )
        }
        let audience = Audience(
            id: GUID(using: &random),
            key: try Key("vip"),
            name: "VIP",
            createdAt: now
        )
        changes =
            [.createProject(project), .createEnvironment(environment)]
            + [.createAudience(environment: place, audience)]
            + flags.map { .createFlag(environment: place, $0) }
    }
}
