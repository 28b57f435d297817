import FlagAPI
import FlagModel
import NIOHTTP1
import Synchronization
import TLS

/// Lets people's programs in: checks where a request comes from and whose token it carries.
final class ManagementDoor: Sendable {
    let management: Management
    private let names: Set<String>
    private let certificate: ServerCertificate?
    private let now: @Sendable () -> Moment
    private let gate = Mutex(FailureGate())
    private let inside = Mutex<[Pass.Kind: Int]>([:])

    /// Opens the door of a server.
    init(
        _ management: Management,
        _ settings: ServerSettings,
        _ certificate: ServerCertificate?,
        now: @escaping @Sendable () -> Moment
    ) {
        self.management = management
        self.now = now
        self.certificate = certificate
        names = Set(([settings.host] + settings.publicNames).map { $0.lowercased() })
    }

    /// Somebody who may ask, and with what they proved it.
    struct Admitted: Sendable {
        let caller: Caller
        let token: TokenText
    }

    /// Somebody who may not, and what they are told.
    struct Refused: Error {
        let answer: HTTPAnswer

        init(
            _ status: Int,
            _ code: String,
            _ text: String,
            _ field: (name: String, value: String)
        ) {
            answer = .problem(HTTPProblem(status, code, text)).with(field.name, field.value)
        }
    }

    // MARK: - From where

    /// Why a request is refused whoever sent it; `nil` when it is not.
    ///
    /// A page in a browser may send requests to this machine, also under a name of its own that
    /// leads here: such a request carries `Origin` or a strange `Host`, and no program's does.
    func fault(in head: HTTPRequestHead) -> HTTPProblem? {
        Self.fault(in: head) { [names, certificate] name in
            names.contains(name) || certificate?.isFor(name) == true
        }
    }

    /// Why a request to a server that goes by some names is refused.
    static func fault(
        in head: HTTPRequestHead,
        isOwnName: (String) -> Bool
    ) -> HTTPProblem? {
        guard !head.headers.contains(name: "origin") else {
            return HTTPProblem(
                403,
                "request.from-page",
                "Pages in a browser may not use this way in. Use the flagdeck program."
            )
        }
        let hosts = head.headers["host"]
        guard hosts.count == 1, let name = hosts.first.map(name(inHost:)),
            ServerSettings.isLoopback(name) || isOwnName(name)
        else {
            return HTTPProblem(
                403,
                "request.unknown-host",
                "This service does not go by the name in the request's Host field. If others "
                    + "reach it under that name, start it with --public-name NAME."
            )
        }
        return nil
    }

    /// The name without the port, in lower case: of `[::1]:5100`, `::1`.
    private static func name(inHost host: String) -> String {
        let host = host.lowercased()
        if host.hasPrefix("[") { return String(host.dropFirst().prefix { $0 != "]" }) }
        return String(host.prefix { $0 != ":" })
    }

    // MARK: - Who

    /// Finds out who asks.
    ///
    /// - Parameters:
    ///   - authorization: the field of the request with that name.
    ///   - address: where it comes from.
    /// - Returns: who it is, or what whoever it is is told.
    func admit(
        _ authorization: String?,
        from address: String
    ) async -> Result<Admitted, Refused> {
        let text: String
        switch Self.token(in: authorization) {
        case .success(let token):
            let caller = await management.authenticate(token, now())
            if let caller { return .success(Admitted(caller: caller, token: token)) }
            text = "This token is not known here: it was taken back, or it has expired."
        case .failure(let fault):
            text =
                authorization == nil
                ? "A token is missing: send it as Authorization: Bearer fdk_…" : fault.text
        }
        // Good tokens from the same address are not slowed down by wrong ones.
        let time = now()
        let seconds = gate.withLock { gate in
            let seconds = gate.secondsToWait(address, at: time)
            gate.failed(address, at: time)
            return seconds
        }
        guard seconds > 0 else {
            return .failure(Refused(401, "token.refused", text, ("www-authenticate", "Bearer")))
        }
        let waiting = "Too many tries with a wrong token. Try again in \(seconds) s."
        return .failure(Refused(429, "token.too-many", waiting, ("retry-after", "\(seconds)")))
    }

    /// Whether somebody who was let in to follow still may: the token is good, and its person may
    /// look.
    func isStillGood(_ admitted: Admitted) async -> Bool {
        let caller = await management.authenticate(admitted.token, now())
        guard caller?.way == admitted.caller.way else { return false }
        return await refusal(of: admitted.caller) == nil
    }

    private static func token(in field: String?) -> Result<TokenText, TokenText.Fault> {
        guard let field, field.lowercased().hasPrefix("bearer ") else {
            return .failure(.noToken)
        }
        return Result { () throws(TokenText.Fault) in
            try TokenText(String(field.dropFirst(7).drop { $0 == " " }))
        }
    }

    // MARK: - How many

    /// A place among those that are inside at once; gives it back when it is let go.
    final class Pass: Sendable {
        private let door: ManagementDoor
        private let kind: Kind

        /// What somebody is inside for.
        enum Kind: Hashable {
            /// To hear of every entry.
            case following
            /// To send something large.
            case bulk

            /// How many may be, at once.
            var most: Int {
                switch self {
                case .following: RequestLimits.followers
                case .bulk: RequestLimits.bulkRequests
                }
            }
        }

        fileprivate init(_ door: ManagementDoor, _ kind: Kind) {
            self.door = door
            self.kind = kind
        }

        deinit {
            door.inside.withLock { $0[kind, default: 1] -= 1 }
        }
    }

    /// A place, if there is one.
    func pass(_ kind: Pass.Kind) -> Pass? {
        let isFree = inside.withLock { inside in
            guard inside[kind, default: 0] < kind.most else { return false }
            inside[kind, default: 0] += 1
            return true
        }
        return isFree ? Pass(self, kind) : nil
    }
}
