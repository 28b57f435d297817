import FlagAPI
import FlagModel
import NIOCore

/// One event loop's connections and the site that they are served from; only used on its loop.
///
/// Every loop has its own, so serving takes no lock. A change reaches all of them in turn.
final class LoopDesk {
    /// What all loops share.
    let front: FrontDesk
    /// What applications are told now.
    private(set) var site: Site
    /// The loop is about to end: whoever comes now is asked to come back.
    private(set) var isClosing = false

    private var streams: [GUID: [ObjectIdentifier: StreamHandler]] = [:]
    private var doorbells: [GUID: [ObjectIdentifier: RequestHandler]] = [:]
    /// Addresses of events by secret, made anew every hour.
    private var eventsAddresses: [String: (expiry: Int64, text: String)] = [:]
    private var guarded: [ObjectIdentifier: any Guarded] = [:]
    private var rounds: RepeatedTask?
    let loop: any EventLoop

    /// A connection that is closed when it misses a deadline.
    protocol Guarded: AnyObject {
        /// Looks at the clock, once a second.
        func look(at now: NIODeadline)
    }

    /// Opens the desk of a loop.
    init(_ front: FrontDesk, _ site: Site, on loop: any EventLoop) {
        self.front = front
        self.site = site
        self.loop = loop
    }

    // MARK: - Connections

    /// A connection is there; the loop looks at it once a second from now on.
    func enter(_ connection: any Guarded) {
        guarded[ObjectIdentifier(connection)] = connection
        guard rounds == nil else { return }
        let bound = NIOLoopBound(self, eventLoop: loop)
        rounds = loop.scheduleRepeatedTask(initialDelay: .seconds(1), delay: .seconds(1)) { _ in
            bound.value.goRound()
        }
    }

    /// A connection is gone.
    func leave(_ connection: any Guarded) {
        guarded[ObjectIdentifier(connection)] = nil
        // A loop without connections sleeps.
        guard guarded.isEmpty else { return }
        rounds?.cancel()
        rounds = nil
    }

    private func goRound() {
        let now = NIODeadline.now()
        for connection in guarded.values { connection.look(at: now) }
    }

    /// A stream wants to be told of changes.
    func follow(_ stream: StreamHandler, in place: GUID) {
        streams[place, default: [:]][ObjectIdentifier(stream)] = stream
    }

    /// A stream is gone.
    func unfollow(_ stream: StreamHandler, in place: GUID) {
        streams[place]?[ObjectIdentifier(stream)] = nil
    }

    /// A stream of events wants to be told of changes.
    func follow(_ doorbell: RequestHandler, in place: GUID) {
        doorbells[place, default: [:]][ObjectIdentifier(doorbell)] = doorbell
    }

    /// A stream of events is gone.
    func unfollow(_ doorbell: RequestHandler, in place: GUID) {
        doorbells[place]?[ObjectIdentifier(doorbell)] = nil
    }

    /// Where the holder of a secret hears of changes, with a proof that they hold it.
    func eventsAddress(_ known: KnownSecret, at now: Moment) -> String {
        let expiry = EventsTicket.expiry(at: now)
        if let made = eventsAddresses[known.secret.value], made.expiry == expiry {
            return made.text
        }
        let text = "/ofrep/v1/events?ticket=" + EventsTicket.make(known, at: now)
        eventsAddresses[known.secret.value] = (expiry, text)
        return text
    }

    // MARK: - Changes

    /// Serves from another site from now on, and tells the streams what is new.
    func adopt(_ site: Site, _ changes: [GUID: LiveChanges]) {
        let earlier = self.site
        self.site = site
        if site.credentials != earlier.credentials {
            eventsAddresses = [:]
            closeRevoked()
        }
        for (place, change) in changes {
            guard let picture = site.environments[place] else { continue }
            for stream in streams[place, default: [:]].values { stream.tell(change, picture) }
            for doorbell in doorbells[place, default: [:]].values { doorbell.ring(picture) }
        }
    }

    private func closeRevoked() {
        for stream in streams.values.flatMap(\.values) where !site.holds(stream.secret) {
            stream.end(.invalidCredentials)
        }
        for doorbell in doorbells.values.flatMap(\.values) { doorbell.closeIfRevoked() }
    }

    /// Asks every stream to come back later; the connections then end.
    func close() {
        isClosing = true
        for stream in streams.values.flatMap(\.values) { stream.end(.goingAway) }
        for doorbell in doorbells.values.flatMap(\.values) { doorbell.close() }
        rounds?.cancel()
        rounds = nil
    }
}

extension Site {
    /// Whether a secret is still good.
    func holds(_ known: KnownSecret) -> Bool {
        (try? credentials.find(known.secret.value).get()) == known
    }
}
