import FlagAPI
import FlagModel
import Testing

@testable import Observations

/// How many earlier descriptions are kept, how long, and what an older file says.
struct DescriptionKeepingTests {
    private let fixture: TrafficFixture

    init() throws {
        fixture = try TrafficFixture()
    }

    @Test func `a thousand earlier descriptions of a customer are kept, the newest`() async throws {
        await fixture.describe("C-1", "", ["step": "0"])
        try insertEarlier(TrafficLimits.earlierDescriptions - 1)

        fixture.clock.advance(seconds: 1)
        await fixture.describe("C-1", "", ["step": "1"])
        #expect(try kept() == ["1000 -999"])

        fixture.clock.advance(seconds: 1)
        await fixture.describe("C-1", "", ["step": "2"])
        #expect(try kept() == ["1000 -998"])
    }

    @Test(arguments: [(0, "2"), (1, "1")])
    func `earlier descriptions of a customer have a bounded size`(
        more: Int,
        rows: String
    ) async throws {
        // Two rows whose JSON fills the limit, or has one byte more.
        let half = TrafficLimits.earlierDescriptionBytes / 2
        await fixture.describe("C-1", "", wide(bytes: half + more))
        fixture.clock.advance(seconds: 1)
        await fixture.describe("C-1", "", wide(bytes: half, filler: "b"))
        fixture.clock.advance(seconds: 1)
        await fixture.describe("C-1", "", ["step": "2"])

        #expect(try fixture.rows("SELECT count(*) FROM description") == [rows])
    }

    @Test func `the newest earlier description stays, however long it is`() async throws {
        let most = Customer.maximumAttributes
        let value = String(repeating: "\u{1}", count: Customer.maximumTextBytes)
        let large = Dictionary(uniqueKeysWithValues: (0..<most).map { ("a\($0)", value) })
        await fixture.describe("C-1", "", large)
        fixture.clock.advance(seconds: 1)
        await fixture.describe("C-1", "", ["step": "1"])

        let bytes = "SELECT length(attributes) > \(TrafficLimits.earlierDescriptionBytes)"
        #expect(try fixture.rows(bytes + " FROM description") == ["1"])
    }

    @Test(arguments: [(400, "2"), (401, "1")])
    func `an earlier description is kept for 400 days after its end`(
        days: Int64,
        rows: String
    ) async throws {
        await fixture.describe("C-1", "", ["plan": "free"])
        fixture.clock.advance(seconds: 60)
        await fixture.describe("C-1", "", ["plan": "pro"])

        fixture.clock.advance(seconds: days * 86_400)
        await fixture.describe("C-1", "", ["plan": "team"])

        #expect(try fixture.rows("SELECT count(*) FROM description") == [rows])
        let old = try await fixture.store.customers(
            withKeys: [CustomerKey("C-1")],
            in: fixture.live,
            at: .sample(after: 61)
        )
        #expect(old.map(\.attributes) == [["plan": "pro"]])
    }

    @Test func `one batch removes a bounded number of old descriptions`() async throws {
        await fixture.describe("C-1", "", ["plan": "free"])
        try insertEarlier(1500)
        fixture.clock.advance(seconds: 500 * 86_400)

        await fixture.describe("C-2", "", [:])
        #expect(try fixture.rows("SELECT count(*) FROM description") == ["500"])

        await fixture.describe("C-2", "", [:])
        #expect(try fixture.rows("SELECT count(*) FROM description") == ["0"])
    }

    @Test func `an older file tells a description since it was last seen`() async throws {
        try SecondFormat.make(fixture)
        let keys = try ["C-1", "C-2", "C-3"].map { try CustomerKey($0) }

        func known(after seconds: Int64) async throws -> [String] {
            try await fixture.store.customers(
                withKeys: keys,
                in: fixture.live,
                at: .sample(after: seconds)
            ).map { "\($0.key.text) \($0.name) \($0.attributes.values.sorted())" }
        }

        // C-1 was last seen a minute before the upgrade, C-2 is imported, C-3 was never described.
        #expect(try await known(after: -61) == [])
        #expect(try await known(after: -60) == [#"C-1 Ada ["pro"]"#])
        #expect(
            try await known(after: 0) == [
                #"C-1 Ada ["pro"]"#, #"C-2 Bo ["red"]"#, #"C-3  []"#,
            ]
        )
        #expect(try fixture.rows("PRAGMA user_version") == ["5"])
    }

    @Test func `what changes in an older file is kept from then on`() async throws {
        try SecondFormat.make(fixture)
        let customer = try CustomerKey("C-1")

        await fixture.describe("C-1", "", ["plan": "team"])

        for (seconds, plan) in [(-30, "pro"), (0, "team")] {
            let then = try await fixture.store.customers(
                withKeys: [customer],
                in: fixture.live,
                at: .sample(after: Int64(seconds))
            )
            #expect(then.map(\.attributes) == [["plan": plan]])
        }
    }

    // MARK: - Support

    /// How many there are, and the second in which the oldest ended.
    private func kept() throws -> [String] {
        try fixture.rows(
            """
            SELECT count(*), (min(until) - \(TrafficFixture.start)) / 1000 FROM description
            """
        )
    }

    /// Puts earlier descriptions of the only customer into the file, one a second before the start.
    private func insertEarlier(_ count: Int) throws {
        try fixture.execute(
            """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(count))
            INSERT INTO description (customer, environment, until, since, attributes)
            SELECT 1, 1, \(TrafficFixture.start) - 1000 * i, \(TrafficFixture.start) - 1000 * i - 1,
                '{}' FROM n
            """
        )
    }

    /// Attributes whose JSON has exactly so many bytes.
    private func wide(bytes: Int, filler: Character = "a") -> [String: String] {
        var attributes: [String: String] = [:]
        // Braces, and for each attribute quotes, colon, comma and a name of three letters.
        var rest = bytes - 2 + 1
        var number = 100
        while rest > 0 {
            let length = min(rest - 9, rest < 2000 ? rest - 9 : 1000)
            attributes["\(number)"] = String(repeating: filler, count: min(length, 1024))
            rest -= 9 + min(length, 1024)
            number += 1
        }
        return attributes
    }
}
