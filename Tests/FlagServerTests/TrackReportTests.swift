import FlagAPI
import FlagModel
import Observations
import Testing

@testable import FlagServer

struct TrackReportTests {
    private func report(_ body: String, _ place: ServedPlace) -> TrackReport {
        TrackReport(Array(body.utf8), place.picture, at: place.now)
    }

    private static let user =
        "\"user\":{\"keyId\":\"u1\",\"name\":\"Ana\",\"customizedProperties\":"
        + "[{\"name\":\"plan\",\"value\":\"pro\"}]}"

    @Test func `customers, evaluations and events are read as SDKs send them`() throws {
        let body = """
            [{\(Self.user),"variations":[{"featureFlagKey":"banner","sendToExperiment":true,
            "timestamp":1767607300000,"variation":{"id":"v0","name":"On","value":"true"}}]},
            {\(Self.user),"metrics":[{"route":"index/metric","type":"CustomEvent",
            "eventName":"cart-value","numericValue":19.9,"appType":"pythonserverside",
            "timestamp":1767607300001}]},{\(Self.user)}]
            """

        let report = report(body, try ServedPlace())

        #expect(report.malformedCount == 0)
        #expect(report.items.count == 3)
        #expect(report.items.map(\.customer.key.text) == ["u1", "u1", "u1"])
        #expect(report.items[0].customer.attributes == ["plan": "pro"])
        let shown = try #require(report.items[0].evaluations.first)
        #expect(shown.flagKey == "banner" && shown.variationID == "v0")
        #expect(shown.countsForExperiments && shown.time.milliseconds == 1_767_607_300_000)
        let done = try #require(report.items[1].metrics.first)
        #expect(done.eventName == "cart-value" && done.kind == "CustomEvent" && done.value == 19.9)
    }

    @Test(arguments: [true, false])
    func `whether an evaluation counts is found out when it does not say`(counts: Bool) throws {
        var place = try ServedPlace()
        let flag = try place.add("banner")
        try place.edit(flag, .setCountsEveryone(false))
        var serving = Serving(everyone: "v0")
        serving.isInExperiment = counts
        if serving != flag.defaultRule { try place.edit(flag, .setDefaultRule(serving)) }
        let event = "{\"featureFlagKey\":\"banner\",\"variation\":{\"id\":\"v0\"}}"

        let report = report("[{\(Self.user),\"variations\":[\(event)]}]", place)

        #expect(report.items[0].evaluations[0].countsForExperiments == counts)
        #expect(report.items[0].evaluations[0].time == place.now)
    }

    @Test(arguments: [
        ("", 1, 0), ("{}", 1, 0), ("null", 1, 0), ("[]", 0, 0), ("[1,{}]", 2, 0),
        ("[{\"user\":{\"keyId\":\"\"}}]", 1, 0),
    ])
    func `what makes no sense is counted`(body: String, malformed: Int, items: Int) throws {
        let report = report(body, try ServedPlace())

        #expect(report.malformedCount == malformed)
        #expect(report.items.count == items)
    }

    @Test func `an event that makes no sense leaves the others`() throws {
        let body = """
            [{\(Self.user),"variations":[{"featureFlagKey":"a"},{"variation":{"id":"v"}},
            {"featureFlagKey":"a","variation":{"id":"v"}},null,7],"metrics":[{"type":"CustomEvent"},
            {"eventName":"paid"}]},{\(Self.user),"variations":"none"}]
            """

        let report = report(body, try ServedPlace())

        #expect(report.malformedCount == 6)
        #expect(report.items[0].evaluations.map(\.flagKey) == ["a"])
        #expect(report.items[0].metrics.map(\.value) == [1])
    }
}
