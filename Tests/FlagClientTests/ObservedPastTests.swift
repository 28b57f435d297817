import FlagAPI
import FlagModel
import FlagServer
import FlagService
import JSON
import Testing

@testable import FlagClient

/// What was observed earlier is asked of the process that has the data.
struct ObservedPastTests {
    private static let place = GUID.new
    private static let now = Moment(milliseconds: 1_780_000_000_000)

    @Test func `questions about the past arrive whole`() throws {
        let key = try CustomerKey("Ü 1")
        let last = Moment(microseconds: Moment.range.upperBound)
        let requests: [ServiceRequest] = [
            .customersAt([key], in: Self.place, at: Self.now),
            .customersAt([], in: Self.place, at: last),
            .given(GivenRequest(customer: key, environmentID: Self.place, time: Self.now)),
        ]

        for request in requests {
            let bytes = request.json.canonicalBytes()
            #expect(try ServiceRequest(json: JSONValue(parsing: bytes)) == request)
        }
    }

    @Test func `what was given arrives whole`() throws {
        let answer = GivenAnswer(
            flagKey: "gift-wrap",
            variationID: "\u{1B}[31m",
            since: Self.now.adding(microseconds: -1000),
            lastAt: Self.now
        )

        let bytes = answer.json.canonicalBytes()
        #expect(try GivenAnswer(json: JSONValue(parsing: bytes)) == answer)
    }

    @Test func `a client is told what the service knows of the past`() async throws {
        let fixture = try await SharedFixture()
        let owner = try fixture.owned()
        let client = try await fixture.client()
        let ada = Customer(key: try CustomerKey("c1"), name: "Ada", attributes: ["a": "b"])
        let before = SharedFixture.world.now().adding(microseconds: -1_000_000)
        _ = try await client.importCustomers([ada])
        let after = SharedFixture.world.now()

        let place = fixture.live.id
        #expect(try await client.customers(withKeys: [ada.key], in: place, at: before) == [])
        #expect(try await client.customers(withKeys: [ada.key], in: place, at: after) == [ada])
        let request = GivenRequest(customer: ada.key, environmentID: place, time: after)
        #expect(try await client.given(request) == [])
        await owner.close()
    }
}
