import FlagModel

/// What the company has planned for the days after the story: one plan of each kind.
enum Upcoming {
    /// The plan about a flag; `nil` for most.
    ///
    /// - Parameters:
    ///   - diary: the flag as it is at the end of the story.
    ///   - id: the id that the plan has.
    ///   - now: when it was planned.
    /// - Returns: the plan, which happens after the end of the story.
    static func plan(for diary: FlagDiary, id: GUID, now: Moment) -> Schedule? {
        var diary = diary
        func plan(
            _ title: String,
            by author: String,
            _ note: String,
            _ steps: [Schedule.Step],
            _ recurrence: Recurrence? = nil
        ) -> Schedule {
            Schedule(
                id: id,
                author: author,
                createdAt: now,
                note: note,
                at: steps[0].at,
                title: title,
                changes: steps[0].changes,
                expects: steps[0].expects,
                zone: "UTC",
                later: Array(steps.dropFirst()),
                recurrence: recurrence
            )
        }
        switch diary.spec.name {
        case "Help in Turkish":
            let begin = Schedule.Step(at: moment(day: 4, hour: 7), changes: diary.turning(true))
            let note = "The last pages are translated on Monday."
            return plan("Help in Turkish on in LIVE", by: "Mia", note, [begin])
        case "New size guide":
            let half = diary.giving(50, to: .everyone)
            let steps = [
                Schedule.Step(at: moment(day: 3, hour: 8), changes: half),
                Schedule.Step(
                    at: moment(day: 6, hour: 8),
                    changes: diary.giving(100, to: .everyone)
                ),
            ]
            let note = "Shoes went well, coats come next."
            return plan("New size guide 25% → 50% → 100% in LIVE", by: "Omar", note, steps)
        case "Maintenance notice":
            let begin = Schedule.Step(at: moment(day: 2, hour: 3), changes: diary.turning(true))
            let end = Schedule.Step(at: moment(day: 2, hour: 5), changes: diary.turning(false))
            let title = "Maintenance notice on, then back in LIVE"
            return plan(title, by: "Jo", "The database moves on Sunday night.", [begin, end])
        case "Partner shops":
            let begin = diary.turning(true)
            let weekends = Recurrence(turns: [
                .init(.weekly([.friday]), minute: 16 * 60, changes: begin),
                .init(.weekly([.monday]), minute: 6 * 60, changes: diary.turning(false)),
            ])
            let first = Schedule.Step(at: moment(day: 0, hour: 16), changes: begin)
            let title = "Partner shops on, then back in LIVE"
            let note = "Partners pack on weekends."
            return plan(title, by: "Ana", note, [first], weekends)
        case "Voice search":
            return diary.ending(at: moment(day: 14, hour: 20)).map { end, customer in
                let title = "Voice search goes back for \(customer.text)"
                return plan(title, by: "Ana", "They wanted to try it in July.", [end])
            }
        default: return nil
        }
    }

    /// So many days after the last day of the story, at an hour of UTC.
    private static func moment(day: Int, hour: Int) -> Moment {
        let start = SampleCompany.now.adding(microseconds: -9 * 3_600_000_000)
        return start.adding(microseconds: Int64(day * 24 + hour) * 3_600_000_000)
    }
}
