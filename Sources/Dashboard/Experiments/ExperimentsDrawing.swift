internal import FlagModel
internal import TerminalUI

extension DashboardState {
    private static let columns = ColumnLayout([
        .flexible(minimum: 14, maximum: 36, flex: 3, importance: 10),
        .flexible(minimum: 18, maximum: 28, flex: 1, importance: 9),
        .flexible(minimum: 10, maximum: 30, flex: 2, importance: 7),
        .flexible(minimum: 12, maximum: 40, flex: 2, importance: 5),
    ])
    private static let tinyColumns = ColumnLayout(
        [.flexible(minimum: 10, flex: 1), .fixed(16)],
        gap: 1
    )

    /// Draws the list of experiments, or the page of one.
    func drawExperiments(on canvas: inout Canvas, _ frame: Frame) {
        let name = SafeText(currentExperiment?.latest?.name ?? "")
        if experiments.page != nil {
            drawPage(
                experimentLines,
                title: "Experiment: \(name)",
                scroll: experiments.scroll,
                on: &canvas,
                frame
            )
            return
        }
        drawListTitle(experimentsTitle, on: &canvas, frame)
        guard !experiments.list.ids.isEmpty else {
            drawEmpty(emptyExperiments, on: &canvas, frame)
            return
        }
        drawExperimentRows(on: &canvas, frame)
        if frame.layout.isWide {
            drawDetail(experimentLines, scroll: experiments.scroll, on: &canvas, frame)
        } else {
            let list = experiments.list
            let place: SafeText =
                list.selectedID == nil
                ? ""
                : "\(SafeText.count(list.view.selection + 1)) of "
                    + SafeText.count(list.matches.count)
            drawPeek(title: name, place: place, experimentPeekLines, on: &canvas, frame)
        }
    }

    private var experimentsTitle: ListTitle {
        let count = experiments.list.ids.count
        return ListTitle(
            title: count == 0
                ? "Experiments"
                : "\(SafeText.count(count)) experiment\(count == 1 ? "" : "s"), running ones first",
            query: experiments.list.query,
            isTyping: experiments.list.isTyping,
            count: experiments.list.countText,
            note: ""
        )
    }

    private var emptyExperiments: [Line] {
        let about =
            "An experiment shows versions of a flag to different customers and tells which one "
            + "works better. Nobody has planned one here."
        return ["No experiments yet.", ""] + Line.wrapped(about, width: emptyWidth)
            + ["", Line([Span("n", .key), Span("        plan one, in a short form")])]
    }

    private func drawExperimentRows(on canvas: inout Canvas, _ frame: Frame) {
        let isTiny = frame.layout == .tiny
        let indent = isTiny ? 2 : 3
        let table = isTiny ? Self.tinyColumns : Self.columns
        let widths = table.widths(total: frame.list.width - indent - 1)
        if !frame.columns.isEmpty {
            let names: [SafeText] = ["EXPERIMENT", "STATE", "FLAG", "MEASURED"]
            table.draw(
                names.map { ($0, Role.dim) },
                on: &canvas,
                at: Point(x: indent, y: frame.columns.y),
                widths: widths
            )
        }
        for (row, item) in experiments.list.visible(height: frame.list.height).enumerated() {
            let point = Point(x: indent, y: frame.list.y + row)
            if let view = experimentView(item.id), let plan = view.latest {
                let (state, role) = stateCell(view, plan, width: widths[1])
                let flag = SafeText(flagView(plan.flagID)?.name ?? "deleted flag")
                table.draw(
                    [
                        (SafeText(plan.name), .text), (state, role), (flag, .text),
                        (SafeText(plan.metric.title), .text),
                    ],
                    on: &canvas,
                    at: point,
                    widths: widths
                )
            } else {
                canvas.draw("deleted by somebody else", at: point, role: .dim)
            }
            drawPointer(item.isSelected, at: row, on: &canvas, frame)
        }
        if experiments.list.matches.isEmpty {
            drawNothingFound(experiments.list, on: &canvas, frame)
        }
    }

    /// "◆ day 15 of 21", and what a draft makes of it.
    private func stateCell(
        _ view: ExperimentView,
        _ plan: Experiment,
        width: Int
    ) -> (SafeText, Role) {
        let (glyph, words, role): (SafeText, SafeText, Role) =
            switch plan.state {
            case .planned: (glyphs.off, "planned", .off)
            case .running: (glyphs.experiment, dayWords(plan), .experiment)
            case .stopped: (glyphs.check, "stopped", .dim)
            }
        guard view.draft != nil else { return ("\(glyph) \(words)", role) }
        let next: SafeText =
            view.problem != nil
            ? "?" : view.now == nil ? "planned" : view.after == nil ? "gone" : "edited"
        let before: SafeText = view.now == nil ? "new" : words
        let whole: SafeText = "\(glyph) \(before) \(glyphs.arrow) \(next)"
        let draftRole: Role = view.problem == nil ? .draft : .look
        guard whole.width > width else { return (whole, draftRole) }
        return ("\(glyph) \(SafeText(plan.state.rawValue)) \(glyphs.arrow) \(next)", draftRole)
    }

    /// "day 3 of 14", or how long it is over.
    func dayWords(_ plan: Experiment) -> SafeText {
        let days = max(0, (shownTime.microseconds - plan.createdAt.microseconds) / 86_400_000_000)
        let day = Int(days) + 1
        return day <= plan.plannedDays
            ? "day \(SafeText.count(day)) of \(SafeText.count(plan.plannedDays))"
            : "\(SafeText.count(plan.plannedDays)) days are over"
    }

    // MARK: - About one

    private func stateSentence(_ plan: Experiment) -> SafeText {
        switch plan.state {
        case .planned:
            "Planned for \(SafeText(Words.count(plan.plannedDays, "full day"))); not started."
        case .running: "Running, \(dayWords(plan))."
        case .stopped: "Stopped. It was planned for \(SafeText.count(plan.plannedDays)) days."
        }
    }

    private func measuredWords(_ metric: Experiment.Metric) -> SafeText {
        let better: SafeText = metric.higherIsBetter ? "more is better" : "fewer is better"
        return "\(SafeText(metric.title)), \(better)"
    }

    private func flagName(_ plan: Experiment) -> SafeText {
        SafeText(flagView(plan.flagID)?.name ?? "a flag that was deleted")
    }

    private func versionName(_ plan: Experiment, _ id: String) -> SafeText {
        SafeText(flagView(plan.flagID)?.latest?.variation(id)?.name ?? id)
    }

    private func draftLine(_ view: ExperimentView) -> Line? {
        guard let draft = view.draft else { return nil }
        let by = draft.authors == [actor] ? "you" : draft.authorWords
        let words: SafeText =
            view.problem.map { "does not fit any more: \(SafeText($0.description))" }
            ?? "\(SafeText(view.difference)). By \(SafeText(by)), \(times.when(draft.createdAt)). "
            + "Not live yet."
        return Line([Span("Draft     ", .dim), Span(words, .draft)])
    }

    private var experimentPeekLines: [Line] {
        guard let view = currentExperiment, let plan = view.latest else { return [] }
        func labelled(_ label: SafeText, _ text: SafeText) -> Line {
            Line([Span(label.padded(to: 10), .dim), Span(text)])
        }
        let baseline = versionName(plan, plan.baselineVariationID)
        return [
            Line(stateSentence(plan)), labelled("Measured", measuredWords(plan.metric)),
            draftLine(view)
                ?? labelled("Compared", "\(flagName(plan)): other versions with \"\(baseline)\""),
            Line("Results come here once applications report events.", .dim),
        ]
    }

    /// The whole plan.
    var experimentLines: [Line] {
        guard let view = currentExperiment, let plan = view.latest else { return [] }
        let isPage = experiments.page != nil
        let width = max(20, (isPage ? size.columns : frame.detail.width) - 3)
        var lines: [Line] = isPage ? [] : [Line(SafeText(plan.name), .heading)]
        lines.append(Line(stateSentence(plan)))
        lines += Line.wrapped(
            "Results come here once applications report events.",
            .dim,
            width: width
        )
        if let words = draftLine(view)?.spans.last?.text.text {
            lines += Line.wrapped("Draft: " + words, .draft, width: width)
        }
        if !plan.hypothesis.isEmpty {
            lines += ["", Line("WE EXPECT", .heading)]
            lines += Line.wrapped(plan.hypothesis, width: width)
        }
        lines += ["", Line("MEASURED", .heading)] + metricLines(plan.metric, width: width)
        if !plan.guardrails.isEmpty {
            lines += ["", Line("MUST NOT GET WORSE", .heading)]
            for metric in plan.guardrails { lines += metricLines(metric, width: width) }
        }
        lines += ["", Line([Span("VERSIONS OF ", .heading), Span(flagName(plan), .heading)])]
        lines += versionLines(plan)
        lines += [
            "",
            Line([
                Span("Key ", .dim), Span(SafeText(plan.key.text)), Span("   made ", .dim),
                Span(times.when(plan.createdAt)),
            ]),
        ]
        return lines
    }

    private func metricLines(_ metric: Experiment.Metric, width: Int) -> [Line] {
        let how: SafeText =
            metric.measure == .conversion
            ? "customers who did it at least once" : "the average of its number"
        return Line.wrapped(measuredWords(metric).text, width: width) + [
            Line([Span("event ", .dim), Span(SafeText(metric.eventName)), Span(", \(how)", .dim)])
        ]
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
}
