package import FlagModel

/// A company in which everything that can be asked can be done once, and in any order.
///
/// All of it is about things tagged "shop" in LIVE; "Zoe" is the administrator who is always there,
/// and "Ana" is who tries.
package struct PermissionStage: Sendable {
    /// When it was made.
    package static let now = Moment(milliseconds: 1_780_000_000_000)

    /// The environment that everything is about.
    package let live = GUID.numbered(2)
    /// Another environment.
    package let practice = GUID.numbered(3)
    /// An environment without anything in it.
    package let spare = GUID.numbered(4)
    /// A project without environments.
    package let emptyProject = GUID.numbered(5)
    /// Who tries.
    package let ana = GUID.numbered(11)
    /// Somebody else, with a token.
    package let temp = GUID.numbered(12)
    /// The token of that one.
    package let oldToken = GUID.numbered(13)

    let flag = GUID.numbered(20)
    let archivedFlag = GUID.numbered(21)
    let audience = GUID.numbered(30)
    let archivedAudience = GUID.numbered(31)
    let draft = GUID.numbered(40)
    let draftToDrop = GUID.numbered(41)
    let schedule = GUID.numbered(50)
    let scheduleToHold = GUID.numbered(51)
    let webhook = GUID.numbered(52)
    let trigger = GUID.numbered(53)

    /// Experiments by what is tried on them.
    enum Trial: UInt8, CaseIterable {
        case replace = 60
        case delete, start, stop, takeBackStart, takeBackStop, look

        var id: GUID { .numbered(rawValue) }
    }

    /// The stage with nothing in it yet.
    package init() {}

    /// What makes it, step by step; each list is one proposal.
    ///
    /// - Parameters:
    ///   - grants: what Ana may do.
    ///   - tokens: what she proves herself with.
    /// - Returns: the changes of each proposal.
    /// - Throws: nothing, as its keys are good.
    package func proposals(grants: [Grant], tokens: [PersonToken]) throws -> [[Change]] {
        [try places(), try things(), try trials(), waiting(), people(grants, tokens), runs]
    }

    /// A change that is taken back by whoever may; the last entry of the stage.
    package var changeToUndo: Change {
        .editFlag(environment: live, flag: flag, .describe(Self.describedAs))
    }

    static let describedAs = "What the last entry says"

    private func places() throws -> [Change] {
        let shop = GUID.numbered(1)
        return [
            .createProject(Project(id: shop, key: try Key("shop"), name: "Shop")),
            .createProject(Project(id: emptyProject, key: try Key("empty"), name: "Empty")),
            .createEnvironment(try environment(live, shop, "prod", isLive: true)),
            .createEnvironment(try environment(practice, shop, "dev")),
            .createEnvironment(try environment(spare, shop, "spare")),
        ]
    }

    func environment(
        _ id: GUID,
        _ project: GUID,
        _ key: String,
        isLive: Bool = false
    ) throws -> Environment {
        let secrets = isLive ? [secret(70, "old")] : []
        return Environment(
            id: id,
            projectID: project,
            key: try Key(key),
            name: key,
            isLive: isLive,
            secrets: secrets
        )
    }

    /// A secret of LIVE that is the same every time.
    func secret(_ number: UInt8, _ name: String) -> Secret {
        var random = SplitMix64(seed: UInt64(number))
        return Secret(kind: .server, environmentID: live, name: name, using: &random)
    }

    private func things() throws -> [Change] {
        [
            .createFlag(environment: live, try flag(flag, "banner")),
            .createFlag(environment: live, try flag(archivedFlag, "old")),
            .editFlag(environment: live, flag: archivedFlag, .setArchived(true)),
            .createAudience(environment: live, try audience(audience, "vip")),
            .createAudience(environment: live, try audience(archivedAudience, "gone")),
            .editAudience(environment: live, audience: archivedAudience, .setArchived(true)),
        ]
    }

    func flag(_ id: GUID, _ key: String) throws -> Flag {
        var flag = Flag(
            id: id,
            key: try Key(key),
            name: key,
            kind: .boolean,
            variations: [
                Variation(id: "on", name: "On", value: "true"),
                Variation(id: "off", name: "Off", value: "false"),
            ],
            defaultVariationID: "on",
            offVariationID: "off",
            revision: .numbered(9),
            createdAt: Self.now
        )
        flag.tags = ["shop"]
        return flag
    }

    func audience(_ id: GUID, _ key: String) throws -> Audience {
        var audience = Audience(id: id, key: try Key(key), name: key, createdAt: Self.now)
        audience.tags = ["shop"]
        return audience
    }

    private func trials() throws -> [Change] {
        try Trial.allCases.map {
            .createExperiment(environment: live, try experiment($0.id, "trial-\($0)"))
        }
    }

    func experiment(_ id: GUID, _ key: String) throws -> Experiment {
        Experiment(
            id: id,
            key: try Key(key.lowercased()),
            name: key,
            flagID: flag,
            baselineVariationID: "off",
            metric: Experiment.Metric(
                eventName: "paid",
                title: "People who pay",
                measure: .conversion,
                higherIsBetter: true
            ),
            plannedDays: 14,
            createdAt: Self.now
        )
    }

    /// The moments at which the runs began and ended.
    package static let started = now
    package static let stopped = now.adding(microseconds: 1_000_000)

    private var runs: [Change] {
        let begun: [Trial] = [.stop, .takeBackStart, .takeBackStop, .look]
        return begun.map {
            .startExperiment(environment: live, experiment: $0.id, at: Self.started)
        } + [
            .stopExperiment(environment: live, experiment: Trial.takeBackStop.id, at: Self.stopped)
        ]
    }

    private func waiting() -> [Change] {
        [
            .saveDraft(draft(draft, "Zoe")), .saveDraft(draft(draftToDrop, "Zoe")),
            .saveSchedule(schedule(schedule)), .saveSchedule(schedule(scheduleToHold)),
            .saveWebhook(webhook(webhook)), .saveTrigger(trigger(trigger)),
        ]
    }

    func webhook(_ id: GUID) -> Webhook {
        Webhook(id: id, name: "Chat \(id.text)", url: "http://127.0.0.1:9/", isActive: false)
    }

    func trigger(_ id: GUID) -> Trigger {
        let digits = id.text.filter { $0 != "-" }
        return Trigger(
            id: id,
            environmentID: live,
            flagID: flag,
            action: .turnOn,
            tokenDigest: digits + digits,
            description: "alarm"
        )
    }

    func draft(_ id: GUID, _ author: String) -> Draft {
        Draft(
            id: id,
            author: author,
            createdAt: Self.now,
            note: "",
            changes: [.editFlag(environment: live, flag: flag, .setPurpose("Sale"))]
        )
    }

    func schedule(_ id: GUID) -> Schedule {
        Schedule(
            id: id,
            author: "Zoe",
            createdAt: Self.now,
            at: Self.later,
            title: "Sale",
            changes: [.editFlag(environment: live, flag: flag, .setPurpose("Sale"))]
        )
    }

    /// Later than any clock that runs this; plans may be ten years away.
    private static let later = Moment(milliseconds: 1_900_000_000_000)

    private func people(_ grants: [Grant], _ tokens: [PersonToken]) -> [Change] {
        let zoe = Person(
            id: .numbered(10),
            name: "Zoe",
            grants: [Grant(role: .administrator)]
        )
        let old = token(oldToken, "old", "AAAAAAAAAAA")
        return [
            .savePerson(zoe), .savePerson(Person(id: temp, name: "Temp")),
            .addToken(person: temp, old),
            .savePerson(Person(id: ana, name: "Ana", systemUser: "ana", grants: grants)),
        ] + tokens.map { .addToken(person: ana, $0) }
    }

    /// A token that opens nothing.
    func token(_ id: GUID, _ name: String, _ selector: String) -> PersonToken {
        PersonToken(
            id: id,
            name: name,
            selector: selector,
            digest: String(repeating: "0", count: 64),
            createdAt: Self.now,
            expiresAt: nil
        )
    }
}

extension GUID {
    /// An id that ends with a number.
    package static func numbered(_ number: UInt8) -> GUID {
        let digits = String(number, radix: 16)
        let text = "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count)
        return GUID(text + digits) ?? .zero
    }
}
