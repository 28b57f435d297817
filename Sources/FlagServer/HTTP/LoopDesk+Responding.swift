import FlagAPI
import FlagModel
import JSON
import NIOCore
import NIOHTTP1
import Observations

/// One request, while it is read and then while it is answered.
final class Request {
    let head: HTTPRequestHead
    let target: RequestTarget
    let endpoint: Endpoint
    /// Who asks: an address without a port.
    let address: String
    private(set) var body: [UInt8] = []
    /// The body was longer than what is read, and is not here.
    private(set) var isTooLong = false
    /// Everything has come.
    var isComplete = false
    /// Which person's program asks, as soon as that is known.
    var admitted: ManagementDoor.Admitted?
    /// The place of something large among those that are read at once.
    var pass: ManagementDoor.Pass?

    /// A request whose head has come.
    init(_ head: HTTPRequestHead, _ target: RequestTarget, _ endpoint: Endpoint, address: String) {
        self.head = head
        self.target = target
        self.endpoint = endpoint
        self.address = address
    }

    /// Takes some more of the body; what is too long is thrown away.
    func append(_ part: ByteBufferView) {
        if body.count + part.count > endpoint.bodyLimit {
            body = []
            isTooLong = true
        }
        if !isTooLong { body.append(contentsOf: part) }
    }
}

/// What a request gets.
enum Response {
    /// An answer.
    case answer(HTTPAnswer)
    /// A stream of events that stays open, and the last event that the provider knows.
    case events(KnownSecret, lastID: String?)
    /// An answer that must be waited for.
    case later(@Sendable () async -> HTTPAnswer)
}

extension LoopDesk {
    /// Answers a request.
    ///
    /// - Parameters:
    ///   - request: what is asked.
    ///   - line: the application that asked on this connection before.
    /// - Returns: an answer, or that a stream of events begins.
    func respond(to request: Request, line: inout ApplicationBook.Line?) -> Response {
        switch request.endpoint {
        case .unknown: return .answer(.text("There is nothing here.", .notFound))
        case .otherMethod(let known):
            return .answer(.empty(.methodNotAllowed).with("allow", "\(known), OPTIONS"))
        case .preflight: return .answer(.preflight)
        case .liveness: return .answer(.text("Healthy"))
        case .readiness:
            return .answer(
                isClosing ? .text("Closing", .serviceUnavailable) : .text("Healthy")
            )
        case .metrics: return .answer(.text(metrics))
        case .openFeatureEvents: return events(request)
        case .runTrigger(let token): return trigger(token, request)
        case .streaming: return .answer(streamingWithoutUpgrade(request))
        default: return .answer(withSecret(request, &line))
        }
    }

    /// A stream's address, asked for without an upgrade, or too often with a wrong secret.
    private func streamingWithoutUpgrade(_ request: Request) -> HTTPAnswer {
        // The filter of upgrades takes away the field that asked for one.
        guard request.head.headers.contains(name: "sec-websocket-key") else {
            return .text("Streams are WebSockets: send an upgrade.", .upgradeRequired)
                .with("upgrade", "websocket")
        }
        let seconds = front.secondsToWait(request.address)
        guard seconds > 0 else { return .text("This is no WebSocket request.", .badRequest) }
        return .tooMany(seconds)
    }

    private func events(_ request: Request) -> Response {
        let ticket = request.target["ticket"] ?? ""
        guard let secret = EventsTicket.check(ticket, site, at: front.now()) else {
            return .answer(refusing(Credentials.Refused.noTicket, request))
        }
        return .events(secret, lastID: request.head.headers.first(name: "last-event-id"))
    }

    private func withSecret(_ request: Request, _ line: inout ApplicationBook.Line?) -> HTTPAnswer {
        let known: KnownSecret
        switch site.credentials.find(request.secret) {
        case .success(let found): known = found
        case .failure(let refused): return refusing(refused, request)
        }
        if request.endpoint == .latestForServer, known.secret.kind != .server {
            return refusing(known.refused(.wrongKind(known.secret.kind)), request)
        }
        guard let picture = site.environments[known.environmentID] else {
            return .text("closing", .serviceUnavailable)
        }
        if request.endpoint == .track { return track(request, known, picture) }
        if let fault = request.fault { return fault }
        note(known, request, &line)
        return asking(request, known, picture)
    }

    /// Everything that needs a secret but reports.
    private func asking(
        _ request: Request,
        _ known: KnownSecret,
        _ picture: EnvironmentPicture
    ) -> HTTPAnswer {
        let (answer, observed) = asked(request, known, picture)
        if let observed { front.ingest.offer([observed], in: known.environmentID) }
        return answer
    }

    private func asked(
        _ request: Request,
        _ known: KnownSecret,
        _ picture: EnvironmentPicture
    ) -> OpenFeatureResponses.Response {
        switch request.endpoint {
        case .latestForServer:
            return (FeatBitAnswers.latestForServer(request.target, picture), nil)
        case .latestForClient:
            let (answer, user) = FeatBitAnswers.latestForClient(
                request.target,
                request.body,
                picture
            )
            return (answer, user?.customer.map { ObservedItem(customer: $0) })
        case .evaluate:
            let (answer, user) = FeatBitAnswers.evaluate(request.body, picture)
            return (answer, user?.customer.map { ObservedItem(customer: $0) })
        case .openFeatureFlag(let key):
            return OpenFeatureResponses.flag(key, request.body, picture, at: front.now())
        default:
            return OpenFeatureResponses.flags(
                request.body,
                request.target,
                validator: request.head.headers.first(name: "if-none-match"),
                events: eventsAddress(known, at: front.now()),
                picture
            )
        }
    }

    /// Reports are always answered with 200: SDKs switch their reports off for good on anything
    /// else.
    private func track(
        _ request: Request,
        _ known: KnownSecret,
        _ picture: EnvironmentPicture
    ) -> HTTPAnswer {
        guard !request.isTooLong, request.isPlain else {
            front.ingest.countMalformed(1)
            return .empty(.ok)
        }
        let report = TrackReport(request.body, picture, at: front.now())
        if report.malformedCount > 0 { front.ingest.countMalformed(report.malformedCount) }
        front.ingest.offer(report.items, in: known.environmentID)
        return .empty(.ok)
    }

    /// Writes into the book who asks.
    private func note(
        _ known: KnownSecret,
        _ request: Request,
        _ line: inout ApplicationBook.Line?
    ) {
        let identity = ApplicationBook.Identity(
            secret: known,
            transport: request.endpoint.isOpenFeature ? .openFeature : .polling,
            sdk: request.sdk,
            address: request.address
        )
        if let line, line.identity == identity {
            line.asked(at: front.now())
        } else {
            line = front.book.line(identity, connections: 0, at: front.now())
        }
    }

    private func refusing(_ refused: Credentials.Refused, _ request: Request) -> HTTPAnswer {
        let seconds = front.refuse(refused, sdk: request.sdk, address: request.address)
        if seconds > 0 {
            return .tooMany(seconds, asJSON: request.endpoint.isOpenFeature)
        }
        guard request.endpoint.isOpenFeature else { return .empty(.unauthorized) }
        return .json(
            ["errorDetails": "This secret is not one of an environment here."],
            .unauthorized
        )
    }

    private var metrics: String {
        let report = front.ingest.report
        let lines =
            front.counters.lines
            + Counters.head("flagdeck_entry", "gauge", "The last entry of the journal.")
            + ["flagdeck_entry \(site.entry)"]
            + Counters.head("flagdeck_events_total", "counter", "Reported events, by what became.")
            + ["flagdeck_events_total{outcome=\"written\"} \(report.written)"]
            + ["flagdeck_events_total{outcome=\"malformed\"} \(report.malformed)"]
            + ["flagdeck_events_total{outcome=\"dropped\"} \(report.dropped)"]
            + Counters.head("flagdeck_events_waiting", "gauge", "Reported events to be written.")
            + ["flagdeck_events_waiting \(report.waiting)"]
        return lines.joined(separator: "\n") + "\n"
    }
}

extension Request {
    /// What the application proves itself with: FeatBit's SDKs send it bare, OpenFeature's
    /// providers as a bearer token or an API key.
    var secret: String {
        let headers = head.headers
        guard let text = headers.first(name: "authorization") else {
            return headers.first(name: "x-api-key") ?? ""
        }
        return text.lowercased().hasPrefix("bearer ") ? String(text.dropFirst(7)) : text
    }

    /// What the SDK calls itself.
    var sdk: String {
        head.headers.sdkName
    }

    /// Whether the body is not compressed.
    var isPlain: Bool {
        head.headers.first(name: "content-encoding").map { $0.lowercased() == "identity" } ?? true
    }

    /// Why the body is not read; `nil` when it is.
    var fault: HTTPAnswer? {
        if isTooLong {
            let details = "The body is longer than \(endpoint.bodyLimit) bytes."
            return .json(["errorDetails": .string(details)], .payloadTooLarge)
        }
        guard !isPlain else { return nil }
        return .json(["errorDetails": "Send the body uncompressed."], .unsupportedMediaType)
    }
}

extension HTTPHeaders {
    /// What an SDK calls itself: 64 bytes at the most.
    var sdkName: String {
        let name = first(name: "x-user-agent") ?? first(name: "user-agent") ?? ""
        return String(decoding: name.utf8.prefix(64), as: UTF8.self)
    }
}

extension Endpoint {
    /// Whether it belongs to OpenFeature's protocol.
    var isOpenFeature: Bool {
        switch self {
        case .openFeatureFlag, .openFeatureFlags, .openFeatureEvents: true
        default: false
        }
    }
}

extension HTTPAnswer {
    /// Any page may ask; FeatBit's and OpenFeature's SDKs for browsers send these fields.
    fileprivate static let preflight = HTTPAnswer.empty(.noContent)
        .with("access-control-allow-methods", "GET, POST, OPTIONS")
        .with(
            "access-control-allow-headers",
            "authorization, content-type, if-none-match, x-api-key, x-user-agent"
        )
        .with("access-control-expose-headers", "etag, retry-after")
        .with("access-control-max-age", "86400")

    /// Somebody came too often with wrong credentials.
    fileprivate static func tooMany(_ seconds: Int, asJSON: Bool = false) -> HTTPAnswer {
        let words = "Too many tries with a wrong secret."
        let answer: HTTPAnswer =
            asJSON
            ? .json(["errorDetails": .string(words)], .tooManyRequests)
            : .text(words, .tooManyRequests)
        return answer.with("retry-after", String(seconds))
    }
}

extension Credentials.Refused {
    /// The address of events carries no good ticket.
    fileprivate static let noTicket = Credentials.Refused(
        reason: .malformedToken,
        environmentID: nil
    )
}
