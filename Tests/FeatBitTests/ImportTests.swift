import FeatBit
import FlagModel
import JSON
import Testing

struct ImportTests {
    @Test func `audiences come before flags, each in the order of their times`() throws {
        var workplace = try Workplace()

        let plan = try workplace.importing(try Fixtures.benchmark())

        let names = plan.changes.map { workplace.model.name(of: $0.subject) }
        #expect(
            names == [
                "segment-01", "segment-02", "returns true", "return 10p true",
                "individual targeting", "two custom rules", "custom rule with segment",
            ]
        )
        #expect(plan.flags.created == 5)
        #expect(plan.audiences.created == 2)
        #expect(plan.notes == [])
    }

    @Test func `a proposal keeps times and says that it is an import`() throws {
        var workplace = try Workplace()
        let plan = try Fixtures.benchmark().changes(
            for: try workplace.state,
            using: &workplace.random
        )

        let proposal = plan.proposal(id: workplace.environmentID, actor: "Li", note: "moving")

        #expect(proposal.keepsTimes)
        #expect(proposal.origin == .importing)
        #expect(proposal.note == "moving")
        #expect(proposal.changes == plan.changes)
    }

    @Test func `importing the same document again changes nothing`() throws {
        var workplace = try Workplace()
        try workplace.importing(try Fixtures.benchmark())

        let plan = try workplace.importing(try Fixtures.benchmark())

        #expect(plan.changes == [])
        #expect(plan.flags.unchanged == 5)
        #expect(plan.audiences.unchanged == 2)
    }

    @Test func `equal times are legal, and each gets its own here`() throws {
        var workplace = try Workplace()
        let time = try #require(Fixtures.flag.at("updatedAt"))
        let other = Fixtures.flag.with("other", at: "key")
            .with("5b7a1f0e-6f3c-4a0e-9d55-0c4f3b1f7a22", at: "id")
        let document = try FeatBitDocument.read([
            Fixtures.flag, other, Fixtures.segment.with(time, at: "updatedAt"),
        ])

        let plan = try workplace.importing(document)

        let state = try workplace.state
        let times = state.flags.map(\.updatedAt) + state.audiences.map(\.updatedAt)
        #expect(plan.changes.count == 3)
        #expect(Set(times).count == 3)
    }

    @Test func `what a document does not say stays as people made it`() throws {
        var workplace = try Workplace()
        try workplace.importing(try Fixtures.benchmark())
        let flag = try #require(try workplace.state.flag(try Key("returns-true")))
        let place = workplace.environmentID
        let named = Variation(id: flag.variations[0].id, name: "Yes", value: "true")
        try workplace.make(
            [.setOwner("Ana"), .describe("Always on"), .editVariation(named), .setEnabled(false)]
                .map { .editFlag(environment: place, flag: flag.id, $0) }
        )

        let plan = try workplace.importing(try Fixtures.benchmark())

        let again = try #require(try workplace.state.flag(try Key("returns-true")))
        #expect(plan.flags.replaced == 1)
        #expect(again.isEnabled)
        #expect(again.owner == "Ana")
        #expect(again.description == "Always on")
        #expect(again.variations.map(\.name) == ["Yes", "false"])
    }

    @Test func `a key that belongs to another flag is refused by name`() throws {
        var workplace = try Workplace()
        try workplace.importing(try FeatBitDocument.read(Fixtures.both()))
        let other = Fixtures.flag.with("5b7a1f0e-6f3c-4a0e-9d55-0c4f3b1f7a22", at: "id")
            .with("Third checkout", at: "name")

        let problem = #expect(throws: FeatBitProblem.self) {
            try workplace.importing(try FeatBitDocument.read(other))
        }

        #expect(
            problem?.description
                == "the flag \"Third checkout\" in flags.json has the key \"new-checkout\" of the "
                + "flag \"New checkout\", which is another one here. Import into an empty "
                + "environment, or delete the other one first."
        )
    }

    @Test func `a key that belongs to another audience is refused by name`() throws {
        var workplace = try Workplace()
        try workplace.importing(try FeatBitDocument.read(Fixtures.segment))
        let other = Fixtures.segment.with("3f0f6c52-3333-4333-8333-000000000002", at: "id")

        let problem = #expect(throws: FeatBitProblem.self) {
            try workplace.importing(try FeatBitDocument.read(other))
        }

        #expect(problem?.code == "featbit.key-taken")
    }

    @Test func `the key of a known flag cannot change`() throws {
        var workplace = try Workplace()
        try workplace.importing(try FeatBitDocument.read(Fixtures.both()))

        let problem = #expect(throws: FeatBitProblem.self) {
            try workplace.importing(try FeatBitDocument.read(Fixtures.flag.with("k", at: "key")))
        }

        #expect(problem?.description.contains("should be \"new-checkout\" as before") == true)
    }

    @Test func `a segment that nobody knows is refused by flag, rule and id`() throws {
        var workplace = try Workplace()

        let problem = #expect(throws: FeatBitProblem.self) {
            try workplace.importing(try FeatBitDocument.read(Fixtures.flag))
        }

        #expect(
            problem?.description
                == "rules[0].conditions[1].value of the flag \"New checkout\" in flags.json looks "
                + "at the segment \(Fixtures.segmentID), which is neither in the files nor in the "
                + "environment. Import the segments together with the flags."
        )
    }

    @Test func `a segment that the environment has is enough`() throws {
        var workplace = try Workplace()
        try workplace.importing(try FeatBitDocument.read(Fixtures.segment))

        let plan = try workplace.importing(try FeatBitDocument.read(Fixtures.flag))

        #expect(plan.flags.created == 1)
    }

    @Test func `a flag in use cannot look at an archived segment`() throws {
        var workplace = try Workplace()
        let archived = Fixtures.segment.with(true, at: "isArchived")

        let problem = #expect(throws: FeatBitProblem.self) {
            try workplace.importing(
                try FeatBitDocument.read(Fixtures.both(Fixtures.flag, archived))
            )
        }

        #expect(problem?.code == "featbit.audience-archived")
    }

    @Test func `an archived flag may look at an archived segment`() throws {
        var workplace = try Workplace()
        let document = try FeatBitDocument.read(
            Fixtures.both(
                Fixtures.flag.with(true, at: "isArchived"),
                Fixtures.segment.with(true, at: "isArchived")
            )
        )

        let plan = try document.changes(for: try workplace.state, using: &workplace.random)

        #expect(plan.changes.count == 2)
    }

    @Test func `a segment is put away after the flag that stops using it`() throws {
        var workplace = try Workplace()
        try workplace.importing(try FeatBitDocument.read(Fixtures.both()))
        let document = try FeatBitDocument.read(
            Fixtures.both(
                Fixtures.flag.with([], at: "rules"),
                Fixtures.segment.with(true, at: "isArchived")
            )
        )

        let plan = try workplace.importing(document)

        #expect(plan.flags.replaced == 1)
        #expect(plan.audiences.replaced == 1)
        #expect(try workplace.state.audiences.allSatisfy(\.isArchived))
    }

    @Test func `a replaced flag gets a new time and keeps the document's revision`() throws {
        var workplace = try Workplace()
        try workplace.importing(try FeatBitDocument.read(Fixtures.both()))
        let before = try workplace.state.clock
        let changed = Fixtures.flag.with("New words", at: "description")

        try workplace.importing(try FeatBitDocument.read(changed))

        let flag = try #require(try workplace.state.flag(try Key("new-checkout")))
        #expect(flag.updatedAt > before)
        #expect(flag.revision.text == "c1e5c3a4-2f0b-4b0a-8b1c-90b6a3b7c9d8")
    }

    @Test func `deleted things are exported as archived`() throws {
        var workplace = try Workplace()
        try workplace.importing(try FeatBitDocument.read(Fixtures.both()))
        let place = workplace.environmentID
        let flag = try #require(try workplace.state.flag(try Key("new-checkout")))
        let audience = try #require(try workplace.state.audience(try Key("beta-testers")))
        try workplace.make([
            .editFlag(environment: place, flag: flag.id, .setArchived(true)),
            .deleteFlag(environment: place, flag: flag.id),
            .editAudience(environment: place, audience: audience.id, .setArchived(true)),
            .deleteAudience(environment: place, audience: audience.id),
        ])
        let later = Audience(
            id: GUID(using: &workplace.random),
            key: audience.key,
            name: "Again",
            createdAt: workplace.now
        )
        try workplace.make([.createAudience(environment: place, later)])

        let data = FeatBitDocument.export(state: try workplace.state).at("data")

        #expect(data?.at("featureFlags", "0", "isArchived") == true)
        #expect(data?.at("segments", "0", "isArchived") == true)
        #expect(data?.at("segments", "0", "key") == nil)
        #expect(data?.at("segments", "1", "key") == "beta-testers")
    }

    @Test func `an environment without flags is exported with empty lists`() throws {
        let export = FeatBitDocument.export(state: try Workplace().state)

        #expect(
            export == [
                "messageType": "data-sync",
                "data": ["eventType": "full", "featureFlags": .array([]), "segments": .array([])],
            ]
        )
    }
}
