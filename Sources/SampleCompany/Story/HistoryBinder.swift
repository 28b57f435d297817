import FlagModel

/// Puts events into one order, gathers drafts into rounds, and gives every entry its number.
struct HistoryBinder {
    let calendar: WorkCalendar
    private var random: SplitMix64
    private var history: [(proposal: Proposal, time: Moment)] = []
    /// The entries of the events, by the events' numbers.
    private var entries: [Int: UInt64] = [:]
    private var latest = Moment(milliseconds: 0)

    init(calendar: WorkCalendar, random: SplitMix64) {
        self.calendar = calendar
        self.random = random
    }

    mutating func history(of events: [Event]) -> [(proposal: Proposal, time: Moment)] {
        let ordered = events.sorted {
            ($0.day, $0.second, $0.id) < ($1.day, $1.second, $1.id)
        }
        history.reserveCapacity(ordered.count * 5 / 4)
        var rest = ordered[...]
        while let first = rest.first {
            let day = rest.prefix { $0.day == first.day }
            bind(day)
            rest = rest[day.endIndex...]
        }
        return history
    }

    /// The entries of one day.
    ///
    /// On some days what can wait is drafted and published in one round.
    private mutating func bind(_ day: ArraySlice<Event>) {
        let waiting = day.filter(\.isDraftable).prefix(5)
        guard waiting.count >= 2, random.happens(75), let last = waiting.last else {
            for event in day { append(event) }
            return
        }
        let waitingIDs = Set(waiting.map(\.id))
        let round = (day: last.day, second: last.second + random.number(600...3000))
        var drafts: [Draft] = []
        var isPublished = false
        for event in day {
            if !isPublished, event.second > round.second {
                publish(drafts, at: round)
                isPublished = true
            }
            if waitingIDs.contains(event.id) {
                drafts.append(keep(event))
            } else {
                append(event)
            }
        }
        if !isPublished { publish(drafts, at: round) }
    }

    private mutating func append(_ event: Event) {
        let origin: ChangeSet.Origin =
            switch event.cause {
            case .direct, .draftable, .toldLater: .direct
            case .importing: .importing
            case .drafting: .drafting
            case .undo(let id): entries[id].map { .undo($0) } ?? .direct
            }
        let time = (event.day, event.second)
        if case .toldLater = event.cause {
            // Random numbers of its own: the others' are as if it had not happened.
            var own = SplitMix64(seed: UInt64(event.id))
            swap(&random, &own)
            append(event.changes, by: event.actor, event.note, origin, at: time)
            swap(&random, &own)
        } else {
            append(event.changes, by: event.actor, event.note, origin, at: time)
        }
        entries[event.id] = UInt64(history.count)
    }

    private mutating func keep(_ event: Event) -> Draft {
        let draft = Draft(
            id: GUID(using: &random),
            author: event.actor,
            createdAt: calendar.moment(day: event.day, second: event.second),
            note: event.note,
            changes: event.changes
        )
        let time = (event.day, event.second)
        append([.saveDraft(draft)], by: event.actor, event.note, .drafting, at: time)
        return draft
    }

    private mutating func publish(_ drafts: [Draft], at time: (day: Int, second: Int)) {
        let changes = drafts.flatMap(\.changes) + drafts.map { .discardDraft($0.id) }
        let publisher = random.one(of: ["Ana", "Li", "Sam", "Ana"])
        append(changes, by: publisher, random.phrase(of: Phrases.publish), .publish, at: time)
    }

    /// Entries never share a second.
    private mutating func append(
        _ changes: [Change],
        by actor: String,
        _ note: String,
        _ origin: ChangeSet.Origin,
        at time: (day: Int, second: Int)
    ) {
        let wanted = calendar.moment(day: time.day, second: time.second)
        latest = max(wanted, latest.adding(microseconds: 1_000_000))
        let proposal = Proposal(
            id: GUID(using: &random),
            actor: actor,
            note: note,
            origin: origin,
            changes: changes,
            keepsTimes: origin == .importing
        )
        history.append((proposal: proposal, time: latest))
    }
}

extension Event {
    fileprivate var isDraftable: Bool {
        if case .draftable = cause { true } else { false }
    }
}
