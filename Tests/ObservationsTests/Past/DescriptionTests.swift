import FlagAPI
import FlagModel
import Testing

@testable import Observations

/// How customers were described at a moment; a new description every hour.
struct DescriptionTests {
    private let fixture: TrafficFixture

    init() throws {
        fixture = try TrafficFixture()
    }

    @Test func `each moment has the attributes that were described then`() async throws {
        await report("C-1", ["plan": "free"])
        await report("C-1", ["plan": "pro"], afterHours: 1)
        await report("C-1", ["plan": "team"], afterHours: 1)

        #expect(try await attributes(atHour: 0) == ["plan": "free"])
        #expect(try await attributes(atHour: 0.999) == ["plan": "free"])
        #expect(try await attributes(atHour: 1) == ["plan": "pro"])
        #expect(try await attributes(atHour: 2) == ["plan": "team"])
        #expect(try await attributes(atHour: 1000) == ["plan": "team"])
    }

    @Test func `whoever was not known yet is left out`() async throws {
        await report("C-1", ["plan": "free"])

        #expect(try await attributes(atHour: -0.001) == nil)
        #expect(try await attributes(of: "C-2", atHour: 0) == nil)
    }

    @Test func `what is described as before makes no row`() async throws {
        await report("C-1", ["plan": "free"])
        await report("C-1", ["plan": "free"], afterHours: 1)
        await report("C-1", [:], afterHours: 1)

        #expect(try fixture.rows("SELECT count(*) FROM description") == ["0"])
        #expect(try await attributes(atHour: 0) == ["plan": "free"])
    }

    @Test func `environments do not mix`() async throws {
        await report("C-1", ["plan": "free"])
        await report("C-1", ["plan": "dev"], in: fixture.dev, afterHours: 1)
        await report("C-1", ["plan": "pro"], afterHours: 1)

        #expect(try await attributes(atHour: 1) == ["plan": "free"])
        #expect(try await attributes(in: fixture.dev, atHour: 2) == ["plan": "dev"])
    }

    @Test func `before an environment knew somebody, the import of that time counts`()
        async throws
    {
        try await put("C-1", ["team": "red"])
        try await put("C-1", ["team": "blue"], afterHours: 1)
        await report("C-1", ["plan": "free"], afterHours: 1)
        try await put("C-1", ["team": "green"], afterHours: 1)

        #expect(try await attributes(atHour: 0) == ["team": "red"])
        #expect(try await attributes(atHour: 1) == ["team": "blue"])
        #expect(try await attributes(atHour: 2) == ["plan": "free"])
        #expect(try await attributes(atHour: 3) == ["plan": "free"])
        #expect(try await attributes(in: fixture.dev, atHour: 2) == ["team": "blue"])
        #expect(try await attributes(in: fixture.dev, atHour: 3) == ["team": "green"])
    }

    @Test func `names are kept as attributes are`() async throws {
        await report("C-1", name: "Ada", ["plan": "free"])
        await report("C-1", name: "Ada L.", ["plan": "free"], afterHours: 1)
        try await put("C-1", name: "Ada Lovelace", [:], afterHours: 1)

        #expect(try await customer(atHour: 0)?.name == "Ada")
        #expect(try await customer(atHour: 1)?.name == "Ada L.")
        #expect(try await customer(atHour: 2)?.name == "Ada Lovelace")
    }

    @Test func `the last sighting that is told was before the moment`() async throws {
        await report("C-1", ["plan": "free"])
        await report("C-1", ["plan": "free"], afterHours: 2)
        await report("C-1", ["plan": "pro"], afterHours: 1)

        #expect(try await customer(atHour: 1)?.lastSeenAt == .sample(after: 0))
        #expect(try await customer(atHour: 3)?.lastSeenAt == .sample(after: 3 * 3600))
    }

    @Test func `a clock that was set back loses no description`() async throws {
        await report("C-1", ["plan": "free"])
        await report("C-1", ["plan": "pro"], afterHours: 2)
        await report("C-1", ["plan": "team"], afterHours: -1)

        #expect(try await attributes(atHour: 1) == ["plan": "free"])
        #expect(try await attributes(atHour: 2) == ["plan": "team"])
    }

    @Test func `descriptions survive another opening of the file`() async throws {
        await report("C-1", ["plan": "free"])
        await fixture.store.close()

        let time = fixture.clock.now + 3_600_000
        let store = try ObservationStore.open(
            at: fixture.folder.file,
            now: { Moment(milliseconds: time) }
        )
        store.ingest.offer([try .sample("C-1", "", ["plan": "free"])], in: fixture.live)
        await store.flush()
        #expect(try fixture.rows("SELECT count(*) FROM description") == ["0"])
        store.ingest.offer([try .sample("C-1", "", ["plan": "pro"])], in: fixture.live)
        await store.flush()

        #expect(try fixture.rows("SELECT attributes FROM description") == [#"{"plan":"free"}"#])
    }

    @Test func `the present is the past of this moment`() async throws {
        var random = SeededRandom(for: "the present is the past of this moment")
        let keys = try (1...5).map { try CustomerKey("C-\($0)") }
        for _ in 0..<150 {
            let plan = ["free", "pro", "team"].randomElement(using: &random) ?? ""
            let attributes = Bool.random(using: &random) ? ["plan": plan] : [:]
            let name = ["", "", "Ada", "Bo"].randomElement(using: &random) ?? ""
            let key = (keys.randomElement(using: &random) ?? keys[0]).text
            switch Int.random(in: 0..<5, using: &random) {
            case 0: try await put(key, name: name, attributes)
            case 1: await report(key, name: name, attributes, in: fixture.dev)
            default: await report(key, name: name, attributes)
            }

            for place in [fixture.live, fixture.dev] {
                let now = Moment(milliseconds: fixture.clock.now)
                let present = try await fixture.store.customers(withKeys: keys, in: place)
                let past = try await fixture.store.customers(withKeys: keys, in: place, at: now)
                #expect(past == present)
            }
            fixture.clock.advance(seconds: Int64.random(in: 1...4000, using: &random))
        }
    }

    @Test func `only so many keys are looked up at once`() async throws {
        let most = try (0..<ObservationStore.maximumKeys).map { try CustomerKey("C-\($0)") }
        let now = Moment(milliseconds: fixture.clock.now)
        let store = fixture.store

        #expect(try await store.customers(withKeys: most, in: fixture.live, at: now) == [])
        await #expect(throws: ObservationsError.requestTooLarge(count: 100_001, limit: 100_000)) {
            let more = most + [try CustomerKey("one more")]
            return try await store.customers(withKeys: more, in: fixture.live, at: now)
        }
    }

    // MARK: - Support

    private func report(
        _ key: String,
        name: String = "",
        _ attributes: [String: String],
        in place: GUID? = nil,
        afterHours hours: Int64 = 0
    ) async {
        fixture.clock.advance(seconds: hours * 3600)
        await fixture.describe(key, name, attributes, in: place)
    }

    private func put(
        _ key: String,
        name: String = "",
        _ attributes: [String: String],
        afterHours hours: Int64 = 0
    ) async throws {
        fixture.clock.advance(seconds: hours * 3600)
        _ = try await fixture.store.import([.sample(key, name, attributes)])
    }

    private func customer(
        of key: String = "C-1",
        in place: GUID? = nil,
        atHour hour: Double
    ) async throws -> Customer? {
        try await fixture.store.customers(
            withKeys: [CustomerKey(key)],
            in: place ?? fixture.live,
            at: Moment(milliseconds: TrafficFixture.start + Int64((hour * 3_600_000).rounded()))
        ).first
    }

    private func attributes(
        of key: String = "C-1",
        in place: GUID? = nil,
        atHour hour: Double
    ) async throws -> [String: String]? {
        try await customer(of: key, in: place, atHour: hour)?.attributes
    }
}

extension TrafficFixture {
    /// One application names one customer.
    func describe(
        _ key: String,
        _ name: String = "",
        _ attributes: [String: String],
        in place: GUID? = nil
    ) async {
        guard let item = try? ObservedItem.sample(key, name, attributes) else {
            preconditionFailure("keys of tests are keys")
        }
        await report([item], in: place)
    }
}
