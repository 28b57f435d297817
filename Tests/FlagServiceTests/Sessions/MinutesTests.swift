import FlagAPI
import FlagModel
import FlagService
import Testing

/// Minutes of sessions that happened in a real service.
struct MinutesTests {
    @Test func `a session is written down as it was`() async throws {
        let fixture = try await SessionFixture()
        let banner = try await fixture.flag("banner", "Summer sale banner")
        let gift = try await fixture.flag("gift", "Gift wrap")
        let refund = try await fixture.flag("refund", "Refund without photo")
        let old = try await fixture.draft(refund, by: "Jo")
        fixture.pass(SessionFixture.minute)
        let start = fixture.now
        let first = try await fixture.draft(banner, by: "Li", note: "Legal said yes")
        let second = try await fixture.draft(gift, by: "Li")
        fixture.pass(SessionFixture.minute)
        try await fixture.say("Fine from Support.", by: "Jo", about: first)
        try await fixture.decide(first, .approve, by: "Ana")
        try await fixture.decide(second, .sendBack, by: "Ana", "The price is missing.")
        fixture.pass(SessionFixture.minute)
        let entry = try await fixture.publish([first], by: "Ana")
        let rash = try await fixture.propose(
            [.editFlag(environment: fixture.place, flag: refund.id, .rename("Refunds"))],
            by: "Mia",
            .emergency,
            "The page is broken"
        )
        fixture.pass(SessionFixture.minute)
        let undo = UndoRequest(id: .new, entry: rash, actor: "Mia")
        let back = try await fixture.service.undo(undo).entry

        let minutes = try await fixture.minutes(from: start)

        #expect(minutes.people == ["Li", "Jo", "Ana", "Mia"])
        #expect(
            minutes.topics.map(\.end) == [
                .published(entry), .waits(.sentBack(by: "Ana", reason: "The price is missing.")),
            ]
        )
        #expect(minutes.published.map(\.takenBackBy) == [nil, back])
        #expect(minutes.waiting.map(\.draftID) == [old.id, second.id])
        #expect(minutes.markdown(in: .utc) == Self.page(entry, rash, back))
        await fixture.service.close()
    }

    private static func page(_ entry: UInt64, _ rash: UInt64, _ back: UInt64) -> String {
        """
        # Review of LIVE

        Friday 27 November 2026, 11:01 to 11:04, with Li, Jo, Ana and Mia.

        1 draft sent back, 1 draft published, 1 emergency, 1 draft waits.

        ## Decided

        ### Summer sale banner: published by entry \(entry)

        Li drafted: turned Summer sale banner on in LIVE (Legal said yes).

        - 11:02 Jo wrote: Fine from Support.
        - 11:02 Ana approved it

        ### Gift wrap: sent back

        Li drafted: turned Gift wrap on in LIVE.

        - 11:02 Ana sent it back: The price is missing.

        ## Published

        - 11:03 Ana published 1 change in LIVE. Entry \(entry); take it back with `flagdeck undo \
        \(entry)`.

        ## Published without a review

        - 11:03 Mia without a review: published 1 change in LIVE (The page is broken). Taken back \
        by entry \(back).
          - renamed Refund without photo to Refunds in LIVE

        ## Changed without a draft

        - 11:04 Mia renamed Refunds to Refund without photo in LIVE, to take back \(rash). Entry \
        \(back); take it back with `flagdeck undo \(back)`.

        ## Still waits

        - **Refund without photo**, by Jo: It waits for the approval of 1 other person.

        """
    }

    @Test func `an approval that fell is told as one that does not hold`() async throws {
        let fixture = try await SessionFixture()
        let flag = try await fixture.flag("banner", "Banner")
        let start = fixture.now
        var draft = try await fixture.draft(flag, by: "Li")
        try await fixture.decide(draft, .approve, by: "Ana")
        draft.note = "And more"
        try await fixture.propose([.saveDraft(draft)], by: "Li", .drafting)

        let minutes = try await fixture.minutes(from: start)

        let topic = try #require(minutes.topics.first)
        #expect(topic.remarks.map(\.holds) == [false])
        #expect(topic.end == .waits(.waiting(missing: 1)))
        #expect(topic.note == "And more")
        #expect(minutes.markdown(in: .utc).contains("Ana approved it (does not hold any more)"))
        await fixture.service.close()
    }

    @Test func `hostile names are text in Markdown`() async throws {
        let fixture = try await SessionFixture()
        let flag = try await fixture.flag("evil", "</b> [x](http://x) `a` #1 | *b*")
        fixture.pass(1)
        let start = fixture.now
        let draft = try await fixture.draft(flag, by: "<script>", note: "one\ntwo ![i](u) $x$")
        try await fixture.say("# heading\n- item\n```\ncode", by: "_Jo_", about: draft)

        let page = try await fixture.minutes(from: start).markdown(in: .utc)

        #expect(
            page.contains(
                ##"### &lt;/b\> \[x\](http\://x) \`a\` \#1 \| \*b\*: 1 approval missing"##
            )
        )
        #expect(page.contains(#"with &lt;script\> and \_Jo\_."#))
        #expect(page.contains(#"(one two \!\[i\](u) \$x\$)."#))
        #expect(page.contains(##"\_Jo\_ wrote: \# heading - item \`\`\` code"##))
        await fixture.service.close()
    }

    @Test func `what happened elsewhere or at another time is left out`() async throws {
        let fixture = try await SessionFixture()
        let practice = Environment(
            id: .new,
            projectID: fixture.base.project.id,
            key: try Key("dev"),
            name: "Practice",
            isLive: false,
            secrets: []
        )
        try await fixture.propose([.createEnvironment(practice)], by: "Admin")
        _ = try await fixture.flag("before", "Before")
        fixture.pass(1)
        let start = fixture.now
        try await fixture.propose(
            [.createFlag(environment: practice.id, try fixture.base.flag("elsewhere"))],
            by: "Omar"
        )

        let minutes = try await fixture.minutes(from: start)

        #expect(minutes.people == [])
        #expect(minutes.others == [])
        #expect(minutes.published == [])
        #expect(minutes.markdown(in: .utc).contains("Nothing was decided."))
        await fixture.service.close()
    }

    @Test(arguments: 1...12)
    func `minutes say of every draft what the model says of it`(seed: Int) async throws {
        let fixture = try await SessionFixture()
        var random = SplitMix64(seed: UInt64(seed))
        var drafts: [Draft] = []
        for number in 0..<4 {
            let flag = try await fixture.flag("f\(number)", "Flag \(number)")
            drafts.append(try await fixture.draft(flag, by: "Li"))
        }
        fixture.pass(1)
        let start = fixture.now
        var published: Set<GUID> = []
        for step in 0..<24 {
            let index = Int.random(in: drafts.indices, using: &random)
            let draft = drafts[index]
            guard !published.contains(draft.id) else { continue }
            let person = ["Ana", "Jo", "Mia"][Int.random(in: 0..<3, using: &random)]
            switch Int.random(in: 0..<5, using: &random) {
            case 0: try await fixture.decide(draft, .sendBack, by: person, "No \(step)")
            case 1: try await fixture.say("Word \(step)", by: person, about: draft)
            case 2:
                drafts[index].note = "Reason \(step)"
                drafts[index].revision += 1
                try await fixture.propose([.saveDraft(drafts[index])], by: "Li", .drafting)
            case 3:
                do {
                    try await fixture.publish([draft], by: person)
                    published.insert(draft.id)
                } catch ServiceProblem.refused(.review) {
                    continue  // Not approved: it goes on waiting.
                }
            default: try await fixture.decide(draft, .approve, by: person)
            }
            fixture.pass(SessionFixture.minute)
        }

        let minutes = try await fixture.minutes(from: start)

        let model = try await fixture.service.picture().model
        for topic in minutes.topics {
            let holding = topic.remarks.filter(\.holds)
            let decided = holding.filter { if case .commented = $0.what { false } else { true } }
            guard let draft = model.draft(topic.draftID) else {
                #expect(published.contains(topic.draftID), "seed \(seed)")
                #expect(!decided.isEmpty, "seed \(seed)")
                continue
            }
            #expect(topic.end == .waits(model.reviewState(of: draft)), "seed \(seed)")
            #expect(
                Set(decided.map(\.person)) == Set(draft.decisions.map(\.person)),
                "seed \(seed)"
            )
            let comments = holding.count { if case .commented = $0.what { true } else { false } }
            #expect(comments == draft.comments.count, "seed \(seed)")
        }
        let ended = minutes.topics.filter {
            if case .published = $0.end { true } else { false }
        }
        #expect(Set(ended.map(\.draftID)) == published, "seed \(seed)")
        #expect(Set(minutes.waiting.map(\.draftID)) == Set(model.drafts.map(\.id)))
        await fixture.service.close()
    }
}
