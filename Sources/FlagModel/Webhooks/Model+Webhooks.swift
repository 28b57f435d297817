internal import HashTreeCollections

extension Model {
    /// The webhooks, by name.
    public var webhooks: [Webhook] {
        webhooksByID.values.sorted { ($0.name, $0.id) < ($1.name, $1.id) }
    }

    /// The webhook with an id.
    public func webhook(_ id: GUID) -> Webhook? { webhooksByID[id] }

    /// Whether any other system is told of changes.
    public var hasWebhooks: Bool { !webhooksByID.isEmpty }

    /// The triggers, by description.
    public var triggers: [Trigger] {
        triggersByID.values.sorted { ($0.description, $0.id) < ($1.description, $1.id) }
    }

    /// The trigger with an id.
    public func trigger(_ id: GUID) -> Trigger? { triggersByID[id] }

    /// Whether anything can be turned on or off by an address.
    public var hasTriggers: Bool { !triggersByID.isEmpty }

    /// What people call a trigger: what it does, and who asks.
    func title(of trigger: Trigger) -> String {
        let flag = environment(trigger.environmentID)?.flag(trigger.flagID)?.name
        return "\(trigger.description) (turns \(flag ?? "a flag that is gone") "
            + "\(trigger.action.words))"
    }
}

extension Model {
    mutating func save(_ webhook: Webhook) throws(Refusal) -> [Change] {
        let earlier = webhooksByID[webhook.id]
        guard earlier != webhook else { throw .nothingToChange("the webhook is like that already") }
        let isTaken = webhooksByID.values.contains {
            $0.id != webhook.id && $0.name == webhook.name
        }
        guard !isTaken else { throw .taken(.webhook, webhook.name) }
        webhooksByID[webhook.id] = webhook
        return [earlier.map(Change.saveWebhook) ?? .removeWebhook(webhook.id)]
    }

    mutating func removeWebhook(_ id: GUID) throws(Refusal) -> [Change] {
        guard let webhook = webhooksByID[id] else { throw .unknown(.webhook, id.text) }
        webhooksByID[id] = nil
        return [.saveWebhook(webhook)]
    }

    mutating func save(_ trigger: Trigger) throws(Refusal) -> [Change] {
        let earlier = triggersByID[trigger.id]
        guard earlier != trigger else { throw .nothingToChange("the trigger is like that already") }
        let isTaken = triggersByID.values.contains {
            $0.id != trigger.id && $0.tokenDigest == trigger.tokenDigest
        }
        guard !isTaken else { throw .taken(.trigger, trigger.description) }
        if let earlier, earlier.environmentID != trigger.environmentID {
            throw .immutable(.trigger, trigger.description)
        }
        triggersByID[trigger.id] = trigger
        return [
            earlier.map(Change.saveTrigger)
                ?? .removeTrigger(environment: trigger.environmentID, trigger: trigger.id)
        ]
    }

    mutating func removeTrigger(_ id: GUID, in place: GUID) throws(Refusal) -> [Change] {
        guard let trigger = triggersByID[id], trigger.environmentID == place else {
            throw .unknown(.trigger, id.text)
        }
        triggersByID[id] = nil
        return [.saveTrigger(trigger)]
    }
}

// MARK: - What they may be

extension Model {
    func checkWebhook(_ id: GUID) throws(Refusal) {
        guard let webhook = webhook(id) else { return }
        try TextRule.name.check(webhook.name, of: .webhook)
        try webhook.checkAddress()
        for place in webhook.environmentIDs where environment(place) == nil {
            throw .unknown(.environment, place.text)
        }
        guard Set(webhook.environmentIDs).count == webhook.environmentIDs.count else {
            throw .duplicate("an environment", in: "The webhook \"\(webhook.name)\"")
        }
        guard Set(webhook.events).count == webhook.events.count else {
            throw .duplicate("an event", in: "The webhook \"\(webhook.name)\"")
        }
        try webhook.checkHeaders()
        try TextRule.webhookSecret.check(webhook.secret, field: "secret of the webhook")
        try webhook.checkTemplate()
        let limit = Limits.webhookCount.upperBound
        guard webhooksByID.count <= limit else { throw .tooMany("webhooks", limit: limit) }
    }

    func checkTrigger(_ id: GUID) throws(Refusal) {
        guard let trigger = trigger(id) else { return }
        try TextRule.triggerDescription.check(trigger.description, field: "text of the trigger")
        guard let state = environment(trigger.environmentID) else {
            throw .unknown(.environment, trigger.environmentID.text)
        }
        guard state.flag(trigger.flagID) != nil else { throw .unknown(.flag, trigger.flagID.text) }
        let isDigest =
            trigger.tokenDigest.utf8.count == 64
            && trigger.tokenDigest.utf8.allSatisfy {
                (48...57).contains($0) || (97...102).contains($0)
            }
        guard isDigest else {
            throw .malformedWebhook(
                trigger.description,
                reason: "its token is kept as 64 hexadecimal digits, and these are others"
            )
        }
        let limit = Limits.triggerCount.upperBound
        guard triggersByID.count <= limit else { throw .tooMany("triggers", limit: limit) }
    }
}

extension Webhook {
    fileprivate func checkAddress() throws(Refusal) {
        let limit = Limits.webhookAddressBytes.upperBound
        guard url.utf8.count <= limit else {
            throw .badText(field: "address of the webhook", .tooLong(limit: limit))
        }
        let scheme = ["http://", "https://"].first { url.lowercased().hasPrefix($0) }
        guard let scheme, url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw .malformedWebhook(
                name,
                reason: "its address must begin with http:// or https:// and hold no blanks"
            )
        }
        let host = url.dropFirst(scheme.count).prefix { !"/?#".contains($0) }
        guard !host.isEmpty else {
            throw .malformedWebhook(name, reason: "its address names no computer")
        }
        guard !host.contains("@") else {
            throw .malformedWebhook(
                name,
                reason: "a password in the address would be shown to everybody; "
                    + "send an Authorization header instead"
            )
        }
    }

    fileprivate func checkHeaders() throws(Refusal) {
        let most = Limits.webhookHeaderCount.upperBound
        guard headers.count <= most else {
            throw .tooMany("header fields of one webhook", limit: most)
        }
        for header in headers {
            let name = header.name.utf8
            guard Limits.webhookHeaderNameBytes.contains(name.count),
                name.allSatisfy(Self.isTokenByte)
            else {
                throw .malformedWebhook(
                    self.name,
                    reason: "the name of a header field is 1 to "
                        + "\(Limits.webhookHeaderNameBytes.upperBound) letters, digits or hyphens"
                )
            }
            guard Limits.webhookHeaderValueBytes.contains(header.value.utf8.count),
                header.value.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F })
            else {
                throw .malformedWebhook(
                    self.name,
                    reason: "the value of a header field is up to "
                        + "\(Limits.webhookHeaderValueBytes.upperBound) plain characters"
                )
            }
            guard !Self.ownFields.contains(header.name.lowercased()) else {
                throw .malformedWebhook(
                    self.name,
                    reason: "Flagdeck sets the header field \(header.name) itself"
                )
            }
        }
    }

    fileprivate func checkTemplate() throws(Refusal) {
        let limit = Limits.webhookTemplateBytes.upperBound
        guard template.utf8.count <= limit else {
            throw .badText(field: "template of the webhook", .tooLong(limit: limit))
        }
        do throws(PayloadTemplate.Fault) {
            _ = try PayloadTemplate(template)
        } catch {
            throw .malformedWebhook(name, reason: "its template is not understood, \(error.text)")
        }
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
            || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }

    /// Fields that say where a post ends, or that it is Flagdeck's.
    private static let ownFields: Set<String> = [
        "connection", "content-length", "content-type", "expect", "host", "transfer-encoding",
        "upgrade", "x-featbit-delivery", "x-featbit-event", "x-featbit-hook-id",
        "x-featbit-signature-256",
    ]
}

extension TextRule {
    fileprivate static let webhookSecret = TextRule(
        length: Limits.webhookSecretBytes,
        countsBytes: true,
        allowsLines: false
    )
    fileprivate static let triggerDescription = TextRule(
        length: Limits.triggerDescriptionLength,
        countsBytes: false,
        allowsLines: false
    )
}
