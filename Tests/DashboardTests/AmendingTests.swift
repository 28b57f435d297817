import FlagModel
import Testing

@testable import Dashboard

struct AmendingTests {
    private func flag(_ edit: FlagEdit) -> Change {
        .editFlag(environment: Fixture.live, flag: Fixture.flagID(14), edit)
    }

    private func audience(_ edit: AudienceEdit) -> Change {
        .editAudience(environment: Fixture.live, audience: Fixture.audienceID(40), edit)
    }

    private func join(_ earlier: Change..., with further: Change...) -> [Change] {
        Amending.join(earlier, further, in: Fixture.quiet)
    }

    @Test func `a later edit takes the place of an earlier one of its kind`() {
        let joined = join(flag(.rename("A")), flag(.setEnabled(true)), with: flag(.rename("B")))

        #expect(joined == [flag(.setEnabled(true)), flag(.rename("B"))])
    }

    @Test func `what is as it was goes away`() {
        #expect(join(flag(.setEnabled(true)), with: flag(.setEnabled(false))) == [])
        #expect(join(flag(.rename("A")), with: flag(.rename("Gift wrap"))) == [])
    }

    @Test func `edits of a new flag go into it`() throws {
        let made = try #require(Fixture.quiet.environment(Fixture.live)?.flag(Fixture.flagID(14)))
        let new = Flag(
            id: Fixture.id(200),
            key: Fixture.key("new"),
            name: "New",
            kind: .boolean,
            variations: made.variations,
            defaultVariationID: "on",
            offVariationID: "off",
            revision: made.revision,
            createdAt: made.createdAt
        )
        let create = Change.createFlag(environment: Fixture.live, new)
        let edit = Change.editFlag(environment: Fixture.live, flag: new.id, .setEnabled(true))

        let joined = join(create, with: edit)

        var expected = new
        expected.isEnabled = true
        #expect(joined == [.createFlag(environment: Fixture.live, expected)])
    }

    @Test func `a plan that starts in the same draft begins when that is published`() {
        var plan = Experiment(
            id: Fixture.id(201),
            key: Fixture.key("wrap"),
            name: "Gift sales",
            flagID: Fixture.flagID(14),
            baselineVariationID: "off",
            metric: Experiment.Metric(
                eventName: "gift",
                title: "people who buy a gift",
                measure: .conversion,
                higherIsBetter: true
            ),
            plannedDays: 14,
            createdAt: Fixture.now
        )
        let create = Change.createExperiment(environment: Fixture.live, plan)
        let start = Change.startExperiment(environment: Fixture.live, experiment: plan.id, at: nil)
        #expect(join(create, with: start) == [create, start])

        plan.name = "Gifts"
        let joined = join(create, start, with: .replaceExperiment(environment: Fixture.live, plan))

        #expect(joined == [.createExperiment(environment: Fixture.live, plan), start])
        let stop = Change.stopExperiment(environment: Fixture.live, experiment: plan.id, at: nil)
        #expect(join(create, start, with: stop) == [create])
    }

    @Test func `members that are added and removed again leave nothing`() {
        let new = Fixture.customer("C-1")

        #expect(
            join(audience(.addMembers([Insertion(new)])), with: audience(.removeMembers([new])))
                == []
        )
    }

    @Test func `a member that is removed and added again leaves nothing`() {
        let old = Fixture.customer("C-10428")

        #expect(
            join(audience(.removeMembers([old])), with: audience(.addMembers([Insertion(old)])))
                == []
        )
    }

    @Test func `members that are added one after the other are one edit`() {
        let (one, two) = (Fixture.customer("C-1"), Fixture.customer("C-2"))

        let joined = join(
            audience(.addMembers([Insertion(one)])),
            with: audience(.addMembers([Insertion(two)]))
        )

        #expect(joined == [audience(.addMembers([Insertion(one), Insertion(two)]))])
    }
}
