/// An address that turns one flag on or off when it is asked: for a monitoring system that has
/// noticed something.
public struct Trigger: Hashable, Sendable {
    /// Identity.
    public let id: GUID
    /// Where the flag lives.
    public let environmentID: GUID
    /// The flag.
    public let flagID: GUID
    /// What it does.
    public let action: Action
    /// SHA-256 of the token in the address, as 64 hexadecimal digits in lower case.
    ///
    /// The token itself is shown once, when the trigger is made, and kept nowhere.
    public let tokenDigest: String
    /// Who asks, and why, as history names it: "error rate alarm".
    public var description: String
    /// Whether it does anything at present.
    public var isEnabled: Bool

    /// What a trigger does to its flag.
    public enum Action: String, Hashable, Sendable, CaseIterable {
        /// Turns it on.
        case turnOn = "turn-on"
        /// Turns it off.
        case turnOff = "turn-off"

        /// Whether the flag is on afterwards.
        public var isOn: Bool { self == .turnOn }

        /// "on" or "off".
        public var words: String { isOn ? "on" : "off" }
    }

    /// Puts the parts together.
    public init(
        id: GUID,
        environmentID: GUID,
        flagID: GUID,
        action: Action,
        tokenDigest: String,
        description: String,
        isEnabled: Bool = true
    ) {
        self.id = id
        self.environmentID = environmentID
        self.flagID = flagID
        self.action = action
        self.tokenDigest = tokenDigest
        self.description = description
        self.isEnabled = isEnabled
    }

    /// Who history says did it: "trigger: error rate alarm".
    public var actor: String { Self.actorPrefix + description }

    /// What stands before the description where a trigger is named as who did something.
    static let actorPrefix = "trigger: "
}
