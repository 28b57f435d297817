import FlagModel
import JSON
import NIOHTTP1
import Testing

@testable import Evaluation
@testable import FlagServer

struct OpenFeatureTests {
    private func ask(
        _ key: String,
        _ body: String,
        _ place: ServedPlace
    ) throws -> (status: UInt, body: JSONObject) {
        let response = OpenFeatureResponses.flag(
            key,
            Array(body.utf8),
            place.picture,
            at: place.now
        )
        let answer = try JSONFields(JSONValue(parsing: response.answer.body)).object
        return (response.answer.status.code, answer)
    }

    private static let ana = "{\"context\":{\"targetingKey\":\"ana\",\"plan\":\"pro\"}}"

    @Test(arguments: [
        (ValueKind.boolean, ["TRUE", "false"], "true"), (.string, ["7", "8"], "\"7\""),
        (.number, ["7", "8"], "7"), (.number, ["7", "8.5"], "7.0"), (.number, ["1e2", "8"], "1e2"),
        (.json, ["{\"a\": [1]}", "{}"], "{\"a\": [1]}"),
    ])
    func `a value is written in the flag's type`(
        kind: ValueKind,
        values: [String],
        written: String
    ) throws {
        var place = try ServedPlace()
        try place.add("flag", kind: kind, values: values)

        let response = OpenFeatureResponses.flag(
            "flag",
            Array(Self.ana.utf8),
            place.picture,
            at: place.now
        )

        let text = String(decoding: response.answer.body, as: UTF8.self)
        #expect(text.contains("\"value\":\(written),\"variant\":\"Version 0\""), "\(text)")
    }

    @Test func `reasons are OpenFeature's, and a rule is named beside`() throws {
        var place = try ServedPlace()
        let flag = try place.add("flag")
        func reason() throws -> JSONValue? { try ask("flag", Self.ana, place).body["reason"] }

        #expect(try reason() == "STATIC")
        var halves = Serving(everyone: "v0")
        halves.shares = [
            Share(variationID: "v0", lower: 0, upper: Share.whole / 2),
            Share(variationID: "v1", lower: Share.whole / 2, upper: Share.whole),
        ]
        try place.edit(flag, .setDefaultRule(halves))
        #expect(try reason() == "SPLIT")
        let pro = Condition(id: "c", test: .attribute("plan", .equal, "pro"))
        let rule = Rule(id: "r", name: "Pro", conditions: [pro], serving: Serving(everyone: "v1"))
        try place.edit(flag, .addRule(rule, at: 0))
        #expect(try reason() == "TARGETING_MATCH")
        #expect(try ask("flag", Self.ana, place).body["metadata"] == ["rule": "Pro"])
        try place.edit(flag, .addTargets(variationID: "v1", [try CustomerKey("ana")]))
        #expect(try reason() == "TARGETING_MATCH")
        #expect(try ask("flag", Self.ana, place).body["metadata"] == nil)
        try place.edit(flag, .setEnabled(false))
        #expect(try reason() == "DISABLED")
    }

    @Test func `rules that this customer does not meet make the rest the default`() throws {
        var place = try ServedPlace()
        let flag = try place.add("flag")
        let free = Condition(id: "c", test: .attribute("plan", .equal, "free"))
        let rule = Rule(id: "r", name: "Free", conditions: [free], serving: Serving(everyone: "v1"))
        try place.edit(flag, .addRule(rule, at: 0))

        #expect(try ask("flag", Self.ana, place).body["reason"] == "DEFAULT")
    }

    @Test(arguments: [
        ("", 400, "PARSE_ERROR"), ("[]", 400, "PARSE_ERROR"),
        ("{\"context\":7}", 400, "INVALID_CONTEXT"), ("{\"context\":[]}", 400, "INVALID_CONTEXT"),
    ])
    func `a request that makes no sense is told why`(
        body: String,
        status: UInt,
        code: String
    ) throws {
        var place = try ServedPlace()
        try place.add("flag")

        let answer = try ask("flag", body, place)

        #expect(answer.status == status)
        #expect(answer.body["errorCode"] == .string(code))
        #expect(answer.body["errorDetails"]?.text?.isEmpty == false)
        #expect(answer.body["key"] == "flag")
    }

    @Test func `an unknown and an archived flag are not found`() throws {
        var place = try ServedPlace()
        let flag = try place.add("old")
        try place.edit(flag, .setArchived(true))

        for key in ["old", "never"] {
            let answer = try ask(key, Self.ana, place)
            #expect(answer.status == 404)
            #expect(answer.body["errorCode"] == "FLAG_NOT_FOUND")
        }
    }

    @Test func `a value of another type than its flag's is an error with the version's name`()
        throws
    {
        var place = try ServedPlace()
        let flag = try place.add("flag", kind: .string, values: ["x", "y"])
        var broken = flag
        broken.kind = .number
        let rendered = RenderedFlag(broken, nil, version: 1)
        var bytes: [UInt8] = []

        #expect(
            !rendered.openFeature.write(
                .init(variationIndex: 0, reason: .defaultRule, countsForExperiments: false),
                to: &bytes
            )
        )
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.contains("PARSE_ERROR") && text.contains("Version 0"))
    }

    @Test(arguments: ["{}", "{\"context\":{}}", "{\"context\":null}"])
    func `only a flag that depends on who asks needs a key`(body: String) throws {
        var place = try ServedPlace()
        let flag = try place.add("flag")
        #expect(try ask("flag", body, place).status == 200)

        try place.edit(flag, .addTargets(variationID: "v1", [try CustomerKey("ana")]))

        let answer = try ask("flag", body, place)
        #expect(answer.status == 400)
        #expect(answer.body["errorCode"] == "TARGETING_KEY_MISSING")
        try place.edit(flag, .setEnabled(false))
        #expect(try ask("flag", body, place).status == 200)
    }

    // MARK: - All flags

    private func all(
        _ body: String,
        _ place: ServedPlace,
        address: String = "/ofrep/v1/evaluate/flags",
        validator: String? = nil
    ) -> (status: UInt, tag: String, body: String) {
        let answer = OpenFeatureResponses.flags(
            Array(body.utf8),
            RequestTarget(address),
            validator: validator,
            events: "/ofrep/v1/events?ticket=t",
            place.picture
        ).answer
        return (
            answer.status.code, answer.headers.first { $0.name == "ETag" }?.value ?? "",
            String(decoding: answer.body, as: UTF8.self)
        )
    }

    @Test func `the tag stands for the flags and for the whole context`() throws {
        var place = try ServedPlace()
        let flag = try place.add("flag")
        let first = all(Self.ana, place)

        #expect(first.status == 200)
        #expect(all(Self.ana, place, validator: first.tag).status == 304)
        #expect(
            all(Self.ana, place, validator: String(first.tag.dropFirst().dropLast())).status == 304
        )
        #expect(all(Self.ana, place, validator: "W/\(first.tag)").status == 304)
        #expect(all(Self.ana, place, validator: "\"x\", \(first.tag)").status == 304)
        let otherPlan = Self.ana.replacing("pro", with: "free")
        #expect(all(otherPlan, place, validator: first.tag).status == 200)
        try place.edit(flag, .setEnabled(false))
        let second = all(Self.ana, place, validator: first.tag)
        #expect(second.status == 200 && second.tag != first.tag)
    }

    @Test func `the tag is another one when the ticket of events is renewed`() throws {
        let place = try ServedPlace()
        func tag(_ events: String) -> String? {
            OpenFeatureResponses.flags(
                Array(Self.ana.utf8),
                RequestTarget("/ofrep/v1/evaluate/flags"),
                validator: nil,
                events: events,
                place.picture
            ).answer.headers.first { $0.name == "ETag" }?.value
        }

        #expect(tag("/ofrep/v1/events?ticket=1") == tag("/ofrep/v1/events?ticket=1"))
        #expect(tag("/ofrep/v1/events?ticket=1") != tag("/ofrep/v1/events?ticket=2"))
    }

    @Test(arguments: ["flagConfigEtag=%2212%22", "flagConfigLastModified=1771622898"])
    func `a hint of a change is never answered with nothing new`(hint: String) throws {
        let place = try ServedPlace()
        let tag = all(Self.ana, place).tag

        let answer = all(
            Self.ana,
            place,
            address: "/ofrep/v1/evaluate/flags?\(hint)",
            validator: tag
        )

        #expect(answer.status == 200)
    }

    @Test func `flags that are gone are left out, and those that need a key say so`() throws {
        var place = try ServedPlace()
        let old = try place.add("old")
        try place.edit(old, .setArchived(true))
        let named = try place.add("named")
        try place.edit(named, .addTargets(variationID: "v1", [try CustomerKey("ana")]))
        try place.add("plain")

        let answer = try JSONFields(JSONValue(parsing: Array(all("{}", place).body.utf8)))

        let flags = try answer.list("flags") { value throws(JSONShapeError) in
            try JSONFields(value).object
        }
        #expect(flags.map { $0["key"] } == ["named", "plain"])
        #expect(flags[0]["errorCode"] == "TARGETING_KEY_MISSING")
        #expect(flags[1]["value"] == true)
        #expect(
            answer.object["eventStreams"] == [
                [
                    "type": "sse", "endpoint": ["requestUri": "/ofrep/v1/events?ticket=t"],
                    "inactivityDelaySec": 120,
                ]
            ]
        )
    }

    // MARK: - Events

    @Test func `a ticket opens the events for a day, as long as its secret is good`() throws {
        var place = try ServedPlace()
        let known = place.secret(.client)
        let ticket = EventsTicket.make(known, at: place.now)
        let day = Int64(24 * 3600) * 1_000_000

        #expect(EventsTicket.check(ticket, place.site, at: place.now) == known)
        #expect(
            EventsTicket.check(ticket, place.site, at: place.now.adding(microseconds: day))
                == known
        )
        #expect(
            EventsTicket.check(
                ticket,
                place.site,
                at: place.now.adding(microseconds: day + day / 24)
            ) == nil
        )
        let last = ticket.last == "0" ? "1" : "0"
        #expect(EventsTicket.check(ticket.dropLast() + last, place.site, at: place.now) == nil)
        try place.make([.editEnvironment(place.environmentID, .revokeSecret(known.secret.id))])
        #expect(EventsTicket.check(ticket, place.site, at: place.now) == nil)
    }

    @Test(arguments: ["", "...", "a.b.c.d", "🙂"])
    func `anything else is no ticket`(text: String) throws {
        let place = try ServedPlace()

        #expect(EventsTicket.check(text, place.site, at: place.now) == nil)
    }
}
