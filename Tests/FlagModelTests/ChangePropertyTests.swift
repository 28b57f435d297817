import FlagModel
import JSON
import Testing

struct ChangePropertyTests {
    @Test func `taking a change set back gives the same model but for revisions and times`() throws
    {
        var fixture = try Fixture()
        var random = SplitMix64(seed: seed("take back"))
        var (made, refused) = (0, 0)
        for _ in 0..<4000 {
            var source = RandomChanges(random: random, model: fixture.model)
            let changes = (0..<Int.random(in: 1...3, using: &random)).compactMap { _ in
                source.next()
            }
            random = source.random
            let before = fixture.model
            guard !changes.isEmpty, let outcome = try? fixture.make(changes) else {
                #expect(fixture.model == before)
                refused += 1
                continue
            }
            made += 1
            var undone = fixture
            try undone.make(outcome.inverse, origin: .undo(1))
            #expect(undone.model.comparable == before.comparable, "\(changes)")
            if Int.random(in: 0..<2, using: &random) == 0 { fixture.model = before }
        }
        print("made \(made), refused \(refused)")
        #expect(made > 1000)
        #expect(refused > 100)
    }

    @Test func `replay from written change sets gives equal models`() throws {
        var fixture = try Fixture()
        var random = SplitMix64(seed: seed("replay"))
        var replayed = fixture.model
        var count = 0
        while count < 1500 {
            var source = RandomChanges(random: random, model: fixture.model)
            let changes = [source.next(), source.next()].compactMap(\.self)
            random = source.random
            guard let outcome = try? fixture.make(changes) else { continue }
            let written = outcome.changeSet.parts(maximumBytes: count.isMultiple(of: 7) ? 50 : 9000)
            let read = try ChangeSet(
                id: outcome.changeSet.id,
                actor: outcome.changeSet.actor,
                time: outcome.changeSet.time,
                parts: written.map { try JSONValue(parsing: $0) }
            )
            #expect(read == outcome.changeSet)
            replayed = try replayed.applying(read)
            count += 1
        }

        #expect(replayed == fixture.model)
        let snapshot = fixture.model.json.canonicalBytes()
        let restored = try Model(json: JSONValue(parsing: snapshot))
        #expect(restored == fixture.model)
        #expect(restored.json.canonicalBytes() == snapshot)
    }

    @Test func `written parts are canonical`() throws {
        var fixture = try Fixture()
        let edits = [FlagEdit.setEnabled(true), .rename("Autumn banner"), .setOwner("Marketing")]
        let changes = edits.map {
            Change.editFlag(environment: fixture.live, flag: fixture.flag.id, $0)
        }
        let outcome = try fixture.make(changes, note: "Legal said yes", origin: .undo(3))

        let parts = outcome.changeSet.parts(maximumBytes: 400)

        #expect(parts.count == 3)
        for part in parts { #expect(try JSONValue(parsing: part).canonicalBytes() == part) }
    }

    @Test func `wire times in an environment never repeat and never go back`() throws {
        var fixture = try Fixture()
        var random = SplitMix64(seed: seed("wire times"))
        var latest = fixture.model.environments.map(\.clock)
        for _ in 0..<1500 {
            var source = RandomChanges(random: random, model: fixture.model)
            let change = source.next()
            random = source.random
            guard let change, (try? fixture.make([change])) != nil else { continue }
            for (index, state) in fixture.model.environments.enumerated() {
                let times =
                    state.flags.map(\.updatedAt) + state.audiences.map(\.updatedAt)
                    + state.flagTombstones.map(\.updatedAt)
                    + state.audienceTombstones.map(\.updatedAt)
                #expect(Set(times).count == times.count)
                #expect(times.allSatisfy { $0 <= state.clock })
                #expect(state.clock >= latest[index])
            }
            latest = fixture.model.environments.map(\.clock)
        }
    }

    @Test func `what was accepted once is replayed, whatever the limits say now`() throws {
        let fixture = try Fixture()
        let tooLong = String(repeating: "x", count: Limits.nameLength.upperBound + 1)
        let change = Change.editFlag(
            environment: fixture.live,
            flag: fixture.flag.id,
            .rename(tooLong)
        )
        let old = ChangeSet(
            id: fixture.flag.id,
            actor: "Ana",
            note: "",
            time: fixture.now,
            origin: .direct,
            steps: [ChangeSet.Step(change: change, stamp: nil)],
            sentence: "renamed it",
            lines: ["renamed it"]
        )

        let replayed = try fixture.model.applying(old)

        #expect(replayed.environment(fixture.live)?.flag(fixture.flag.id)?.name == tooLong)
        #expect(throws: Refusal.self) { try fixture.model.previewing([change]) }
    }
}
