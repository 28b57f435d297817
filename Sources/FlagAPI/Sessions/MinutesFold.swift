internal import FlagModel

/// Collects minutes entry by entry.
struct MinutesFold {
    private let place: GUID
    private(set) var people: [String] = []
    private(set) var topics: [Minutes.Topic] = []
    private(set) var published: [Minutes.Entry] = []
    private(set) var others: [Minutes.Entry] = []

    init(_ place: GUID) { self.place = place }

    /// Takes the next entry.
    mutating func take(_ entry: HistoryEntry, before: Model, after: Model) {
        let set = entry.changeSet
        guard set.steps.contains(where: { reaches($0.change, before, after) }) else { return }
        note(set.origin.isByItself ? nil : set.actor)
        for step in set.steps { take(step.change, of: entry, before, after) }
        takeBack(set.origin, by: entry.number)
        let isAboutDrafts = set.steps.allSatisfy(\.change.isAboutDrafts)
        if set.origin.isPublishing {
            published.append(Minutes.Entry(entry).without(toldLines(of: set, before)))
        } else if !isAboutDrafts {
            others.append(Minutes.Entry(entry))
        }
    }

    /// What a set publishes of drafts that have a topic: that is told there.
    private func toldLines(of set: ChangeSet, _ before: Model) -> Set<String> {
        var told: Set<String> = []
        for case .discardDraft(let id) in set.steps.map(\.change)
        where topics.contains(where: { $0.draftID == id }) {
            told.formUnion(before.draft(id)?.sentences(in: before) ?? [])
        }
        return told
    }

    private func reaches(_ change: Change, _ before: Model, _ after: Model) -> Bool {
        switch change.subject {
        case .draft(let id):
            after.draft(id)?.reaches(place, in: after)
                ?? before.draft(id)?.reaches(place, in: before) ?? false
        case .schedule(let id):
            (after.schedule(id) ?? before.schedule(id))?.reaches(place) ?? false
        default: change.reaches(place)
        }
    }

    private mutating func note(_ person: String?) {
        guard let person, !people.contains(person) else { return }
        people.append(person)
    }

    private mutating func take(
        _ change: Change,
        of entry: HistoryEntry,
        _ before: Model,
        _ after: Model
    ) {
        guard case .draft(let id) = change.subject, reaches(change, before, after) else { return }
        let set = entry.changeSet
        switch change {
        case .decide(_, _, let decision):
            note(decision.person)
            say(
                Minutes.Remark(
                    person: decision.person,
                    at: decision.at ?? set.time,
                    what: decision.verdict == .approve
                        ? .approved(decision.reason) : .sentBack(decision.reason)
                ),
                about: id,
                before,
                after
            )
        case .comment(_, let comment):
            note(comment.person)
            let remark = Minutes.Remark(
                person: comment.person,
                at: comment.at ?? set.time,
                what: .commented(comment.text)
            )
            say(remark, about: id, before, after)
        case .discardDraft:
            let index = topic(id, before, after)
            // The model before the entry still has the draft with the approvals that it had.
            topics[index] = topics[index].closed(in: before)
            topics[index].end =
                set.origin.isPublishing ? .published(entry.number) : .dropped(by: set.actor)
        default: reopen(id, after)
        }
    }

    private mutating func say(
        _ remark: Minutes.Remark,
        about id: GUID,
        _ before: Model,
        _ after: Model
    ) {
        topics[topic(id, before, after)].remarks.append(remark)
    }

    /// A draft that was kept anew, or came back by an undo, waits; one of which nobody has said
    /// anything stays out.
    private mutating func reopen(_ id: GUID, _ model: Model) {
        guard let draft = model.draft(id),
            let index = topics.firstIndex(where: { $0.draftID == id })
        else { return }
        topics[index].end = .waits(model.reviewState(of: draft))
    }

    /// The place of a draft's topic, which is begun when there is none.
    private mutating func topic(_ id: GUID, _ before: Model, _ after: Model) -> Int {
        if let known = topics.firstIndex(where: { $0.draftID == id }) { return known }
        let model = before.draft(id) == nil ? after : before
        topics.append(Minutes.Topic(id, in: model))
        return topics.count - 1
    }

    private mutating func takeBack(_ origin: ChangeSet.Origin, by number: UInt64) {
        guard case .undo(let taken) = origin else { return }
        for index in published.indices where published[index].number == taken {
            published[index].takenBackBy = number
        }
        for index in others.indices where others[index].number == taken {
            others[index].takenBackBy = number
        }
    }
}

extension ChangeSet.Origin {
    /// Whether nobody did it at that moment.
    fileprivate var isByItself: Bool { self == .scheduled || self == .triggered }
}

extension Minutes.Entry {
    init(_ entry: HistoryEntry) {
        let set = entry.changeSet
        self.init(
            number: entry.number,
            person: set.actor,
            at: set.time,
            note: set.note,
            sentence: set.sentence,
            lines: set.lines,
            untold: set.untoldCount,
            isEmergency: set.origin == .emergency
        )
    }

    /// The entry without lines that are told elsewhere.
    fileprivate func without(_ told: Set<String>) -> Minutes.Entry {
        var entry = self
        entry.lines = lines.filter { !told.contains($0) }
        entry.told = lines.count - entry.lines.count
        return entry
    }
}

extension Minutes.Topic {
    /// Nothing was said about the draft yet.
    fileprivate init(_ id: GUID, in model: Model) {
        let draft = model.draft(id)
        self.init(
            draftID: id,
            name: model.name(of: .draft(id)),
            authors: draft?.authorWords ?? "",
            sentence: draft?.sentence(in: model) ?? "",
            note: draft?.note ?? "",
            end: .waits(draft.map { model.reviewState(of: $0) } ?? .notNeeded)
        )
    }

    /// The topic with what held in a model, and what the draft said there; as it is when the model
    /// does not have the draft any more.
    func closed(in model: Model) -> Minutes.Topic {
        guard let draft = model.draft(draftID) else { return self }
        var topic = Minutes.Topic(draftID, in: model)
        topic.remarks = remarks
        let approvers = draft.approvers(in: model)
        let refusers = draft.decisions.filter { $0.verdict == .sendBack }.map(\.person)
        var told: Set<String> = []
        for index in topic.remarks.indices.reversed() {
            let person = topic.remarks[index].person
            switch topic.remarks[index].what {
            case .commented: continue
            case .approved:
                topic.remarks[index].holds =
                    told.insert(person).inserted && approvers.contains(person)
            case .sentBack:
                topic.remarks[index].holds =
                    told.insert(person).inserted && refusers.contains(person)
            }
        }
        return topic
    }
}
