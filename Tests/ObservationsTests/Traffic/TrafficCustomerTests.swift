import FlagAPI
import FlagModel
import Testing

@testable import Observations

struct TrafficCustomerTests {
    private let fixture: TrafficFixture
    private var store: ObservationStore { fixture.store }

    init() throws {
        fixture = try TrafficFixture()
    }

    @Test func `a customer whom only traffic named is found with attributes`() async throws {
        await fixture.report([try .sample("C-1", "Søren", ["plan": "pro"])])

        let page = try await store.find(CustomerRequest(text: "soren"))

        let expected = try Customer(
            key: CustomerKey("C-1"),
            name: "Søren",
            attributes: ["plan": "pro"],
            lastSeenAt: .sample(after: 0)
        )
        #expect(page == CustomerPage(customers: [expected], count: 1, known: 1))
    }

    @Test func `a customer without a name is found by the key`() async throws {
        await fixture.report([try .sample("C-77")])

        let page = try await store.find(CustomerRequest(text: "c-77"))

        #expect(page.customers.map(\.key.text) == ["C-77"])
        #expect(page.known == 1)
    }

    @Test func `the name that an application says last is the one that is found`() async throws {
        await fixture.report([try .sample("C-1", "Margarete")])

        await fixture.report([try .sample("C-1", "Susanne")])
        await fixture.report([try .sample("C-1", "", ["plan": "pro"])])

        #expect(try await names("garet") == [])
        #expect(try await names("usann") == ["Susanne"])
        try fixture.execute(
            "INSERT INTO customerText (customerText, rank) VALUES ('integrity-check', 1)"
        )
    }

    @Test func `an imported name stays, and what applications say is added`() async throws {
        _ = try await store.import([.sample("C-1", "Ada", ["team": "red", "plan": "free"])])

        await fixture.report([try .sample("C-1", "user 1", ["plan": "pro", "country": "SE"])])

        let found = try await everywhere("C-1")
        #expect(found?.name == "Ada")
        #expect(found?.attributes == ["team": "red", "plan": "pro", "country": "SE"])
        #expect(found?.lastSeenAt == .sample(after: 0))
    }

    @Test func `an import gives a customer of traffic a name and keeps the sighting`() async throws
    {
        await fixture.report([try .sample("C-1", "user 1", ["plan": "pro"])])

        let done = try await store.import([.sample("C-1", "Ada", ["team": "red"])])
        await fixture.report([try .sample("C-1", "user one", ["plan": "team"])])

        #expect(done == CustomerImport(added: 0, updated: 1))
        let found = try await everywhere("C-1")
        #expect(found?.name == "Ada")
        #expect(found?.attributes == ["team": "red", "plan": "team"])
    }

    @Test func `traffic names somebody who was imported without a name`() async throws {
        _ = try await store.import([.sample("C-1")])

        await fixture.report([try .sample("C-1", "Ada")])

        #expect(try await names("ada") == ["Ada"])
    }

    @Test func `each environment has its own description`() async throws {
        _ = try await store.import([.sample("C-1", "Ada", ["team": "red"]), .sample("C-2", "Bob")])
        await fixture.report([try .sample("C-1", "", ["plan": "pro"])])
        fixture.clock.advance(seconds: 5)
        await fixture.report([try .sample("C-1", "", ["plan": "free"])], in: fixture.dev)

        #expect(try await attributes("C-1", in: fixture.live) == ["plan": "pro"])
        #expect(try await attributes("C-1", in: fixture.dev) == ["plan": "free"])
        #expect(try await attributes("C-1", in: .zero) == ["team": "red"])
        #expect(try await everywhere("C-1")?.attributes == ["team": "red", "plan": "free"])
        #expect(try await everywhere("C-1")?.lastSeenAt == .sample(after: 5))
        #expect(try await everywhere("C-2")?.lastSeenAt == nil)
    }

    @Test func `a report that says nothing of a customer takes nothing away`() async throws {
        await fixture.report([try .sample("C-1", "Ada", ["plan": "pro"])])
        fixture.clock.advance(seconds: 100)

        await fixture.report([try .sample("C-1")])

        #expect(try await everywhere("C-1")?.attributes == ["plan": "pro"])
        #expect(try await everywhere("C-1")?.name == "Ada")
        #expect(try await everywhere("C-1")?.lastSeenAt == .sample(after: 100))
    }

    @Test(arguments: [(59, 0), (60, 60)])
    func `an unchanged customer is written again after a minute`(
        seconds: Int64,
        lastSeen: Int64
    ) async throws {
        await fixture.report([try .sample("C-1", "Ada", ["plan": "pro"])])
        fixture.clock.advance(seconds: seconds)

        await fixture.report([try .sample("C-1", "Ada", ["plan": "pro"])])

        #expect(try await everywhere("C-1")?.lastSeenAt == .sample(after: lastSeen))
    }

    @Test func `a changed customer is written at once`() async throws {
        await fixture.report([try .sample("C-1", "Ada", ["plan": "é"])])
        fixture.clock.advance(seconds: 1)

        await fixture.report([try .sample("C-1", "Ada", ["plan": "e\u{301}"])])

        let plan = try await everywhere("C-1")?.attributes["plan"]
        #expect(plan.map { Array($0.utf8) } == [0x65, 0xCC, 0x81])
    }

    @Test func `keys that only look alike are two customers`() async throws {
        await fixture.report([try .sample("é", "one"), try .sample("e\u{301}", "two")])

        #expect(try await everywhere("é")?.name == "one")
        #expect(try await everywhere("e\u{301}")?.name == "two")
    }

    @Test func `attributes are known with the values seen last`() async throws {
        let crowd = try (1...25).map { try ObservedItem.sample("C-\($0)", "", ["plan": "p\($0)"]) }
        await fixture.report(crowd)
        fixture.clock.advance(seconds: 1)

        await fixture.report([try .sample("C-30", "", ["plan": "p10", "äge": "7"])])
        await fixture.report([try .sample("C-31", "", ["other": "x"])], in: fixture.dev)

        let found = try await store.attributes(in: fixture.live)
        let newest = ["p10"] + (6...25).reversed().map { "p\($0)" }.filter { $0 != "p10" }
        #expect(
            found == [
                ObservedAttribute(
                    name: "plan",
                    samples: newest,
                    lastSeenAt: .sample(after: 1)
                ),
                ObservedAttribute(name: "äge", samples: ["7"], lastSeenAt: .sample(after: 1)),
            ]
        )
    }

    @Test func `a long value is no sample, but its attribute is known`() async throws {
        let (most, more) = (String(repeating: "x", count: 256), String(repeating: "y", count: 257))

        await fixture.report([try .sample("C-1", "", ["a": most, "b": more])])

        #expect(try await store.attributes(in: fixture.live).map(\.samples) == [[most], []])
        #expect(try await everywhere("C-1")?.attributes["b"] == more)
    }

    @Test func `a thousand names of attributes are known in an environment`() async throws {
        let crowd = try (0..<11).map { customer in
            let names = (0..<100).map { "a\(1000 + customer * 100 + $0)" }
            let attributes = Dictionary(uniqueKeysWithValues: names.map { ($0, "v") })
            return try ObservedItem.sample("C-\(customer)", "", attributes)
        }

        await fixture.report(Array(crowd[..<10]))
        #expect(store.ingest.report.malformed == 0)
        await fixture.report([crowd[10]])

        #expect(store.ingest.report.malformed == 100)
        #expect(try await store.attributes(in: fixture.live).count == 1000)
        #expect(try await everywhere("C-10")?.attributes.count == 100)
    }

    private func names(_ text: String) async throws -> [String] {
        try await store.find(CustomerRequest(text: text)).customers.map(\.name)
    }

    private func everywhere(_ key: String) async throws -> Customer? {
        try await store.customers(withKeys: [CustomerKey(key)]).first
    }

    private func attributes(_ key: String, in environment: GUID) async throws -> [String: String]? {
        try await store.customers(withKeys: [CustomerKey(key)], in: environment).first?.attributes
    }
}
