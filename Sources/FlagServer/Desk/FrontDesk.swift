import FlagAPI
import FlagModel
import Observations
import Synchronization
import TLS

/// What all connections share.
final class FrontDesk: Sendable {
    /// How the server was set up.
    let settings: ServerSettings
    /// The wall clock.
    let now: @Sendable () -> Moment
    /// Who asks, and who could not connect.
    let book = ApplicationBook()
    /// What was done so far.
    let counters = Counters()
    /// Takes what applications report.
    let ingest: any ObservationIngest
    /// Is told of somebody who could not connect, the first time.
    let note: @Sendable (RefusedApplication) -> Void
    /// What the server proves with who it is; `nil` when connections are not encrypted.
    let certificate: ServerCertificate?
    /// Runs triggers; `nil` where there are none.
    let triggers: TriggerRunning?
    /// The way in for people's programs; `nil` when there is none.
    let management: ManagementDoor?
    private let gate = Mutex(FailureGate())
    private let peers = Mutex<[String: Int]>([:])

    /// Opens the desk.
    init(
        settings: ServerSettings,
        now: @escaping @Sendable () -> Moment,
        ingest: any ObservationIngest,
        certificate: ServerCertificate? = nil,
        triggers: TriggerRunning? = nil,
        management: Management? = nil,
        note: @escaping @Sendable (RefusedApplication) -> Void = { _ in }
    ) {
        self.settings = settings
        self.now = now
        self.ingest = ingest
        self.certificate = certificate
        self.triggers = triggers
        self.note = note
        self.management = management.map { ManagementDoor($0, settings, certificate, now: now) }
    }

    /// Notes that somebody was not let in.
    ///
    /// - Returns: the seconds that they must wait, when they have come too often; else 0.
    func refuse(_ refused: Credentials.Refused, sdk: String, address: String) -> Int {
        let time = now()
        counters.refusals.add(1, ordering: .relaxed)
        let seconds = gate.withLock { gate in
            let seconds = gate.secondsToWait(address, at: time)
            gate.failed(address, at: time)
            return seconds
        }
        let entry = book.refused(refused, sdk: sdk, address: address, at: time)
        // Whoever comes again and again, or under ever new names, is told of once.
        if entry.count == 1, seconds == 0 { note(entry) }
        return seconds
    }

    /// Notes that somebody came with a token that no trigger has.
    ///
    /// - Returns: the seconds that they must wait, when they have come too often; else 0.
    func refuseTrigger(_ address: String) -> Int {
        let time = now()
        counters.refusals.add(1, ordering: .relaxed)
        return gate.withLock { gate in
            let seconds = gate.secondsToWait(address, at: time)
            gate.failed(address, at: time)
            return seconds
        }
    }

    /// Notes that somebody came with a wrong secret before the time was up.
    func noteWaiting(_ refused: Credentials.Refused, _ sdk: String, _ address: String) {
        counters.refusals.add(1, ordering: .relaxed)
        book.refused(refused, sdk: sdk, address: address, at: now())
    }

    /// Whole seconds that an address must wait before it may try again; 0 when it may.
    func secondsToWait(_ address: String) -> Int {
        let time = now()
        return gate.withLock { $0.secondsToWait(address, at: time) }
    }

    /// Whether one more connection of a peer may stay; one that may not is noted in the book.
    func admit(peer: String) -> Bool {
        let count = counters.connections.add(1, ordering: .relaxed).newValue
        let own = peers.withLock { peers in
            peers[peer, default: 0] += 1
            return peers[peer, default: 0]
        }
        guard count <= settings.connectionCount, own <= settings.connectionsPerPeer else {
            let refused = Credentials.Refused(reason: .tooMany, environmentID: nil)
            book.refused(refused, sdk: "", address: peer, at: now())
            return false
        }
        return true
    }

    /// A connection that was counted by ``admit(peer:)`` is gone.
    func left(peer: String) {
        counters.connections.subtract(1, ordering: .relaxed)
        peers.withLock { peers in
            let rest = peers[peer, default: 1] - 1
            peers[peer] = rest > 0 ? rest : nil
        }
    }
}
