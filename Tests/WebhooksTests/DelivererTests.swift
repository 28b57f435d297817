import FlagAPI
import FlagModel
import FlagService
import Foundation
import Testing

@testable import Webhooks

/// What is told, when, and what is left when a process ends.
struct DelivererTests {
    /// Makes a failure of waiting for ever; the time of all tests that run beside these counts.
    static let patience = TimeLimitTrait.Duration.minutes(60)

    @Test(.timeLimit(DelivererTests.patience))
    func `what is heard at once is told once`() async throws {
        let place = try DeliveryPlace()
        let service = try await place.begin()
        let deliverer = place.deliverer(service)
        await deliverer.start()
        try await place.make([.saveWebhook(place.webhook)], service)
        try await place.turn(true, service)
        try await place.turn(false, service)

        let log = try await place.log(of: deliverer, done: 2)
        await service.close()

        #expect(log.map(\.entry) == [4, 3])
        #expect(log.allSatisfy { $0.state == .delivered && $0.attempts == 1 && $0.status == 200 })
        #expect(log.map(\.subject) == ["Gift wrap", "Gift wrap"])
        #expect(place.posts.count == 2)
    }

    @Test(.timeLimit(DelivererTests.patience))
    func `what nobody hears is told again later and later, and given up in the end`() async throws {
        let place = try DeliveryPlace()
        let service = try await place.begin()
        let deliverer = place.deliverer(service, answers: Array(repeating: 500, count: 6))
        await deliverer.start()
        try await place.make([.saveWebhook(place.webhook)], service)
        try await place.turn(true, service)

        let log = try await place.log(of: deliverer, done: 1)
        await service.close()

        #expect(log.map(\.state) == [.givenUp])
        #expect(log.first?.attempts == 6)
        #expect(log.first?.answer == "answer")
        let heard = place.posts
        #expect(heard.map(\.seconds) == [0, 2, 4, 64, 664, 4264])
        #expect(Set(heard.map(\.post)).count == 1)
    }

    @Test(.timeLimit(DelivererTests.patience))
    func `without a webhook there is no file`() async throws {
        let place = try DeliveryPlace()
        let service = try await place.begin()
        let deliverer = place.deliverer(service)
        await deliverer.catchUp(to: try await service.picture())
        try await place.turn(true, service)
        await deliverer.catchUp(to: try await service.picture())

        #expect(try await deliverer.answer(.latest(of: nil, limit: 10)) == [])
        #expect(!FileManager.default.fileExists(atPath: place.directory.deliveries))
        await service.close()
    }

    @Test(.timeLimit(DelivererTests.patience))
    func `a post that was under way when the process ended goes out again as the same`()
        async throws
    {
        let place = try DeliveryPlace()
        let service = try await place.begin()
        try await place.make([.saveWebhook(place.webhook)], service)
        try await place.turn(true, service)
        let (asked, ask) = AsyncStream.makeStream(of: OutgoingPost.self)
        let deaf = Deliverer(service, path: place.directory.deliveries) { post in
            ask.yield(post)
            // Nobody answers before the process is gone.
            for await _ in AsyncStream<Void>.makeStream().stream {}
            return .failed("the process ended")
        }
        await deaf.catchUp(to: try await service.picture())
        let lost = await asked.first { _ in true }
        await deaf.close()

        let next = place.deliverer(service)
        await next.catchUp(to: try await service.picture())
        let log = try await place.log(of: next, done: 1)
        await service.close()

        #expect(log.count == 1)
        #expect(place.posts.map(\.post) == [lost])
    }

    @Test(.timeLimit(DelivererTests.patience))
    func `what commands changed while nobody told is told by the next who does`() async throws {
        let place = try DeliveryPlace()
        let service = try await place.begin()
        try await place.turn(true, service)
        try await place.make([.saveWebhook(place.webhook)], service)
        try await place.turn(false, service)
        await service.close()

        let again = try LocalService.open(place.directory, world: place.world).service
        let deliverer = place.deliverer(again)
        await deliverer.start()
        let log = try await place.log(of: deliverer, done: 1)
        try await place.turn(true, again)
        let later = try await place.log(of: deliverer, done: 2)
        await again.close()

        // Entry 2 was made before the webhook.
        #expect(log.map(\.entry) == [4])
        #expect(later.map(\.entry) == [5, 4])
    }

    @Test(.timeLimit(DelivererTests.patience))
    func `one who is deaf holds up nobody else`() async throws {
        let place = try DeliveryPlace()
        let service = try await place.begin()
        let other = Webhook(id: .new, name: "Deaf", url: "http://deaf/")
        let deliverer = Deliverer(service, path: place.directory.deliveries) { post in
            guard post.url == other.url else { return .answered(status: 204, beginning: []) }
            for await _ in AsyncStream<Void>.makeStream().stream {}
            return .failed("ended")
        }
        try await place.make([.saveWebhook(place.webhook), .saveWebhook(other)], service)
        try await place.turn(true, service)
        try await place.turn(false, service)
        await deliverer.catchUp(to: try await service.picture())

        let log = try await place.log(of: deliverer, done: 2)
        await deliverer.close()
        await service.close()

        let told = log.filter { $0.state == .delivered }
        #expect(told.map(\.webhookID) == [place.webhookID, place.webhookID])
        #expect(log.count { $0.webhookID == other.id && $0.state == .waiting } == 2)
    }

    @Test(.timeLimit(DelivererTests.patience))
    func `a webhook that was removed or turned off is told nothing that waits`() async throws {
        let place = try DeliveryPlace()
        let service = try await place.begin()
        let deliverer = place.deliverer(service)
        var other = Webhook(id: .new, name: "Talk", url: "http://b/")
        try await place.make([.saveWebhook(place.webhook), .saveWebhook(other)], service)
        try await place.turn(true, service)
        other.isActive = false
        try await place.make([.removeWebhook(place.webhookID), .saveWebhook(other)], service)
        await deliverer.catchUp(to: try await service.picture())

        let log = try await place.log(of: deliverer, done: 2)
        await service.close()

        #expect(Set(log.map(\.answer)) == ["The webhook was removed.", "The webhook is off."])
        #expect(place.posts.isEmpty)
    }

    @Test(.timeLimit(DelivererTests.patience))
    func `a test and the same once more are told once, and what becomes of it is said`()
        async throws
    {
        let place = try DeliveryPlace()
        let service = try await place.begin()
        try await place.make([.saveWebhook(place.webhook)], service)
        let deliverer = place.deliverer(service, answers: [200, 500])

        let test = try await deliverer.answer(.test(webhook: place.webhookID, by: "Ana"))
        let again = try await deliverer.answer(.resend(String(test[0].id.text.prefix(10))))

        #expect(test.map(\.state) == [.delivered])
        #expect(again.map(\.state) == [.givenUp])
        #expect(again.first?.nextTryAt == nil)
        let heard = place.posts.map(\.post)
        #expect(heard.count == 2)
        #expect(heard[0].body == heard[1].body)
        await #expect(throws: ServiceProblem.self) { _ = try await deliverer.answer(.resend("")) }
        await #expect(throws: ServiceProblem.self) { _ = try await deliverer.answer(.resend("zz")) }
        await #expect(throws: ServiceProblem.refused(.unknown(.webhook, GUID.zero.text))) {
            _ = try await deliverer.answer(.test(webhook: .zero, by: "Ana"))
        }
        await service.close()
    }
}

/// What the log keeps.
struct DeliveryStoreTests {
    private func post(_ place: DeliveryPlace, bytes: Int = 2) -> DeliveryStore.Planned {
        DeliveryStore.Planned(
            id: .new,
            webhookID: place.webhookID,
            entry: 1,
            events: "a",
            subject: "b",
            body: Array(repeating: 32, count: bytes)
        )
    }

    private let done = DeliveryStore.Outcome(
        state: .delivered,
        nextTryAt: nil,
        status: 200,
        answer: ""
    )

    @Test func `the last 1,000 posts of a webhook are remembered, and what waits besides`()
        async throws
    {
        let place = try DeliveryPlace()
        try place.directory.make()
        let store = try DeliveryStore(path: place.directory.deliveries)
        let posts = (0...PostLimits.rememberedPosts).map { _ in post(place) }
        let waiting = post(place)
        try await store.plan([waiting], through: 1, at: place.world.now())

        for post in posts { try await store.keep(post, done, at: place.world.now()) }

        #expect(PostLimits.rememberedPosts == 1000)
        let log = try await store.latest(of: place.webhookID, limit: 2000)
        #expect(log.count == 1001)
        #expect(log.map(\.id) == posts.dropFirst().reversed().map(\.id) + [waiting.id])
        store.close()
    }

    @Test func `a body that is too large is forgotten once the post is done, and not before`()
        async throws
    {
        let place = try DeliveryPlace()
        try place.directory.make()
        let store = try DeliveryStore(path: place.directory.deliveries)
        let limit = PostLimits.rememberedBodyBytes
        let posts = [post(place, bytes: limit), post(place, bytes: limit + 1)]
        try await store.plan(posts, through: 1, at: place.world.now())
        #expect(try await store.due(at: place.world.now()).map(\.body.count) == [limit])

        for post in posts {
            let before = try await store.posts(beginning: post.id.text)
            #expect(before.first?.body == post.body)
            try await store.note(done, of: post.id, to: place.webhookID, at: place.world.now())
        }

        #expect(try await store.posts(beginning: posts[0].id.text).first?.body == posts[0].body)
        #expect(try await store.posts(beginning: posts[1].id.text).first?.body == nil)
        store.close()
    }

    @Test func `the file is for its owner only, and another program's is left alone`() throws {
        let place = try DeliveryPlace()
        try place.directory.make()
        let path = place.directory.deliveries
        try DeliveryStore(path: path).close()

        let rights = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
        #expect(rights as? Int == 0o600)

        try Data("no database at all, but long enough to be read as one".utf8).write(
            to: URL(filePath: path)
        )
        #expect(throws: ServiceProblem.self) { _ = try DeliveryStore(path: path) }
    }

    // MARK: - Templates

    @Test(.timeLimit(DelivererTests.patience))
    func `a template makes the body, which is then signed`() async throws {
        let place = try DeliveryPlace()
        let service = try await place.begin()
        var webhook = place.webhook
        webhook.template = #"{"text": "{{operator}}: {{#each changes}}{{this}}{{/each}}"}"#
        try await place.make([.saveWebhook(webhook)], service)
        let deliverer = place.deliverer(service)
        await deliverer.start()
        try await place.turn(true, service)

        _ = try await place.log(of: deliverer, done: 1)
        await service.close()

        let post = try #require(place.posts.first?.post)
        let text = String(decoding: post.body, as: UTF8.self)
        #expect(text == #"{"text": "Ana: turned Gift wrap on in Practice"}"#)
        let signature = "sha256=" + OutgoingPost.signature(of: post.body, with: webhook.secret)
        #expect(post.fields.contains { $0.value == signature })
    }

    @Test(.timeLimit(DelivererTests.patience))
    func `what a template cannot say is given up, and said once it is mended`() async throws {
        let place = try DeliveryPlace()
        let service = try await place.begin()
        var webhook = place.webhook
        webhook.template = #"{"text": {{operator}}}"#
        try await place.make([.saveWebhook(webhook)], service)
        let deliverer = place.deliverer(service)
        await deliverer.start()
        try await place.turn(true, service)
        let lost = try #require(try await place.log(of: deliverer, done: 1).first)

        webhook.template = #"{"text": {{json operator}}}"#
        try await place.make([.saveWebhook(webhook)], service)
        let again = try await deliverer.answer(.resend(lost.id.text))
        await service.close()

        #expect(lost.state == .givenUp && lost.status == nil)
        #expect(lost.answer.hasPrefix("The template does not make JSON:"), "\(lost.answer)")
        #expect(again.map(\.state) == [.delivered])
        let bodies = place.posts.map { String(decoding: $0.post.body, as: UTF8.self) }
        #expect(bodies == [#"{"text": "Ana"}"#])
    }

    @Test(arguments: [true, false])
    func `an empty body is left out where that is wanted`(isLeftOut: Bool) async throws {
        let place = try DeliveryPlace()
        let service = try await place.begin()
        var webhook = place.webhook
        webhook.template = "{ {{#eq data.object.isEnabled \"true\"}}\"on\": 1{{/eq}} }"
        webhook.skipsEmpty = isLeftOut
        try await place.make([.saveWebhook(webhook)], service)
        let deliverer = place.deliverer(service)
        await deliverer.start()
        try await place.turn(true, service)
        _ = try await place.log(of: deliverer, done: 1)
        try await place.turn(false, service)
        let log = try await place.log(of: deliverer, done: 2)
        await service.close()

        #expect(place.posts.count == (isLeftOut ? 1 : 2))
        let words = "Not sent: the template made an empty body."
        #expect(log.contains { $0.answer == words } == isLeftOut)
    }
}
