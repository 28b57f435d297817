import FeatBit
import FlagAPI
import FlagModel
import FlagService
import JSON

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension Deliverer {
    /// Plans what every entry up to a picture's tells.
    func catchUp(to picture: Picture) async {
        let isUnused = opened == nil && access(path, F_OK) != 0
        if isUnused, !picture.model.hasWebhooks {
            // As long as nobody is to be told of anything, there is no file.
            position = (picture.entry, picture.model)
            return
        }
        do throws(ServiceProblem) {
            var place = try await beginning(picture)
            while place.entry < picture.entry, !isClosed {
                place = try await planned(after: place, through: picture.entry)
                position = place
            }
            await tellDue()
        } catch {
            // The next change tries again from where this stopped.
        }
    }

    /// Where to go on: in memory, in the file, or else where the first webhook was made.
    private func beginning(
        _ picture: Picture
    ) async throws(ServiceProblem) -> (entry: UInt64, model: Model) {
        if let position { return position }
        var known = try await store().position()
        if known == nil { known = try await entryOfFirstWebhook(picture) }
        // A restored backup may be older than the file.
        let entry = min(known ?? picture.entry, picture.entry)
        let place = (entry, try await service.picture(at: .entry(entry)).picture.model)
        position = place
        return place
    }

    /// The entry that made the first of the present webhooks, or a later one when that is long ago.
    private func entryOfFirstWebhook(_ picture: Picture) async throws(ServiceProblem) -> UInt64 {
        let subjects = picture.model.webhooks.map { Subject.webhook($0.id) }
        let since = service.world.now().adding(microseconds: -Self.longestPast)
        var request = HistoryRequest(
            limit: HistoryRequest.maximumLimit,
            subjects: Set(subjects),
            from: since
        )
        var first = picture.entry
        while true {
            let page = try await service.history(request)
            first = min(first, page.entries.last?.number ?? first)
            guard let next = page.next else { break }
            request.before = next
        }
        let old = try await service.picture(at: .time(since)).picture
        return old.model.hasWebhooks ? min(first, old.entry) : first
    }

    /// Plans what some entries after a place tell.
    private func planned(
        after place: (entry: UInt64, model: Model),
        through last: UInt64
    ) async throws(ServiceProblem) -> (entry: UInt64, model: Model) {
        let end = min(last, place.entry + UInt64(Self.entriesAtOnce))
        let page = try await service.history(
            HistoryRequest(before: end + 1, limit: Self.entriesAtOnce)
        )
        var (entry, model) = place
        var posts: [DeliveryStore.Planned] = []
        for next in page.entries.reversed() where next.number > place.entry {
            if next.number != entry + 1 {
                // What lay in between was forgotten on purpose.
                model = try await service.picture(at: .entry(next.number - 1)).picture.model
            }
            do throws(Refusal) {
                let after = try model.applying(next.changeSet)
                posts += try plannedPosts(for: next, before: model, after: after)
                model = after
            } catch {
                throw .refused(error)
            }
            entry = next.number
        }
        if entry < end {
            entry = end
            model = try await service.picture(at: .entry(end)).picture.model
        }
        try await store().plan(posts, through: entry, at: service.world.now())
        return (entry, model)
    }

    private func plannedPosts(
        for entry: HistoryEntry,
        before: Model,
        after: Model
    ) throws(Refusal) -> [DeliveryStore.Planned] {
        guard after.hasWebhooks else { return [] }
        return try WebhookPost.posts(
            for: entry.changeSet,
            before: before,
            after: after,
            to: after.webhooks
        ).map { webhook, post in
            DeliveryStore.Planned(
                id: newID(),
                webhookID: webhook.id,
                entry: entry.number,
                events: post.eventNames,
                subject: (after.holds(post.subject) ? after : before).name(of: post.subject),
                body: post.body.canonicalBytes()
            )
        }
    }

    func newID() -> GUID {
        var random = WorldBits(world: service.world)
        return GUID(using: &random)
    }
}

extension Model {
    /// Whether a flag or an audience is there.
    fileprivate func holds(_ subject: Subject) -> Bool {
        guard let place = subject.environmentID, let state = environment(place) else {
            return false
        }
        return state.flag(subject.id) != nil || state.audience(subject.id) != nil
    }
}

/// The world's random bits as a generator.
private struct WorldBits: RandomNumberGenerator {
    let world: LocalService.World

    mutating func next() -> UInt64 { world.random() }
}
