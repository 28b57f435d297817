import FlagAPI
import FlagModel
import Foundation
import Testing

@testable import Observations

/// A customer who asks for it is not known any more, and not in the file any more.
struct ForgettingTests {
    private let fixture: TrafficFixture
    private var store: ObservationStore { fixture.store }

    init() throws {
        fixture = try TrafficFixture()
    }

    @Test func `what applications and imports told of a customer is gone`() async throws {
        _ = try await store.import([
            .sample("bob@x.com", "Robert Tables", ["city": "Turku"]),
            .sample("ann@x.com", "Ann", ["city": "Oslo"]),
        ])
        await fixture.report([
            try .sample("bob@x.com", "Robert Tables", ["phone": "555-0199"]),
            try .sample("ann@x.com", "Ann", ["phone": "555-0100"]),
        ])

        let name = try await store.forget(CustomerKey("bob@x.com"))

        #expect(name == "Robert Tables")
        #expect(try await store.customers(withKeys: [CustomerKey("bob@x.com")]) == [])
        let page = try await store.find(CustomerRequest(text: ""))
        #expect(page.customers.map(\.key.text) == ["ann@x.com"])
        #expect(page.known == 1)
        let samples = try await store.attributes(in: fixture.live).flatMap(\.samples)
        #expect(samples.contains("555-0100") && !samples.contains("555-0199"))
        #expect(try fixture.rows("SELECT count(*) FROM sighting") == ["1"])
        try fixture.execute(
            "INSERT INTO customerText (customerText, rank) VALUES ('integrity-check', 1)"
        )
    }

    @Test func `the bytes are in no file any more`() async throws {
        _ = try await store.import([.sample("bob@x.com", "Robert Tables", ["city": "Turku"])])
        await fixture.report([try .sample("bob@x.com", "Robert Tables", ["phone": "555-0199"])])

        _ = try await store.forget(CustomerKey("bob@x.com"))

        let names = try FileManager.default.contentsOfDirectory(atPath: fixture.folder.path)
        #expect(names.contains("observations.sqlite"))
        for name in names {
            let file = fixture.folder.path + "/" + name
            let bytes = FileManager.default.contents(atPath: file) ?? Data()
            for text in ["bob@x.com", "Robert", "robert tables", "Turku", "555-0199"] {
                #expect(bytes.range(of: Data(text.utf8)) == nil, "\(text) is in \(name)")
            }
        }
    }

    @Test func `somebody who is not known is not forgotten`() async throws {
        _ = try await store.import([.sample("ann@x.com", "Ann", [:])])

        #expect(try await store.forget(CustomerKey("bob@x.com")) == nil)
        #expect(try await store.find(CustomerRequest(text: "")).known == 1)
    }

    @Test func `a customer who was forgotten can come back as a new one`() async throws {
        _ = try await store.import([.sample("bob@x.com", "Bob", ["city": "Turku"])])
        _ = try await store.forget(CustomerKey("bob@x.com"))

        await fixture.report([try .sample("bob@x.com", "Bob", ["plan": "pro"])])

        let found = try await store.customers(withKeys: [CustomerKey("bob@x.com")]).first
        #expect(found?.attributes == ["plan": "pro"])
    }
}
