import FlagModel
import JSON
import Testing

/// Limits of what one environment holds, on environments that were read full.
struct FullEnvironmentTests {
    /// The fixture with copies of one thing in LIVE, up to `count` of them.
    private func fixture(with list: String, _ count: Int) throws -> Fixture {
        var fixture = try Fixture()
        try fixture.make([.createExperiment(environment: fixture.live, fixture.experiment())])
        let fields = try JSONFields(fixture.model.json)
        let states = try fields.list("environments") { value throws(JSONShapeError) in
            let state = try JSONFields(value)
            var members = state.object
            guard case .array(var elements)? = members[list],
                case .object(var copy)? = elements.first
            else { return value }
            for number in elements.count..<count {
                copy["id"] = .string("00000000-0000-4000-9000-" + Self.digits(number))
                copy["key"] = .string("k\(number)")
                elements.append(.object(copy))
            }
            members[list] = .array(elements)
            return .object(members)
        }
        var whole = fields.object
        whole["environments"] = .array(states)
        fixture.model = try Model(json: .object(whole))
        return fixture
    }

    private static func digits(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: 12 - digits.count) + digits
    }

    /// One more fits, the next does not.
    private func expect(
        _ fixture: Fixture,
        _ limit: Int,
        _ what: String,
        _ count: (EnvironmentState) -> Int,
        _ change: (Int) throws -> Change
    ) throws {
        var fixture = fixture
        #expect(try count(fixture.state) == limit - 1)

        try fixture.make([change(1)])

        #expect(try count(fixture.state) == limit)
        let next = try change(2)
        #expect(throws: Refusal.tooMany(what, limit: limit)) { try fixture.make([next]) }
    }

    @Test(.enabled(if: runsLongTests, "FLAGDECK_LONG=1"))
    func `an environment holds 100,000 flags and no more`() throws {
        #expect(Limits.flagCount == 0...100_000)
        var fixture = try Fixture()
        let now = fixture.now
        let many = try (0..<99_997).map { number in
            Flag(
                id: GUID(using: &fixture.random),
                key: try Key("k\(number)"),
                name: "X",
                kind: .string,
                variations: [Variation(id: "x", name: "X", value: "")],
                defaultVariationID: "x",
                offVariationID: "x",
                revision: .zero,
                createdAt: now
            )
        }
        try fixture.make(many.map { .createFlag(environment: fixture.live, $0) })
        let flags = try ["new-1", "new-2"].map {
            try Fixture.flag($0, "New", fixture.now, &fixture.random)
        }

        try expect(fixture, 100_000, "flags in one environment", \.flagCount) {
            .createFlag(environment: fixture.live, flags[$0 - 1])
        }
    }

    @Test func `an environment holds 10,000 audiences and no more`() throws {
        #expect(Limits.audienceCount == 0...10_000)
        let fixture = try fixture(with: "audiences", 9999)

        try expect(fixture, 10_000, "audiences in one environment", \.audienceCount) { number in
            .createAudience(
                environment: fixture.live,
                Audience(
                    id: try guid(number),
                    key: try Key("new-\(number)"),
                    name: "New",
                    createdAt: fixture.now
                )
            )
        }
    }

    @Test func `an environment holds 10,000 experiments and no more`() throws {
        #expect(Limits.experimentCount == 0...10_000)
        let fixture = try fixture(with: "experiments", 9999)

        try expect(fixture, 10_000, "experiments in one environment", \.experimentCount) { number in
            let key = String(repeating: "n", count: number + 10)
            return .createExperiment(environment: fixture.live, try fixture.experiment(key))
        }
    }
}
