public import FlagModel

/// As whom somebody came in: enough to say beforehand what they may, by the rule that the service
/// asks.
public struct Identity: Hashable, Sendable {
    /// Who asks, and how they proved it.
    public let caller: Caller
    /// The login name of whoever owns the data, under which they may do everything.
    public let ownerName: String

    /// Puts the parts together.
    public init(caller: Caller, ownerName: String) {
        self.caller = caller
        self.ownerName = ownerName
    }

    /// Whether they may act under any name.
    public var mayChooseName: Bool { caller.way == .owner }

    /// As whom they are known in a model.
    ///
    /// - Parameters:
    ///   - name: the name under which they act; only the owner chooses it.
    ///   - model: the model as it is.
    ///   - now: when it is asked; tokens end.
    /// - Returns: who they are as far as rights go.
    public func standing(as name: String, in model: Model, at now: Moment) -> Standing {
        let caller = mayChooseName ? Caller(name: name, way: .owner) : caller
        return caller.standing(in: model, ownerName: ownerName, at: now)
    }
}
