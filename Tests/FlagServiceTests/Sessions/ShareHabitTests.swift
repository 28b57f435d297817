import FlagAPI
import FlagModel
import FlagService
import Testing

/// What counts as a usual step of a share.
struct ShareHabitTests {
    private static let place = id(1)
    private static let flag = id(2)

    private static func id(_ number: UInt64) -> GUID {
        var random = SplitMix64(seed: number)
        return GUID(using: &random)
    }

    private static func share(_ percent: Int, of flag: GUID = flag) -> Change {
        .editFlag(environment: place, flag: flag, .setDefaultRule(serving(percent)))
    }

    private static func serving(_ percent: Int) -> Serving {
        Serving(parts: [("on", percent * 1000), ("off", Share.whole - percent * 1000)])
    }

    private static func rule(_ percent: Int) -> Rule {
        Rule(id: "vip", name: "", conditions: [], serving: serving(percent))
    }

    /// Entries that each make some changes.
    private static func entries(
        _ changes: [[Change]],
        _ origin: ChangeSet.Origin = .publish
    ) -> [HistoryEntry] {
        changes.enumerated().map { number, changes in
            HistoryEntry(
                number: UInt64(number + 1),
                changeSet: ChangeSet(
                    id: id(100 + UInt64(number)),
                    actor: "Li",
                    note: "",
                    time: Moment(milliseconds: Int64(number)),
                    origin: origin,
                    steps: changes.map { ChangeSet.Step(change: $0, stamp: nil) },
                    sentence: "changed it",
                    lines: []
                )
            )
        }
    }

    private static func steps(_ changes: [[Change]]) -> [Int] {
        ShareHabit(entries(changes), in: place).steps.map { $0 / 1000 }
    }

    @Test func `a step is the way from one entry of a flag to the next`() {
        #expect(Self.steps([[Self.share(5)], [Self.share(15)], [Self.share(0)]]) == [10, 15])
    }

    @Test func `what a flag was like before its first entry is not known`() {
        #expect(Self.steps([[Self.share(50)]]) == [])
        let other = Self.share(90, of: Self.id(3))
        #expect(Self.steps([[Self.share(50)], [other], [Self.share(60)]]) == [10])
    }

    @Test func `several changes of one entry are one step of a flag`() {
        #expect(Self.steps([[Self.share(5)], [Self.share(90), Self.share(25)]]) == [20])
    }

    @Test func `a rule counts while it is there before and afterwards`() {
        let rules: [[Change]] = [
            .addRule(Self.rule(10), at: 0), .replaceRule(Self.rule(40)), .removeRule("vip"),
            .setRules([Self.rule(90)]), .setRules([Self.rule(50)]),
        ].map { [.editFlag(environment: Self.place, flag: Self.flag, $0)] }

        #expect(Self.steps(rules) == [30, 40])
    }

    @Test func `on and off, and the same share again, are no steps`() {
        let isOn = Change.editFlag(environment: Self.place, flag: Self.flag, .setEnabled(true))
        #expect(Self.steps([[Self.share(5)], [isOn], [Self.share(5)]]) == [])
    }

    @Test func `another environment counts for nothing`() {
        let elsewhere = Change.editFlag(
            environment: Self.id(9),
            flag: Self.flag,
            .setDefaultRule(Self.serving(80))
        )
        #expect(Self.steps([[Self.share(5)], [elsewhere], [Self.share(10)]]) == [5])
    }

    @Test(arguments: [
        (ChangeSet.Origin.direct, 1), (.publish, 1), (.emergency, 1), (.scheduled, 1),
        (.undo(1), 0), (.importing, 0), (.drafting, 0), (.reviewing, 0),
    ])
    func `only steps that people chose count`(origin: ChangeSet.Origin, count: Int) {
        let entries = Self.entries([[Self.share(5)], [Self.share(15)]], origin)

        #expect(ShareHabit(entries, in: Self.place).steps.count == count)
    }

    @Test func `what an undo put back is where the next step begins`() {
        let first = Self.entries([[Self.share(5)], [Self.share(50)]])
        let undo = Self.entries([[Self.share(5)]], .undo(2))
        let last = Self.entries([[Self.share(10)]])

        let habit = ShareHabit(first + undo + last, in: Self.place)

        #expect(habit.steps == [5_000, 45_000])
    }

    @Test func `fewer than five steps are no habit`() {
        let four = ShareHabit(
            Self.entries([0, 10, 20, 30, 40].map { [Self.share($0)] }),
            in: Self.place
        )
        #expect(four.steps.count == 4)
        #expect(four.usual == nil)
        #expect(!four.isUnusual(100_000))

        let five = ShareHabit(
            Self.entries([0, 10, 20, 30, 40, 50].map { [Self.share($0)] }),
            in: Self.place
        )
        #expect(five.usual == 10_000)
        #expect(!five.isUnusual(10_000))
        #expect(five.isUnusual(10_001))
    }

    @Test func `usual is what four of five do not exceed`() {
        // Steps of 5, 10, 10, 20 and 50: the largest one does not decide.
        let shares = [0, 5, 15, 25, 45, 95]
        let habit = ShareHabit(Self.entries(shares.map { [Self.share($0)] }), in: Self.place)

        #expect(habit.steps == [5_000, 10_000, 10_000, 20_000, 50_000])
        #expect(habit.usual == 20_000)
    }

    @Test func `it is asked for in one page, however long the history is`() async throws {
        let fixture = try await SessionFixture(needsReview: false)
        let id = try await fixture.flag("banner", "Banner").id
        for percent in [5, 10, 15, 20, 25, 30] {
            let edit = FlagEdit.setDefaultRule(Self.serving(percent))
            try await fixture.propose(
                [.editFlag(environment: fixture.place, flag: id, edit)],
                by: "Li"
            )
        }

        let habit = try await fixture.service.shareHabit(in: fixture.place, at: fixture.now)

        #expect(habit.steps.prefix(5) == [5_000, 5_000, 5_000, 5_000, 5_000])
        #expect(habit.isUnusual(25_000))
        #expect(HistoryRequest.shareHabit(at: fixture.now).limit == ShareHabit.mostEntries)
        await fixture.service.close()
    }
}
