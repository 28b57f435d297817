public import FlagModel

/// Which applications ask this service, and which ones tried and could not.
public struct ApplicationsReport: Hashable, Sendable {
    /// Where applications reach the service, such as `http://127.0.0.1:5100`; `nil` when this
    /// process does not listen for them.
    public var address: String?
    /// Who asks, the most recently connected first; ``maximumRows`` at the most.
    public var applications: [Application]
    /// Who could not connect, the latest first; ``maximumRows`` at the most.
    public var refusals: [RefusedApplication]
    /// What became of what they reported.
    public var ingest: IngestReport

    /// Rows of either list, at the most.
    public static let maximumRows = 1000

    /// Puts the parts together.
    public init(
        address: String? = nil,
        applications: [Application] = [],
        refusals: [RefusedApplication] = [],
        ingest: IngestReport = IngestReport()
    ) {
        self.address = address
        self.applications = applications
        self.refusals = refusals
        self.ingest = ingest
    }
}

/// Connections of the same kind from the same place.
public struct Application: Hashable, Sendable {
    /// Where its flags live.
    public let environmentID: GUID
    /// What people call the secret that it proves itself with.
    public let secretName: String
    /// What the secret allows.
    public let kind: Secret.Kind
    /// How it asks.
    public let transport: Transport
    /// The name that its SDK gives itself; may be empty.
    public let sdk: String
    /// Where it connects from: an address without a port.
    public let address: String
    /// Connections that are open now; 0 for one that asks from time to time.
    public let connectionCount: Int
    /// When the oldest of the open connections was made, or when it first asked.
    public let connectedAt: Moment
    /// When it last sent something.
    public let lastAskedAt: Moment

    /// The ways to ask.
    public enum Transport: String, Hashable, Sendable, CaseIterable {
        /// A held WebSocket of a FeatBit SDK.
        case streaming
        /// Requests of a FeatBit SDK from time to time.
        case polling
        /// OpenFeature's remote evaluation.
        case openFeature
    }

    /// Puts the parts together.
    public init(
        environmentID: GUID,
        secretName: String,
        kind: Secret.Kind,
        transport: Transport,
        sdk: String,
        address: String,
        connectionCount: Int,
        connectedAt: Moment,
        lastAskedAt: Moment
    ) {
        self.environmentID = environmentID
        self.secretName = secretName
        self.kind = kind
        self.transport = transport
        self.sdk = sdk
        self.address = address
        self.connectionCount = connectionCount
        self.connectedAt = connectedAt
        self.lastAskedAt = lastAskedAt
    }
}

/// Somebody who could not connect, and why.
public struct RefusedApplication: Hashable, Sendable {
    /// Why.
    public let reason: Reason
    /// The environment that the secret names, when there is one.
    public let environmentID: GUID?
    /// The name that its SDK gives itself; may be empty.
    public let sdk: String
    /// Where it connects from: an address without a port.
    public let address: String
    /// How often it tried in a row.
    public let count: Int
    /// When it last tried.
    public let lastTriedAt: Moment

    /// Why a connection is refused.
    public enum Reason: Hashable, Sendable {
        /// No environment has, or ever had, this secret.
        case unknownSecret
        /// The secret was taken back.
        case revokedSecret
        /// The secret is for the other kind of application; the kind that it is for.
        case wrongKind(Secret.Kind)
        /// The application's clock is ahead by so many seconds, or behind when they are negative;
        /// more than 30 are refused.
        case clockOff(seconds: Int)
        /// It sent something that is no token.
        case malformedToken
        /// Too many connections.
        case tooMany
    }

    /// Puts the parts together.
    public init(
        reason: Reason,
        environmentID: GUID?,
        sdk: String,
        address: String,
        count: Int,
        lastTriedAt: Moment
    ) {
        self.reason = reason
        self.environmentID = environmentID
        self.sdk = sdk
        self.address = address
        self.count = count
        self.lastTriedAt = lastTriedAt
    }
}
