internal import Experiments
internal import FlagModel
internal import TerminalUI

/// What the page of an experiment shows, part by part.
extension DashboardState {
    /// The result of the open or selected experiment, ready to be drawn.
    var resultPage: ResultPage? { resultPage(width: max(20, size.columns - 2)) }

    /// The same in so many columns.
    func resultPage(width: Int) -> ResultPage? {
        guard let (plan, result) = currentResult else { return nil }
        return ResultPage(
            plan: plan,
            result: result,
            words: ExperimentWords(
                result,
                plan: plan,
                names: experimentNames(plan),
                byFirstVersion: resultByFirstVersion(of: plan)
            ),
            counts: answer(about: plan)?.counts?.counted(by: experiments.day ?? shownTime),
            glyphs: glyphs,
            width: width,
            layout: frame.layout,
            times: times
        )
    }

    /// What the things of an experiment are called.
    func experimentNames(_ plan: Experiment) -> ExperimentNames {
        let flag = flagView(plan.flagID)?.latest
        let names = (flag?.variations ?? []).map { ($0.id, $0.name) }
        return ExperimentNames(
            versions: Dictionary(names) { first, _ in first },
            zone: zone,
            lastAsked: lastAsked(plan),
            cause: splitCause(plan)
        )
    }

    /// The part of the customers that an uneven split comes from, if somebody looked for it.
    private func splitCause(_ plan: Experiment) -> String? {
        guard let asked = experiments.groups, asked.run == plan.shownRun,
            let groups = asked.groups, let cause = Breakdown(groups.map(\.result)).cause
        else { return nil }
        return "\(groups[cause].name.words) (\(asked.attribute))"
    }

    /// Whether the page asks what to do about numbers that must not be used.
    var asksWhatNow: Bool {
        experiments.page != nil && experiments.part == .answer && !experiments.showsAnyway
            && (resultPage?.words.isBroken ?? false)
    }

    /// The lines of the page.
    var experimentPageLines: [Line] {
        let width = max(20, size.columns - 3)
        guard let page = resultPage, experiments.part != .plan else {
            let forecast =
                experiments.part == .waiting
                ? currentExperiment?.now.map { forecastLines(of: $0, width: width) } : nil
            return forecast ?? experimentLines(width: width)
        }
        switch experiments.part {
        case .plan: return []
        case .numbers: return page.numbers(shownCounts)
        case .groups: return experiments.groups.map(page.groups) ?? []
        case .check: return experiments.check.map(page.check) ?? []
        case .waiting: return page.waiting(shownCounts)
        case .answer: return dayLines(page) + draftLines + answerLines(page)
        }
    }

    /// What was counted by the moment that the page speaks of.
    var shownCounts: ExperimentCounts? {
        guard let plan = currentExperiment?.now else { return nil }
        return answer(about: plan)?.counts?.counted(by: experiments.day ?? shownTime)
    }

    private func answerLines(_ page: ResultPage) -> [Line] {
        guard page.words.isBroken else { return page.lines }
        return experiments.showsAnyway ? page.anyway : page.warning
    }

    /// Which other day is shown, where one is.
    private func dayLines(_ page: ResultPage) -> [Line] {
        guard let day = experiments.day else { return [] }
        let text = "As counted up to \(times.dayOrMoment(day).text). Esc shows the newest count."
        return Line.wrapped(text, .past, width: page.width) + [""]
    }

    private var draftLines: [Line] {
        guard let view = currentExperiment, let draft = draftLine(view) else { return [] }
        return [draft, ""]
    }

    /// Draws the page over the body.
    func drawExperimentPage(on canvas: inout Canvas, _ frame: Frame) {
        let plan = currentExperiment.flatMap { $0.now ?? $0.after }
        let lines = experimentPageLines
        let title: SafeText = "Experiment: \(SafeText(plan?.name ?? ""))"
        let note = plan.map(runWords) ?? ""
        let height = experimentPageHeight
        let choices = asksWhatNow ? whatNowLines : []
        // What is to be done stays on screen, whatever room the warning takes.
        let shown = choices.isEmpty ? lines : Array(lines.prefix(max(1, height - choices.count)))
        guard frame.layout != .tiny else {
            canvas.draw(shown, in: frame.body, offset: experiments.scroll)
            draw(choices, from: frame.body.y + shown.count, x: 0, on: &canvas)
            return
        }
        let rest = lines.count - experiments.scroll - height
        let more: SafeText =
            rest > 0 ? "\(SafeText.count(rest)) more \(rest == 1 ? "line" : "lines"), " : ""
        canvas.horizontalRule(frame.body.y, title: title, note: more + note)
        let area = frame.body.inset(left: 1, top: 1, right: 1)
        canvas.draw(shown, in: area, offset: choices.isEmpty ? experiments.scroll : 0)
        draw(choices, from: area.y + shown.count, x: area.x, on: &canvas)
    }

    /// What to do about numbers that must not be used.
    private var whatNowLines: [Line] {
        guard let page = resultPage else { return [] }
        return page.words.whatNow.map(page.line)
    }

    private func draw(_ choices: [Line], from y: Int, x: Int, on canvas: inout Canvas) {
        for (index, choice) in choices.enumerated() {
            let point = Point(x: x + 2, y: y + index)
            canvas.draw(choice, at: point, width: size.columns - x - 2)
            guard index == experiments.choice else { continue }
            canvas.draw(glyphs.pointer, at: Point(x: x, y: point.y), role: .accent)
            canvas.select(Rect(x: 0, y: point.y, width: size.columns, height: 1))
        }
    }
}
