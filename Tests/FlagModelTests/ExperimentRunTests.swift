import FlagModel
import JSON
import Testing

/// Starting, stopping, taking back, and what a run needs.
struct ExperimentRunTests {
    private func run(_ startedAt: Moment, _ endedAt: Moment? = nil) -> Experiment.Run {
        Experiment.Run(startedAt: startedAt, endedAt: endedAt)
    }

    @Test func `a start begins a run at the moment when it is made`() throws {
        var fixture = try Fixture()
        try fixture.planExperiment()

        let outcome = try fixture.make([fixture.startExperiment])

        let experiment = try fixture.currentExperiment
        #expect(experiment.state == .running)
        #expect(experiment.runs == [run(fixture.now)])
        #expect(
            outcome.changeSet.steps.map(\.change) == [
                .startExperiment(
                    environment: fixture.live,
                    experiment: experiment.id,
                    at: fixture.now
                )
            ]
        )
    }

    @Test func `a drafted start begins when the draft is published`() throws {
        var fixture = try Fixture()
        try fixture.planExperiment()
        let draft = try fixture.draft([fixture.startExperiment])
        try fixture.make([.saveDraft(draft)])
        fixture.now = fixture.now.adding(microseconds: 3_600_000_000)

        try fixture.make(draft.changes + [.discardDraft(draft.id)], origin: .publish)

        #expect(try fixture.currentExperiment.runs == [run(fixture.now)])
    }

    @Test func `what was stopped starts anew as a run of its own`() throws {
        var fixture = try Fixture()
        try fixture.runExperiment()
        let first = fixture.now
        try fixture.make([fixture.stopExperiment])
        let end = fixture.now

        try fixture.make([fixture.startExperiment])

        #expect(try fixture.currentExperiment.runs == [run(first, end), run(fixture.now)])
        #expect(try fixture.currentExperiment.state == .running)
    }

    @Test func `the end of a run is not taken back while its experiment or flag is archived`()
        throws
    {
        var fixture = try Fixture()
        try fixture.runExperiment()
        try fixture.make([fixture.stopExperiment])
        let stopped = try fixture.currentExperiment
        let goOn = Change.takeBackStop(
            environment: fixture.live,
            experiment: stopped.id,
            of: fixture.now
        )
        var archived = stopped
        archived.isArchived = true
        try fixture.make([.replaceExperiment(environment: fixture.live, archived)])

        #expect(throws: Refusal.self) { try fixture.make([goOn]) }
        #expect(try fixture.currentExperiment.state == .stopped)

        try fixture.make([.replaceExperiment(environment: fixture.live, stopped)])
        try fixture.make([
            .editFlag(environment: fixture.live, flag: stopped.flagID, .setArchived(true))
        ])
        #expect(throws: Refusal.self) { try fixture.make([goOn]) }
        try fixture.make([
            .editFlag(environment: fixture.live, flag: stopped.flagID, .setArchived(false))
        ])
        try fixture.make([goOn])
        #expect(try fixture.currentExperiment.state == .running)
    }

    @Test func `a run is stopped and begun anew in one entry`() throws {
        var fixture = try Fixture()
        try fixture.runExperiment()
        let first = fixture.now

        try fixture.make([fixture.stopExperiment, fixture.startExperiment])

        #expect(
            try fixture.currentExperiment.runs == [run(first, fixture.now), run(fixture.now)]
        )
    }

    @Test func `a clock that went back puts no run before the one before`() throws {
        var fixture = try Fixture()
        try fixture.runExperiment()
        let start = fixture.now
        fixture.now = start.adding(microseconds: -60_000_000)

        try fixture.make([fixture.stopExperiment])

        #expect(try fixture.currentExperiment.runs == [run(start, start)])
    }

    @Test func `replay gives the runs that were made, and a preview begins at the plan`() throws {
        var fixture = try Fixture()
        try fixture.planExperiment()
        let before = fixture.model
        let preview = try before.previewing([fixture.startExperiment])

        let outcome = try fixture.make([fixture.startExperiment])

        #expect(try before.applying(outcome.changeSet) == fixture.model)
        let plan = try fixture.currentExperiment
        let seen = try #require(preview.environment(fixture.live)?.experiment(plan.id))
        #expect(seen.runs == [run(plan.createdAt)])
    }

    // MARK: - Taking back

    @Test func `a start is taken back by removing its run, and that by the same run`() throws {
        var fixture = try Fixture()
        try fixture.planExperiment()
        let planned = fixture.model
        let start = try fixture.make([fixture.startExperiment])
        let running = fixture.model
        let moment = fixture.now

        let back = try running.puttingBack(start.changeSet, from: planned, at: fixture.now)
        let undone = try fixture.make(back.changes, origin: .undo(1))
        #expect(fixture.model == planned)
        let again = try fixture.model.puttingBack(undone.changeSet, from: running, at: fixture.now)
        try fixture.make(again.changes, origin: .undo(2))

        #expect(fixture.model == running)
        #expect(try fixture.currentExperiment.runs == [run(moment)])
    }

    @Test func `a stop is taken back by letting the run go on`() throws {
        var fixture = try Fixture()
        try fixture.runExperiment()
        let running = fixture.model
        let stop = try fixture.make([fixture.stopExperiment])

        let back = try fixture.model.puttingBack(stop.changeSet, from: running, at: fixture.now)
        try fixture.make(back.changes, origin: .undo(1))

        #expect(fixture.model == running)
    }

    @Test func `another plan does not keep a start from being taken back`() throws {
        var fixture = try Fixture()
        try fixture.planExperiment()
        let planned = fixture.model
        let start = try fixture.make([fixture.startExperiment])
        var longer = try fixture.currentExperiment
        longer.plannedDays = 28
        try fixture.make([.replaceExperiment(environment: fixture.live, longer)])

        let back = try fixture.model.puttingBack(start.changeSet, from: planned, at: fixture.now)
        #expect(back.obstacles == [])
        try fixture.make(back.changes, origin: .undo(1))

        let experiment = try fixture.currentExperiment
        #expect((experiment.state, experiment.plannedDays) == (.planned, 28))
        #expect(experiment.runs == [])
    }

    @Test func `a start that was stopped since stays`() throws {
        var fixture = try Fixture()
        try fixture.planExperiment()
        let planned = fixture.model
        let start = try fixture.make([fixture.startExperiment])
        try fixture.make([fixture.stopExperiment])

        let back = try fixture.model.puttingBack(start.changeSet, from: planned, at: fixture.now)

        #expect(back.changes == [])
        #expect(back.obstacles.map(\.aspect) == [.progress])
    }

    @Test func `an entry that stopped and archived is put back in an order that is allowed`() throws
    {
        var fixture = try Fixture()
        try fixture.runExperiment()
        let running = fixture.model
        var archived = try fixture.currentExperiment
        archived.isArchived = true
        let entry = try fixture.make([
            fixture.stopExperiment, .replaceExperiment(environment: fixture.live, archived),
        ])
        try fixture.edit(.rename("Sale") as FlagEdit)

        let back = try fixture.model.puttingBack(entry.changeSet, from: running, at: fixture.now)
        try fixture.make(back.changes, origin: .undo(1))

        #expect(
            try fixture.currentExperiment
                == running.environment(fixture.live)?.experiment(archived.id)
        )
    }

    // MARK: - What only earlier versions did

    @Test func `a state that an earlier version replaced is read, stopped and taken back`() throws {
        var fixture = try Fixture()
        var old = try fixture.experiment()
        try fixture.make([.createExperiment(environment: fixture.live, old)])
        old.state = .running
        let entry = ChangeSet(
            id: try guid(9),
            actor: "Ana",
            note: "",
            time: fixture.now,
            origin: .direct,
            steps: [
                ChangeSet.Step(
                    change: .replaceExperiment(environment: fixture.live, old),
                    stamp: nil
                )
            ],
            sentence: "",
            lines: []
        )
        let before = fixture.model
        fixture.model = try before.applying(entry)
        #expect(try fixture.currentExperiment.state == .running)
        #expect(
            entry.steps[0].change.sentence(before: before, after: fixture.model)
                == "started the experiment Blue banner or none in LIVE"
        )

        try fixture.make([fixture.stopExperiment])

        #expect(try fixture.currentExperiment.runs == [run(old.createdAt, fixture.now)])
        #expect(try fixture.currentExperiment.state == .stopped)
    }

    @Test func `a replaced plan keeps the runs, whatever it says of them`() throws {
        var fixture = try Fixture()
        try fixture.runExperiment()
        let running = try fixture.currentExperiment
        var plan = try fixture.experiment()
        plan.name = "Blue or none"

        let outcome = try fixture.make([.replaceExperiment(environment: fixture.live, plan)])

        let now = try fixture.currentExperiment
        #expect((now.name, now.state, now.runs) == ("Blue or none", running.state, running.runs))
        #expect(
            outcome.changeSet.steps.map(\.change) == [
                .replaceExperiment(environment: fixture.live, now)
            ]
        )
    }

    // MARK: - The journal

    @Test func `every change of a run reads, and is written in the same bytes`() throws {
        let fixture = try Fixture()
        let (place, id) = (fixture.live, try fixture.experiment().id)
        var plan = try fixture.experiment()
        plan.otherMetrics = [.paying]
        plan.metric.measure = .ratio(over: "visit")
        plan.metric.windowDays = 7
        plan.metric.margin = 250
        plan.metric.isCapped = false
        plan.guardrails = [.paying]
        plan.guardrails[0].measure = .retention(from: 7, to: 14)
        plan.plannedPeople = 28_000
        plan.smallestChange = 250
        plan.audienceID = fixture.audience.id
        plan.layer = Experiment.LayerPlace(name: try Key("shop"), lower: 0, upper: 5000)
        plan.runs = [run(fixture.now, fixture.now), run(fixture.now)]
        (plan.state, plan.isArchived) = (.running, true)
        let changes: [Change] = [
            .startExperiment(environment: place, experiment: id, at: nil),
            .startExperiment(environment: place, experiment: id, at: fixture.now),
            .stopExperiment(environment: place, experiment: id, at: nil),
            .stopExperiment(environment: place, experiment: id, at: fixture.now),
            .takeBackStart(environment: place, experiment: id, of: fixture.now),
            .takeBackStop(environment: place, experiment: id, of: fixture.now),
            .createExperiment(environment: place, plan),
        ]
        let golden = Golden("experiments-v1.json")
        let bytes = JSONValue.array(changes.map(\.json)).canonicalBytes()
        golden.write(bytes)

        #expect(golden.bytes == bytes)
        guard case .array(let documents) = try JSONValue(parsing: golden.bytes) else {
            Issue.record("The golden file holds a list.")
            return
        }
        #expect(try documents.map { document in try Change(json: document) } == changes)
    }
}
