import FlagModel
import JSON
import Testing

/// Changes that wait for a moment.
struct ScheduleTests {
    private static let week: Int64 = 7 * 86_400_000_000

    /// What ends a setting of one customer, so long after the fixture's time.
    private func ending(
        in fixture: Fixture,
        after microseconds: Int64 = week,
        id: Int = 0x71,
        title: String = "Summer sale banner goes back for Anna Schmidt"
    ) throws -> Schedule {
        let customer = try CustomerKey("C-10428")
        return Schedule(
            id: try guid(id),
            author: "Ana",
            createdAt: fixture.now,
            note: "Ticket 17",
            at: fixture.now.adding(microseconds: microseconds),
            title: title,
            changes: [fixture.change(.removeTargets([customer]))],
            expects: [
                .target(
                    environment: fixture.live,
                    flag: fixture.flag.id,
                    customer,
                    variationID: "on"
                )
            ]
        )
    }

    @Test func `a schedule waits in the model, and undo takes it back`() throws {
        var fixture = try Fixture()
        let schedule = try ending(in: fixture)

        let outcome = try fixture.make([
            fixture.change(.addTargets(variationID: "on", customers("C-10428"))),
            .saveSchedule(schedule),
        ])
        #expect(fixture.model.schedules == [schedule])
        #expect(fixture.model.schedule(schedule.id) == schedule)
        #expect(outcome.changeSet.steps.map { $0.stamp == nil } == [false, true])

        try fixture.make(outcome.inverse, origin: .undo(2))
        #expect(fixture.model.schedules == [])
        #expect(fixture.current?.targets.flatMap(\.customers) == [])
    }

    @Test func `saving it again replaces it, and undo puts the earlier one back`() throws {
        var fixture = try Fixture()
        let first = try ending(in: fixture)
        let second = try ending(in: fixture, after: 2 * Self.week)
        try fixture.make([.saveSchedule(first)])

        let outcome = try fixture.make([.saveSchedule(second)])
        #expect(fixture.model.schedules == [second])

        try fixture.make(outcome.inverse)
        #expect(fixture.model.schedules == [first])
        #expect(throws: Refusal.nothingToChange("the plan is the same")) {
            try fixture.make([.saveSchedule(first)])
        }
    }

    @Test func `one that was called off is gone, and undo puts it back`() throws {
        var fixture = try Fixture()
        let schedule = try ending(in: fixture)
        try fixture.make([.saveSchedule(schedule)])

        let outcome = try fixture.make([.discardSchedule(schedule.id)])
        #expect(fixture.model.nextSchedule == nil)
        #expect(throws: Refusal.unknown(.schedule, schedule.id.text)) {
            try fixture.make([.discardSchedule(schedule.id)])
        }

        try fixture.make(outcome.inverse)
        #expect(fixture.model.nextSchedule == schedule)
    }

    @Test func `they are in the order in which they happen`() throws {
        var fixture = try Fixture()
        let late = try ending(in: fixture, after: 3 * Self.week, id: 1)
        let soon = try ending(in: fixture, after: Self.week, id: 2)
        let second = try ending(in: fixture, after: Self.week, id: 3)
        try fixture.make([late, second, soon].map(Change.saveSchedule))

        #expect(fixture.model.schedules == [soon, second, late])
        #expect(fixture.model.nextSchedule == soon)
    }

    @Test func `when what a customer has ends is known`() throws {
        var fixture = try Fixture()
        let schedule = try ending(in: fixture)
        try fixture.make([.saveSchedule(schedule)])

        func end(_ key: String, _ flag: Flag) throws -> Moment? {
            fixture.model.ending(
                ofCustomer: try CustomerKey(key),
                flag: flag.id,
                in: fixture.live
            )
        }
        #expect(try end("C-10428", fixture.flag) == schedule.at)
        #expect(try end("C-1", fixture.flag) == nil)
        #expect(try end("C-10428", fixture.other) == nil)
    }

    @Test(arguments: [
        ("", "C-\\u{7}1"), ("An\u{202E}na", "An\\u{202E}na"), ("Anna", "Anna"),
        (
            String(repeating: "\u{7}", count: 200),
            String(repeating: "\\u{7}", count: 39) + "\\u{7…"
        ),
    ])
    func `the name of an end holds whoever cannot be printed`(name: String, shown: String) throws {
        var fixture = try Fixture()
        let setting = CustomerSetting(
            environmentID: fixture.live,
            flagID: fixture.flag.id,
            customer: try CustomerKey("C-\u{7}1"),
            customerName: name,
            variationID: "on",
            end: fixture.now.adding(microseconds: Self.week)
        )
        let planner = CustomerSetting.Planner(
            author: "Ana",
            note: "",
            now: fixture.now,
            id: try guid(0x71)
        )

        try fixture.make(setting.changes(in: fixture.model, by: planner))

        #expect(
            fixture.model.schedules.map(\.title) == ["Summer sale banner goes back for \(shown)"]
        )
    }

    // MARK: - Refusals

    @Test func `only what is still to come can be planned`() throws {
        let fixture = try Fixture()
        let title = try ending(in: fixture).title
        func plan(after seconds: Int64) throws {
            var copy = fixture
            // The proposal is made a second after the fixture's time.
            try copy.make([.saveSchedule(ending(in: fixture, after: seconds * 1_000_000))])
        }
        let most = Int64(Limits.scheduleDays.upperBound) * 86_400

        #expect(throws: Refusal.scheduleTime(title, .over)) { try plan(after: 1) }
        try plan(after: 2)
        try plan(after: most + 1)
        #expect(throws: Refusal.scheduleTime(title, .tooFar(days: 3650))) {
            try plan(after: most + 2)
        }
    }

    @Test func `it holds changes, and neither drafts nor other plans`() throws {
        var fixture = try Fixture()
        let inner = try ending(in: fixture)
        let bad: [[Change]] = [[], [.saveSchedule(inner)], [.discardDraft(try guid(9))]]
        for changes in bad {
            let schedule = Schedule(
                id: try guid(8),
                author: "Ana",
                createdAt: fixture.now,
                at: fixture.now.adding(microseconds: Self.week),
                title: "Later",
                changes: changes
            )
            #expect(throws: Refusal.malformedSchedule("Later")) {
                try fixture.make([.saveSchedule(schedule)])
            }
        }
    }

    @Test func `its name and its place are checked`() throws {
        var fixture = try Fixture()
        let length = Limits.scheduleTitleLength.upperBound
        let long = String(repeating: "a", count: length)
        try fixture.make([.saveSchedule(try ending(in: fixture, title: long))])
        #expect(throws: Refusal.badName(.schedule, .tooLong(limit: length))) {
            try fixture.make([.saveSchedule(try ending(in: fixture, title: long + "a"))])
        }
        #expect(throws: Refusal.badName(.schedule, .empty)) {
            try fixture.make([.saveSchedule(try ending(in: fixture, title: ""))])
        }
        let nowhere = Schedule(
            id: try guid(8),
            author: "Ana",
            createdAt: fixture.now,
            at: fixture.now.adding(microseconds: Self.week),
            title: "Later",
            changes: [.editFlag(environment: try guid(7), flag: fixture.flag.id, .setOwner("Li"))]
        )
        #expect(throws: Refusal.unknown(.environment, try guid(7).text)) {
            try fixture.make([.saveSchedule(nowhere)])
        }
    }

    @Test func `as many changes may wait as the limit says`() throws {
        var fixture = try Fixture()
        let change = fixture.change(.setOwner("Li"))
        func schedule(_ count: Int) throws -> Schedule {
            Schedule(
                id: try guid(8),
                author: "Ana",
                createdAt: fixture.now,
                at: fixture.now.adding(microseconds: Self.week),
                title: "Later",
                changes: Array(repeating: change, count: count)
            )
        }
        let most = Limits.scheduledChangeCount.upperBound

        try fixture.make([.saveSchedule(schedule(most))])
        #expect(throws: Refusal.tooMany("changes in one plan", limit: most)) {
            try fixture.make([.saveSchedule(schedule(most + 1))])
        }
    }

    // MARK: - Fitting

    @Test func `it fits while nobody has decided anew`() throws {
        var fixture = try Fixture()
        let schedule = try ending(in: fixture)
        let others = try customers("C-10428")
        #expect(
            fixture.model.obstacle(to: schedule)
                == "C-10428 has no version of Summer sale banner by hand any more."
        )
        try fixture.edit(.addTargets(variationID: "on", others))
        #expect(fixture.model.obstacle(to: schedule) == nil)
        try fixture.edit(.addTargets(variationID: "off", others))
        #expect(
            fixture.model.obstacle(to: schedule)
                == "Somebody gave C-10428 No banner of Summer sale banner since."
        )
    }

    @Test func `what happened as planned is put back without being planned again`() throws {
        var fixture = try Fixture()
        let schedule = try ending(in: fixture)
        try fixture.make([
            fixture.change(.addTargets(variationID: "on", customers("C-10428"))),
            .saveSchedule(schedule),
        ])
        let before = fixture.model

        let outcome = try fixture.make(
            schedule.changes + [.discardSchedule(schedule.id)],
            origin: .scheduled
        )
        let back = try fixture.model.puttingBack(
            outcome.changeSet,
            from: before,
            at: fixture.now
        )

        #expect(back.obstacles == [])
        try fixture.make(back.changes, origin: .undo(3))
        #expect(fixture.current?.versionByHand(for: try CustomerKey("C-10428")) == "on")
        #expect(fixture.model.schedules == [])
    }

    // MARK: - Words and bytes

    @Test func `history says what was planned, called off and done`() throws {
        var fixture = try Fixture()
        let schedule = try ending(in: fixture)
        let target = fixture.change(.addTargets(variationID: "on", try customers("C-10428")))
        func sentence(_ changes: [Change], _ origin: ChangeSet.Origin = .direct) throws -> String {
            var copy = fixture
            return try copy.make(changes, origin: origin).changeSet.sentence
        }
        #expect(
            try sentence([.saveSchedule(schedule)])
                == "planned for 4 Jun 2026 20:26 UTC: "
                + "Summer sale banner goes back for Anna Schmidt"
        )
        try fixture.make([target, .saveSchedule(schedule)])
        let off = Change.discardSchedule(schedule.id)
        #expect(
            try sentence([off]) == "called off: Summer sale banner goes back for Anna Schmidt"
        )
        #expect(
            try sentence(schedule.changes + [off], .scheduled)
                == "took C-10428 off the named customers of Summer sale banner in LIVE, as planned"
        )
        #expect(
            try sentence([off], .scheduled)
                == "called off: Summer sale banner goes back for Anna Schmidt, because it did "
                + "not fit any more"
        )
    }

    @Test func `every change about schedules reads, and is written in the same bytes`() throws {
        var fixture = try Fixture()
        let schedule = try ending(in: fixture)
        let free = Schedule(
            id: try guid(0x72),
            author: "Li",
            createdAt: fixture.now,
            at: schedule.at,
            title: "Sale ends",
            changes: schedule.changes,
            expects: [
                .target(
                    environment: fixture.live,
                    flag: fixture.flag.id,
                    try CustomerKey("C-1"),
                    variationID: nil
                )
            ]
        )
        let outcome = try fixture.make([
            .saveSchedule(schedule), .saveSchedule(free), .discardSchedule(free.id),
        ])
        let golden = Golden("schedules-v1.json")
        let bytes = outcome.changeSet.parts(maximumBytes: .max)[0]
        golden.write(bytes)

        #expect(golden.bytes == bytes)
        let read = try ChangeSet(
            id: outcome.changeSet.id,
            actor: "Ana",
            time: outcome.changeSet.time,
            parts: [JSONValue(parsing: golden.bytes)]
        )
        #expect(read == outcome.changeSet)
    }

    @Test func `a snapshot keeps what waits, and says nothing where nothing waits`() throws {
        var fixture = try Fixture()
        guard case .object(let plain) = fixture.model.json else {
            Issue.record("A model is an object.")
            return
        }
        #expect(plain["schedules"] == nil)
        try fixture.make([.saveSchedule(ending(in: fixture))])

        #expect(try Model(json: fixture.model.json) == fixture.model)
    }

    @Test func `differences name what was planned`() throws {
        var fixture = try Fixture()
        let before = fixture.model
        let schedule = try ending(in: fixture)
        try fixture.make([.saveSchedule(schedule)])

        let found = before.differences(to: fixture.model)
        #expect(found.map(\.subject) == [.schedule(schedule.id)])
        #expect(found.map(\.name) == [schedule.title])
        #expect(found.map(\.fate) == [.made])
    }
}
