internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// Going to a moment of the past, step by step, and back to now.
extension DashboardState {
    private static let dayMicroseconds: Int64 = 86_400_000_000

    mutating func performPast(_ action: PastAction) {
        switch action {
        case .look(let point): look(at: point)
        case .entries(let count): step(entries: count)
        case .days(let count): step(days: count)
        case .askDate: open(.form(.goToDate(times)))
        case .leave: leavePast()
        }
    }

    /// Asks for everything as it was at a point; one that is not over is now.
    mutating func look(at point: PastPoint) {
        switch point {
        case .entry(let number) where number >= presentEntry && past == nil:
            complain("That is how it is now: nothing was changed since.")
        case .entry(let number) where number >= presentEntry: leavePast()
        case .time(let time) where time >= now && past == nil:
            complain("That moment has not come yet.")
        case .time(let time) where time >= now: leavePast()
        default:
            generation += 1
            pastQuestion = PastQuestion(point: point, generation: generation)
            outbox.append(.picture(at: point, generation: generation))
        }
    }

    private mutating func step(entries count: Int) {
        let from =
            if case .entry(let number)? = pastQuestion?.point { number } else { entry }
        if count < 0, from == 0 {
            complain("There is nothing before: the history begins here.")
            return
        }
        let back = UInt64(count.magnitude)
        look(at: .entry(count < 0 ? from - min(from, back) : from + back))
    }

    private mutating func step(days count: Int) {
        let asked: Moment? = if case .time(let time)? = pastQuestion?.point { time } else { nil }
        guard let from = asked ?? (past == nil ? now : past?.time) else {
            // Before the first entry there is no time to count from.
            step(entries: count.signum())
            return
        }
        if count < 0, past?.entry == 0 {
            complain("There is nothing before: the history begins here.")
            return
        }
        look(at: .time(from.adding(microseconds: Int64(count) * Self.dayMicroseconds)))
    }

    /// Takes how everything was.
    mutating func takePast(_ generation: Int, _ result: Result<PastPicture, ServiceProblem>) {
        guard let question = pastQuestion, question.generation == generation else { return }
        pastQuestion = nil
        switch result {
        case .failure(let problem): complain(problem)
        case .success(let then):
            past = PastView(point: question.point, then: then)
            momentChanged()
        }
    }

    /// Shows now again, on the same screen.
    mutating func leavePast() {
        pastQuestion = nil
        guard past != nil else { return }
        past = nil
        if environment == nil { environmentID = model.environments.first?.environment.id }
        momentChanged()
        say("Back to now.")
    }

    /// Fills every pane with what was at the moment that is looked at.
    private mutating func momentChanged() {
        toast = nil
        experiments.day = nil
        calculateResults()
        prepareEnvironment(isWhole: true, keepsHistory: true)
        selectMomentInHistory()
        fitLists()
    }

    // MARK: - Going to a date

    mutating func submitDate(_ form: inout Form) -> Bool {
        let text = form.text(.moment)
        guard let read = timeReading.read(text) else {
            form.mark(.moment, TimeReading.problem(text))
            return false
        }
        guard read.start < now else {
            form.mark(.moment, "That is not over yet. Type a time that is.")
            return false
        }
        overlays.removeLast()
        look(at: .time(min(read.end, now.adding(microseconds: -1))))
        return true
    }

    /// Reads times as they are typed.
    var timeReading: TimeReading { TimeReading(now: now, zone: zone) }
}

extension Form {
    /// Asks for a moment to look at.
    static func goToDate(_ times: TimeWords) -> Form {
        var form = Form(
            .goToDate,
            title: "Go to which day or time?",
            intro: "Every screen then shows how things were. Without a time, the end of that day.",
            fields: [
                text(
                    .moment,
                    "When",
                    limit: TimeReading.lengthLimit,
                    hint: "3 Jul, yesterday, Tuesday 17:00, 2026-07-03 17:00 "
                        + "(\(times.zoneName(at: times.now)))"
                )
            ]
        )
        form.submitLabel = "go"
        return form
    }
}
