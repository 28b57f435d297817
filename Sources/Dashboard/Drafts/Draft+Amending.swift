internal import FlagModel

/// How a further change joins what already waits about the same thing.
enum Amending {
    /// The changes of a draft after further ones.
    ///
    /// A later edit takes the place of an earlier one of the same kind, edits of a thing that the
    /// draft makes go into it, and what would leave everything as it is goes away: so turning
    /// something on and off again leaves nothing.
    ///
    /// - Returns: the changes in order; empty when nothing is left to do.
    static func join(_ earlier: [Change], _ further: [Change], in model: Model) -> [Change] {
        var all = earlier
        for change in further {
            // What is said of a plan last is all that counts.
            if change.isAboutSchedules, model.schedule(change.subject.id) != nil {
                all.removeAll { $0.isAboutSchedules && $0.subject == change.subject }
            }
            add(change, to: &all)
        }
        all = withoutCalledOff(all, in: model)
        all = withoutIdle(withWholeCreations(all, in: model), in: model)
        return cancelOut(all, in: model) ? [] : all
    }

    /// Whether several changes together leave everything as it is, as a rule that was added and
    /// removed again does.
    private static func cancelOut(_ all: [Change], in model: Model) -> Bool {
        guard all.count > 1, let after = try? model.previewing(all) else { return false }
        return Set(all.map(\.subject)).allSatisfy { after.hasExactly($0, as: model) }
    }

    private static func add(_ change: Change, to all: inout [Change]) {
        if case .editAudience(let place, let id, let edit) = change {
            addAudienceEdit(edit, place, id, to: &all)
            return
        }
        if let slot = Slot(change) { all.removeAll { Slot($0) == slot } }
        if case .stopExperiment(let place, let id, _) = change {
            // Stopping what this very draft would start is not starting it.
            let start = Change.startExperiment(environment: place, experiment: id, at: nil)
            if let index = all.lastIndex(of: start) {
                all.remove(at: index)
                return
            }
        }
        all.append(change)
    }

    /// Keeps one edit for each list of customers, and lets additions and removals meet.
    private static func addAudienceEdit(
        _ edit: AudienceEdit,
        _ place: GUID,
        _ id: GUID,
        to all: inout [Change]
    ) {
        var new = edit
        all = all.compactMap { earlier in
            guard case .editAudience(place, id, let old) = earlier else { return earlier }
            guard let rest = old.meeting(&new) else { return nil }
            return .editAudience(environment: place, audience: id, rest)
        }
        all.append(.editAudience(environment: place, audience: id, new))
    }

    /// Puts edits of a thing that the draft makes into the thing itself.
    private static func withWholeCreations(_ all: [Change], in model: Model) -> [Change] {
        let made = Set(all.compactMap(\.madeSubject))
        guard !made.isEmpty, let after = try? model.previewing(all) else { return all }
        return all.compactMap { change in
            switch change {
            case .createFlag(let place, let flag):
                after.environment(place)?.flag(flag.id).map { .createFlag(environment: place, $0) }
                    ?? change
            case .createAudience(let place, let audience):
                after.environment(place)?.audience(audience.id)
                    .map { .createAudience(environment: place, $0) } ?? change
            case .createExperiment(let place, let experiment):
                after.environment(place)?.experiment(experiment.id).map { later in
                    // Its start stays a change of its own: it begins when it is published.
                    var whole = later
                    (whole.state, whole.runs) = (experiment.state, experiment.runs)
                    return .createExperiment(environment: place, whole)
                } ?? change
            case .editFlag, .editAudience, .replaceExperiment:
                made.contains(change.subject) ? nil : change
            default: change
            }
        }
    }

    private static func withoutIdle(_ all: [Change], in model: Model) -> [Change] {
        var now = model
        return all.filter { change in
            do throws(Refusal) {
                now = try now.previewing([change])
                return true
            } catch {
                // What does not fit is said when the draft is saved.
                if case .nothingToChange = error { return false }
                return true
            }
        }
    }

    /// What only the last edit decides.
    private struct Slot: Hashable {
        let subject: Subject
        let field: String

        init?(_ change: Change) {
            subject = change.subject
            switch change {
            case .editFlag(_, _, let edit):
                guard let field = edit.field else { return nil }
                self.field = field
            case .replaceFlag, .replaceAudience, .replaceExperiment: field = "whole"
            default: return nil
            }
        }
    }
}

extension Change {
    fileprivate var madeSubject: Subject? {
        switch self {
        case .createFlag, .createAudience, .createExperiment: subject
        default: nil
        }
    }
}

extension FlagEdit {
    /// The field that this edit sets as a whole; `nil` for edits that add up.
    fileprivate var field: String? {
        switch self {
        case .setEnabled: "enabled"
        case .rename: "name"
        case .describe: "description"
        case .setOwner: "owner"
        case .setPurpose: "purpose"
        case .setTags: "tags"
        case .setArchived: "archived"
        case .setOffVariation: "off version"
        case .setKind: "kind"
        case .setTargets: "customers"
        case .setRules: "rules"
        case .setDefaultRule: "default rule"
        case .setCountsEveryone: "counts everyone"
        case .setReportsInsights: "reports"
        case .editVariation(let variation): "version " + variation.id
        case .replaceRule(let rule): "rule " + rule.id
        case .addVariation, .removeVariation, .addTargets, .removeTargets, .addRule, .removeRule,
            .moveRule:
            nil
        }
    }
}

extension AudienceEdit {
    /// Lets a later edit of the same audience take from this one.
    ///
    /// - Parameter later: takes over what both say.
    /// - Returns: what is left of this edit, or `nil`.
    fileprivate func meeting(_ later: inout AudienceEdit) -> AudienceEdit? {
        switch (self, later) {
        case (.rename, .rename), (.describe, .describe), (.setTags, .setTags),
            (.setArchived, .setArchived), (.setRules, .setRules):
            return nil
        case (.addMembers(let old), .addMembers(let new)):
            later = .addMembers(Self.union(old, new))
            return nil
        case (.removeMembers(let old), .removeMembers(let new)):
            later = .removeMembers(old + new.filter { !old.contains($0) })
            return nil
        case (.addExcluded(let old), .addExcluded(let new)):
            later = .addExcluded(Self.union(old, new))
            return nil
        case (.removeExcluded(let old), .removeExcluded(let new)):
            later = .removeExcluded(old + new.filter { !old.contains($0) })
            return nil
        case (.addMembers(let old), .removeMembers(let new)):
            let rest = Self.without(old, new)
            return rest.isEmpty ? nil : .addMembers(rest)
        case (.addExcluded(let old), .removeExcluded(let new)):
            let rest = Self.without(old, new)
            return rest.isEmpty ? nil : .addExcluded(rest)
        case (.removeMembers(let old), .addMembers(let new)):
            let rest = Self.without(old, new)
            return rest.isEmpty ? nil : .removeMembers(rest)
        case (.removeExcluded(let old), .addExcluded(let new)):
            let rest = Self.without(old, new)
            return rest.isEmpty ? nil : .removeExcluded(rest)
        default: return self
        }
    }

    private static func union(_ old: [Insertion], _ new: [Insertion]) -> [Insertion] {
        let known = Set(old.map(\.customer))
        return old + new.filter { !known.contains($0.customer) }
    }

    private static func without(_ old: [Insertion], _ gone: [CustomerKey]) -> [Insertion] {
        let gone = Set(gone)
        return old.filter { !gone.contains($0.customer) }
    }

    private static func without(_ old: [CustomerKey], _ back: [Insertion]) -> [CustomerKey] {
        let back = Set(back.map(\.customer))
        return old.filter { !back.contains($0) }
    }
}
