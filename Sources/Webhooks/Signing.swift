import Crypto
import FeatBit
import FlagModel

extension OutgoingPost {
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
