import FlagModel

/// Something that somebody does in the story, before it has its place in the history.
struct Event {
    /// Its own number, by which an undo names it.
    let id: Int
    /// The working day, from 0.
    let day: Int
    /// Seconds after midnight UTC.
    let second: Int
    let actor: String
    let note: String
    let changes: [Change]
    /// What led to it.
    let cause: Cause

    /// Why an event happens.
    enum Cause {
        /// Somebody does it at once.
        case direct
        /// The same, in a story that was told before: what others do stays as it was.
        case toldLater
        /// It may wait as a draft and be published with others of the day.
        case draftable
        /// It takes back the event with this number.
        case undo(Int)
        /// It comes from a file.
        case importing
        /// It keeps a draft.
        case drafting
    }
}

/// Collects events and gives them numbers.
struct EventLog {
    /// The number of the first event.
    let firstID: Int
    private(set) var events: [Event] = []

    init(firstID: Int) {
        self.firstID = firstID
    }

    /// Notes something down.
    ///
    /// - Returns: the event's number.
    @discardableResult
    mutating func add(
        _ changes: [Change],
        by actor: String,
        _ note: String,
        at time: (day: Int, second: Int),
        cause: Event.Cause = .direct
    ) -> Int {
        let event = Event(
            id: firstID + events.count,
            day: time.day,
            second: time.second,
            actor: actor,
            note: note,
            changes: changes,
            cause: cause
        )
        events.append(event)
        return event.id
    }
}
