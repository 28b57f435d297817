import Evaluation
import FlagModel

/// Refuses what somebody writes into a rule and what then would hold for nobody: a pattern, a list
/// or a number that makes no sense.
///
/// Only what a proposal brings anew is looked at. What is there already came with an import or
/// from an older release, and must not stand in the way of other changes to the same flag.
struct ConditionCheck {
    let before: Model
    let after: Model

    /// - Throws: ``Refusal/badCondition(place:reason:)`` for the first condition that makes no
    ///   sense, within ``Refusal/draftDoesNotFit(_:because:)`` when drafts are published.
    func check(_ proposal: Proposal) throws(Refusal) {
        switch proposal.origin {
        // What was planned was looked at when it was planned; a trigger writes no conditions.
        case .importing, .undo, .scheduled, .triggered: return
        case .direct, .drafting, .publish, .reviewing, .emergency: break
        }
        for change in proposal.changes {
            do throws(Refusal) {
                try check(change)
            } catch {
                guard proposal.origin.isPublishing else { throw error }
                throw .draftDoesNotFit(before.name(of: change.subject), because: error)
            }
        }
    }

    private func check(_ change: Change) throws(Refusal) {
        switch change {
        case .createFlag, .editFlag, .replaceFlag: try checkFlag(change.subject)
        case .createAudience, .editAudience, .replaceAudience: try checkAudience(change.subject)
        case .saveDraft(let draft):
            // A draft that does not fit is refused when it is published.
            guard let preview = try? before.previewing(draft.changes) else { return }
            let check = ConditionCheck(before: before, after: preview)
            for change in draft.changes where !change.isDraft { try check.check(change) }
        case .saveSchedule(let schedule):
            // What a plan does later is looked at now too: nobody sits there at its time.
            var last = after
            for change in schedule.allChanges {
                guard let preview = try? last.previewing([change]) else { continue }
                last = preview
                try ConditionCheck(before: before, after: preview).check(change)
            }
        default: return
        }
    }

    private func checkFlag(_ subject: Subject) throws(Refusal) {
        guard let place = subject.environmentID,
            let flag = after.environment(place)?.flag(subject.id)
        else { return }
        let known = before.environment(place)?.flag(subject.id)?.rules.map(\.conditions) ?? []
        try check(flag.rules.map(\.conditions), besides: known, of: flag.name)
    }

    private func checkAudience(_ subject: Subject) throws(Refusal) {
        guard let place = subject.environmentID,
            let audience = after.environment(place)?.audience(subject.id)
        else { return }
        let known = before.environment(place)?.audience(subject.id)?.rules.map(\.conditions) ?? []
        try check(audience.rules.map(\.conditions), besides: known, of: audience.name)
    }

    private func check(
        _ rules: [[Condition]],
        besides known: [[Condition]],
        of name: String
    ) throws(Refusal) {
        guard rules != known else { return }
        let known = Set(known.joined().map(\.test))
        for (index, conditions) in rules.enumerated() {
            for condition in conditions where !known.contains(condition.test) {
                guard let reason = condition.fault else { continue }
                throw .badCondition(place: "Rule \(index + 1) of \"\(name)\"", reason: reason)
            }
        }
    }
}

extension Change {
    fileprivate var isDraft: Bool {
        switch self {
        case .saveDraft, .discardDraft, .decide, .comment: true
        default: false
        }
    }
}
