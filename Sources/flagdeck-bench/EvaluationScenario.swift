import FeatBit
import FlagModel

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// One flag and the 4,096 customers that it is asked for, with the answer that must come out.
struct EvaluationScenario {
    let name: String
    let state: EnvironmentState
    /// Customers who must get the first version; `nil` when nobody computed it elsewhere.
    let expected: Int?

    /// The key of the flag; customers' places depend on it.
    static let flagKey = "bench"

    /// A named audience by two attributes, and half of its people get A.
    ///
    /// FeatBit's Python and Node SDKs both give A to 2,035 of the customers.
    static func ruleAndSplit() throws -> EvaluationScenario {
        let countries = Condition.listValue(["DE", "FR", "NL", "SE", "ES"])
        return try EvaluationScenario(
            name: "rule + 50/50 split",
            expected: 2035,
            split: [("a", 50_000), ("b", 50_000)]
        ) { audience in
            audience.rules = [
                AudienceRule(
                    id: "s1",
                    name: "pro in Europe",
                    conditions: [
                        Condition(id: "1", test: .attribute("country", .isOneOf, countries)),
                        Condition(id: "2", test: .attribute("plan", .equal, "pro")),
                    ]
                )
            ]
        }
    }

    /// An audience of 10,000 customers by name, half of those who are asked for among them.
    static func list() throws -> EvaluationScenario {
        var random = SplitMix64(seed: 1)
        let members = try stride(from: 0, to: 20_000, by: 2).shuffled(using: &random)
            .map { try CustomerKey(customerKey($0)) }
        return try EvaluationScenario(
            name: "audience of 10,000 members",
            expected: 2048,
            split: [("a", 100_000)]
        ) { $0.members = members }
    }

    /// What a FeatBit data-sync document holds.
    static func document(at path: String) throws -> EvaluationScenario {
        let document = try FeatBitDocument.read(files: [(name: path, bytes: bytes(of: path))])
        var place = try BenchPlace()
        let changes = try document.changes(for: place.state, using: &place.random).changes
        try place.make(changes)
        return EvaluationScenario(name: path, state: place.state, expected: nil)
    }

    private init(name: String, state: EnvironmentState, expected: Int?) {
        (self.name, self.state, self.expected) = (name, state, expected)
    }

    private init(
        name: String,
        expected: Int,
        split: [(variationID: String, parts: Int)],
        fill: (inout Audience) -> Void
    ) throws {
        var place = try BenchPlace()
        let audience = try place.audience("eu-pro", fill)
        var flag = try place.flag(Self.flagKey)
        flag.rules = [
            Rule(
                id: "r1",
                name: "",
                conditions: [Condition(id: "1", test: .isInAudience([audience.id]))],
                serving: Serving(parts: split)
            )
        ]
        try place.make([
            .createAudience(environment: place.id, audience),
            .createFlag(environment: place.id, flag),
        ])
        self.init(name: name, state: place.state, expected: expected)
    }

    /// The customers, with the attributes that an application would tell.
    static let customers = (0..<4096).map { number in
        (
            key: customerKey(number),
            attributes: [
                (name: "country", value: ["DE", "FR", "NL", "SE"][number % 4]),
                (name: "plan", value: "pro"),
                (name: "email", value: "user\(number)@example.com"),
                (name: "age", value: "\(18 + number % 60)"), (name: "version", value: "2.3.1"),
            ]
        )
    }

    private static func customerKey(_ number: Int) -> String {
        let digits = String(number)
        return "user-" + String(repeating: "0", count: 6 - digits.count) + digits
    }

    private static func bytes(of path: String) throws -> [UInt8] {
        guard let file = fopen(path, "r") else { throw BenchProblem(text: "cannot read \(path)") }
        defer { fclose(file) }
        return [UInt8](unsafeUninitializedCapacity: FeatBitDocument.maximumFileBytes) {
            $1 = fread($0.baseAddress, 1, $0.count, file)
        }
    }
}

/// Why a measurement cannot be made.
struct BenchProblem: Error, CustomStringConvertible {
    let text: String
    var description: String { text }
}

/// A model with one environment that grows by changes, as everybody's does.
struct BenchPlace {
    private(set) var model = Model()
    var random = SplitMix64(seed: 1)
    let id: GUID

    init() throws {
        id = GUID(using: &random)
        let project = Project(id: GUID(using: &random), key: try Key("shop"), name: "Shop")
        let environment = Environment(
            id: id,
            projectID: project.id,
            key: try Key("prod"),
            name: "Shop",
            isLive: true,
            secrets: []
        )
        try make([.createProject(project), .createEnvironment(environment)])
    }

    var state: EnvironmentState {
        guard let state = model.environment(id) else {
            preconditionFailure("The environment is made first.")
        }
        return state
    }

    mutating func make(_ changes: [Change]) throws {
        let proposal = Proposal(id: GUID(using: &random), actor: "bench", changes: changes)
        let now = Moment(milliseconds: 1_784_278_800_000)
        model = try model.making(proposal, at: now, using: &random).model
    }

    /// A flag that is on, with the versions `a` and `b`; everybody gets `b`.
    mutating func flag(_ key: String) throws -> Flag {
        var flag = Flag(
            id: GUID(using: &random),
            key: try Key(key),
            name: key,
            kind: .string,
            variations: ["a", "b"].map { Variation(id: $0, name: $0, value: $0) },
            defaultVariationID: "b",
            offVariationID: "b",
            revision: GUID(using: &random),
            createdAt: Moment(milliseconds: 0)
        )
        flag.isEnabled = true
        return flag
    }

    mutating func audience(
        _ key: String,
        _ fill: (inout Audience) throws -> Void
    ) throws -> Audience {
        var audience = Audience(
            id: GUID(using: &random),
            key: try Key(key),
            name: key,
            createdAt: Moment(milliseconds: 0)
        )
        try fill(&audience)
        return audience
    }
}
