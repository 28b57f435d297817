import FlagModel
import Testing

/// A new experiment is a plan without runs.
struct NewExperimentTests {
    private let fixture: Fixture
    private let plan: Experiment

    init() throws {
        fixture = try Fixture()
        plan = try fixture.experiment()
    }

    private func check(
        _ changes: [Change],
        _ origin: ChangeSet.Origin = .direct
    ) throws(Refusal) {
        try Proposal(id: .zero, actor: "Jo", origin: origin, changes: changes)
            .checkNewExperiments()
    }

    /// A creation of the plan with a state and so many runs that are over.
    private func creation(_ state: Experiment.State, runs: Int = 0) -> Change {
        var plan = plan
        plan.state = state
        let run = Experiment.Run(startedAt: plan.createdAt, endedAt: plan.createdAt)
        plan.runs = Array(repeating: run, count: runs)
        return .createExperiment(environment: fixture.live, plan)
    }

    @Test(arguments: [
        (Experiment.State.running, 0), (.stopped, 0), (.planned, 1), (.running, 1),
    ])
    func `one that says that it ran is refused, wherever it stands`(
        state: Experiment.State,
        runs: Int
    ) throws {
        let creation = creation(state, runs: runs)
        let draft = Draft(
            id: .zero,
            author: "Jo",
            createdAt: fixture.now,
            note: "",
            changes: [creation]
        )
        let later = Schedule(
            id: .zero,
            author: "Jo",
            createdAt: fixture.now,
            at: fixture.now,
            title: "Later",
            changes: [fixture.change(.setEnabled(true))],
            later: [Schedule.Step(at: fixture.now, changes: [creation])]
        )
        let refusal = Refusal.cannotStart(
            "Blue banner or none",
            reason: "it is new, so it has no runs yet. Plan it without any, then start it: "
                + "flagdeck experiment start blue"
        )

        for changes in [[creation], [.saveDraft(draft)], [.saveSchedule(later)]] {
            for origin in [ChangeSet.Origin.direct, .importing, .publish, .emergency, .scheduled] {
                #expect(throws: refusal) { try check(changes, origin) }
            }
        }
        // What was deleted comes back as it was.
        try check([creation], .undo(3))
    }

    @Test func `a plan is made, and started by a change of its own`() throws {
        try check([creation(.planned), try fixture.startExperiment])
    }

    @Test func `where changes are reviewed one that runs already is one of them`() throws {
        let team = try ReviewFixture()

        #expect(team.model.reviewNeeds(of: [creation(.planned)]) == [])
        #expect(
            team.model.reviewNeeds(of: [creation(.running)]).map(\.environmentID)
                == [team.base.live]
        )
    }
}
