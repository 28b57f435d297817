public import FlagAPI

/// Somebody's wish that a text be removed from the history.
public struct RedactionRequest: Hashable, Sendable {
    /// What is removed, exactly as it is written: 1 to 1,024 bytes, not only blanks.
    public var text: String
    /// Whether it only counts where it stands alone, not as a part of longer words.
    public var isWholeWord: Bool
    /// Who runs the command.
    public var actor: String
    /// Who asked for it.
    public var askedBy: String
    /// Why.
    public var reason: String

    /// The longest text, in UTF-8 bytes.
    public static let maximumTextBytes = 1024

    /// Puts the parts together.
    public init(
        text: String,
        isWholeWord: Bool = false,
        actor: String,
        askedBy: String,
        reason: String
    ) {
        self.text = text
        self.isWholeWord = isWholeWord
        self.actor = actor
        self.askedBy = askedBy
        self.reason = reason
    }
}

/// What a redaction did, or would do.
public struct RedactionOutcome: Hashable, Sendable {
    /// The entry that tells of it; `nil` when it was only tried.
    public var entry: UInt64?
    /// What stands in place of the text; empty when nothing was found.
    public var placeholder: String
    /// The entries in which the text stood, each with its sentence as it reads now.
    public var entries: [Found]
    /// How many snapshots held the text and were removed.
    public var snapshotCount: Int
    /// Files of the journal that still hold it, as paths inside the journal's directory.
    public var leftovers: [String]

    /// An entry in which the text stood.
    public struct Found: Hashable, Sendable {
        /// The entry's number.
        public var number: UInt64
        /// What it says without the text.
        public var sentence: String
    }
}

/// Why nothing was redacted; the journal is as it was.
public enum RedactionProblem: Error, Hashable, Sendable {
    /// The text is empty, only blanks, or too long.
    case badText(bytes: Int)
    /// The text stands in who asked, why, or who runs the command.
    case inRequest
    /// The present still has the text; sentences that name the places.
    case stillThere([String])
    /// Without the text an entry would mean something else, or nothing.
    case breaks(entry: UInt64)
    /// Without the text the history would lead to another present.
    case changesPresent
    /// No word can stand for the text.
    case tooCommon
    /// The journal, or whoever has it.
    case service(ServiceProblem)
}

extension RedactionProblem: CustomStringConvertible {
    /// What happened, where, and what to do next.
    ///
    /// Holds text from outside: print it through the type that makes it safe.
    public var description: String {
        switch self {
        case .badText(let bytes):
            "The text to remove has \(bytes) bytes; it must have 1 to "
                + "\(RedactionRequest.maximumTextBytes), and not only blanks. Nothing was changed."
        case .inRequest:
            "The reason, who asked or who runs the command holds the text itself, and would keep "
                + "it in the history. Nothing was changed. Use other words."
        case .stillThere(let places):
            "The text is still in use, and removing it from the history would change the present. "
                + "Nothing was changed.\n" + places.map { "  \($0)\n" }.joined()
                + "Take it out there first, then try again."
        case .breaks(let entry):
            "Without the text, entry \(entry) would no longer say what happened. Nothing was "
                + "changed. Name a longer text, or use --whole-word."
        case .changesPresent:
            "Without the text, the history would lead to another present. Nothing was changed. "
                + "Name a longer text, or use --whole-word."
        case .tooCommon:
            "The text is too short to be told from everything else. Nothing was changed. Name a "
                + "longer text, or use --whole-word."
        case .service(let problem): problem.description
        }
    }
}
