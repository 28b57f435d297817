/// Why something about a review is not done.
public enum ReviewProblem: Hashable, Sendable {
    /// Changes that somebody else must read first: where, by how many people, and why.
    case required(environment: String, approvals: Int, because: String)
    /// A draft that too few people have approved: its name, and how many are missing.
    case missing(String, Int)
    /// A draft that people approved before what it builds on was changed: its name, who did, and
    /// how many are missing.
    case fallen(String, [String], Int)
    /// An undo would take back what somebody else said about a draft: its name, and who.
    case saidByOthers(String, String)
    /// A draft that was sent back: its name, who did, and why.
    case sentBack(String, by: String, reason: String)
    /// A draft that was changed while somebody read it.
    case changedSinceRead(String)
    /// Somebody decides about a draft of their own.
    case ownDraft(String, String)
    /// A draft is sent back without a word why.
    case reasonMissing(String)
    /// What is published is not what the drafts say.
    case notTheDraft
    /// An emergency without a word why.
    case emergencyReason

    /// A stable name for programs.
    public var code: String {
        switch self {
        case .required: "review.required"
        case .missing: "review.missing"
        case .fallen: "review.fallen"
        case .saidByOthers: "review.said-by-others"
        case .sentBack: "review.sent-back"
        case .changedSinceRead: "review.changed"
        case .ownDraft: "review.own"
        case .reasonMissing: "review.reason"
        case .notTheDraft: "review.not-the-draft"
        case .emergencyReason: "review.emergency"
        }
    }
}

extension ReviewProblem: CustomStringConvertible {
    /// What is wrong and what to do next.
    ///
    /// Holds text from outside.
    public var description: String {
        switch self {
        case .required(let place, let count, let reason):
            "\(place) wants \(Words.count(count, "other person", "other people")) to approve this "
                + "first: \(reason). Keep it as a draft with --draft and ask somebody to review it."
        case .missing(let name, let count):
            "The draft about \"\(name)\" still needs the approval of "
                + "\(Words.count(count, "other person", "other people"))."
        case .fallen(let name, let people, let count):
            "\(Words.list(people)) approved the draft about \"\(name)\" before what it builds on "
                + "was changed. It needs the approval of "
                + "\(Words.count(count, "other person", "other people")): read it again."
        case .saidByOthers(let name, let person):
            "Only \(person) can take back, or say again, what \(person) said about the draft about "
                + "\"\(name)\"."
        case .sentBack(let name, let person, let reason):
            "\(person) sent the draft about \"\(name)\" back: \(reason)"
        case .changedSinceRead(let name):
            "The draft about \"\(name)\" was changed while you read it. Read it again."
        case .ownDraft(let name, let person):
            "\(person) works on the draft about \"\(name)\", so somebody else must decide about it."
        case .reasonMissing(let name):
            "Say why you send the draft about \"\(name)\" back, so that its author can mend it."
        case .notTheDraft:
            "What should be published is not what the drafts say. Read them again."
        case .emergencyReason:
            "Say why this cannot wait for a review; the history keeps it for ever."
        }
    }
}
