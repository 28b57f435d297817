#if os(Linux)
import FlagAPI
import FlagModel
import FlagService

/// What it costs to ask who may do what, at every request.
enum PermissionBench {
    private static let rounds = 20_000

    /// Measures with so many people written down; the data goes with the measurement.
    ///
    /// - Throws: what the service throws.
    static func run(people count: Int, in folder: String) async throws {
        let directory = DataDirectory(path: "\(folder)/permissions-\(count)")
        let service = try LocalService.create(in: directory, world: Surroundings.world)
        try await fill(service, count)
        let model = try await service.picture().model
        let person = "Person \(count - 1)"
        let account = try required(model.person(named: person))
        let token = try required(account.tokens.first)
        print("\(count) people, microseconds a question; the fastest of 5 times \(rounds):")
        try await line("the model alone") { _ = try await service.picture() }
        let user = "user-\(count - 1)"
        let callers: [(String, Caller)] = [
            ("as an account of the system", Caller(name: person, way: .systemUser(user))),
            (
                "with a token",
                Caller(name: person, way: .token(person: account.id, id: token.id))
            ),
            ("as the owner under a person's name", Caller(name: person, way: .owner)),
        ]
        for (name, caller) in callers {
            let guarded = GuardedService(
                service,
                caller: caller,
                ownerName: "root",
                now: Surroundings.world.now
            )
            try await line("the model, \(name)") { _ = try await guarded.picture() }
            try await line("only whether one may, \(name)") { _ = try guarded.allow(.look) }
        }
        let list = model.people
        let folded = person.lowercased()
        try await line("the same by asking the service and looking through a list") {
            let model = try await service.picture().model
            let found = list.first { $0.name.lowercased() == folded }
            _ = found.map { model.permission(of: .person($0), for: .look) }
        }
        await service.close()
    }

    private static func fill(_ service: LocalService, _ count: Int) async throws {
        var random = SplitMix64(seed: 1)
        let people = (0..<count).map { number in
            Person(
                id: GUID(using: &random),
                name: "Person \(number)",
                systemUser: "user-\(number)",
                grants: [Grant(role: number == 0 ? .administrator : .editor)],
                tokens: [token(number, &random)]
            )
        }
        _ = try await service.propose(
            Proposal(
                id: GUID(using: &random),
                actor: "root",
                changes: people.map(Change.savePerson)
            )
        )
    }

    private static func token(_ number: Int, _ random: inout SplitMix64) -> PersonToken {
        let digits = String(number)
        return PersonToken(
            id: GUID(using: &random),
            name: "script",
            selector: String(repeating: "A", count: 11 - digits.count) + digits,
            digest: String(repeating: "0", count: 64),
            createdAt: Moment(milliseconds: 0),
            expiresAt: nil
        )
    }

    private static func required<Value>(_ value: Value?) throws -> Value {
        guard let value else { throw Missing() }
        return value
    }

    private struct Missing: Error {}

    private static func line(
        _ name: String,
        _ question: () async throws -> Void
    ) async throws {
        var best = Double.infinity
        for _ in 0..<5 {
            let start = ContinuousClock.now
            for _ in 0..<rounds { try await question() }
            let spent = start.duration(to: .now)
            let seconds =
                Double(spent.components.seconds)
                + Double(spent.components.attoseconds) / 1e18
            best = min(best, seconds * 1e6 / Double(rounds))
        }
        print("  \(name): \(tenths(best))")
    }
}
#endif
