/// A product or team whose environments belong together.
public struct Project: Hashable, Sendable {
    /// Identity.
    public let id: GUID
    /// What commands call it.
    public let key: Key
    /// What people call it.
    public var name: String

    /// Puts the parts together.
    public init(id: GUID, key: Key, name: String) {
        self.id = id
        self.key = key
        self.name = name
    }
}

/// A place where flags live: LIVE, where customers are, or one for practice.
public struct Environment: Hashable, Sendable {
    /// Identity on the wire.
    public let id: GUID
    /// The project that it belongs to.
    public let projectID: GUID
    /// What commands call it; unique in its project.
    public let key: Key
    /// What people call it.
    public var name: String
    /// What it is for; may be empty.
    public var description: String
    /// Whether customers are here; screens then say LIVE.
    public let isLive: Bool
    /// What applications prove themselves with.
    public var secrets: [Secret]
    /// How changes are made here.
    public var settings: Settings

    /// How changes are made in an environment.
    public struct Settings: Hashable, Sendable {
        /// Every change must come with a reason.
        public var requiresReason: Bool
        /// Keys in the dashboard make drafts, which are published together.
        public var asksForDrafts: Bool
        /// When changes must be read by somebody else first; `nil` is never.
        public var review: ReviewRule?

        /// Puts the parts together.
        public init(requiresReason: Bool, asksForDrafts: Bool, review: ReviewRule? = nil) {
            self.requiresReason = requiresReason
            self.asksForDrafts = asksForDrafts
            self.review = review
        }
    }

    /// Puts the parts together; a LIVE environment asks for drafts.
    public init(
        id: GUID,
        projectID: GUID,
        key: Key,
        name: String,
        isLive: Bool,
        secrets: [Secret]
    ) {
        self.id = id
        self.projectID = projectID
        self.key = key
        self.name = name
        self.isLive = isLive
        self.secrets = secrets
        description = ""
        settings = Settings(requiresReason: false, asksForDrafts: isLive)
    }

    /// What sentences call it: LIVE, or its name.
    public var title: String { isLive ? "LIVE" : name }

    /// The first secret of a kind, as text for an application's configuration.
    public func secret(_ kind: Secret.Kind) -> String? {
        secrets.first { $0.kind == kind }?.value
    }

    /// The secret with an id.
    public func secret(_ id: GUID) -> Secret? { secrets.first { $0.id == id } }
}

/// What an application proves itself with; stored readable, because people must copy it.
public struct Secret: Hashable, Sendable {
    /// Identity.
    public let id: GUID
    /// What people call it, such as "Server Key".
    public let name: String
    /// What it allows.
    public let kind: Kind
    /// 44 characters: a random GUID and the environment's, each in 22 characters of base64url.
    public let value: String

    /// What a secret allows.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Whole flags, for applications on servers.
        case server
        /// Answers only, for browsers and phones.
        case client
    }

    /// Puts the parts together.
    public init(id: GUID, name: String, kind: Kind, value: String) {
        self.id = id
        self.name = name
        self.kind = kind
        self.value = value
    }

    /// A new secret of an environment.
    ///
    /// - Parameters:
    ///   - kind: what it allows.
    ///   - environmentID: the environment that it belongs to.
    ///   - name: what people call it; by default what FeatBit calls the first of its kind.
    ///   - random: where its secrecy comes from.
    public init(
        kind: Kind,
        environmentID: GUID,
        name: String? = nil,
        using random: inout some RandomNumberGenerator
    ) {
        let id = GUID(using: &random)
        var secrecy = Self.encoded(GUID(using: &random))
        // A command line takes what begins with a hyphen for an option.
        while secrecy.hasPrefix("-") { secrecy = Self.encoded(GUID(using: &random)) }
        self.init(
            id: id,
            name: name ?? (kind == .server ? "Server Key" : "Client Key"),
            kind: kind,
            value: secrecy + Self.encoded(environmentID)
        )
    }

    /// 22 characters for a GUID: its bytes in .NET's order as base64url without padding.
    ///
    /// Source: FeatBit's `GuidHelper.cs`; the first three groups are little-endian there.
    static func encoded(_ id: GUID) -> String {
        let written = id.bytes
        return Base64URL.text(order.map { written[$0] })
    }

    /// The environment that a secret names in its second half; `nil` when it is no secret.
    public static func environmentID(of value: String) -> GUID? {
        let letters = Array(value.utf8)
        guard letters.count == 44 else { return nil }
        return decoded(letters[22...])
    }

    /// The GUID of which 22 characters are the encoded form.
    static func decoded(_ letters: ArraySlice<UInt8>) -> GUID? {
        guard letters.count == 22, let bytes = Base64URL.bytes(letters) else { return nil }
        var written = bytes
        for (from, to) in zip(order, bytes.indices) { written[from] = bytes[to] }
        return GUID(bytes: written)
    }

    /// Where each byte on the wire stands in the written form.
    private static let order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15]
}
