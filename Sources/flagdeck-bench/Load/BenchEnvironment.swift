#if os(Linux)
import FeatBit
import FlagAPI
import FlagModel
import FlagService
import Glibc

/// An environment to be served: five flags and two segments, of the kinds and the size of those in
/// FeatBit's own benchmark, or read from its files.
struct BenchEnvironment {
    let id: GUID
    let serverSecret: String
    let clientSecret: String
    /// A flag to switch on and off.
    let flagID: GUID

    /// Fills a new service.
    ///
    /// - Parameters:
    ///   - service: one without a project.
    ///   - files: FeatBit's documents; none to generate.
    ///   - copies: how often each flag is there, each time with another key.
    /// - Returns: what a client needs to know of it.
    /// - Throws: whatever reading the files and making the changes throws.
    static func fill(
        _ service: LocalService,
        files: [String],
        copies: Int
    ) async throws -> BenchEnvironment {
        var random = SystemRandomNumberGenerator()
        let project = Project(id: GUID(using: &random), key: try Key("main"), name: "Main")
        let id = GUID(using: &random)
        let secrets = Secret.Kind.allCases.map { kind in
            Secret(kind: kind, environmentID: id, using: &random)
        }
        let environment = Environment(
            id: id,
            projectID: project.id,
            key: try Key("bench"),
            name: "Bench",
            isLive: false,
            secrets: secrets
        )
        try await propose([.createProject(project), .createEnvironment(environment)], service)
        let state = try await service.picture().model.environments.first { _ in true }
        guard let state else { preconditionFailure("The environment was just made.") }
        let once =
            files.isEmpty
            ? try generated(in: id)
            : try FeatBitDocument.read(files: files.map { (name: $0, bytes: try read($0)) })
                .changes(for: state, using: &random).changes
        var changes: [Change] = []
        for change in once {
            guard case .createFlag(_, let flag) = change else {
                changes.append(change)
                continue
            }
            for copy in 0..<copies {
                changes.append(.createFlag(environment: id, try flag.copy(copy)))
            }
        }
        try await propose(changes, service)
        let flags = try await service.picture().model.environment(id).map { Array($0.flags) }
        guard let flag = flags?.first, let server = environment.secret(.server),
            let client = environment.secret(.client)
        else { preconditionFailure("The environment has flags and a secret of each kind.") }
        return BenchEnvironment(
            id: id,
            serverSecret: server,
            clientSecret: client,
            flagID: flag.id
        )
    }

    /// Makes changes.
    static func propose(_ changes: [Change], _ service: LocalService) async throws {
        var random = SystemRandomNumberGenerator()
        _ = try await service.propose(
            Proposal(id: GUID(using: &random), actor: "bench", changes: changes)
        )
    }

    private static func read(_ path: String) throws -> [UInt8] {
        guard let file = fopen(path, "r") else { throw BenchFailure("\(path) cannot be read.") }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: FeatBitDocument.maximumFileBytes)
        let count = fread(&bytes, 1, bytes.count, file)
        return Array(bytes.prefix(count))
    }

    // MARK: - Generated

    private static func generated(in place: GUID) throws -> [Change] {
        var random = SystemRandomNumberGenerator()
        var people = Audience(
            id: GUID(using: &random),
            key: try Key("young-people"),
            name: "Young people",
            createdAt: Surroundings.now()
        )
        people.members = try (1...10).map { try CustomerKey("in-\($0)") }
        people.excluded = try (1...5).map { try CustomerKey("out-\($0)") }
        people.rules = [
            AudienceRule(
                id: GUID(using: &random).text,
                name: "Young",
                conditions: [
                    condition("age", .lessEqualThan, "22", &random),
                    condition("country", .isOneOf, "[\"de\",\"fr\",\"it\"]", &random),
                    condition("name", .notEqual, "kim", &random),
                    condition("isMember", .isTrue, "IsTrue", &random),
                ]
            )
        ]
        var adults = Audience(
            id: GUID(using: &random),
            key: try Key("adults"),
            name: "Adults",
            createdAt: Surroundings.now()
        )
        adults.rules = ["20", "30"].map { age in
            AudienceRule(
                id: GUID(using: &random).text,
                name: "Older than \(age)",
                conditions: [condition("age", .biggerThan, age, &random)]
            )
        }
        var flags = try ["everybody", "a-tenth", "by-hand", "two-rules", "audiences"].map {
            try flag($0, &random)
        }
        flags[1].defaultRule = tenth(flags[1])
        flags[2].targets = try zip(flags[2].variations, [10, 5]).map { variation, count in
            try Target(
                variationID: variation.id,
                customers: (1...count).map { try CustomerKey("by-hand-\(count)-\($0)") }
            )
        }
        flags[3].rules = [
            rule(
                [
                    condition("age", .biggerThan, "22", &random),
                    condition("name", .endsWith, "_qa", &random),
                ],
                Serving(everyone: flags[3].variations[0].id),
                &random
            ),
            rule(
                [condition("country", .isOneOf, "[\"de\",\"us\",\"jp\",\"gb\"]", &random)],
                tenth(flags[3]),
                &random
            ),
        ]
        flags[4].rules = [people.id, adults.id].map { id in
            let inside = Condition(id: GUID(using: &random).text, test: .isInAudience([id]))
            return rule([inside], tenth(flags[4]), &random)
        }
        return [people, adults].map { .createAudience(environment: place, $0) }
            + flags.map { .createFlag(environment: place, $0) }
    }

    private static func flag(
        _ key: String,
        _ random: inout SystemRandomNumberGenerator
    ) throws -> Flag {
        let variations = ["true", "false"].map {
            Variation(id: GUID(using: &random).text, name: $0, value: $0)
        }
        var flag = Flag(
            id: GUID(using: &random),
            key: try Key(key),
            name: key,
            kind: .boolean,
            variations: variations,
            defaultVariationID: variations[0].id,
            offVariationID: variations[1].id,
            revision: GUID(using: &random),
            createdAt: Surroundings.now()
        )
        flag.isEnabled = true
        return flag
    }

    private static func tenth(_ flag: Flag) -> Serving {
        Serving(parts: [(flag.variations[0].id, 10_000), (flag.variations[1].id, 90_000)])
    }

    private static func rule(
        _ conditions: [Condition],
        _ serving: Serving,
        _ random: inout SystemRandomNumberGenerator
    ) -> Rule {
        Rule(
            id: GUID(using: &random).text,
            name: "Rule",
            conditions: conditions,
            serving: serving
        )
    }

    private static func condition(
        _ name: String,
        _ test: Operator,
        _ value: String,
        _ random: inout SystemRandomNumberGenerator
    ) -> Condition {
        Condition(id: GUID(using: &random).text, test: .attribute(name, test, value))
    }
}

extension Flag {
    /// The same flag with another id and, but for the first, another key.
    fileprivate func copy(_ number: Int) throws -> Flag {
        guard number > 0 else { return self }
        var random = SystemRandomNumberGenerator()
        var copy = Flag(
            id: GUID(using: &random),
            key: try Key("\(key.text)-\(number)"),
            name: "\(name) \(number)",
            kind: kind,
            variations: variations,
            defaultVariationID: offVariationID,
            offVariationID: offVariationID,
            revision: GUID(using: &random),
            createdAt: createdAt
        )
        copy.targets = targets
        copy.rules = rules
        copy.defaultRule = defaultRule
        copy.isEnabled = isEnabled
        return copy
    }
}

/// Why there is no figure.
struct BenchFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
#endif
