import FlagModel
import Testing

/// What cannot be done to an experiment, and to what a running one needs.
struct ExperimentRefusalTests {
    /// Something to be refused while the experiment runs.
    struct Refused: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let refusal: Refusal
        let changes: @Sendable (inout Fixture) throws -> [Change]

        init(
            _ name: String,
            _ refusal: Refusal,
            _ changes: @escaping @Sendable (inout Fixture) throws -> [Change]
        ) {
            testDescription = name
            self.refusal = refusal
            self.changes = changes
        }
    }

    private static func runs(so consequence: String) -> Refusal {
        .experimentRuns("Blue banner or none", key: "blue", so: consequence)
    }

    static let whileRunning: [Refused] = [
        Refused(
            "start",
            .nothingToChange("the experiment \"Blue banner or none\" is running already")
        ) { [try $0.startExperiment] },
        Refused("archive", runs(so: "it cannot be archived")) {
            var archived = try $0.currentExperiment
            archived.isArchived = true
            return [.replaceExperiment(environment: $0.live, archived)]
        },
        Refused("delete", runs(so: "it cannot be deleted")) {
            [.deleteExperiment(environment: $0.live, experiment: try $0.experiment().id)]
        },
        Refused(
            "archive the flag",
            runs(so: "the flag \"Summer sale banner\" cannot be archived")
        ) { [$0.change(.setArchived(true) as FlagEdit)] },
        Refused(
            "replace the flag by an archived one",
            runs(so: "the flag \"Summer sale banner\" cannot be archived")
        ) {
            var flag = $0.flag
            flag.isArchived = true
            return [.replaceFlag(environment: $0.live, flag)]
        },
        Refused(
            "remove a version",
            runs(so: "the version \"Red banner\" of \"Summer sale banner\" cannot be removed")
        ) {
            let red = Variation(id: "red", name: "Red banner", value: "true")
            try $0.edit(.addVariation(red, at: 2))
            return [$0.change(.removeVariation("red"))]
        },
        Refused(
            "replace the flag by one without a version",
            runs(so: "the version \"Red banner\" of \"Summer sale banner\" cannot be removed")
        ) {
            let red = Variation(id: "red", name: "Red banner", value: "true")
            try $0.edit(.addVariation(red, at: 2))
            return [.replaceFlag(environment: $0.live, $0.flag)]
        },
        Refused("take back another start", .changedSince(name: "Blue banner or none", entry: nil)) {
            let early = $0.now.adding(microseconds: -1)
            let id = try $0.experiment().id
            return [.takeBackStart(environment: $0.live, experiment: id, of: early)]
        },
        Refused("take back no stop", .changedSince(name: "Blue banner or none", entry: nil)) {
            let id = try $0.experiment().id
            return [.takeBackStop(environment: $0.live, experiment: id, of: $0.now)]
        },
        Refused("stop in the future", .timeOfRun(experiment: "Blue banner or none")) {
            // The change is made a second later.
            let late = $0.now.adding(microseconds: 1_000_001)
            let id = try $0.experiment().id
            return [.stopExperiment(environment: $0.live, experiment: id, at: late)]
        },
        Refused("stop before the start", .timeOfRun(experiment: "Blue banner or none")) {
            let early = $0.now.adding(microseconds: -1)
            let id = try $0.experiment().id
            return [.stopExperiment(environment: $0.live, experiment: id, at: early)]
        },
    ]

    @Test(arguments: whileRunning)
    func `what a running experiment does not allow is refused, and changes nothing`(
        refused: Refused
    ) throws {
        var fixture = try Fixture()
        try fixture.runExperiment()
        let changes = try refused.changes(&fixture)
        let before = fixture.model

        #expect(throws: refused.refusal) { try fixture.make(changes) }

        #expect(fixture.model == before)
    }

    @Test func `the same is allowed once it is stopped, in the same entry too`() throws {
        var fixture = try Fixture()
        try fixture.runExperiment()

        try fixture.make([
            fixture.stopExperiment, fixture.change(.setArchived(true) as FlagEdit),
        ])

        #expect(fixture.current?.isArchived == true)
    }

    @Test func `a run may end at the very moment that is now, and begin where one ended`() throws {
        var fixture = try Fixture()
        let id = try fixture.runExperiment()
        let now = fixture.now.adding(microseconds: 1_000_000)
        try fixture.make([.stopExperiment(environment: fixture.live, experiment: id, at: now)])

        try fixture.make([.startExperiment(environment: fixture.live, experiment: id, at: now)])

        #expect(try fixture.currentExperiment.runs.map(\.startedAt).last == now)
    }

    @Test func `what is not running cannot be stopped`() throws {
        var fixture = try Fixture()
        try fixture.planExperiment()
        let refusal = Refusal.nothingToChange(
            "the experiment \"Blue banner or none\" is not running"
        )

        #expect(throws: refusal) { try fixture.make([fixture.stopExperiment]) }
    }

    @Test func `what is archived starts only after it is back`() throws {
        var fixture = try Fixture()
        var plan = try fixture.experiment()
        plan.isArchived = true
        try fixture.make([.createExperiment(environment: fixture.live, plan)])
        let reason =
            "it is archived. Bring it back first: flagdeck experiment restore blue."

        #expect(throws: Refusal.cannotStart("Blue banner or none", reason: reason)) {
            try fixture.make([fixture.startExperiment])
        }
        plan.isArchived = false
        try fixture.make([
            .replaceExperiment(environment: fixture.live, plan), fixture.startExperiment,
        ])
    }

    @Test func `an experiment with an archived flag does not start`() throws {
        var fixture = try Fixture()
        try fixture.planExperiment()
        try fixture.edit(.setArchived(true) as FlagEdit)
        let reason =
            "its flag \"Summer sale banner\" is archived. Bring that back first: "
            + "flagdeck flag restore summer-sale-banner."

        #expect(throws: Refusal.cannotStart("Blue banner or none", reason: reason)) {
            try fixture.make([fixture.startExperiment])
        }
    }

    // MARK: - Audiences

    @Test func `the audience that a running experiment counts stays`() throws {
        var fixture = try Fixture()
        var plan = try fixture.experiment()
        plan.audienceID = fixture.audience.id
        try fixture.make([.createExperiment(environment: fixture.live, plan)])
        try fixture.make([fixture.startExperiment])
        let refusal = Self.runs(so: "the audience \"VIP\" that it counts cannot go")

        #expect(throws: refusal) { try fixture.edit(.setArchived(true) as AudienceEdit) }

        try fixture.make([
            fixture.stopExperiment, fixture.change(.setArchived(true) as AudienceEdit),
        ])
        let inUse = Refusal.inUse(
            .audience,
            name: "VIP",
            by: ["the experiment \"Blue banner or none\""]
        )
        let deletion = Change.deleteAudience(
            environment: fixture.live,
            audience: fixture.audience.id
        )
        #expect(throws: inUse) { try fixture.make([deletion]) }
        plan.isArchived = true
        plan.audienceID = nil
        try fixture.make([.replaceExperiment(environment: fixture.live, plan), deletion])
    }

    @Test func `an experiment names only audiences that are there`() throws {
        var fixture = try Fixture()
        var plan = try fixture.experiment()
        plan.audienceID = try guid(5)
        let refusal = Refusal.unknownAudience(
            place: "The experiment \"Blue banner or none\"",
            id: try guid(5).text
        )

        #expect(throws: refusal) {
            try fixture.make([.createExperiment(environment: fixture.live, plan)])
        }
    }

    // MARK: - Layers

    @Test(arguments: [(-1, 10), (5, 5), (7, 5), (0, 10_001)])
    func `places of a layer are some of its 10,000`(lower: Int, upper: Int) throws {
        var fixture = try Fixture()
        var plan = try fixture.experiment()
        plan.layer = Experiment.LayerPlace(name: try Key("shop"), lower: lower, upper: upper)
        let refusal = Refusal.badLayer(experiment: "Blue banner or none", layer: "shop")

        #expect(throws: refusal) {
            try fixture.make([.createExperiment(environment: fixture.live, plan)])
        }
    }

    @Test func `two that run share no places of a layer`() throws {
        var fixture = try Fixture()
        var (first, second) = (try fixture.experiment(), try fixture.experiment("green"))
        first.layer = Experiment.LayerPlace(name: try Key("shop"), lower: 0, upper: 5000)
        second.layer = Experiment.LayerPlace(name: try Key("shop"), lower: 4999, upper: 10_000)
        second.name = "Green"
        try fixture.make([
            .createExperiment(environment: fixture.live, first),
            .createExperiment(environment: fixture.live, second), fixture.startExperiment,
        ])
        let start = Change.startExperiment(
            environment: fixture.live,
            experiment: second.id,
            at: nil
        )
        let refusal = Refusal.layerTaken(layer: "shop", by: "Blue banner or none", key: "blue")

        #expect(throws: refusal) { try fixture.make([start]) }

        second.layer?.lower = 5000
        try fixture.make([.replaceExperiment(environment: fixture.live, second), start])
        second.layer?.lower = 4999
        #expect(throws: refusal) {
            try fixture.make([.replaceExperiment(environment: fixture.live, second)])
        }
    }

    @Test(arguments: ["shop:0-50", "shop:0.25-99.75", "a:b", "shop:50-10", "shop:0-100"])
    func `a part of a layer is read as it is written`(text: String) {
        let place = Experiment.LayerPlace(text: text)

        #expect(place?.text == (text == "a:b" ? nil : text))
    }

    @Test(arguments: [
        "", "shop", "shop:", "shop:0", "shop:0-50-60", ":0-50", "shop:-1-5", "s p:0-5",
    ])
    func `what is no part of a layer is not guessed`(text: String) {
        #expect(Experiment.LayerPlace(text: text) == nil)
    }

    @Test func `the place of a customer in a layer is frozen`() throws {
        let layer = try Key("shop")

        #expect(
            ["", "C-1", "C-2", "旗"].map { Experiment.LayerPlace.place(of: $0, in: layer) }
                == [4444, 1636, 4305, 4833]
        )
    }

    /// 20,000 customers over ten equal parts; 16.9 is the 5 % point of chi-square with 9 degrees of
    /// freedom, and 27.9 the 0.1 % point.
    @Test(arguments: ["a", "shop", "checkout"])
    func `customers are spread evenly, and two layers know nothing of each other`(
        name: String
    ) throws {
        let (layer, other) = (try Key(name), try Key("exp-b"))
        var counts = [Int](repeating: 0, count: 10)
        var both = 0
        for number in 0..<20_000 {
            let place = Experiment.LayerPlace.place(of: "C-\(number)", in: layer)
            counts[place / 1000] += 1
            let second = Experiment.LayerPlace.place(of: "C-\(number)", in: other)
            if place < 5000, second < 5000 { both += 1 }
        }

        let chiSquare = counts.reduce(0) { $0 + ($1 - 2000) * ($1 - 2000) }
        #expect(Double(chiSquare) / 2000 < 27.9)
        #expect(abs(both - 5000) < 200)
    }
}
