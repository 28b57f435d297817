import FeatBit
public import FlagAPI
import FlagModel
import FlagService
import JSON

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension Deliverer {
    /// What was told, or what becomes of telling something now.
    public func answer(
        _ request: DeliveryRequest
    ) async throws(ServiceProblem) -> [Delivery] {
        switch request {
        case .latest(let webhookID, let limit):
            guard opened != nil || access(path, F_OK) == 0 else { return [] }
            let most = min(max(1, limit), DeliveryRequest.maximumLimit)
            return try await store().latest(of: webhookID, limit: most)
        case .resend(let text): return [try await resent(text)]
        case .test(let id, let person):
            let body = WebhookPost.test(by: person, at: service.world.now()).canonicalBytes()
            let post = DeliveryStore.Planned(
                id: newID(),
                webhookID: id,
                entry: 0,
                events: WebhookPost.testEvent,
                subject: "a test",
                body: body
            )
            return [try await toldOnce(post)]
        }
    }

    private func resent(_ text: String) async throws(ServiceProblem) -> Delivery {
        let found =
            text.isEmpty || (opened == nil && access(path, F_OK) != 0)
            ? [] : try await store().posts(beginning: text)
        guard let earlier = found.first, found.count == 1 else {
            throw .observations(
                text: "There is no delivery \"\(text)\", or there are several that begin so. "
                    + "See what there is with: flagdeck webhook deliveries"
            )
        }
        guard let body = earlier.body else {
            throw .observations(
                text: "The delivery \(text) was too large to be kept for sending it again."
            )
        }
        return try await toldOnce(
            DeliveryStore.Planned(
                id: newID(),
                webhookID: earlier.delivery.webhookID,
                entry: earlier.delivery.entry,
                events: earlier.delivery.events,
                subject: earlier.delivery.subject,
                body: body
            )
        )
    }

    /// Sends a post that somebody waits for: once, also to a webhook that is off.
    private func toldOnce(_ post: DeliveryStore.Planned) async throws(ServiceProblem) -> Delivery {
        let model = try await service.picture().model
        guard let webhook = model.webhook(post.webhookID) else {
            throw .refused(.unknown(.webhook, post.webhookID.text))
        }
        let outcome: DeliveryStore.Outcome
        do throws(OutgoingPost.Unsaid) {
            outcome = DeliveryStore.Outcome(
                try await said(post.body, to: webhook, id: post.id, events: post.events)
            )
        } catch {
            outcome = .givenUp(error.reason)
        }
        let store = try store()
        try await store.keep(post, outcome, at: service.world.now())
        guard let kept = try await store.posts(beginning: post.id.text).first else {
            throw .observations(text: "The log of webhooks forgot what was just sent.")
        }
        return kept.delivery
    }
}
