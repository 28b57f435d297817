public import FlagModel

/// Asks for what webhooks were told, or to tell one something now.
public enum DeliveryRequest: Hashable, Sendable {
    /// The latest posts of a webhook, or of all of them, newest first.
    case latest(of: GUID?, limit: Int)
    /// Post the same once more, now; the answer is what became of that post alone.
    ///
    /// - Parameter again: the id of a post, or its first characters, in lower case.
    case resend(String)
    /// Post something that tells of nothing, now; the answer is what became of it.
    case test(webhook: GUID, by: String)

    /// Posts of one answer, at the most.
    public static let maximumLimit = 1000
}

/// One post to a webhook, and what became of it.
public struct Delivery: Hashable, Sendable {
    /// Its identity, which is in its header, too.
    public let id: GUID
    /// The webhook that it went to.
    public let webhookID: GUID
    /// The entry of the history that it tells of; 0 for a test.
    public let entry: UInt64
    /// What happened: FeatBit's names with commas between them.
    public let events: String
    /// What people call the thing that it is about.
    public let subject: String
    /// When it was first to be sent.
    public let createdAt: Moment
    /// How far it is.
    public let state: State
    /// How often it was tried.
    public let attempts: Int
    /// When it was tried last; `nil` before the first time.
    public let lastTriedAt: Moment?
    /// When it is tried next; `nil` when it is not.
    public let nextTryAt: Moment?
    /// The status of the last answer; `nil` when none came.
    public let status: Int?
    /// The beginning of the last answer, or why none came; it is text from outside.
    public let answer: String

    /// How far a post is.
    public enum State: String, Hashable, Sendable, CaseIterable {
        /// It is tried again at some time.
        case waiting
        /// It was answered with a status from 200 to 299.
        case delivered
        /// It was given up.
        case givenUp = "given-up"
    }

    /// Puts the parts together.
    public init(
        id: GUID,
        webhookID: GUID,
        entry: UInt64,
        events: String,
        subject: String,
        createdAt: Moment,
        state: State,
        attempts: Int,
        lastTriedAt: Moment?,
        nextTryAt: Moment?,
        status: Int?,
        answer: String
    ) {
        self.id = id
        self.webhookID = webhookID
        self.entry = entry
        self.events = events
        self.subject = subject
        self.createdAt = createdAt
        self.state = state
        self.attempts = attempts
        self.lastTriedAt = lastTriedAt
        self.nextTryAt = nextTryAt
        self.status = status
        self.answer = answer
    }
}

extension FlagServiceAPI {
    /// A service that tells nobody.
    public func deliveries(
        _ request: DeliveryRequest
    ) async throws(ServiceProblem) -> [Delivery] {
        throw .unreachable(text: "Whoever has the data here tells no other systems.")
    }
}
