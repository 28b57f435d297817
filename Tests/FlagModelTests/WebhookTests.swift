import FlagModel
import JSON
import Testing

/// Other systems that are told of changes, and addresses that turn flags on or off, as changes.
struct WebhookTests {
    private static func webhook(_ id: Int = 0x81, _ name: String = "Chat") throws -> Webhook {
        Webhook(
            id: try guid(id),
            name: name,
            url: "https://chat.example/hook",
            events: [.flagToggled, .flagArchived],
            headers: [.init(name: "Authorization", value: "Bearer abc")],
            secret: "between us"
        )
    }

    private static func trigger(_ fixture: Fixture, _ id: Int = 0x91) throws -> Trigger {
        let digits = String(id, radix: 16)
        return Trigger(
            id: try guid(id),
            environmentID: fixture.live,
            flagID: fixture.flag.id,
            action: .turnOff,
            tokenDigest: String(repeating: "0", count: 64 - digits.count) + digits,
            description: "error rate alarm"
        )
    }

    // MARK: - Changes

    @Test func `a webhook lives in the model, and undo takes it back`() throws {
        var fixture = try Fixture()
        let webhook = try Self.webhook()

        let made = try fixture.make([.saveWebhook(webhook)])

        #expect(fixture.model.webhooks == [webhook])
        #expect(made.inverse == [.removeWebhook(webhook.id)])
        #expect(made.changeSet.sentence == "made the webhook Chat")
        let gone = try fixture.make(made.inverse)
        #expect(!fixture.model.hasWebhooks)
        #expect(gone.inverse == [.saveWebhook(webhook)])
        #expect(gone.changeSet.sentence == "removed the webhook Chat")
    }

    @Test func `a webhook is saved in place of itself`() throws {
        var fixture = try Fixture()
        let webhook = try Self.webhook()
        var off = webhook
        off.isActive = false
        try fixture.make([.saveWebhook(webhook)])

        let outcome = try fixture.make([.saveWebhook(off)])

        #expect(fixture.model.webhooks == [off])
        #expect(outcome.inverse == [.saveWebhook(webhook)])
        #expect(outcome.changeSet.sentence == "turned the webhook Chat off")
        #expect(throws: Refusal.self) { try fixture.make([.saveWebhook(off)]) }
    }

    @Test func `a trigger lives in the model, and undo takes it back`() throws {
        var fixture = try Fixture()
        let trigger = try Self.trigger(fixture)

        let made = try fixture.make([.saveTrigger(trigger)])

        #expect(fixture.model.triggers == [trigger])
        #expect(
            made.changeSet.sentence
                == "made the trigger error rate alarm (turns Summer sale banner off) in LIVE"
        )
        try fixture.make(made.inverse)
        #expect(!fixture.model.hasTriggers)
    }

    @Test func `no sentence and no difference tells a secret`() throws {
        var fixture = try Fixture()
        let before = fixture.model
        var webhook = try Self.webhook()
        let made = try fixture.make([.saveWebhook(webhook)])
        webhook.secret = "another one"
        webhook.headers = [.init(name: "Authorization", value: "Bearer xyz")]
        let edited = try fixture.make([.saveWebhook(webhook)])

        let found = before.differences(to: fixture.model)
        let text = "\(made.changeSet.lines) \(edited.changeSet.lines) \(found)"

        for secret in ["between us", "another one", "Bearer"] { #expect(!text.contains(secret)) }
        #expect(found.map(\.subject) == [.webhook(webhook.id)])
    }

    @Test func `the changes and the model read as they were written`() throws {
        var fixture = try Fixture()
        let (webhook, trigger) = (try Self.webhook(), try Self.trigger(fixture))
        let changes: [Change] = [
            .saveWebhook(webhook), .saveTrigger(trigger), .removeWebhook(webhook.id),
            .removeTrigger(environment: fixture.live, trigger: trigger.id),
        ]

        for change in changes {
            let bytes = change.json.canonicalBytes()
            #expect(try Change(json: JSONValue(parsing: bytes)) == change)
        }
        try fixture.make([.saveWebhook(webhook), .saveTrigger(trigger)])
        let bytes = fixture.model.json.canonicalBytes()
        #expect(fixture.model.canonicalBytes().bytes == bytes)
        #expect(try Model(json: JSONValue(parsing: bytes)) == fixture.model)
    }

    @Test func `what was written once is read for ever`() throws {
        let written = """
            {"do":"save-webhook","webhook":{"active":false,"events":["segment.created"],\
            "headers":[["A","b"]],"id":"00000000-0000-4000-8000-000000000081",\
            "in":["00000000-0000-4000-8000-000000000011"],"name":"Chat","secret":"s",\
            "url":"http://a/"}}
            """
        let webhook = Webhook(
            id: try guid(0x81),
            name: "Chat",
            url: "http://a/",
            environmentIDs: [try guid(0x11)],
            events: [.audienceCreated],
            headers: [.init(name: "A", value: "b")],
            secret: "s",
            isActive: false
        )

        #expect(try Change(json: JSONValue(parsing: Array(written.utf8))) == .saveWebhook(webhook))
        #expect(Change.saveWebhook(webhook).json.canonicalBytes() == Array(written.utf8))
    }

    @Test func `an entry about a webhook is put back unless somebody decided anew`() throws {
        var fixture = try Fixture()
        var webhook = try Self.webhook()
        let before = fixture.model
        let made = try fixture.make([.saveWebhook(webhook)])

        let back = try fixture.model.puttingBack(made.changeSet, from: before, at: fixture.now)
        #expect(back.changes == [.removeWebhook(webhook.id)])

        webhook.name = "Talk"
        try fixture.make([.saveWebhook(webhook)])
        let late = try fixture.model.puttingBack(made.changeSet, from: before, at: fixture.now)
        #expect(late.changes.isEmpty)
        #expect(late.obstacles.map(\.aspect) == [.webhook])
    }

    @Test func `a template is kept, read as it was written, and told of without its text`() throws {
        var fixture = try Fixture()
        var webhook = try Self.webhook()
        try fixture.make([.saveWebhook(webhook)])
        let before = fixture.model
        webhook.template = #"{"key": "routing-key", "text": "{{operator}}"}"#
        webhook.skipsEmpty = true

        let made = try fixture.make([.saveWebhook(webhook)])

        let bytes = Change.saveWebhook(webhook).json.canonicalBytes()
        #expect(try Change(json: JSONValue(parsing: bytes)) == .saveWebhook(webhook))
        let told = "\(made.changeSet.lines) \(before.differences(to: fixture.model))"
        #expect(told.contains("template") && !told.contains("routing-key"))
    }

    @Test func `a template that is not understood, or too long, is refused`() throws {
        var fixture = try Fixture()
        var webhook = try Self.webhook()
        let most = Limits.webhookTemplateBytes.upperBound
        webhook.template = "{{#if operator}}"
        #expect {
            try fixture.make([.saveWebhook(webhook)])
        } throws: {
            "\($0)".contains("line 1: {{#if}} has no end")
        }
        webhook.template = String(repeating: " ", count: most + 1)
        #expect(throws: Refusal.self) { try fixture.make([.saveWebhook(webhook)]) }
        webhook.template = String(repeating: " ", count: most)
        try fixture.make([.saveWebhook(webhook)])
    }

    // MARK: - What is refused

    @Test(arguments: [
        "chat.example", "ftp://chat.example", "http://", "https:///path", "http://a b",
        "http://a/\u{7}", "http://li:secret@chat.example/",
    ])
    func `an address that cannot be posted to is refused`(url: String) throws {
        var fixture = try Fixture()
        var webhook = try Self.webhook()
        webhook.url = url

        #expect {
            try fixture.make([.saveWebhook(webhook)])
        } throws: {
            ($0 as? Refusal)?.code == "webhook.malformed"
        }
    }

    @Test(arguments: ["", "Two words", "X-FeatBit-Event", "content-length", "A:b"])
    func `a header field that is Flagdeck's or none is refused`(name: String) throws {
        var fixture = try Fixture()
        var webhook = try Self.webhook()
        webhook.headers = [.init(name: name, value: "x")]

        #expect {
            try fixture.make([.saveWebhook(webhook)])
        } throws: {
            ($0 as? Refusal)?.code == "webhook.malformed"
        }
    }

    @Test func `a line feed cannot get into a header field`() throws {
        var fixture = try Fixture()
        var webhook = try Self.webhook()
        webhook.headers = [.init(name: "A", value: "b\r\nC: d")]

        #expect(throws: Refusal.self) { try fixture.make([.saveWebhook(webhook)]) }
    }

    @Test func `an unknown environment, a taken name and a missing flag are refused`() throws {
        var fixture = try Fixture()
        var webhook = try Self.webhook()
        webhook.environmentIDs = [try guid(0x999)]
        #expect(throws: Refusal.unknown(.environment, try guid(0x999).text)) {
            try fixture.make([.saveWebhook(webhook)])
        }
        try fixture.make([.saveWebhook(Self.webhook())])
        #expect(throws: Refusal.taken(.webhook, "Chat")) {
            try fixture.make([.saveWebhook(Self.webhook(0x82))])
        }
        let trigger = try Self.trigger(fixture)
        let lost = Trigger(
            id: trigger.id,
            environmentID: trigger.environmentID,
            flagID: try guid(0x998),
            action: .turnOn,
            tokenDigest: trigger.tokenDigest,
            description: "x"
        )
        #expect(throws: Refusal.unknown(.flag, try guid(0x998).text)) {
            try fixture.make([.saveTrigger(lost)])
        }
    }

    @Test func `two triggers never have one token`() throws {
        var fixture = try Fixture()
        let first = try Self.trigger(fixture)
        try fixture.make([.saveTrigger(first)])
        let second = Trigger(
            id: try guid(0x92),
            environmentID: fixture.live,
            flagID: fixture.other.id,
            action: .turnOn,
            tokenDigest: first.tokenDigest,
            description: "another"
        )

        #expect(throws: Refusal.taken(.trigger, "another")) {
            try fixture.make([.saveTrigger(second)])
        }
    }

    // MARK: - Limits

    /// One more than the upper bound is refused; the bound itself is not.
    private func expect(
        _ range: ClosedRange<Int>,
        _ change: (inout Fixture, Int) throws -> [Change]
    ) throws {
        let fixture = try Fixture()
        for count in [range.upperBound - 1, range.upperBound] {
            var fixture = fixture
            let changes = try change(&fixture, count)
            #expect(throws: Never.self, "\(count)") { try fixture.make(changes) }
        }
        var full = fixture
        let changes = try change(&full, range.upperBound + 1)
        #expect(throws: Refusal.self) { try full.make(changes) }
    }

    private func expect(
        _ range: ClosedRange<Int>,
        webhook change: (inout Webhook, Int) -> Void
    ) throws {
        try expect(range) { _, count in
            var webhook = try Self.webhook()
            change(&webhook, count)
            return [.saveWebhook(webhook)]
        }
    }

    private static func text(_ count: Int) -> String { String(repeating: "x", count: count) }

    @Test func `texts of a webhook are as long as the limits and no longer`() throws {
        try expect(Limits.nameLength) { $0.name = Self.text($1) }
        try expect(Limits.webhookAddressBytes) { $0.url = "http://" + Self.text($1 - 7) }
        try expect(Limits.webhookSecretBytes) { $0.secret = Self.text($1) }
        try expect(Limits.webhookHeaderNameBytes) {
            $0.headers = [.init(name: Self.text($1), value: "")]
        }
        try expect(Limits.webhookHeaderValueBytes) {
            $0.headers = [.init(name: "A", value: Self.text($1))]
        }
        try expect(Limits.webhookHeaderCount) {
            $0.headers = Array(repeating: .init(name: "A", value: ""), count: $1)
        }
    }

    @Test func `there are as many webhooks and triggers as the limits and no more`() throws {
        try expect(Limits.webhookCount) { _, count in
            try (0..<count).map { .saveWebhook(try Self.webhook(0x1000 + $0, "Number \($0)")) }
        }
        try expect(Limits.triggerCount) { fixture, count in
            try (0..<count).map { .saveTrigger(try Self.trigger(fixture, 0x1000 + $0)) }
        }
    }

    @Test func `a trigger's text is as long as its name in history allows`() throws {
        try expect(Limits.triggerDescriptionLength) { fixture, count in
            var trigger = try Self.trigger(fixture)
            trigger.description = Self.text(count)
            return [.saveTrigger(trigger)]
        }
        var trigger = try Self.trigger(Fixture())
        trigger.description = Self.text(Limits.triggerDescriptionLength.upperBound)
        #expect(trigger.actor.count == Limits.personLength.upperBound)
    }
}
