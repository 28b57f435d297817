extension Proposal {
    /// The whole in one sentence.
    ///
    /// - Parameters:
    ///   - lines: each change in a sentence, or at least the first two.
    ///   - model: the model afterwards.
    /// - Returns: what was done, in the past tense, without who and when.
    func sentence(lines: [String], in model: Model) -> String {
        let place = place(in: model)
        switch origin {
        case .publish, .emergency:
            let count = changes.things.count
            let how = origin == .emergency ? "without a review: published" : "published"
            return "\(how) \(Words.count(count, "change"))" + (place.map { " in \($0)" } ?? "")
        case .importing:
            return "imported \(importedThings)" + (place.map { " into \($0)" } ?? "")
        case .undo(let number):
            let part = isPartialUndo ? "a part of " : ""
            return undoing(lines, place)
                + ", to take back \(part)\(Words.grouped(Int(clamping: number)))"
        case .scheduled where changes.contains(where: \.isHold):
            return Words.list(lines, most: 2)
        case .scheduled where changes.allSatisfy(\.keepsSchedule):
            let titles = changes.compactMap(\.nameOfNewThing)
            return "passed over this time: \(Words.list(titles, most: 2))"
        case .scheduled where changes.allSatisfy(\.isAboutSchedules):
            return Words.list(lines, most: 2)
                + ", because it did not fit any more"
        case .scheduled: return Words.list(lines, most: 2, of: told.count) + ", as planned"
        case .direct, .drafting, .reviewing, .triggered:
            return Words.list(lines, most: 2, of: changes.count)
        }
    }

    /// What an undo did; what had to be archived to go is not told twice.
    private func undoing(_ lines: [String], _ place: String?) -> String {
        let count = told.count
        if count == 1 { return lines[0] }
        if isRemoval { return lines[1] }
        return "made \(Words.count(count, "change"))" + (place.map { " in \($0)" } ?? "")
    }

    /// Whether one thing was archived and deleted.
    private var isRemoval: Bool {
        guard changes.count == 2, changes[0].subject == changes[1].subject else { return false }
        switch changes[1] {
        case .deleteFlag, .deleteAudience: return true
        default: return false
        }
    }

    private var told: [Change] {
        changes.filter { origin.tells($0, amongDraftsOnly: changes.allSatisfy(\.isAboutDrafts)) }
    }

    /// "LIVE", "LIVE and Practice"; `nil` for changes that are in no environment.
    private func place(in model: Model) -> String? {
        var seen: Set<GUID> = []
        let titles = changes.lazy.compactMap { $0.subject.environmentID }
            .filter { seen.insert($0).inserted }
            .compactMap { model.environment($0)?.environment.title }
        let all = Array(titles)
        return all.isEmpty ? nil : Words.list(all)
    }

    /// "2 flags and 1 audience".
    private var importedThings: String {
        let flags = changes.count { if case .flag = $0.subject { true } else { false } }
        let audiences = changes.count { if case .audience = $0.subject { true } else { false } }
        let parts = [(flags, "flag"), (audiences, "audience")].filter { $0.0 > 0 }
        guard !parts.isEmpty else { return Words.count(changes.count, "change") }
        return Words.list(parts.map { Words.count($0.0, $0.1) })
    }
}

extension ChangeSet.Origin {
    /// Whether a change of a set has a line of its own: drafts that come or go together with what
    /// they are about have none.
    ///
    /// - Parameters:
    ///   - change: one of the set.
    ///   - amongDraftsOnly: whether all changes of the set are about drafts.
    /// - Returns: whether ``ChangeSet/lines`` tells it, as far as they reach.
    public func tells(_ change: Change, amongDraftsOnly: @autoclosure () -> Bool) -> Bool {
        // What happens as planned is told, not that it does not wait any more.
        if self == .scheduled, change.isAboutSchedules { return false }
        guard change.isAboutDrafts else { return true }
        return self == .direct || self == .drafting || self == .reviewing || amongDraftsOnly()
    }
}

extension ChangeSet {
    /// How many changes ``lines`` leaves out because there are too many.
    public var untoldCount: Int {
        guard lines.count >= Self.maximumLines else { return 0 }
        guard origin != .importing else { return steps.count - lines.count }
        let told = steps.count { step in
            origin.tells(
                step.change,
                amongDraftsOnly: steps.allSatisfy(\.change.isAboutDrafts)
            )
        }
        return max(0, told - lines.count)
    }
}

extension Change {
    /// Whether it stops what was planned.
    fileprivate var isHold: Bool {
        if case .holdSchedule(_, true) = self { true } else { false }
    }

    /// Whether it leaves a plan waiting.
    fileprivate var keepsSchedule: Bool {
        if case .saveSchedule = self { true } else { false }
    }

    /// Whether it keeps or drops a draft.
    public var isAboutDrafts: Bool {
        if case .draft = subject { true } else { false }
    }
}
