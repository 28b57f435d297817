internal import HashTreeCollections

// What of a webhook only those are told who may set webhooks up. Others see that it is there, not
// what it says: with it, they could sign what they like, or ask the other system in our name.

extension Webhook {
    /// What stands in place of something that somebody may not see.
    ///
    /// - Parameter entry: the entry that set it, where that is told of: two entries with other
    ///   secrets must not look as if nothing had changed. `nil` in a picture.
    /// - Returns: `(hidden)` or `(hidden, entry 7)`.
    static func mark(since entry: UInt64?) -> String {
        entry.map { "\(markStart), entry \($0))" } ?? "\(markStart))"
    }

    private static let markStart = "(hidden"

    /// The same without its secret, the values of its header fields and its template; what is empty
    /// stays so.
    func hidingSecrets(since entry: UInt64?) -> Webhook {
        let mark = Self.mark(since: entry)
        var webhook = self
        if !secret.isEmpty { webhook.secret = mark }
        if !template.isEmpty { webhook.template = mark }
        webhook.headers = headers.map { Header(name: $0.name, value: mark) }
        return webhook
    }

    /// Whether some of it is what ``hidingSecrets(since:)`` put there.
    var isHidingSecrets: Bool {
        ([secret, template] + headers.map(\.value)).contains { $0.hasPrefix(Self.markStart) }
    }
}

extension Change {
    /// The same without the secrets of webhooks, wherever it holds some.
    ///
    /// - Parameter entry: the entry that it is a part of; `nil` where it waits.
    /// - Returns: the change for somebody who may not set webhooks up.
    public func hidingSecrets(since entry: UInt64? = nil) -> Change {
        switch self {
        case .saveWebhook(let webhook): .saveWebhook(webhook.hidingSecrets(since: entry))
        case .saveDraft(let draft): .saveDraft(draft.hidingSecrets(since: entry))
        case .saveSchedule(let schedule):
            .saveSchedule(schedule.mapping { $0.hidingSecrets(since: entry) })
        default: self
        }
    }

    /// A webhook in it whose secrets were hidden from whoever sends it; `nil` when there is none.
    ///
    /// To make such a change would put the marks in place of the secrets.
    public var webhookHidingSecrets: Webhook? {
        switch self {
        case .saveWebhook(let webhook): webhook.isHidingSecrets ? webhook : nil
        case .saveDraft(let draft): draft.changes.lazy.compactMap(\.webhookHidingSecrets).first
        case .saveSchedule(let schedule):
            schedule.allChanges.lazy.compactMap(\.webhookHidingSecrets).first
        default: nil
        }
    }
}

extension Draft {
    fileprivate func hidingSecrets(since entry: UInt64?) -> Draft {
        var draft = self
        draft.changes = changes.map { $0.hidingSecrets(since: entry) }
        return draft
    }
}

extension ChangeSet {
    /// The same without the secrets of webhooks.
    ///
    /// - Parameter entry: its number in the history.
    /// - Returns: the change set for somebody who may not set webhooks up.
    public func hidingSecrets(of entry: UInt64) -> ChangeSet {
        guard steps.contains(where: \.change.holdsWebhook) else { return self }
        return with(
            steps: steps.map { step in
                Step(change: step.change.hidingSecrets(since: entry), stamp: step.stamp)
            }
        )
    }
}

extension Model {
    /// The same without the secrets of webhooks, for somebody who may not set them up.
    ///
    /// - Complexity: O(*n*) in the webhooks, drafts and plans.
    public var hidingSecrets: Model {
        var model = self
        for webhook in webhooksByID.values {
            model.webhooksByID[webhook.id] = webhook.hidingSecrets(since: nil)
        }
        for draft in draftsByID.values where draft.changes.contains(where: \.holdsWebhook) {
            model.draftsByID[draft.id] = draft.hidingSecrets(since: nil)
        }
        for schedule in schedulesByID.values
        where schedule.allChanges.contains(where: \.holdsWebhook) {
            model.schedulesByID[schedule.id] = schedule.mapping { $0.hidingSecrets() }
        }
        return model
    }
}

extension Change {
    /// Whether a webhook is in it.
    fileprivate var holdsWebhook: Bool {
        switch self {
        case .saveWebhook: true
        case .saveDraft(let draft): draft.changes.contains(where: \.holdsWebhook)
        case .saveSchedule(let schedule): schedule.allChanges.contains(where: \.holdsWebhook)
        default: false
        }
    }
}

extension Schedule {
    /// The same with others in place of all its changes.
    fileprivate func mapping(_ replaced: (Change) -> Change) -> Schedule {
        moved(
            to: at,
            changes.map(replaced),
            expects: expects,
            later: later.map { step in
                Step(at: step.at, changes: step.changes.map(replaced), expects: step.expects)
            },
            recurrence: recurrence.map { $0.mapping(replaced) }
        )
    }
}

extension Recurrence {
    fileprivate func mapping(_ replaced: (Change) -> Change) -> Recurrence {
        Recurrence(
            turns: turns.map { turn in
                Turn(turn.rhythm, minute: turn.minute, changes: turn.changes.map(replaced))
            },
            lastDay: lastDay
        )
    }
}
