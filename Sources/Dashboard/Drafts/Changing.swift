internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// A change on its way to the service, and what to say when it is there.
struct WaitingChange: Equatable, Sendable {
    /// What it is.
    enum Kind: Equatable, Sendable {
        /// A draft is kept; a few words.
        case draft(String)
        /// A draft goes away; the thing's name.
        case draftDropped(String)
        /// A draft was approved or sent back; the thing's name.
        case decided(String, Decision.Verdict)
        /// Something was said about a draft; the thing's name.
        case commented(String)
        /// It is made at once.
        case direct
        /// Drafts become real; how many changes.
        case publish(Int)
    }

    let kind: Kind
    /// What to select afterwards.
    var selecting: GUID?
    /// The things that it is about.
    var touched: Set<GUID> = []
}

/// Something that this person did and can take back.
struct DoneChange: Equatable, Sendable {
    /// The number in the history.
    let entry: UInt64
    /// What it was.
    let kind: WaitingChange.Kind
    /// The things that it was about.
    var touched: Set<GUID> = []
    /// Whether customers may have noticed it.
    var hasReachedCustomers = false
    /// What it did, as the history says it.
    var sentence = ""
}

/// What became of changes that somebody asked for.
enum ChangeOutcome: Equatable, Sendable {
    /// They are on their way.
    case sent
    /// A form asks for the reason first.
    case asksReason
    /// They cannot be made.
    case refused
}

extension DashboardState {
    /// Makes changes of one thing: at once, or as a draft where the environment asks for drafts.
    ///
    /// - Parameters:
    ///   - changes: what should happen, in order.
    ///   - subject: the thing that they are about.
    ///   - words: what will be different, for the line that confirms: "Gift wrap off → on".
    ///   - selecting: what to select afterwards.
    ///   - note: the reason, where one was asked for.
    /// - Returns: what became of it; a refusal was told to the person.
    @discardableResult
    mutating func change(
        _ changes: [Change],
        about subject: Subject,
        words: String,
        selecting: GUID? = nil,
        note: String = ""
    ) -> ChangeOutcome {
        if let problem = obstacle(to: changes, about: subject) {
            complain(problem)
            return .refused
        }
        return send(
            PendingChange(changes: changes, subject: subject, words: words, selecting: selecting),
            note: note
        )
    }

    /// Why changes cannot be made or drafted now, in a sentence.
    ///
    /// Boxes and forms show it themselves, and then ``send(_:note:)``: to
    /// check a large list of customers takes a moment, and is done once.
    func obstacle(to changes: [Change], about subject: Subject) -> String? {
        waiting.isEmpty
            ? refusal(of: changes, about: subject)
            : "One moment: the last change is still being saved."
    }

    /// Does what ``change(_:about:words:selecting:note:)`` does, with changes in whose way nothing
    /// stands: ``obstacle(to:about:)`` has just said so.
    @discardableResult
    mutating func send(_ pending: PendingChange, note: String = "") -> ChangeOutcome {
        if asksForDrafts {
            keepDraft(pending, note: note)
            return waiting.isEmpty ? .refused : .sent
        }
        guard !wantsReason || !note.isEmpty else {
            open(.form(.reason(for: pending, in: environmentTitle)))
            return .asksReason
        }
        propose(
            pending.changes,
            origin: .direct,
            note: note,
            .init(kind: .direct, selecting: pending.selecting)
        )
        return .sent
    }

    /// Whether changes here need a reason.
    var wantsReason: Bool { environment?.environment.settings.requiresReason ?? false }

    /// What speaks against changes themselves, in a sentence.
    func refusal(of changes: [Change], about subject: Subject) -> String? {
        let waiting = drafts.own(subject)?.draft
        if let problem = permissionRefusal(of: changes, afterDraft: waiting) { return problem }
        if let other = draftInTheWay(of: changes, about: subject) {
            return othersDraft(other, about: subject)
        }
        do {
            guard asksForDrafts else {
                _ = try model.previewing(changes)
                return nil
            }
            let base = base(for: changes, after: waiting)
            _ = try base.previewing(Amending.join(waiting?.changes ?? [], changes, in: base))
            return nil
        } catch {
            return error.description
        }
    }

    /// Why this person may not make or draft changes.
    private func permissionRefusal(of changes: [Change], afterDraft earlier: Draft?) -> String? {
        permissionRefusal(of: asMade(changes, afterDraft: earlier))
    }

    /// Changes as they are made here: at once, or within a draft.
    func asMade(_ changes: [Change], afterDraft earlier: Draft? = nil) -> [Change] {
        guard asksForDrafts else { return changes }
        let draft = Draft(
            id: earlier?.id ?? .zero,
            author: actor,
            createdAt: now,
            note: "",
            changes: changes
        )
        return [.saveDraft(draft)]
    }

    /// The model that a draft is about.
    ///
    /// It has the audiences that other drafts make and this one asks for: all are published
    /// together.
    func base(for changes: [Change], after draft: Draft?) -> Model {
        let needed = drafts.needed(for: (draft?.changes ?? []) + changes)
        return needed.isEmpty ? model : (try? model.previewing(needed)) ?? model
    }

    /// What people call a thing, whether it exists or waits as a draft.
    func name(of subject: Subject) -> String {
        switch subject {
        case .flag(_, let id):
            drafts.about(subject)?.after?.flag(id)?.name ?? model.name(of: subject)
        case .audience(_, let id):
            drafts.about(subject)?.after?.audience(id)?.name ?? model.name(of: subject)
        case .experiment(_, let id):
            drafts.about(subject)?.after?.experiment(id)?.name ?? model.name(of: subject)
        default: model.name(of: subject)
        }
    }

    private mutating func keepDraft(_ pending: PendingChange, note: String) {
        let (changes, subject) = (pending.changes, pending.subject)
        let earlier = drafts.own(subject)?.draft
        let base = base(for: changes, after: earlier)
        let joined = Amending.join(earlier?.changes ?? [], changes, in: base)
        guard !joined.isEmpty else {
            if let earlier {
                drop(earlier, name: name(of: subject))
            } else {
                complain("Nothing to change: \(name(of: subject)) is like that already.")
            }
            return
        }
        var draft = Draft(
            id: earlier?.id ?? GUID(using: &random),
            author: earlier?.author ?? actor,
            createdAt: earlier?.createdAt ?? now,
            note: note.isEmpty ? earlier?.note ?? "" : note,
            changes: joined
        )
        draft.others = earlier?.others ?? []
        guard draft != earlier else {
            complain("Nothing to change: the draft says so already.")
            return
        }
        propose(
            [.saveDraft(draft)],
            origin: .drafting,
            WaitingChange(kind: .draft(pending.words), selecting: pending.selecting)
        )
    }

    /// Throws a draft away.
    mutating func drop(_ draft: Draft, name: String) {
        propose([.discardDraft(draft.id)], origin: .drafting, .init(kind: .draftDropped(name)))
    }

    /// Sends a proposal on its way.
    mutating func propose(
        _ changes: [Change],
        origin: ChangeSet.Origin,
        note: String = "",
        _ change: WaitingChange
    ) {
        let id = GUID(using: &random)
        var waitingChange = change
        for change in changes { waitingChange.touched.formUnion(change.touchedIDs) }
        touched.formUnion(waitingChange.touched)
        waiting[id] = waitingChange
        outbox.append(
            .propose(
                Proposal(id: id, actor: actor, note: note, origin: origin, changes: changes)
            )
        )
    }

    /// Takes the service's answer to a proposal.
    mutating func takeProposed(_ id: GUID, _ result: Result<Reply.Made, ServiceProblem>) {
        guard let change = waiting.removeValue(forKey: id) else { return }
        switch result {
        case .success(let made):
            done.append(
                DoneChange(
                    entry: made.receipt.entry,
                    kind: change.kind,
                    touched: change.touched,
                    hasReachedCustomers: reachesCustomers(change.kind),
                    sentence: made.receipt.sentence
                )
            )
            history.noteOwn(made.receipt.entry)
            if let picture = made.picture { take(picture, selecting: change.selecting) }
            sayDone(change.kind, made.receipt)
        case .failure(let problem):
            if case .publish = change.kind {
                publishRefused(problem)
            } else {
                complain(problem)
            }
        }
    }

    /// Whether something of this kind changes what customers get.
    private func reachesCustomers(_ kind: WaitingChange.Kind) -> Bool {
        switch kind {
        case .publish: true
        case .direct: environment?.environment.isLive ?? false
        case .draft, .draftDropped, .decided, .commented: false
        }
    }

    private mutating func sayDone(_ kind: WaitingChange.Kind, _ receipt: Receipt) {
        switch kind {
        case .draft(let words):
            say(
                "Draft saved: \(words). Not live yet.",
                hints: [(.undo, "u", "undo"), (.publish, "p", "publish")]
            )
        case .draftDropped(let name):
            say("Draft removed: \(name) stays as it is.", hints: [(.undo, "u", "undo")])
        case .decided(let name, let verdict):
            say(decidedWords(name, verdict), hints: [(.undo, "u", "undo")])
        case .commented(let name): say("Said about \(name).", hints: [(.undo, "u", "undo")])
        case .direct:
            if reachesCustomers(kind) { hasReachedCustomers = true }
            say(receipt.sentence.capitalisedSentence + ".", hints: [(.undo, "u", "undo")])
            toast?.undoes = receipt.entry
        case .publish(let count):
            hasReachedCustomers = true
            say(
                "Published \(Words.count(count, "change")), history number "
                    + "\(SafeText.count(Int(clamping: receipt.entry)).text).",
                hints: [(.undo, "u", Self.puttingBack(count))]
            )
            toast?.undoes = receipt.entry
        }
    }

    private static func puttingBack(_ count: Int) -> SafeText {
        switch count {
        case 1: "put it back"
        case 2: "put both back"
        default: "put all \(count) back"
        }
    }
}

extension Change {
    /// The things that a person who makes this change has touched.
    var touchedIDs: [GUID] {
        switch self {
        case .saveDraft(let draft): draft.changes.map(\.subject.id)
        default: [subject.id]
        }
    }
}

extension String {
    /// The first letter made large.
    var capitalisedSentence: String { prefix(1).uppercased() + dropFirst() }
}
