import FlagAPI
import NIOHTTP1

/// Everything that can be asked over HTTP.
enum Endpoint: Hashable, Sendable {
    /// The way in for streams, asked without an upgrade.
    case streaming
    /// A server's SDK polls.
    case latestForServer
    /// A client's SDK polls.
    case latestForClient
    /// An SDK reports.
    case track
    /// FeatBit's answers for a customer, on request.
    case evaluate
    /// OpenFeature's answer about one flag.
    case openFeatureFlag(String)
    /// OpenFeature's answers about all flags.
    case openFeatureFlags
    /// OpenFeature's stream of events.
    case openFeatureEvents
    /// A monitoring system wants a flag on or off; the token of its trigger.
    case runTrigger(String)
    /// A person's program asks the service.
    case ask
    /// The same with something large.
    case bulk
    /// The model, for a person's program.
    case picture
    /// Every entry as it is made, for a person's program.
    case entries
    /// Whether the process lives.
    case liveness
    /// Whether it can serve.
    case readiness
    /// Counts for Prometheus.
    case metrics
    /// A browser asks what it may send.
    case preflight
    /// The path is known, the method is not; those that are.
    case otherMethod(String)
    /// Nothing is here.
    case unknown

    /// Finds what a request asks for.
    init(_ method: HTTPMethod, _ target: RequestTarget) {
        guard let (wanted, endpoint) = Self.known(target) else {
            self = .unknown
            return
        }
        switch method {
        case wanted: self = endpoint
        // No page asks for these, and none learns whether it may.
        case .OPTIONS where endpoint.isManagement: self = .unknown
        case .HEAD where endpoint.isManagement: self = .otherMethod(wanted.rawValue)
        // A stream of events has no end that a head could announce.
        case .HEAD where wanted == .GET && endpoint != .openFeatureEvents: self = endpoint
        case .OPTIONS: self = .preflight
        default: self = .otherMethod(wanted.rawValue)
        }
    }

    private static func known(_ target: RequestTarget) -> (HTTPMethod, Endpoint)? {
        switch target.path {
        case "/streaming": (.GET, .streaming)
        case "/api/public/sdk/server/latest-all": (.GET, .latestForServer)
        case "/api/public/sdk/client/latest-all": (.POST, .latestForClient)
        case "/api/public/insight/track": (.POST, .track)
        case "/api/public/featureflag/evaluate": (.POST, .evaluate)
        case "/ofrep/v1/evaluate/flags": (.POST, .openFeatureFlags)
        case "/ofrep/v1/events": (.GET, .openFeatureEvents)
        case HTTPProtocol.ask: (.POST, .ask)
        case HTTPProtocol.bulk: (.POST, .bulk)
        case HTTPProtocol.picture: (.GET, .picture)
        case HTTPProtocol.entries: (.GET, .entries)
        case "/health/liveness": (.GET, .liveness)
        case "/health/readiness": (.GET, .readiness)
        case "/metrics": (.GET, .metrics)
        default:
            target.last(after: "/ofrep/v1/evaluate/flags/").map { (.POST, .openFeatureFlag($0)) }
                ?? target.last(after: TriggerToken.path).map { (.POST, .runTrigger($0)) }
        }
    }

    /// The name under which requests are counted.
    var name: String {
        switch self {
        case .streaming: "streaming"
        case .latestForServer: "server/latest-all"
        case .latestForClient: "client/latest-all"
        case .track: "track"
        case .evaluate: "evaluate"
        case .openFeatureFlag: "ofrep/flag"
        case .openFeatureFlags: "ofrep/flags"
        case .openFeatureEvents: "ofrep/events"
        case .runTrigger: "trigger"
        case .ask: "api/ask"
        case .bulk: "api/import"
        case .picture: "api/picture"
        case .entries: "api/entries"
        case .liveness, .readiness: "health"
        case .metrics: "metrics"
        case .preflight: "preflight"
        case .otherMethod, .unknown: "unknown"
        }
    }

    /// Bytes of a body that are read, at the most.
    var bodyLimit: Int {
        switch self {
        case .track: RequestLimits.reportBytes
        case .bulk: HTTPProtocol.bulkBytes
        case .ask: HTTPProtocol.askBytes
        default: RequestLimits.bodyBytes
        }
    }

    /// Whether it is for people's programs, which prove themselves with a token.
    var isManagement: Bool {
        switch self {
        case .ask, .bulk, .picture, .entries: true
        default: false
        }
    }
}
