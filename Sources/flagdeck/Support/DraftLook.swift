import FlagAPI
import FlagModel
import JSON

/// A draft as commands show it: what it wants, and how far it is.
struct DraftLook {
    let draft: Draft
    let name: String
    /// Where it needs a review; none when nobody asks for one.
    let needs: [ReviewNeed]
    let state: ReviewState
    /// What of it does not fit any more.
    let misfits: [String]
    private let model: Model

    /// Looks at a draft; the people whom it reaches are counted where a review depends on them.
    init(_ draft: Draft, at desk: Desk, _ names: DraftNames) async throws {
        self.draft = draft
        name = names.name(of: draft)
        model = desk.model
        misfits = draft.misfits(in: model)
        let answer =
            misfits.isEmpty ? try await desk.service.reviewNeeds(of: draft.changes) : nil
        needs = answer?.needs ?? model.reviewNeeds(of: draft.changes)
        state = model.reviewState(of: draft, reach: answer?.reach ?? [:])
    }

    /// Whether it may be published now.
    var isReady: Bool { obstacle == nil }

    /// Why it cannot be published now, as the end of a sentence; `nil` when it can.
    var obstacle: String? {
        guard misfits.isEmpty else { return "does not fit any more" }
        return switch state {
        case .notNeeded, .approved: nil
        case .waiting, .sentBack: stateWords
        }
    }

    /// How far it is: "waits for 1 approval".
    var stateWords: String {
        guard misfits.isEmpty else { return "does not fit any more" }
        switch state {
        case .notNeeded: return "needs no review"
        case .approved(let people): return "approved by \(Words.list(people))"
        case .sentBack(let person, let reason): return "sent back by \(person): \(reason)"
        case .waiting(let missing):
            let fallen = draft.fallenApprovers(in: model)
            let more = fallen.isEmpty ? "" : "; \(Words.list(fallen)) must read it again"
            return "waits for \(Words.count(missing, "approval"))\(more)"
        }
    }

    /// The draft for people: who wants what first, then everything that was said.
    var page: String {
        let places = model.environmentIDs(of: draft).compactMap {
            model.environment($0)?.environment.title
        }
        var lines = ["\(name)   \(stateWords)"]
        let verb = draft.authors.count == 1 ? "wants" : "want"
        lines += ["  \(draft.authorWords) \(verb): \(draft.sentence(in: model))"]
        lines += [
            "  made \(Surroundings.localTime(draft.createdAt)), for "
                + (places.isEmpty ? "everywhere" : Words.list(places))
        ]
        if !draft.note.isEmpty { lines.append("  because: \(draft.note)") }
        for need in needs {
            let place = model.environment(need.environmentID)?.environment.title ?? ""
            lines.append(
                "  \(place) asks for \(Words.count(need.approvals, "approval")): "
                    + Words.list(need.reasons)
            )
        }
        lines += misfits.map { "  does not fit: \($0)" }
        lines += draft.conflicts(in: model).map { "  beside it: \($0)" }
        for decision in draft.decisions {
            let word = decision.verdict == .approve ? "approved it" : "sent it back"
            let reason = decision.reason.isEmpty ? "" : ": \(decision.reason)"
            lines.append("  \(Self.time(decision.at))\(decision.person) \(word)\(reason)")
        }
        for comment in draft.comments {
            lines.append("  \(Self.time(comment.at))\(comment.person): \(comment.text)")
        }
        return lines.joined(separator: "\n")
    }

    private static func time(_ moment: Moment?) -> String {
        moment.map { Surroundings.localTime($0) + "  " } ?? ""
    }

    /// The draft as programs rely on it.
    var summary: JSONValue {
        var (word, missing) = ("not-needed", 0)
        switch state {
        case .notNeeded: break
        case .approved: word = "approved"
        case .waiting(let count): (word, missing) = ("waiting", count)
        case .sentBack: word = "sent-back"
        }
        return [
            "name": .string(name), "id": .string(draft.id.text),
            "authors": .array(draft.authors.map(JSONValue.string)),
            "createdAt": .string(draft.createdAt.text), "note": .string(draft.note),
            "sentence": .string(draft.sentence(in: model)), "revision": .integer(draft.revision),
            "environments": .array(
                model.environmentIDs(of: draft).compactMap {
                    (model.environment($0)?.environment.key.text).map(JSONValue.string)
                }
            ),
            "state": .string(word), "missing": .integer(missing), "ready": .bool(isReady),
            "approvedBy": .array(draft.approvers(in: model).map(JSONValue.string)),
            "because": .array(needs.flatMap(\.reasons).map(JSONValue.string)),
            "misfits": .array(misfits.map(JSONValue.string)),
            "beside": .array(draft.conflicts(in: model).map(JSONValue.string)),
            "decisions": .array(
                draft.decisions.map { decision in
                    [
                        "person": .string(decision.person),
                        "verdict": .string(decision.verdict.rawValue),
                        "reason": .string(decision.reason),
                        "at": decision.at.map { .string($0.text) } ?? .null,
                    ]
                }
            ),
            "comments": .array(
                draft.comments.map { comment in
                    [
                        "person": .string(comment.person), "text": .string(comment.text),
                        "at": comment.at.map { .string($0.text) } ?? .null,
                    ]
                }
            ),
        ]
    }
}
