/// What somebody may do; each role may do all that those before it may.
public enum PersonRole: String, Hashable, Sendable, CaseIterable, Comparable {
    /// Look at everything, and comment.
    case viewer
    /// Draft, change, publish what needs no review or is approved, plan, undo.
    case editor
    /// Approve, send back, publish in an emergency.
    case reviewer
    /// Settings of environments, secrets, people, tokens, and what goes out to other systems.
    case administrator

    /// Orders by what they allow.
    public static func < (left: PersonRole, right: PersonRole) -> Bool {
        left.rank < right.rank
    }

    private var rank: Int {
        switch self {
        case .viewer: 0
        case .editor: 1
        case .reviewer: 2
        case .administrator: 3
        }
    }
}

/// A role, and where somebody has it.
public struct Grant: Hashable, Sendable {
    /// What they may do.
    public let role: PersonRole
    /// In which environment; `nil` is everywhere.
    public let environmentID: GUID?
    /// Only for flags and audiences with this tag; `nil` is for all.
    public let tag: String?

    /// Puts the parts together.
    public init(role: PersonRole, environmentID: GUID? = nil, tag: String? = nil) {
        self.role = role
        self.environmentID = environmentID
        self.tag = tag
    }
}

/// Somebody who works with Flagdeck.
public struct Person: Hashable, Sendable {
    /// Identity.
    public let id: GUID
    /// What the history calls them; unique, whatever the case of its letters.
    public var name: String
    /// The system's name of their account, by which a local connection knows them.
    public var systemUser: String?
    /// What they may do, and where.
    public var grants: [Grant]
    /// What their programs prove themselves with.
    public var tokens: [PersonToken]

    /// Puts the parts together.
    public init(
        id: GUID,
        name: String,
        systemUser: String? = nil,
        grants: [Grant] = [],
        tokens: [PersonToken] = []
    ) {
        self.id = id
        self.name = name
        self.systemUser = systemUser
        self.grants = grants
        self.tokens = tokens
    }
}

/// A token of a person as it is kept: enough to know it again, too little to use it.
public struct PersonToken: Hashable, Sendable {
    /// Identity.
    public let id: GUID
    /// What its owner calls it: "deploy script".
    public let name: String
    /// The part of the token that is looked up; 11 letters of base64url.
    public let selector: String
    /// The SHA-256 of the part that proves it, in 64 hexadecimal digits.
    public let digest: String
    /// When it was made.
    public let createdAt: Moment
    /// From when on it is refused; `nil` is never.
    public let expiresAt: Moment?

    /// Puts the parts together.
    public init(
        id: GUID,
        name: String,
        selector: String,
        digest: String,
        createdAt: Moment,
        expiresAt: Moment?
    ) {
        self.id = id
        self.name = name
        self.selector = selector
        self.digest = digest
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }
}
