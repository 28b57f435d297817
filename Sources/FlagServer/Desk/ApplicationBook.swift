import FlagAPI
import FlagModel
import Synchronization

/// Who asks, and who could not connect: bounded, shared by all connections.
final class ApplicationBook: Sendable {
    private let pages = Mutex(Pages())

    /// Microseconds after which one that asks from time to time is forgotten: ten minutes.
    static let forgetAfter: Int64 = 600_000_000

    /// One application's line in the book; those who ask note in it when they did.
    final class Line: Sendable {
        let identity: Identity
        fileprivate let times: Mutex<Times>

        fileprivate struct Times {
            var connectionCount = 0
            var connectedAt: Moment
            var lastAskedAt: Moment
        }

        fileprivate init(_ identity: Identity, at now: Moment) {
            self.identity = identity
            times = Mutex(Times(connectedAt: now, lastAskedAt: now))
        }

        /// It asked for something.
        func asked(at now: Moment) {
            times.withLock { $0.lastAskedAt = now }
        }
    }

    /// What makes connections the same application.
    struct Identity: Hashable, Sendable {
        let secret: KnownSecret
        let transport: Application.Transport
        let sdk: String
        let address: String
    }

    fileprivate struct Pages {
        var lines: [Identity: Line] = [:]
        var refusals: [RefusalIdentity: RefusedApplication] = [:]
    }

    fileprivate struct RefusalIdentity: Hashable {
        let kind: RefusedApplication.Reason
        let environmentID: GUID?
        let address: String
        let sdk: String
    }

    /// The line of an application that asks; it counts as asked now.
    ///
    /// - Parameters:
    ///   - identity: who it is.
    ///   - connections: how many more held connections it has: 1, or 0 for one that asks.
    ///   - now: the time.
    /// - Returns: the line, the same one for the same identity.
    func line(_ identity: Identity, connections: Int, at now: Moment) -> Line {
        pages.withLock { pages in
            let line = pages.line(identity, at: now)
            line.times.withLock { times in
                if times.connectionCount == 0, connections > 0 { times.connectedAt = now }
                times.connectionCount += connections
                times.lastAskedAt = now
            }
            return line
        }
    }

    /// One of an application's held connections ended.
    func left(_ line: Line) {
        pages.withLock { pages in
            let rest = line.times.withLock { times in
                times.connectionCount -= 1
                return times.connectionCount
            }
            if rest <= 0, pages.lines[line.identity] === line { pages.lines[line.identity] = nil }
        }
    }

    /// Somebody was not let in.
    ///
    /// - Returns: what is known of them by now.
    @discardableResult
    func refused(
        _ refused: Credentials.Refused,
        sdk: String,
        address: String,
        at now: Moment
    ) -> RefusedApplication {
        let identity = RefusalIdentity(
            kind: refused.reason.withoutSeconds,
            environmentID: refused.environmentID,
            address: address,
            sdk: sdk
        )
        return pages.withLock { pages in
            pages.makeRoomForRefusal(identity)
            let entry = RefusedApplication(
                reason: refused.reason,
                environmentID: refused.environmentID,
                sdk: sdk,
                address: address,
                count: (pages.refusals[identity]?.count ?? 0) + 1,
                lastTriedAt: now
            )
            pages.refusals[identity] = entry
            return entry
        }
    }

    /// Everything as it is now.
    func report(at now: Moment) -> (applications: [Application], refusals: [RefusedApplication]) {
        pages.withLock { pages in
            pages.forgetSilent(at: now)
            return (
                pages.lines.values.map(\.application)
                    .sorted { $0.connectedAt > $1.connectedAt },
                pages.refusals.values.sorted { $0.lastTriedAt > $1.lastTriedAt }
            )
        }
    }
}

extension ApplicationBook.Line {
    fileprivate var application: Application {
        times.withLock { times in
            Application(
                environmentID: identity.secret.environmentID,
                secretName: identity.secret.secret.name,
                kind: identity.secret.secret.kind,
                transport: identity.transport,
                sdk: identity.sdk,
                address: identity.address,
                connectionCount: times.connectionCount,
                connectedAt: times.connectedAt,
                lastAskedAt: times.lastAskedAt
            )
        }
    }

    fileprivate func isSilent(at now: Moment) -> Bool {
        times.withLock { times in
            times.connectionCount == 0
                && now.microseconds - times.lastAskedAt.microseconds > ApplicationBook.forgetAfter
        }
    }

    fileprivate var lastAskedAt: Moment { times.withLock(\.lastAskedAt) }

    fileprivate var isConnected: Bool { times.withLock { $0.connectionCount > 0 } }
}

extension ApplicationBook.Pages {
    /// When the book is full, whoever asked from time to time and is silent longest makes room.
    fileprivate mutating func line(
        _ identity: ApplicationBook.Identity,
        at now: Moment
    ) -> ApplicationBook.Line {
        if let line = lines[identity] { return line }
        let line = ApplicationBook.Line(identity, at: now)
        if lines.count >= ApplicationsReport.maximumRows {
            forgetSilent(at: now)
            if lines.count >= ApplicationsReport.maximumRows,
                let oldest = lines.filter({ !$0.value.isConnected })
                    .min(by: { $0.value.lastAskedAt < $1.value.lastAskedAt })
            {
                lines[oldest.key] = nil
            }
        }
        lines[identity] = line
        // Whoever is connected is no longer one of those who could not.
        refusals = refusals.filter {
            $0.key.sdk != identity.sdk || $0.key.address != identity.address
                || $0.key.environmentID != identity.secret.environmentID
        }
        return line
    }

    fileprivate mutating func forgetSilent(at now: Moment) {
        lines = lines.filter { !$0.value.isSilent(at: now) }
    }

    fileprivate mutating func makeRoomForRefusal(_ identity: ApplicationBook.RefusalIdentity) {
        guard refusals[identity] == nil, refusals.count >= ApplicationsReport.maximumRows,
            let oldest = refusals.min(by: { $0.value.lastTriedAt < $1.value.lastTriedAt })
        else { return }
        refusals[oldest.key] = nil
    }
}

extension RefusedApplication.Reason {
    /// The same reason whatever the clock says, so that repeated tries are one row.
    fileprivate var withoutSeconds: RefusedApplication.Reason {
        if case .clockOff = self { .clockOff(seconds: 0) } else { self }
    }
}
