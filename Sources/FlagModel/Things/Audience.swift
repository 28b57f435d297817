public import JSON

/// A named group of customers, used by the rules of flags; FeatBit's wire says *segment*.
///
/// Somebody named in ``excluded`` is out, else somebody in ``members`` is in, else the first rule
/// whose conditions all hold decides.
public struct Audience: Hashable, Sendable {
    /// Identity on the wire; never changes.
    public let id: GUID
    /// Identity for people and commands; unique in its environment, never changes.
    public let key: Key
    /// What people call it.
    public var name: String
    /// Who these people are, in words; may be empty.
    public var description: String
    /// Where it may be used.
    public var reach: Reach
    /// FeatBit's resource names of where it may be used; kept from an import.
    public var scopes: [String]
    /// Customers who belong to it, in the order of naming.
    public var members: [CustomerKey]
    /// Customers who never belong to it.
    public var excluded: [CustomerKey]
    /// Everybody for whom all conditions of one of these hold.
    public var rules: [AudienceRule]
    /// Words to find it by.
    public var tags: [String]
    /// Archived audiences cannot be used by rules.
    public var isArchived: Bool
    /// When it was made; an import may not say.
    public var createdAt: Moment
    /// The version that SDKs compare, in whole milliseconds; unique in its environment.
    public var updatedAt: Moment
    /// Members of an imported segment that Flagdeck has no word for; given back on export.
    public var extras: JSONObject

    /// FeatBit's two types of segment.
    public enum Reach: String, Hashable, Sendable, CaseIterable {
        /// Lives in one environment.
        case environment = "environment-specific"
        /// Offered in several environments.
        case shared
    }

    /// An empty audience; `createdAt` is also the first `updatedAt`.
    public init(id: GUID, key: Key, name: String, createdAt: Moment) {
        self.id = id
        self.key = key
        self.name = name
        self.createdAt = createdAt
        updatedAt = createdAt
        description = ""
        reach = .environment
        (scopes, tags) = ([], [])
        (members, excluded) = ([], [])
        rules = []
        isArchived = false
        extras = JSONObject()
    }
}

/// One way to belong to an audience: all of its conditions hold.
public struct AudienceRule: Hashable, Sendable {
    /// Identity, unique in its audience.
    public let id: String
    /// What people call it.
    public var name: String
    /// All must hold; they never look at audiences.
    public var conditions: [Condition]

    /// Puts the parts together.
    public init(id: String, name: String, conditions: [Condition]) {
        self.id = id
        self.name = name
        self.conditions = conditions
    }
}
