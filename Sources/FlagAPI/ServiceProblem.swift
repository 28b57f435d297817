public import FlagModel

/// Why the service did not do what it was asked; nothing was changed.
public enum ServiceProblem: Error, Hashable, Sendable {
    /// The model does not allow it.
    case refused(Refusal)
    /// There is no entry with this number.
    case unknownEntry(UInt64)
    /// The entry cannot be taken back, for a reason in words.
    case cannotUndo(UInt64, reason: String)
    /// The journal needs attention; its own code and sentence.
    case journal(code: String, text: String)
    /// The observations file needs attention; a sentence.
    case observations(text: String)
    /// Another process owns the data directory, or the service is gone.
    case unreachable(text: String)
    /// Too much is waiting already; try again.
    case busy

    /// A stable name for programs.
    public var code: String {
        switch self {
        case .refused(let refusal): refusal.code
        case .unknownEntry: "entry.unknown"
        case .cannotUndo: "undo.impossible"
        case .journal(let code, _): code
        case .observations: "observations.failed"
        case .unreachable: "service.unreachable"
        case .busy: "service.busy"
        }
    }
}

extension ServiceProblem: CustomStringConvertible {
    /// What happened, where, and what to do next.
    ///
    /// Holds text from outside: print it through the type that makes it safe.
    public var description: String {
        switch self {
        case .refused(let refusal): refusal.description
        case .unknownEntry(let number): "There is no entry \(number) in the history."
        case .cannotUndo(let number, let reason): "Entry \(number) cannot be undone: \(reason)"
        case .journal(_, let text), .observations(let text), .unreachable(let text): text
        case .busy: "Too many changes are waiting. Try again in a moment."
        }
    }
}
