import FlagModel
import Testing

struct PuttingBackTests {
    /// One entry, whatever came after it, and what can be put back of it.
    private struct Story {
        let before: Model
        let after: Model
        let present: Model
        let entry: ChangeSet
        let back: PutBack
        var fixture: Fixture
    }

    /// Random stories in which up to eight changes follow an entry.
    private func stories(_ name: String, _ count: Int, check: (inout Story) throws -> Void) throws {
        var random = SplitMix64(seed: seed(name))
        var fixture = try Fixture()
        var told = 0
        while told < count {
            let before = fixture.model
            guard
                let entry = Self.step(&fixture, &random, most: 4)?.changeSet
            else { continue }
            let after = fixture.model
            for _ in 0..<Int.random(in: 0...8, using: &random) {
                _ = Self.step(&fixture, &random, most: 2)
            }
            var story = Story(
                before: before,
                after: after,
                present: fixture.model,
                entry: entry,
                back: try fixture.model.puttingBack(entry, from: before, at: fixture.now),
                fixture: fixture
            )
            try check(&story)
            told += 1
            if told.isMultiple(of: 50) { fixture = try Fixture() }
        }
    }

    private static func step(
        _ fixture: inout Fixture,
        _ random: inout SplitMix64,
        most: Int
    ) -> Outcome? {
        var source = RandomChanges(random: random, model: fixture.model)
        let changes = (0..<Int.random(in: 1...most, using: &random)).compactMap { _ in
            source.next()
        }
        random = source.random
        guard !changes.isEmpty else { return nil }
        return try? fixture.make(changes)
    }

    @Test func `what can be put back is always allowed, and is what the lines say`() throws {
        var (whole, part, none) = (0, 0, 0)
        try stories("put back", 1500) { story in
            guard !story.back.changes.isEmpty else {
                none += 1
                return
            }
            let made = try story.fixture.make(story.back.changes, origin: .undo(1))
            #expect(made.changeSet.lines == story.back.lines)
            if story.back.obstacles.isEmpty { whole += 1 } else { part += 1 }
        }
        print("whole \(whole), part \(part), none \(none)")
        #expect(whole > 200)
        #expect(part > 20)
        #expect(none > 20)
    }

    @Test func `putting back touches only what the entry changed and nobody decided since`() throws
    {
        try stories("only that", 1500) { story in
            guard !story.back.changes.isEmpty else { return }
            let present = story.present
            try story.fixture.make(story.back.changes, origin: .undo(1))
            let result = story.fixture.model
            let subjects = Set(story.entry.subjects)
            for difference in present.differences(to: result) {
                #expect(subjects.contains(difference.subject))
                // Only what the entry left as it is now was put back, to what it was before.
                let touched = Sides(difference.subject, present).changed(
                    from: Sides(difference.subject, result)
                )
                for key in touched {
                    let (before, after) = (
                        Sides(difference.subject, story.before).values[key],
                        Sides(difference.subject, story.after).values[key]
                    )
                    let now = Sides(difference.subject, present).values[key]
                    let then = Sides(difference.subject, result).values[key]
                    #expect(now == after, "\(key) of \(difference.name)")
                    #expect(then == before, "\(key) of \(difference.name)")
                }
            }
        }
    }

    @Test func `an entry that nothing followed is put back whole, and so is that`() throws {
        var random = SplitMix64(seed: seed("undo of undo"))
        var fixture = try Fixture()
        var count = 0
        while count < 1000 {
            let before = fixture.model
            guard let made = Self.step(&fixture, &random, most: 4) else { continue }
            let after = fixture.model

            let back = try after.puttingBack(made.changeSet, from: before, at: fixture.now)
            #expect(back.obstacles.isEmpty)
            let undone = try fixture.make(back.changes, origin: .undo(1))
            #expect(fixture.model.comparable == before.comparable)
            let again = try fixture.model.puttingBack(
                undone.changeSet,
                from: after,
                at: fixture.now
            )
            try fixture.make(again.changes, origin: .undo(2))
            #expect(fixture.model.comparable == after.comparable)
            count += 1
        }
    }
}

/// A thing as named values, made without the code under test.
private struct Sides {
    var values: [String: String] = [:]

    init(_ subject: Subject, _ model: Model) {
        switch subject {
        case .flag(let place, let id):
            guard let flag = model.environment(place)?.flag(id) else { return }
            values = [
                "there": "yes", "on": "\(flag.isEnabled)", "archived": "\(flag.isArchived)",
                "name": flag.name, "description": flag.description, "owner": flag.owner,
                "purpose": flag.purpose, "tags": "\(flag.tags)", "off": flag.offVariationID,
                "kind": "\(flag.kind)", "default": "\(flag.defaultRule)",
                "insights": "\(String(describing: flag.reportsInsights))",
            ]
            for version in flag.variations { values["version \(version.id)"] = version.value }
            for version in flag.variations { values["title \(version.id)"] = version.name }
            for rule in flag.rules {
                values["rule \(rule.id)"] = "\(rule.conditions) \(rule.serving)"
                values["rule name \(rule.id)"] = rule.name
            }
            for target in flag.targets {
                for customer in target.customers {
                    values["by hand \(customer.text)", default: ""] += target.variationID + " "
                }
            }
        case .audience(let place, let id):
            guard let audience = model.environment(place)?.audience(id) else { return }
            values = [
                "there": "yes", "archived": "\(audience.isArchived)", "name": audience.name,
                "description": audience.description, "tags": "\(audience.tags)",
            ]
            for rule in audience.rules { values["rule \(rule.id)"] = "\(rule.conditions)" }
            for customer in audience.members { values["in \(customer.text)"] = "yes" }
            for customer in audience.excluded { values["out \(customer.text)"] = "yes" }
        case .environment(let id):
            guard let environment = model.environment(id)?.environment else { return }
            values = ["name": environment.name, "description": environment.description]
            for secret in environment.secrets { values["secret \(secret.id)"] = secret.value }
        case .experiment(let place, let id):
            guard let plan = model.environment(place)?.experiment(id) else { return }
            values = [
                "there": "yes", "progress": "\(plan.state) \(plan.runs)", "name": plan.name,
                "archived": "\(plan.isArchived)",
                "plan": "\(plan.plannedDays) \(plan.layer as Any)",
            ]
        case .person(let id): values["person"] = model.person(id).map { "\($0)" }
        case .webhook(let id): values["webhook"] = model.webhook(id).map { "\($0)" }
        case .trigger(_, let id): values["trigger"] = model.trigger(id).map { "\($0)" }
        case .draft(let id): values["draft"] = model.draft(id).map { "\($0.changes)" }
        case .schedule(let id): values["plan"] = model.schedule(id).map { "\($0.at)" }
        case .project(let id): values["project"] = model.project(id)?.name
        }
    }

    func changed(from other: Sides) -> [String] {
        Set(values.keys).union(other.values.keys).filter { values[$0] != other.values[$0] }.sorted()
    }
}
