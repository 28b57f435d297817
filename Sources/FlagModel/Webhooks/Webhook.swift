/// Another system that is told of changes: an address to which every one of them is posted.
///
/// What is posted, and how it is signed, is FeatBit's: the `FeatBit` module makes it, and a
/// template may make another body of it.
public struct Webhook: Hashable, Sendable {
    /// Identity.
    public let id: GUID
    /// What people call it.
    public var name: String
    /// Where changes are posted, beginning with `http://` or `https://`.
    public var url: String
    /// The environments whose changes are told; every one, also later ones, when empty.
    public var environmentIDs: [GUID]
    /// What is told, in the order of ``Event``; everything when empty.
    public var events: [Event]
    /// Header fields that are sent besides Flagdeck's own, in order.
    public var headers: [Header]
    /// What posts are signed with; they are not signed when it is empty.
    ///
    /// It is stored readable, because it must sign.
    public var secret: String
    /// The text of a ``PayloadTemplate`` that makes the body; FeatBit's usual body when empty.
    public var template: String
    /// Whether a post is left out when the template makes `{}`.
    public var skipsEmpty: Bool
    /// Whether changes are told at present.
    public var isActive: Bool

    /// Puts the parts together.
    public init(
        id: GUID,
        name: String,
        url: String,
        environmentIDs: [GUID] = [],
        events: [Event] = [],
        headers: [Header] = [],
        secret: String = "",
        template: String = "",
        skipsEmpty: Bool = false,
        isActive: Bool = true
    ) {
        self.id = id
        self.name = name
        self.url = url
        self.environmentIDs = environmentIDs
        self.events = events
        self.headers = headers
        self.secret = secret
        self.template = template
        self.skipsEmpty = skipsEmpty
        self.isActive = isActive
    }

    /// A header field of every post.
    public struct Header: Hashable, Sendable {
        /// Its name, such as `Authorization`.
        public let name: String
        /// Its value.
        public let value: String

        /// Puts the parts together.
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// What happened to a flag or an audience, in FeatBit's words.
    public enum Event: String, Hashable, Sendable, CaseIterable {
        /// A flag is new.
        case flagCreated = "feature_flag.created"
        /// A flag was turned on or off.
        case flagToggled = "feature_flag.toggled"
        /// A flag was archived.
        case flagArchived = "feature_flag.archived"
        /// A flag came back from the archive.
        case flagRestored = "feature_flag.restored"
        /// A flag's versions are others.
        case flagVariationsChanged = "feature_flag.variation_changed"
        /// A flag gives another version while it is off.
        case flagOffVariationChanged = "feature_flag.off_variation_changed"
        /// Everybody else gets something else.
        case flagDefaultRuleChanged = "feature_flag.default_rule_changed"
        /// Other customers have a version by hand.
        case flagTargetsChanged = "feature_flag.target_users_changed"
        /// A flag's rules are others.
        case flagRulesChanged = "feature_flag.targeting_rules_changed"
        /// A flag has another name, description or tags.
        case flagWordsChanged = "feature_flag.basic_info_updated"
        /// A flag was deleted.
        case flagDeleted = "feature_flag.deleted"
        /// An audience is new.
        case audienceCreated = "segment.created"
        /// An audience was archived.
        case audienceArchived = "segment.archived"
        /// An audience came back from the archive.
        case audienceRestored = "segment.restored"
        /// An audience's rules are others.
        case audienceRulesChanged = "segment.rules_changed"
        /// Other customers belong to an audience, or are kept out of it, by name.
        case audienceMembersChanged = "segment.target_users_changed"
        /// An audience has another name, description or tags.
        case audienceWordsChanged = "segment.basic_info_updated"
        /// An audience was deleted.
        case audienceDeleted = "segment.deleted"
    }

    /// Whether it is told of some events in an environment.
    public func wants(_ happened: [Event], in environmentID: GUID) -> Bool {
        guard isActive, !happened.isEmpty else { return false }
        return (environmentIDs.isEmpty || environmentIDs.contains(environmentID))
            && (events.isEmpty || events.contains(where: happened.contains))
    }
}
