public import JSON

/// A feature flag in one environment, whole: words, versions and who gets which.
///
/// The fields are FeatBit's, one for one, so that nothing is lost between import and export
/// (`owner` and `purpose` are Flagdeck's own). Flags with the same key in one project's
/// environments are one flag to people.
///
/// - Invariant: holds what `Flag.check(in:)` says; every way to change the model keeps it.
public struct Flag: Hashable, Sendable {
    /// Identity on the wire; never changes.
    public let id: GUID
    /// Identity for programs and people; unique in its environment, never changes.
    public let key: Key
    /// What people call it.
    public var name: String
    /// What it does, in words; may be empty.
    public var description: String
    /// The person or team that answers for it; may be empty.
    public var owner: String
    /// Why it exists and until when; may be empty.
    public var purpose: String
    /// What applications read the value as.
    public var kind: ValueKind
    /// What can be handed out; at least one.
    public var variations: [Variation]
    /// Customers with a setting of their own, looked at first.
    public var targets: [Target]
    /// Looked at in order; the first that matches decides.
    public var rules: [Rule]
    /// What everybody else gets.
    public var defaultRule: Serving
    /// When off, everybody gets ``offVariationID``.
    public var isEnabled: Bool
    /// The version that is handed out while the flag is off.
    public var offVariationID: String
    /// Whether every evaluation counts for experiments.
    public var countsEveryoneInExperiments: Bool
    /// Whether SDKs report this flag; `nil` in documents older than the field.
    public var reportsInsights: Bool?
    /// Words to find it by.
    public var tags: [String]
    /// Archived flags do not exist for applications.
    public var isArchived: Bool
    /// New with every change to this flag.
    public var revision: GUID
    /// When it was made.
    public var createdAt: Moment
    /// The version that SDKs compare, in whole milliseconds; unique in its environment.
    public var updatedAt: Moment
    /// Who made it and who changed it last, as an import said; `nil` otherwise.
    public var creatorID: String?
    /// See ``creatorID``.
    public var updaterID: String?
    /// Members of an imported flag that Flagdeck has no word for; given back on export.
    public var extras: JSONObject

    /// A flag that is off, has no rules, and gives everybody `defaultVariationID` once it is on.
    ///
    /// Both ids name one of the versions. `createdAt` is also the first `updatedAt`; creating the
    /// flag stamps it anew.
    public init(
        id: GUID,
        key: Key,
        name: String,
        kind: ValueKind,
        variations: [Variation],
        defaultVariationID: String,
        offVariationID: String,
        revision: GUID,
        createdAt: Moment
    ) {
        self.id = id
        self.key = key
        self.name = name
        self.kind = kind
        self.variations = variations
        self.offVariationID = offVariationID
        self.revision = revision
        self.createdAt = createdAt
        updatedAt = createdAt
        defaultRule = Serving(everyone: defaultVariationID)
        (description, owner, purpose) = ("", "", "")
        (targets, rules, tags) = ([], [], [])
        (isEnabled, isArchived, countsEveryoneInExperiments) = (false, false, true)
        extras = JSONObject()
    }

    /// The version with an id, or `nil`.
    public func variation(_ id: String) -> Variation? {
        variations.first { $0.id == id }
    }
}

/// What an application reads a flag's value as; values themselves are always text.
public enum ValueKind: String, Hashable, Sendable, CaseIterable {
    /// `true` or `false`.
    case boolean
    /// Any text.
    case string
    /// A number.
    case number
    /// A JSON document.
    case json
}

/// One thing that a flag can hand out; screens say *version*.
public struct Variation: Hashable, Sendable {
    /// Identity on the wire, unique in its flag.
    public let id: String
    /// What people call it.
    public var name: String
    /// What applications get.
    public var value: String

    /// Puts the parts together.
    public init(id: String, name: String, value: String) {
        self.id = id
        self.name = name
        self.value = value
    }
}

/// Customers who have been given one version by hand.
public struct Target: Hashable, Sendable {
    /// The version that they get.
    public let variationID: String
    /// Who, in the order of naming.
    public var customers: [CustomerKey]

    /// Puts the parts together.
    public init(variationID: String, customers: [CustomerKey]) {
        self.variationID = variationID
        self.customers = customers
    }
}

/// One rule of a flag: who it is about, and what they get.
public struct Rule: Hashable, Sendable {
    /// Identity, unique in its flag.
    public let id: String
    /// What people call it; it is also the reason that SDKs report.
    public var name: String
    /// All must hold; none at all means everybody.
    public var conditions: [Condition]
    /// What those people get.
    public var serving: Serving

    /// Puts the parts together.
    public init(id: String, name: String, conditions: [Condition], serving: Serving) {
        self.id = id
        self.name = name
        self.conditions = conditions
        self.serving = serving
    }
}
