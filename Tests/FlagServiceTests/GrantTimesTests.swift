import FlagAPI
import FlagModel
import FlagService
import Testing

/// Since when people have their roles, as the history of a real service has it.
struct GrantTimesTests {
    private let viewer = Grant(role: .viewer)
    private let editor = Grant(role: .editor, tag: "shop")

    private func person(_ name: String, _ grants: [Grant], id: GUID) -> Change {
        .savePerson(Person(id: id, name: name, grants: grants))
    }

    /// What history says of the roles that people have in the end.
    private func times(
        _ steps: [(actor: String, change: Change)]
    ) async throws -> (times: GrantTimes, entries: [HistoryEntry]) {
        let fixture = try ServiceFixture()
        let service = try await fixture.begin()
        for step in steps {
            _ = try await service.propose(
                Proposal(id: .new, actor: step.actor, changes: [step.change])
            )
        }
        let entries = try await service.history(HistoryRequest(limit: 100)).entries
        var times = GrantTimes(of: try await service.picture().model.people)
        for entry in entries { times.take(entry) }
        await service.close()
        return (times, entries.reversed())
    }

    @Test func `a role is there since the entry that gave it, from whoever made that`() async throws
    {
        let zoe = Grant(role: .administrator)
        let (ana, admin) = (GUID.new, GUID.new)
        let (times, entries) = try await times([
            ("root", person("Zoe", [zoe], id: admin)),
            ("Zoe", person("Ana", [viewer], id: ana)),
            ("Li", person("Ana", [viewer, editor], id: ana)),
        ])

        #expect(times.origin(of: zoe, of: admin)?.by == "root")
        #expect(times.origin(of: viewer, of: ana)?.by == "Zoe")
        #expect(times.origin(of: editor, of: ana)?.by == "Li")
        #expect(times.origin(of: editor, of: ana)?.since == entries.last?.changeSet.time)
        #expect(times.origin(of: editor, of: admin) == nil)
    }

    @Test func `a role that was taken and given again counts from then`() async throws {
        let ana = GUID.new
        let (times, _) = try await times([
            ("Zoe", person("Zoe", [Grant(role: .administrator)], id: .new)),
            ("Zoe", person("Ana", [editor], id: ana)),
            ("Zoe", person("Ana", [viewer], id: ana)),
            ("Li", person("Ana", [viewer, editor], id: ana)),
            ("Zoe", person("Anna", [viewer, editor], id: ana)),
        ])

        #expect(times.origin(of: editor, of: ana)?.by == "Li")
        #expect(times.origin(of: viewer, of: ana)?.by == "Zoe")
    }

    @Test func `somebody who was struck off and came back begins anew`() async throws {
        let ana = GUID.new
        let (times, _) = try await times([
            ("Zoe", person("Zoe", [Grant(role: .administrator)], id: .new)),
            ("Zoe", person("Ana", [viewer], id: ana)),
            ("Zoe", .removePerson(ana)),
            ("Li", person("Ana", [viewer], id: ana)),
        ])

        #expect(times.origin(of: viewer, of: ana)?.by == "Li")
    }

    @Test func `nothing older is wanted once every role was followed to its beginning`() {
        #expect(GrantTimes(of: []).isComplete)
        #expect(!GrantTimes(of: [Person(id: .zero, name: "Ana", grants: [viewer])]).isComplete)
    }
}
