import FlagAPI
public import FlagModel

/// Everything that can stop the observations, with what somebody needs to act on it.
public enum ObservationsError: Error, Hashable, Sendable {
    /// The file cannot be opened or made.
    case cannotOpen(path: String, reason: String)
    /// The file was written by a newer Flagdeck.
    case newerSchema(path: String, found: Int, known: Int)
    /// The file belongs to another program, or is no database at all.
    case foreignFile(path: String)
    /// A customer is larger than allowed; nothing was imported.
    case customerTooLarge(CustomerKey, CustomerFault)
    /// More customers were asked for at once than are answered.
    case requestTooLarge(count: Int, limit: Int)
    /// Fewer than one or too many people were to be looked at, or from a place that cannot be.
    case sliceOutOfRange
    /// A flag has so many moments from which exposures are kept anew, and no more are kept.
    case manyPeriods(flagKey: String, limit: Int)
    /// Another process held the file for too long.
    case busy(path: String)
    /// The disk is full; nothing was changed.
    case diskFull(path: String)
    /// The file reads as damaged.
    case damaged(path: String, reason: String)
    /// SQLite refused for another reason; its result code and sentence.
    case failed(path: String, resultCode: Int, reason: String)
    /// Whoever asked did not wait for the answer.
    case cancelled

    /// A stable name for programs.
    public var code: String {
        switch self {
        case .cannotOpen: "observations.cannot-open"
        case .newerSchema: "observations.newer-schema"
        case .foreignFile: "observations.foreign-file"
        case .customerTooLarge: "observations.customer-too-large"
        case .requestTooLarge: "observations.request-too-large"
        case .sliceOutOfRange: "observations.slice-out-of-range"
        case .manyPeriods: "observations.many-periods"
        case .busy: "observations.busy"
        case .diskFull: "observations.disk-full"
        case .damaged: "observations.damaged"
        case .failed: "observations.failed"
        case .cancelled: "observations.cancelled"
        }
    }
}

extension ObservationsError: CustomStringConvertible {
    /// What happened, where, and what to do next.
    ///
    /// Holds text from outside: print it through the type that makes it safe.
    public var description: String {
        switch self {
        case .cannotOpen(let path, let reason):
            "\(path) cannot be opened: \(reason). Check the folder and its permissions."
        case .newerSchema(let path, let found, let known):
            "\(path) was written by a newer Flagdeck (format \(found), this one knows \(known)). "
                + "Nothing was changed. Use the newer version."
        case .foreignFile(let path):
            "\(path) is not an observations file of Flagdeck. Nothing was changed. "
                + "Move it away, and Flagdeck makes a new one."
        case .customerTooLarge(let key, let fault):
            "Customer \(key.text): \(fault). Nothing was imported. Shorten it and try again."
        case .requestTooLarge(let count, let limit):
            "\(count) customers were asked for, and \(limit) are the most. Ask for fewer."
        case .sliceOutOfRange:
            "1 to \(Words.grouped(PeopleRequest.maximumCount)) people are looked at at once, from "
                + "place 0 on. Ask for some of them."
        case .manyPeriods(let flagKey, let limit):
            "Counting for \(flagKey) began anew \(limit) times, and that is the most. Use another "
                + "flag for the next experiment."
        case .busy(let path):
            "\(path) is in use by another process. Try again in a moment."
        case .diskFull(let path):
            "The disk that holds \(path) is full. Nothing was changed. Make room and try again."
        case .damaged(let path, let reason):
            "\(path) is damaged: \(reason). Flags are not affected. Restore it from a backup, or "
                + "move it away and import the customers again."
        case .failed(let path, let resultCode, let reason):
            "\(path) could not be used (SQLite \(resultCode): \(reason)). Nothing was changed."
        case .cancelled:
            "The question was taken back before it was answered."
        }
    }
}
