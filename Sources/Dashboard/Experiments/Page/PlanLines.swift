internal import FlagModel
internal import TerminalUI

/// The plan of an experiment, as lines.
extension DashboardState {
    private static let dayMicroseconds: Int64 = 86_400_000_000

    /// The day of the run, from 1.
    func runningDay(_ plan: Experiment) -> Int {
        let start = plan.runs.last?.startedAt ?? plan.createdAt
        let elapsed = max(0, shownTime.microseconds - start.microseconds)
        return Int(elapsed / Self.dayMicroseconds) + 1
    }

    /// "day 3 of 14", or that it is over.
    func dayWords(_ plan: Experiment) -> SafeText {
        let day = runningDay(plan)
        return day <= plan.plannedDays
            ? "day \(SafeText.count(day)) of \(SafeText.count(plan.plannedDays))"
            : "\(SafeText.count(plan.plannedDays)) days are over"
    }

    /// How far it is, for the rule above a page.
    func runWords(_ plan: Experiment) -> SafeText {
        if plan.isArchived { return "archived" }
        switch plan.state {
        case .planned: return "planned"
        case .running: return dayWords(plan)
        case .stopped:
            guard let end = plan.runs.last?.endedAt else { return "stopped" }
            return "stopped \(times.short(end))"
        }
    }

    func stateSentence(_ plan: Experiment) -> SafeText {
        switch plan.state {
        case .planned:
            "Planned for \(SafeText(Words.count(plan.plannedDays, "full day"))); not started."
        case .running: "Running, \(dayWords(plan))."
        case .stopped: "Stopped. It was planned for \(SafeText.count(plan.plannedDays)) days."
        }
    }

    func measuredWords(_ metric: Experiment.Metric) -> SafeText {
        let better: SafeText = metric.higherIsBetter ? "more is better" : "fewer is better"
        return "\(SafeText(metric.title)), \(better)"
    }

    func comparedFlagName(_ plan: Experiment) -> SafeText {
        SafeText(flagView(plan.flagID)?.name ?? "a flag that was deleted")
    }

    func versionName(_ plan: Experiment, _ id: String) -> SafeText {
        SafeText(flagView(plan.flagID)?.latest?.variation(id)?.name ?? id)
    }

    func draftLine(_ view: ExperimentView) -> Line? {
        guard let draft = view.draft else { return nil }
        let words = draftSentence(draft, view.difference, problem: view.problem)
        return Line([Span("Draft     ", .dim), Span(words, .draft)])
    }

    /// Why there is no answer to show, in a sentence; `nil` when there is one.
    func noResultSentence(_ plan: Experiment) -> String? {
        guard !plan.runs.isEmpty else {
            return plan.state == .planned
                ? "t starts it: then results come here." : "It has no run that was counted."
        }
        guard let answer = answer(about: plan) else { return "The result is being read." }
        if answer.result != nil { return nil }
        if let problem = answer.problem { return "The result could not be read: \(problem)" }
        return answer.isUnderWay ? "The result is being read." : "Nothing was counted by then."
    }

    /// The whole plan.
    func experimentLines(width: Int) -> [Line] {
        guard let view = currentExperiment, let plan = view.latest else { return [] }
        var lines = [Line(stateSentence(plan))]
        if let sentence = noResultSentence(plan) {
            lines += Line.wrapped(sentence, .dim, width: width)
        }
        if let words = draftLine(view)?.spans.last?.text.text {
            lines += Line.wrapped("Draft: " + words, .draft, width: width)
        }
        if !plan.hypothesis.isEmpty {
            lines += ["", Line("WE EXPECT", .heading)]
            lines += Line.wrapped(plan.hypothesis, width: width)
        }
        lines += ["", Line("MEASURED", .heading)] + metricLines(plan.metric, width: width)
        lines += guardrailLines(plan.guardrails, width: width)
        lines += metricsLines("LOOKED AT BESIDES", plan.otherMetrics, width: width)
        lines += [
            "", Line([Span("VERSIONS OF ", .heading), Span(comparedFlagName(plan), .heading)]),
        ]
        lines += versionLines(plan) + ["", Line("AGREED", .heading)] + agreedLines(plan)
        if let now = view.now, now.state != .running {
            let forecast = forecastLines(of: now, width: width)
            lines += forecast.isEmpty ? [] : [""] + forecast
        }
        lines += [
            "",
            Line([
                Span("Key ", .dim), Span(SafeText(plan.key.text)), Span("   made ", .dim),
                Span(times.when(plan.createdAt)),
            ]),
        ]
        return lines
    }

    private func metricsLines(
        _ title: SafeText,
        _ metrics: [Experiment.Metric],
        width: Int
    ) -> [Line] {
        metrics.isEmpty
            ? []
            : ["", Line(title, .heading)] + metrics.flatMap { metricLines($0, width: width) }
    }

    private func guardrailLines(_ guardrails: [Experiment.Metric], width: Int) -> [Line] {
        guard !guardrails.isEmpty else { return [] }
        return ["", Line("MUST NOT GET WORSE", .heading)]
            + guardrails.flatMap { metric in
                let margin = Words.percent(hundredths: metric.margin)
                return metricLines(metric, width: width)
                    + [Line(SafeText("up to \(margin) worse is accepted"), .dim)]
            }
    }

    private func metricLines(_ metric: Experiment.Metric, width: Int) -> [Line] {
        let how: SafeText =
            switch metric.measure {
            case .conversion: "customers who did it at least once"
            case .numeric: "the average of what a customer's events add up to"
            case .ratio(let other): "its numbers for each event \(SafeText(other))"
            case .retention(let from, let to):
                "customers who did it from day \(SafeText.count(from)) to \(SafeText.count(to))"
            }
        let about: SafeText = "event \(SafeText(metric.eventName)), \(how)"
        return Line.wrapped(measuredWords(metric).text, width: width)
            + Line.wrapped(about.text, .dim, width: width)
    }

    private func versionLines(_ plan: Experiment) -> [Line] {
        guard let flag = flagView(plan.flagID)?.latest else {
            return [Line("The flag was deleted.", .look)]
        }
        var lines = flag.variations.prefix(20).map { variation in
            var line = Line(SafeText(Words.short(variation.name)))
            if variation.id == plan.baselineVariationID {
                line.append("   the others are compared with it", .dim)
            }
            return line
        }
        if flag.variations.count > 20 {
            lines.append(Line("and \(SafeText.count(flag.variations.count - 20)) more", .dim))
        }
        return lines
    }

    private func agreedLines(_ plan: Experiment) -> [Line] {
        var lines = [Line(SafeText("It runs \(Words.count(plan.plannedDays, "full day"))."))]
        let smallest = ResultNumbers.percent(Double(plan.smallestChange) / 10_000).text.dropFirst()
        lines.append(Line(SafeText("A change of \(smallest) or more matters.")))
        if let people = plan.plannedPeople {
            lines.append(Line(SafeText("\(Words.count(people, "customer")) are planned.")))
        }
        if let audience = plan.audienceID {
            let name = environment?.audience(audience)?.name ?? "an audience that was deleted"
            lines.append(Line(SafeText("Only members of \(name) count.")))
        }
        if let layer = plan.layer {
            let share = Double(layer.upper - layer.lower) / Double(Experiment.LayerPlace.whole)
            let text =
                "It has \(ResultNumbers.share(share))% of the layer \(layer.name.text) "
                + "for itself."
            lines.append(Line(SafeText(text)))
        }
        return lines
    }
}
