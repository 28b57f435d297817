extension Schedule {
    /// One moment of a plan, and what happens then.
    public struct Told: Hashable, Sendable {
        /// When.
        public let at: Moment
        /// Each change in a sentence, as the history will tell it.
        public let lines: [String]
    }

    /// What a plan still does, in order; for one that comes back, the next time of each turn.
    ///
    /// - Parameters:
    ///   - model: the present one.
    ///   - zone: that of ``zone``; `nil` tells of a plan that comes back only its next time.
    /// - Returns: the moments; those behind the first are as they would be if the first is done.
    public func told(in model: Model, zone: Zone?) -> [Told] {
        var now = model
        var told = [Told(at: at, lines: Self.lines(of: changes, &now))]
        for step in later {
            told.append(Told(at: step.at, lines: Self.lines(of: step.changes, &now)))
        }
        guard let recurrence, let zone else { return told }
        var last = at
        for _ in recurrence.turns.dropFirst() {
            guard let next = recurrence.next(after: last, in: zone) else { break }
            let changes = recurrence.turns[next.turn].changes
            told.append(Told(at: next.at, lines: Self.lines(of: changes, &now)))
            last = next.at
        }
        return told
    }

    /// When it happens, for the end of a line: "then every Friday at 18:00", "then 2 more steps".
    public var thenWords: String {
        if let recurrence { return "then \(recurrence.words)" }
        guard !later.isEmpty else { return "" }
        return "then \(Words.count(later.count, "more step"))"
    }

    private static func lines(of changes: [Change], _ model: inout Model) -> [String] {
        var lines: [String] = []
        for asked in changes {
            let before = model
            let change = before.settled(asked, at: nil)
            _ = try? model.apply(ChangeSet.Step(change: change, stamp: nil))
            lines.append(change.sentence(before: before, after: model))
        }
        return lines
    }
}
