import FeatBit
import FlagModel
import JSON
import Testing

/// What webhooks are told, against FeatBit's form.
struct WebhookPostTests {
    /// A flag and an audience in an environment, and what one entry does to them.
    private struct Place {
        var workplace: Workplace
        let flag: Flag
        let other: Flag
        let audience: Audience

        init() throws {
            workplace = try Workplace()
            flag = try Self.flag("gift-wrap", 1, workplace.now)
            other = try Self.flag("sale", 2, workplace.now)
            audience = Audience(
                id: try #require(GUID(bytes: Array(repeating: 3, count: 16))),
                key: try Key("vip"),
                name: "VIP",
                createdAt: workplace.now
            )
            let place = workplace.environmentID
            try workplace.make([
                .createAudience(environment: place, audience),
                .createFlag(environment: place, flag), .createFlag(environment: place, other),
            ])
        }

        private static func flag(_ key: String, _ number: UInt8, _ now: Moment) throws -> Flag {
            let id = try #require(GUID(bytes: Array(repeating: number, count: 16)))
            return Flag(
                id: id,
                key: try Key(key),
                name: key,
                kind: .boolean,
                variations: [
                    Variation(id: "v1", name: "On", value: "true"),
                    Variation(id: "v2", name: "Off", value: "false"),
                ],
                defaultVariationID: "v1",
                offVariationID: "v2",
                revision: id,
                createdAt: now
            )
        }

        /// What webhooks are told of some changes that are made together.
        mutating func posts(
            _ changes: [Change],
            to webhooks: [Webhook]
        ) throws -> [(webhook: Webhook, post: WebhookPost)] {
            let before = workplace.model
            let proposal = Proposal(id: .zero, actor: "Li", changes: changes)
            let outcome = try before.making(
                proposal,
                at: workplace.now.adding(microseconds: 1_000_000),
                using: &workplace.random
            )
            workplace.model = outcome.model
            return try WebhookPost.posts(
                for: outcome.changeSet,
                before: before,
                after: outcome.model,
                to: webhooks
            )
        }

        func edit(_ edit: FlagEdit) -> Change {
            .editFlag(environment: workplace.environmentID, flag: flag.id, edit)
        }

        func edit(_ edit: AudienceEdit) -> Change {
            .editAudience(environment: workplace.environmentID, audience: audience.id, edit)
        }
    }

    private static let everything = Webhook(id: .zero, name: "Chat", url: "http://a")

    @Test func `a flag is told in FeatBit's form`() throws {
        var place = try Place()

        let posts = try place.posts([place.edit(.setEnabled(true))], to: [Self.everything])

        let id = place.flag.id.text
        let environment = place.workplace.environmentID.text
        let project = try place.workplace.state.environment.projectID.text
        let expected = """
            {"changes":["turned gift-wrap on in LIVE"],"data":{"kind":"feature flag","object":\
            {"description":"","disabledVariationId":"v2","exptIncludeAllTargets":"true",\
            "fallthrough":{"dispatchKey":null,"includedInExpt":true,"variations":[{"exptRollout":1,\
            "id":"v1","rollout":[0,1]}]},"id":"\(id)","isArchived":"false","isEnabled":"true",\
            "key":"gift-wrap","name":"gift-wrap","rules":[],"tags":[],"targetUsers":[],\
            "variationType":"boolean","variations":[{"id":"v1","name":"On","value":"true"},\
            {"id":"v2","name":"Off","value":"false"}]}},"environment":{"id":"\(environment)",\
            "name":"Shop"},"events":"feature_flag.toggled","happenedAt":"2026-07-17T09:00:01.000Z",\
            "operator":"Li","organization":{"id":"\(GUID.zero.text)","name":"Flagdeck"},"project":\
            {"id":"\(project)","name":"Shop"}}
            """
        let body = try #require(posts.first?.post.body)
        #expect(String(decoding: body.canonicalBytes(), as: UTF8.self) == expected)
        #expect(posts.first?.post.eventNames == "feature_flag.toggled")
    }

    @Test func `an audience is told with the flags that look at it`() throws {
        var place = try Place()
        let rule = Rule(
            id: "r",
            name: "VIP",
            conditions: [
                Condition(id: "c", test: .isInAudience([place.audience.id]))
            ],
            serving: Serving(everyone: "v1")
        )
        try place.workplace.make([place.edit(.setRules([rule]))])
        let members = [Insertion(try CustomerKey("C-1"))]

        let posts = try place.posts([place.edit(.addMembers(members))], to: [Self.everything])

        let post = try #require(posts.first?.post)
        #expect(post.events == [.audienceMembersChanged])
        let fields = try JSONFields(post.body)
        let data = try fields.required("data") { value throws(JSONShapeError) in
            try JSONFields(value)
        }
        #expect(try data.text("kind") == "segment")
        let object = try data.required("object") { value throws(JSONShapeError) in
            try JSONFields(value).object
        }
        #expect(object["included"] == ["C-1"])
        #expect(object["isArchived"] == "false")
        #expect(
            object["flagReferences"] == [
                [
                    "envId": .string(place.workplace.environmentID.text),
                    "id": .string(place.flag.id.text), "name": "gift-wrap", "key": "gift-wrap",
                ]
            ]
        )
    }

    @Test func `one entry about three things gives one post for each, and each its sentences`()
        throws
    {
        var place = try Place()
        let here = place.workplace.environmentID

        let posts = try place.posts(
            [
                place.edit(.setEnabled(true)), place.edit(.rename("Gift wrapping") as FlagEdit),
                .editFlag(environment: here, flag: place.other.id, .setArchived(true)),
                place.edit(.rename("Very important") as AudienceEdit),
            ],
            to: [Self.everything]
        )

        #expect(
            posts.map(\.post.eventNames) == [
                "feature_flag.toggled,feature_flag.basic_info_updated", "feature_flag.archived",
                "segment.basic_info_updated",
            ]
        )
        let counts = posts.map { _, post -> Int in
            guard case .object(let body) = post.body, case .array(let lines)? = body["changes"]
            else { return 0 }
            return lines.count
        }
        #expect(counts == [2, 1, 1])
    }

    @Test func `what is made and what is deleted is told whole`() throws {
        var place = try Place()
        let here = place.workplace.environmentID
        try place.workplace.make([place.edit(.setArchived(true) as FlagEdit)])

        let posts = try place.posts(
            [.deleteFlag(environment: here, flag: place.flag.id)],
            to: [Self.everything]
        )

        #expect(posts.map(\.post.events) == [[.flagDeleted]])
        #expect(posts.first?.post.subject == .flag(environment: here, place.flag.id))
    }

    @Test(arguments: [
        (FlagEdit.setOffVariation("v1"), Webhook.Event.flagOffVariationChanged),
        (.setDefaultRule(Serving(everyone: "v2")), .flagDefaultRuleChanged),
        (
            .addVariation(Variation(id: "v3", name: "x", value: "true"), at: 0),
            .flagVariationsChanged
        ),
        (.setTags(["a"]), .flagWordsChanged), (.setOwner("Li"), .flagWordsChanged),
        (.setArchived(true), .flagArchived),
        (
            .setRules([Rule(id: "r", name: "", conditions: [], serving: Serving(everyone: "v1"))]),
            .flagRulesChanged
        ),
    ])
    func `each edit of a flag has its event`(edit: FlagEdit, event: Webhook.Event) throws {
        var place = try Place()

        let posts = try place.posts([place.edit(edit)], to: [Self.everything])

        #expect(posts.map(\.post.events) == [[event]])
    }

    @Test func `a webhook is told only what it asked for, where it asked for it`() throws {
        var place = try Place()
        var toggles = Self.everything
        toggles.events = [.flagToggled]
        var elsewhere = Self.everything
        elsewhere.environmentIDs = [.zero]
        var here = Self.everything
        here.environmentIDs = [place.workplace.environmentID]
        var off = Self.everything
        off.isActive = false
        let all = [toggles, elsewhere, here, off]

        let renamed = try place.posts([place.edit(.rename("New") as FlagEdit)], to: all)
        let toggled = try place.posts([place.edit(.setEnabled(true))], to: all)

        #expect(renamed.map(\.webhook) == [here])
        #expect(toggled.map(\.webhook) == [toggles, here])
    }

    @Test func `what is no change of a flag or an audience is not told`() throws {
        var place = try Place()
        let here = place.workplace.environmentID

        let posts = try place.posts(
            [.editEnvironment(here, .describe("x")), place.edit(.setCountsEveryone(false))],
            to: [Self.everything]
        )

        #expect(posts.isEmpty)
    }
}
