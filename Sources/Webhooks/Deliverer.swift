import FlagAPI
import FlagModel
public import FlagService

/// Tells other systems of changes, in the process that has the data.
///
/// It reads the journal entry by entry and plans what each webhook is told, durably, before it
/// tells anybody: what a process that ends leaves undone, the next one does. So each post goes out
/// at least once, and one that was under way when a process ended may go out twice, with the same
/// id.
public actor Deliverer {
    let service: LocalService
    let path: String
    let send: PostSending
    /// The file, once it is needed.
    var opened: DeliveryStore?
    /// The last entry whose posts are planned, and the model that it left.
    var position: (entry: UInt64, model: Model)?
    private var following: Task<Void, Never>?
    var timer: Task<Void, Never>?
    /// Webhooks to which a post is under way.
    var busy: Set<GUID> = []
    var isClosed = false

    /// Microseconds of changes that a webhook is told when nothing is known of what it was told
    /// before: one day.
    static let longestPast: Int64 = 86_400_000_000
    /// Entries that are looked at between two writes to the file.
    static let entriesAtOnce = 500

    /// Names a deliverer; it does nothing before ``start()`` but answer.
    ///
    /// - Parameters:
    ///   - service: whose changes are told.
    ///   - path: where its file is, or is to be made once there is a webhook.
    ///   - send: sends one post.
    public init(
        _ service: LocalService,
        path: String,
        send: @escaping PostSending = CurlSending.send
    ) {
        self.service = service
        self.path = path
        self.send = send
    }

    /// Follows the journal until the service closes.
    public func start() {
        guard following == nil, !isClosed else { return }
        following = Task(executorPreference: service.world.executor) { [weak self, service] in
            guard let updates = try? await service.updates() else { return }
            for await picture in updates { await self?.catchUp(to: picture) }
            // The data may be another process's now, and so is the telling.
            await self?.close()
        }
    }

    /// Ends: what is under way is done by whoever has the data next.
    public func close() {
        isClosed = true
        following?.cancel()
        timer?.cancel()
        opened?.close()
        opened = nil
    }

    /// The file, opened or made now when it is first needed.
    func store() throws(ServiceProblem) -> DeliveryStore {
        guard !isClosed else { throw .unreachable(text: "The data is being closed.") }
        if let opened { return opened }
        let store = try DeliveryStore(path: path)
        opened = store
        return store
    }
}

// MARK: - Telling

extension Deliverer {
    /// Sends what is due, one post to each webhook at a time, and comes back when the next one is.
    func tellDue() async {
        guard !isClosed else { return }
        do throws(ServiceProblem) {
            let store = try store()
            for post in try await store.due(at: service.world.now()) {
                guard !isClosed, busy.count < PostLimits.postsAtOnce else { break }
                guard busy.insert(post.webhookID).inserted else { continue }
                Task(executorPreference: service.world.executor) { await self.tell(post) }
            }
            // Who is told now comes back here; the others must wait for a webhook to be free.
            guard busy.count < PostLimits.postsAtOnce else { return }
            arm(try await store.nextDue(besides: busy))
        } catch {
            arm(service.world.now().adding(microseconds: 60_000_000))
        }
    }

    private func arm(_ next: Moment?) {
        timer?.cancel()
        timer = nil
        guard let next, let wait = service.world.wait, !isClosed else { return }
        let left = (next.microseconds - service.world.now().microseconds + 999) / 1000
        // The wall clock may be set meanwhile.
        let milliseconds = min(60_000, max(0, left))
        timer = Task(executorPreference: service.world.executor) { [weak self] in
            await wait(milliseconds)
            guard !Task.isCancelled else { return }
            await self?.timeHasCome()
        }
    }

    private func timeHasCome() async {
        // The timer has done its work: arming the next one must not cancel this.
        timer = nil
        await tellDue()
    }

    private func tell(_ post: DeliveryStore.Waiting) async {
        let outcome = await outcome(of: post)
        busy.remove(post.webhookID)
        guard !isClosed, let store = try? store() else { return }
        try? await store.note(
            outcome,
            of: post.id,
            to: post.webhookID,
            at: service.world.now()
        )
        await tellDue()
    }

    private func outcome(of post: DeliveryStore.Waiting) async -> DeliveryStore.Outcome {
        guard let webhook = position?.model.webhook(post.webhookID) else {
            return .givenUp("The webhook was removed.")
        }
        guard webhook.isActive else { return .givenUp("The webhook is off.") }
        do throws(OutgoingPost.Unsaid) {
            let answer = try await said(post.body, to: webhook, id: post.id, events: post.events)
            let now = service.world.now()
            return DeliveryStore.Outcome(answer, afterTries: post.attempts + 1, at: now)
        } catch {
            return .givenUp(error.reason)
        }
    }

    /// What comes of telling a webhook something now, in the form that it wants now.
    func said(
        _ told: [UInt8],
        to webhook: Webhook,
        id: GUID,
        events: String
    ) async throws(OutgoingPost.Unsaid) -> PostAnswer {
        await send(try OutgoingPost(telling: told, to: webhook, id: id, events: events))
    }
}

extension Deliverer {
    /// Lets the service ask, and begins to tell if this process is to.
    public nonisolated func attach(delivers: Bool) {
        service.setDeliverySource { [weak self] request throws(ServiceProblem) in
            guard let self else { throw .unreachable(text: "The data is being closed.") }
            return try await answer(request)
        }
        guard delivers else { return }
        Task(executorPreference: service.world.executor) { await self.start() }
    }
}
