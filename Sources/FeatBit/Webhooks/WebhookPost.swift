public import FlagModel
public import JSON

/// What one webhook is told about one flag or audience that an entry touched: the body that
/// FeatBit's webhooks post without a template.
///
/// One entry that touches three flags gives three posts, as in FeatBit. What is told of a flag is
/// how it is after the entry, or how it was when it was deleted.
public struct WebhookPost: Hashable, Sendable {
    /// What it is about.
    public let subject: Subject
    /// What happened, in FeatBit's order.
    public let events: [Webhook.Event]
    /// The body.
    public let body: JSONValue

    /// `events` as one header field and one member of the body: "a,b".
    public var eventNames: String { events.map(\.rawValue).joined(separator: ",") }

    /// The header field that names the post; repeated posts of the same have the same.
    public static let deliveryField = "X-FeatBit-Delivery"
    /// The header field that names what happened.
    public static let eventField = "X-FeatBit-Event"
    /// The header field that names the webhook.
    public static let hookField = "X-FeatBit-Hook-ID"
    /// The header field with the signature, `sha256=` and HMAC-SHA-256 in hexadecimal digits.
    public static let signatureField = "X-FeatBit-Signature-256"
}

extension WebhookPost {
    /// What a webhook is told of an entry; nothing when it asked for nothing of that.
    ///
    /// - Parameters:
    ///   - changeSet: what the entry did.
    ///   - before: the model that it was made on.
    ///   - after: the model that it left.
    ///   - webhooks: whom to tell.
    /// - Returns: for each post the webhook, in the order of the things and then of the webhooks.
    /// - Throws: ``Refusal`` when the set was not made on that model.
    public static func posts(
        for changeSet: ChangeSet,
        before: Model,
        after: Model,
        to webhooks: [Webhook]
    ) throws(Refusal) -> [(webhook: Webhook, post: WebhookPost)] {
        var posts: [(webhook: Webhook, post: WebhookPost)] = []
        var lines: [Subject: [String]]?
        for subject in changeSet.subjects {
            guard let place = subject.environmentID else { continue }
            let happening = Happening(subject, before: before, after: after)
            guard let happening, !happening.events.isEmpty else { continue }
            let listeners = webhooks.filter { $0.wants(happening.events, in: place) }
            guard !listeners.isEmpty else { continue }
            if lines == nil { lines = try changeSet.lines(from: before) }
            let post = WebhookPost(
                subject: subject,
                events: happening.events,
                body: body(changeSet, happening, lines?[subject] ?? [], after: after)
            )
            posts += listeners.map { ($0, post) }
        }
        return posts
    }

    private static func body(
        _ changeSet: ChangeSet,
        _ happening: Happening,
        _ lines: [String],
        after: Model
    ) -> JSONValue {
        [
            "events": .string(happening.events.map(\.rawValue).joined(separator: ",")),
            "operator": .string(changeSet.actor), "happenedAt": .string(changeSet.time.text),
            "organization": organization,
            "project": named(
                happening.environment.projectID,
                after.project(happening.environment.projectID)?.name ?? ""
            ),
            "environment": named(happening.environment.id, happening.environment.name),
            "data": happening.data, "changes": .array(lines.map(JSONValue.string)),
        ]
    }

    /// A post that tells of nothing, to try whether a webhook is heard.
    ///
    /// - Parameters:
    ///   - person: who tries it.
    ///   - time: now.
    /// - Returns: a body of the usual shape, whose event is `webhook.test`.
    public static func test(by person: String, at time: Moment) -> JSONValue {
        [
            "events": .string(testEvent), "operator": .string(person),
            "happenedAt": .string(time.text), "organization": organization,
            "project": named(.zero, ""), "environment": named(.zero, ""),
            "data": ["kind": "test", "object": [:]],
            "changes": ["tried whether this webhook is heard"],
        ]
    }

    /// A post as a change of somebody's flag or audience makes it, to try a template with.
    ///
    /// - Parameters:
    ///   - event: what happened.
    ///   - person: who did it.
    ///   - time: when.
    /// - Returns: a body of the usual shape.
    public static func example(
        of event: Webhook.Event,
        by person: String,
        at time: Moment
    ) -> JSONValue {
        let isFlag = event.rawValue.hasPrefix("feature_flag.")
        let own: JSONValue =
            isFlag
            ? [
                "variationType": "boolean",
                "variations": [
                    ["id": "on", "name": "On", "value": "true"],
                    ["id": "off", "name": "Off", "value": "false"],
                ],
                "targetUsers": [], "rules": [], "isEnabled": "true",
                "disabledVariationId": "off", "fallthrough": ["variations": []],
                "exptIncludeAllTargets": "true",
            ] : ["included": ["C-10428"], "excluded": [], "rules": [], "flagReferences": []]
        let common: JSONValue = [
            "id": .string(GUID.zero.text), "name": "An \"example\"", "description": "",
            "key": "example", "tags": ["shop"], "isArchived": "false",
        ]
        return [
            "events": .string(event.rawValue), "operator": .string(person),
            "happenedAt": .string(time.text), "organization": organization,
            "project": named(.zero, "Shop"), "environment": named(.zero, "Prod"),
            "data": [
                "kind": isFlag ? "feature flag" : "segment", "object": common.joined(with: own),
            ],
            "changes": ["changed An \"example\" in LIVE", "gave it the tag shop"],
        ]
    }

    /// The event of ``test(by:at:)``.
    public static let testEvent = "webhook.test"

    /// FeatBit has organizations, Flagdeck has one data directory.
    private static let organization: JSONValue = named(.zero, "Flagdeck")

    private static func named(_ id: GUID, _ name: String) -> JSONValue {
        ["id": .string(id.text), "name": .string(name)]
    }
}

/// What became of one thing.
private struct Happening {
    let environment: Environment
    let events: [Webhook.Event]
    let data: JSONValue

    init?(_ subject: Subject, before: Model, after: Model) {
        guard let place = subject.environmentID,
            let state = after.environment(place) ?? before.environment(place)
        else { return nil }
        environment = state.environment
        switch subject {
        case .flag(_, let id):
            let (old, new) = (
                before.environment(place)?.flag(id), after.environment(place)?.flag(id)
            )
            guard let flag = new ?? old else { return nil }
            events = Webhook.Event.events(old, new)
            data = ["kind": "feature flag", "object": flag.webhookValue(in: place)]
        case .audience(_, let id):
            let old = before.environment(place)?.audience(id)
            let new = after.environment(place)?.audience(id)
            guard let audience = new ?? old else { return nil }
            events = Webhook.Event.events(old, new)
            data = ["kind": "segment", "object": audience.webhookValue(in: state)]
        default: return nil
        }
    }
}

extension Webhook.Event {
    /// What happened to a flag.
    static func events(_ old: Flag?, _ new: Flag?) -> [Webhook.Event] {
        guard let old else { return new == nil ? [] : [.flagCreated] }
        guard let new else { return [.flagDeleted] }
        let changes: [(Webhook.Event, Bool)] = [
            (.flagToggled, old.isEnabled != new.isEnabled),
            (.flagArchived, !old.isArchived && new.isArchived),
            (.flagRestored, old.isArchived && !new.isArchived),
            (.flagVariationsChanged, old.variations != new.variations || old.kind != new.kind),
            (.flagOffVariationChanged, old.offVariationID != new.offVariationID),
            (.flagDefaultRuleChanged, old.defaultRule != new.defaultRule),
            (.flagTargetsChanged, old.targets != new.targets),
            (.flagRulesChanged, old.rules != new.rules),
            (
                .flagWordsChanged,
                old.name != new.name || old.description != new.description || old.tags != new.tags
                    || old.owner != new.owner || old.purpose != new.purpose
            ),
        ]
        return changes.filter(\.1).map(\.0)
    }

    /// What happened to an audience.
    static func events(_ old: Audience?, _ new: Audience?) -> [Webhook.Event] {
        guard let old else { return new == nil ? [] : [.audienceCreated] }
        guard let new else { return [.audienceDeleted] }
        let changes: [(Webhook.Event, Bool)] = [
            (.audienceArchived, !old.isArchived && new.isArchived),
            (.audienceRestored, old.isArchived && !new.isArchived),
            (.audienceRulesChanged, old.rules != new.rules),
            (.audienceMembersChanged, old.members != new.members || old.excluded != new.excluded),
            (
                .audienceWordsChanged,
                old.name != new.name || old.description != new.description || old.tags != new.tags
            ),
        ]
        return changes.filter(\.1).map(\.0)
    }
}

// MARK: - The things, as FeatBit's webhooks say them

extension Flag {
    /// The members that FeatBit's webhooks have, with yes and no as the texts "true" and "false".
    fileprivate func webhookValue(in place: GUID) -> JSONValue {
        featBitValue(environmentID: .string(place.text)).webhookValue([
            "id", "name", "description", "key", "variationType", "variations", "targetUsers",
            "rules", "isEnabled", "disabledVariationId", "fallthrough", "tags", "isArchived",
            "exptIncludeAllTargets",
        ])
    }
}

extension Audience {
    /// As flags, and the flags that look at it.
    fileprivate func webhookValue(in state: EnvironmentState) -> JSONValue {
        let place = JSONValue.string(state.environment.id.text)
        let users = state.flags(using: id).map { flag -> JSONValue in
            [
                "envId": place, "id": .string(flag.id.text), "name": .string(flag.name),
                "key": .string(flag.key.text),
            ]
        }
        let value: JSONValue = [
            "id": .string(id.text), "name": .string(name), "description": .string(description),
            "tags": .array(tags.map(JSONValue.string)),
            "included": .array(members.map { .string($0.text) }),
            "excluded": .array(excluded.map { .string($0.text) }),
            "rules": .array(rules.map(\.featBitValue)), "isArchived": .bool(isArchived),
            "flagReferences": .array(users),
        ]
        guard case .object(let object) = value else { return value }
        return value.webhookValue(object.members.map(\.key))
    }
}

extension JSONValue {
    /// The members of two objects.
    fileprivate func joined(with other: JSONValue) -> JSONValue {
        guard case .object(let own) = self, case .object(let more) = other else { return self }
        return .object(JSONObject(own.members + more.members))
    }

    /// Some members of an object, in an order, with yes and no as texts.
    fileprivate func webhookValue(_ keys: [String]) -> JSONValue {
        guard case .object(let object) = self else { return self }
        let members = keys.map { key -> JSONMember in
            let value = object[key] ?? .null
            guard case .bool(let isTrue) = value else { return JSONMember(key: key, value: value) }
            return JSONMember(key: key, value: .string(isTrue ? "true" : "false"))
        }
        return .object(JSONObject(members))
    }
}
