import Crypto
import FeatBit
import FlagModel
import JSON

extension OutgoingPost {
    /// The post of what is told to a webhook, in the form that the webhook wants now.
    ///
    /// - Throws: ``Unsaid`` when there is nothing to send.
    init(telling told: [UInt8], to webhook: Webhook, id: GUID, events: String) throws(Unsaid) {
        self.init(try Self.body(told, to: webhook), to: webhook, id: id, events: events)
    }

    /// What is told in the form that the webhook wants.
    private static func body(_ told: [UInt8], to webhook: Webhook) throws(Unsaid) -> [UInt8] {
        guard !webhook.template.isEmpty else { return told }
        let body: [UInt8]
        do {
            let template = try PayloadTemplate(webhook.template)
            body = try template.filled(with: JSONValue(parsing: told, limits: .ownRecord))
        } catch {
            throw Unsaid(of: error)
        }
        let isEmpty = webhook.skipsEmpty && (try? JSONValue(parsing: body)) == .object(JSONObject())
        guard !isEmpty else { throw Unsaid(reason: "Not sent: the template made an empty body.") }
        return body
    }

    /// Why something is not even tried.
    struct Unsaid: Error {
        /// A sentence.
        let reason: String

        init(reason: String) {
            self.reason = reason
        }

        fileprivate init(of error: any Error) {
            switch error {
            case let fault as PayloadTemplate.Fault:
                reason = "The template is not understood, \(fault.text)."
            case let failure as PayloadTemplate.Failure: reason = failure.text
            default: reason = "What was told cannot be read any more."
            }
        }
    }

    /// The post of a body to a webhook, signed if it has a secret.
    init(_ body: [UInt8], to webhook: Webhook, id: GUID, events: String) {
        var fields = [
            Field(name: "Content-Type", value: "application/json; charset=utf-8"),
            Field(name: "User-Agent", value: "Flagdeck"),
            Field(name: WebhookPost.deliveryField, value: id.text),
            Field(name: WebhookPost.eventField, value: events),
            Field(name: WebhookPost.hookField, value: webhook.id.text),
        ]
        if !webhook.secret.isEmpty {
            let signature = "sha256=" + Self.signature(of: body, with: webhook.secret)
            fields.append(Field(name: WebhookPost.signatureField, value: signature))
        }
        let own = Set(webhook.headers.map { $0.name.lowercased() })
        fields.removeAll { own.contains($0.name.lowercased()) }
        fields += webhook.headers.map { Field(name: $0.name, value: $0.value) }
        self.init(url: webhook.url, fields: fields, body: body)
    }

    /// HMAC-SHA-256 in hexadecimal digits.
    static func signature(of body: [UInt8], with secret: String) -> String {
        let key = SymmetricKey(data: Array(secret.utf8))
        return HMAC<SHA256>.authenticationCode(for: body, using: key).map { byte in
            let digits = String(byte, radix: 16)
            return byte < 16 ? "0" + digits : digits
        }.joined()
    }
}
