import FlagModel
package import JSON

extension DeliveryRequest {
    /// The request as it travels.
    package var json: JSONValue {
        switch self {
        case .latest(let webhook, let limit):
            var fields = FieldWriter()
            fields.put("limit", .integer(limit))
            if let webhook { fields.put("webhook", JSONValue(webhook)) }
            return ["latest": fields.value]
        case .resend(let id): return ["resend": .string(id)]
        case .test(let webhook, let person):
            return ["test": ["webhook": JSONValue(webhook), "by": .string(person)]]
        }
    }

    /// Reads what ``json`` wrote.
    package init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        if let id = try fields.optionalText("resend") {
            self = .resend(id)
        } else if fields.object["test"] != nil {
            self = try fields.required("test") { value throws(JSONShapeError) in
                let fields = try JSONFields(value)
                return .test(webhook: try fields.guid("webhook"), by: try fields.text("by"))
            }
        } else {
            self = try fields.required("latest") { value throws(JSONShapeError) in
                let fields = try JSONFields(value)
                return .latest(
                    of: try fields.optionalGUID("webhook"),
                    limit: try fields.integer("limit")
                )
            }
        }
    }

    /// The same, asked by somebody else.
    package func asked(by name: String) -> DeliveryRequest {
        if case .test(let webhook, _) = self { .test(webhook: webhook, by: name) } else { self }
    }
}

extension Delivery {
    /// The post as it travels.
    package var json: JSONValue {
        var fields = FieldWriter()
        fields.put("id", JSONValue(id))
        fields.put("webhook", JSONValue(webhookID))
        fields.put("entry", .integer(Int(clamping: entry)))
        fields.put("events", events)
        fields.put("subject", subject)
        fields.put("created", JSONValue(createdAt))
        fields.put("state", state.rawValue)
        fields.put("attempts", .integer(attempts))
        if let lastTriedAt { fields.put("tried", JSONValue(lastTriedAt)) }
        if let nextTryAt { fields.put("next", JSONValue(nextTryAt)) }
        if let status { fields.put("status", .integer(status)) }
        fields.put("answer", answer)
        return fields.value
    }

    /// Reads what ``json`` wrote.
    package init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            id: try fields.guid("id"),
            webhookID: try fields.guid("webhook"),
            entry: try fields.entry("entry"),
            events: try fields.text("events"),
            subject: try fields.text("subject"),
            createdAt: try fields.moment("created"),
            state: try fields.word("state", State.self),
            attempts: try fields.integer("attempts"),
            lastTriedAt: try fields.optionalMoment("tried"),
            nextTryAt: try fields.optionalMoment("next"),
            status: try fields.optionalInteger("status"),
            answer: try fields.text("answer")
        )
    }
}
