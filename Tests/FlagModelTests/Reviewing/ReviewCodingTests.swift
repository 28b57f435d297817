import FlagModel
import JSON
import Testing

/// Reviews on disk, their limits, and what drafts say about each other.
struct ReviewCodingTests {
    @Test func `a model with everything about reviews reads back as it was`() throws {
        var team = try ReviewFixture(
            ReviewRule(approvals: 2, people: 250, touchesExperiments: true, tags: ["paid", "b"])
        )
        let draft = try team.draft()
        try team.decide(.approve, draft, by: "Ana")
        try team.decide(.sendBack, draft, by: "Li", reason: "Later.")
        try team.make(
            [.comment(draft: draft.id, Comment(person: "Ana", text: "@Jo why?"))],
            by: "Ana",
            .reviewing
        )
        let gone = try team.draft(id: 2)
        try team.make([.discardDraft(gone.id)], by: "Jo", .drafting)

        let bytes = team.model.json.canonicalBytes()
        let read = try Model(json: JSONValue(parsing: bytes))

        #expect(read == team.model)
        #expect(read.hasReviews)
        #expect(team.model.canonicalBytes().bytes == bytes)
    }

    @Test func `what knows nothing of reviews has the bytes that it always had`() throws {
        var team = try ReviewFixture(nil)
        try team.draft()

        let text = String(decoding: team.model.json.canonicalBytes(), as: UTF8.self)

        for word in ["review", "revision\":1,", "decisions", "comments", "revisions"] {
            #expect(!text.contains("\"\(word)"), "\(word)")
        }
        #expect(!team.model.hasReviews)
    }

    @Test func `an entry about a review is the same entry after it was read`() throws {
        var team = try ReviewFixture()
        let draft = try team.draft()
        let before = team.model
        let decision = Decision(person: "Ana", verdict: .sendBack, reason: "No.")
        let set = try team.make(
            [
                .decide(draft: draft.id, revision: draft.revision, decision),
                .comment(draft: draft.id, Comment(person: "Ana", text: "See above.")),
            ],
            by: "Ana",
            .reviewing
        ).changeSet

        let read = try set.steps.map { step in
            try Change(json: JSONValue(parsing: step.change.json.canonicalBytes()))
        }

        #expect(read == set.steps.map(\.change))
        #expect(try before.applying(set) == team.model)
    }

    @Test func `a draft takes 100 decisions and 200 comments, and no more`() throws {
        var team = try ReviewFixture()
        let draft = try team.draft()
        for number in 1...100 { try team.decide(.approve, draft, by: "Person \(number)") }
        #expect(throws: Refusal.tooMany("decisions", limit: 100)) {
            try team.decide(.approve, draft, by: "Person 101")
        }
        // Whoever decided before may think again.
        try team.decide(.sendBack, draft, by: "Person 1", reason: "Hm.")

        let comment = Change.comment(draft: draft.id, Comment(person: "Ana", text: "x"))
        for person in ["Ana", "Li"] {
            for _ in 1...100 { try team.make([comment], by: person, .reviewing) }
        }
        #expect(throws: Refusal.tooMany("comments on one draft", limit: 200)) {
            try team.make([comment], by: "Jo", .reviewing)
        }
    }

    @Test func `a rule keeps to its limits`() throws {
        var team = try ReviewFixture(nil)
        for rule in [
            ReviewRule(approvals: 1), ReviewRule(approvals: 10, people: 0),
            ReviewRule(approvals: 10, people: 10_000),
        ] {
            try team.make(
                [.editEnvironment(team.base.live, .setReview(rule))],
                by: "Jo",
                leave: .all
            )
        }
        for approvals in [0, 11] {
            let rule = ReviewRule(approvals: approvals)
            #expect(throws: Refusal.outOfRange("number of approvals", 1...10, unit: "people")) {
                try team.make(
                    [.editEnvironment(team.base.live, .setReview(rule))],
                    by: "Jo",
                    leave: .all
                )
            }
        }
        for people in [-1, 10_001] {
            let rule = ReviewRule(approvals: 1, people: people)
            #expect(throws: Refusal.self) {
                try team.make(
                    [.editEnvironment(team.base.live, .setReview(rule))],
                    by: "Jo",
                    leave: .all
                )
            }
        }
        for tags in [[""], [String(repeating: "x", count: 65)]] {
            let rule = ReviewRule(approvals: 1, tags: tags)
            #expect(throws: Refusal.self) {
                try team.make(
                    [.editEnvironment(team.base.live, .setReview(rule))],
                    by: "Jo",
                    leave: .all
                )
            }
        }
    }

    @Test func `empty words about a draft are refused`() throws {
        var team = try ReviewFixture()
        let draft = try team.draft()

        #expect(throws: Refusal.badText(field: "comment", .empty)) {
            try team.make(
                [.comment(draft: draft.id, Comment(person: "Ana", text: " \n"))],
                by: "Ana",
                .reviewing
            )
        }
    }

    @Test func `drafts about the same thing are told to each other`() throws {
        var team = try ReviewFixture()
        let mine = try team.draft()
        try team.draft([team.base.change(.setDefaultRule(.on(40_000)))], id: 2, by: "Li")
        let elsewhere = Change.editFlag(
            environment: team.base.live,
            flag: team.base.other.id,
            .setOwner("Li")
        )
        try team.draft([elsewhere], id: 3, by: "Li")

        let conflicts = mine.conflicts(in: team.model)

        #expect(conflicts.count == 1)
        #expect(conflicts[0].hasPrefix("Li's draft about the same flag: "))
        #expect(
            team.model.drafts(about: .flag(environment: team.base.live, team.base.flag.id))
                .map(\.author) == ["Jo", "Li"]
        )
    }

    @Test func `what does not fit any more is said for each change, the rest still fits`() throws {
        var team = try ReviewFixture(nil)
        try team.make([team.base.change(.addRule(.germany(10_000), at: 0))], by: "Li")
        let draft = try team.draft([
            team.base.change(.replaceRule(.germany(25_000))), team.base.change(.setOwner("Jo")),
            team.base.change(.setEnabled(true)),
        ])
        #expect(draft.misfits(in: team.model) == [])

        try team.make([team.base.change(.removeRule("r1"))], by: "Li")
        try team.make([team.base.change(.setEnabled(true))], by: "Li")

        let misfits = draft.misfits(in: team.model)
        #expect(misfits.count == 2)
        #expect(misfits[0] == Refusal.unknown(.rule, "r1").description)
        #expect(misfits[1].contains("already on"))
    }

    @Test func `a name is called by its sign, whatever follows`() {
        let comment = Comment(person: "Jo", text: "@ana, and @Li's")
        #expect(comment.mentions("Ana"))
        #expect(comment.mentions("Li"))
        #expect(!comment.mentions("An"))
        #expect(!comment.mentions(""))
    }
}
