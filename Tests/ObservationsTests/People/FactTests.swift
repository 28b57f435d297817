import FlagAPI
import FlagModel
import Testing

@testable import Observations

/// What customers are found by, besides name and key.
struct FactTests {
    @Test func `each different word of all values stands behind a mark`() {
        let facts = FactText(["city": "New York", "b": "NEW", "plan": "Plus", "empty": ""])

        #expect(facts.text == "\n\nnew\n\nyork\n\nplus")
    }

    @Test(arguments: [(4094, 4096), (4095, 0)])
    func `words are kept as long as there is room`(word: Int, bytes: Int) {
        let facts = FactText(["a": String(repeating: "x", count: word)])

        #expect(facts.text.utf8.count == bytes)
    }

    @Test func `customers are found by what applications said last`() async throws {
        let fixture = try TrafficFixture()
        func found(_ text: String) async throws -> [String] {
            try await fixture.store.find(CustomerRequest(text: text)).customers.map(\.key.text)
        }

        await fixture.report([try .sample("C-1", "Ada", ["city": "Berlin"])])
        #expect(try await found("berlin") == ["C-1"])

        fixture.clock.advance(seconds: 100)
        await fixture.report([try .sample("C-1", "Ada", ["city": "Oslo"])])
        #expect(try await found("berlin") == [])
        #expect(try await found("oslo ada") == ["C-1"])

        await fixture.report([try .sample("C-1", "Ada", ["city": "Roma"])], in: fixture.dev)
        _ = try await fixture.store.import([.sample("C-1", "Ada", ["plan": "plus"])])
        for text in ["oslo", "roma", "plus", "pl"] { #expect(try await found(text) == ["C-1"]) }

        _ = try await fixture.store.forget(try CustomerKey("C-1"))
        for text in ["oslo", "roma", "plus"] { #expect(try await found(text) == []) }
    }

    @Test func `attributes of imports are told in every environment`() async throws {
        let fixture = try TrafficFixture()
        _ = try await fixture.store.import([
            .sample("C-1", "", ["plan": "plus"]), .sample("C-2", "", ["plan": "free", "age": "7"]),
        ])
        await fixture.report([try .sample("C-1", "", ["plan": "pro", "city": "Oslo"])])

        let live = try await fixture.store.attributes(in: fixture.live)
        let dev = try await fixture.store.attributes(in: fixture.dev)

        #expect(live.map(\.name) == ["age", "city", "plan"])
        #expect(live.last?.samples == ["pro", "free", "plus"])
        #expect(dev.map(\.name) == ["age", "plan"])
    }

    @Test func `an older file learns what its customers are found by`() async throws {
        let fixture = try TrafficFixture()
        try SecondFormat.make(fixture)

        for (text, key) in [("pro", "C-1"), ("re", "C-2"), ("ada", "C-1"), ("c-3", "C-3")] {
            let page = try await fixture.store.find(CustomerRequest(text: text))
            #expect(page.customers.map(\.key.text) == [key], "\(text)")
        }
        let attributes = try await fixture.store.attributes(in: fixture.dev)
        #expect(attributes.map(\.name) == ["team"])
        #expect(attributes.map(\.samples) == [["red"]])
    }
}
