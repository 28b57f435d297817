public import FlagModel

/// Who asks the service, and how they proved it.
public struct Caller: Hashable, Sendable {
    /// What the history calls them.
    public let name: String
    /// How they came in.
    public let way: Way

    /// How somebody came in.
    public enum Way: Hashable, Sendable {
        /// As the owner of the data, who may act in any name.
        case owner
        /// As a user of the system, over the local socket.
        case systemUser(String)
        /// With a token of the person with this id, over HTTP or the local socket.
        case token(person: GUID, id: GUID)
    }

    /// Puts the parts together.
    public init(name: String, way: Way) {
        self.name = name
        self.way = way
    }
}
