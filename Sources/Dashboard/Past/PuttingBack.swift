internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// A flag that is to be made again what it was at a moment of the past.
struct PuttingBack: Equatable, Sendable {
    /// The flag as it was.
    let flag: Flag
    let environmentID: GUID
    /// "3 Jul, 16:59".
    let when: String
    /// The edits that lead there from now.
    let changes: [Change]
    /// The question what differs.
    let generation: Int
}

extension DashboardState {
    /// Asks what is different today, so that the question can say it.
    mutating func askPuttingBack() {
        guard let past, let environmentID, let id = currentFlagID, let flag = environment?.flag(id)
        else { return }
        guard let now = present.environment(environmentID)?.flag(id) else {
            complain("\(flag.name) was deleted since. The history (6) takes that back with u.")
            return
        }
        let changes = now.changes(to: flag, in: environmentID)
        guard !changes.isEmpty, (try? present.previewing(changes)) != nil else {
            complain(
                changes.isEmpty
                    ? "\(flag.name) is today what it was then."
                    : "\(flag.name) cannot be like that today: something that it used is gone."
            )
            return
        }
        let generation = askDifferences(from: presentEntry, to: past.entry)
        puttingBack = PuttingBack(
            flag: flag,
            environmentID: environmentID,
            when: pastMomentWords,
            changes: changes,
            generation: generation
        )
    }

    /// Takes what would be different, and asks.
    ///
    /// - Returns: whether it had been asked for.
    mutating func takePuttingBack(
        _ generation: Int,
        _ result: Result<[Difference], ServiceProblem>
    ) -> Bool {
        guard let asked = puttingBack, asked.generation == generation else { return false }
        guard past != nil, overlays.isEmpty, tab == .flags else { return true }
        let subject = Subject.flag(environment: asked.environmentID, asked.flag.id)
        let found = (try? result.get()) ?? []
        let facets = found.first { $0.subject == subject }?.facets ?? []
        let room = max(1, frame.body.height - (frame.layout == .tiny ? 4 : 9))
        var lines = facets.prefix(room).map { facet in
            let (before, after) = (facet.before, facet.after)
            return "- \(facet.title): \(before.isEmpty ? "nothing" : Words.short(before, 60)) → "
                + (after.isEmpty ? "nothing" : Words.short(after, 60))
        }
        if facets.count > room { lines.append("- and \(facets.count - room) more") }
        let settings = present.environment(asked.environmentID)?.environment.settings
        let note: SafeText =
            settings?.asksForDrafts ?? true ? "makes a draft" : "at once, customers notice"
        open(
            .choices(
                .question(
                    "Make \(asked.flag.name) what it was \(asked.when)?",
                    text: lines.joined(separator: "\n"),
                    [.init(label: "Put it back", note: note, action: .flags(.reallyPutBack))]
                )
            )
        )
        return true
    }

    /// Goes back to now and makes the flag what it was: as a draft where changes wait.
    mutating func putBackAsThen() {
        guard let asked = puttingBack, past != nil else { return }
        puttingBack = nil
        leavePast()
        let subject = Subject.flag(environment: asked.environmentID, asked.flag.id)
        change(
            asked.changes,
            about: subject,
            words: "\(asked.flag.name) as it was \(asked.when)",
            selecting: asked.flag.id
        )
    }
}

extension Flag {
    /// The changes that make this flag what it was, aspect by aspect where that can be said so,
    /// else as a whole.
    fileprivate func changes(to then: Flag, in place: GUID) -> [Change] {
        var edits: [FlagEdit] = []
        if isArchived != then.isArchived, !then.isArchived { edits.append(.setArchived(false)) }
        if name != then.name { edits.append(.rename(then.name)) }
        if description != then.description { edits.append(.describe(then.description)) }
        if owner != then.owner { edits.append(.setOwner(then.owner)) }
        if purpose != then.purpose { edits.append(.setPurpose(then.purpose)) }
        if tags != then.tags { edits.append(.setTags(then.tags)) }
        if rules != then.rules { edits.append(.setRules(then.rules)) }
        if targets != then.targets { edits.append(.setTargets(then.targets)) }
        if defaultRule != then.defaultRule { edits.append(.setDefaultRule(then.defaultRule)) }
        if isEnabled != then.isEnabled { edits.append(.setEnabled(then.isEnabled)) }
        if isArchived != then.isArchived, then.isArchived { edits.append(.setArchived(true)) }
        var copy = self
        copy.isArchived = then.isArchived
        (copy.name, copy.description, copy.owner) = (then.name, then.description, then.owner)
        (copy.purpose, copy.tags, copy.rules) = (then.purpose, then.tags, then.rules)
        (copy.targets, copy.defaultRule) = (then.targets, then.defaultRule)
        copy.isEnabled = then.isEnabled
        // Times and revisions are given anew in any case.
        (copy.updatedAt, copy.revision) = (then.updatedAt, then.revision)
        guard copy == then else { return [.replaceFlag(environment: place, then)] }
        return edits.map { .editFlag(environment: place, flag: id, $0) }
    }
}
