import FlagModel
import Testing

@testable import Webhooks

/// How posts are signed.
struct SigningTests {
    @Test func `a signature is HMAC-SHA-256 in hexadecimal digits`() {
        // Source: RFC 4231, test case 2.
        let body = Array("what do ya want for nothing?".utf8)

        #expect(
            OutgoingPost.signature(of: body, with: "Jefe")
                == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        )
    }

    @Test func `a webhook without a secret is not signed, and its own fields come last`() throws {
        let webhook = Webhook(
            id: .zero,
            name: "Chat",
            url: "http://a",
            headers: [.init(name: "user-agent", value: "mine")]
        )

        let post = OutgoingPost([], to: webhook, id: .zero, events: "a,b")

        #expect(
            post.fields.map(\.name) == [
                "Content-Type", "X-FeatBit-Delivery", "X-FeatBit-Event", "X-FeatBit-Hook-ID",
                "user-agent",
            ]
        )
        #expect(post.fields[2].value == "a,b")
    }
}
