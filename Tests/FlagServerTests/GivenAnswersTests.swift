import FlagAPI
import FlagModel
import Observations
import Testing

@testable import FlagServer

/// Which of the server's own answers count as given to a customer: decision 0021.
struct GivenAnswersTests {
    private static let ana = Array("{\"context\":{\"targetingKey\":\"ana\"}}".utf8)

    @Test func `an answer about one flag counts as given`() throws {
        var place = try ServedPlace()
        try place.add("flag")

        let response = OpenFeatureResponses.flag("flag", Self.ana, place.picture, at: place.now)

        let given = response.observed?.evaluations ?? []
        #expect(given.map(\.flagKey) == ["flag"])
        #expect(given.map(\.variationID) == ["v0"])
        #expect(given.map(\.time) == [place.now])
    }

    @Test func `an answer about all flags names a customer and counts as nothing given`() throws {
        var place = try ServedPlace()
        try place.add("flag")

        let response = OpenFeatureResponses.flags(
            Self.ana,
            RequestTarget("/ofrep/v1/evaluate/flags"),
            validator: nil,
            events: "",
            place.picture
        )

        #expect(response.observed?.customer.key.text == "ana")
        #expect(response.observed?.evaluations == [])
    }
}
