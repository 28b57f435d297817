internal import Experiments
internal import FlagModel
internal import TerminalUI

extension DashboardState {
    /// Name, answer, best guess, range, day, guardrails, split, what is measured.
    private static let columns = ColumnLayout([
        .flexible(minimum: 14, maximum: 32, flex: 3, importance: 10),
        .fixed(17, importance: 9),
        .fixed(6, alignment: .trailing, importance: 8),
        .fixed(15, importance: 6),
        .fixed(11, importance: 7),
        .fixed(8, importance: 5),
        .fixed(8, importance: 4),
        .flexible(minimum: 14, maximum: 30, flex: 1, importance: 3),
    ])
    private static let tinyColumns = ColumnLayout(
        [.flexible(minimum: 10, flex: 1), .fixed(16)],
        gap: 1
    )
    private static let columnNames: [SafeText] = [
        "EXPERIMENT", "ANSWER", "GUESS", "RANGE", "DAY", "GUARDED", "SPLIT", "MEASURED",
    ]
    /// The place of the drawing of the range among the columns.
    private static let barColumn = 3

    /// Draws the list of experiments, or the page of one.
    func drawExperiments(on canvas: inout Canvas, _ frame: Frame) {
        if experiments.page != nil {
            drawExperimentPage(on: &canvas, frame)
            return
        }
        drawListTitle(experimentsTitle, on: &canvas, frame)
        guard !experiments.list.ids.isEmpty else {
            drawEmpty(emptyExperiments, on: &canvas, frame)
            return
        }
        drawExperimentRows(on: &canvas, frame)
        if frame.layout.isWide {
            drawDetail(experimentDetailLines, scroll: experiments.scroll, on: &canvas, frame)
        } else {
            let list = experiments.list
            let place: SafeText =
                list.selectedID == nil
                ? ""
                : "\(SafeText.count(list.view.selection + 1)) of "
                    + SafeText.count(list.matches.count)
            let name = SafeText(currentExperiment?.latest?.name ?? "")
            drawPeek(title: name, place: place, experimentPeekLines, on: &canvas, frame)
        }
    }

    private var experimentsTitle: ListTitle {
        let count = experiments.list.ids.count
        let archived = experiments.archivedCount
        return ListTitle(
            title: count == 0
                ? "Experiments"
                : "\(SafeText(Words.count(count, "experiment"))), \(experiments.order.words)",
            query: experiments.list.query,
            isTyping: experiments.list.isTyping,
            count: experiments.list.countText,
            note: archived == 0 ? "" : "\(SafeText.count(archived)) archived, A shows"
        )
    }

    private var emptyExperiments: [Line] {
        let about =
            "An experiment shows versions of a flag to different customers and tells which one "
            + "works better. Nobody has planned one here."
        let example =
            "For example: does the new checkout bring more orders? Half of the customers get it, "
            + "orders are counted for two weeks, and the answer stands here in words."
        return ["No experiments yet.", ""] + Line.wrapped(about, width: emptyWidth)
            + [""] + Line.wrapped(example, .dim, width: emptyWidth)
            + ["", Line([Span("n", .key), Span("        plan one, in a short form")])]
    }

    private func drawExperimentRows(on canvas: inout Canvas, _ frame: Frame) {
        let isTiny = frame.layout == .tiny
        let indent = isTiny ? 2 : 3
        let table = isTiny ? Self.tinyColumns : Self.columns
        let widths = table.widths(total: frame.list.width - indent - 1)
        if !frame.columns.isEmpty {
            let point = Point(x: indent, y: frame.columns.y)
            let names = Self.columnNames.map { ($0, Role.dim) }
            table.draw(names, on: &canvas, at: point, widths: widths)
        }
        for (row, item) in experiments.list.visible(height: frame.list.height).enumerated() {
            let point = Point(x: indent, y: frame.list.y + row)
            if let view = experimentView(item.id), let plan = view.latest {
                draw(view, plan, table, widths, on: &canvas, at: point)
            } else {
                canvas.draw("deleted by somebody else", at: point, role: .dim)
            }
            drawPointer(item.isSelected, at: row, on: &canvas, frame)
        }
        if experiments.list.matches.isEmpty {
            drawNothingFound(experiments.list, on: &canvas, frame)
        }
    }

    private func draw(
        _ view: ExperimentView,
        _ plan: Experiment,
        _ table: ColumnLayout,
        _ widths: [Int],
        on canvas: inout Canvas,
        at point: Point
    ) {
        let live = view.now ?? plan
        let row = result(of: live).map { result in
            ResultRow(
                words: ExperimentWords(result, plan: live, names: experimentNames(live)),
                glyphs: glyphs
            )
        }
        let nothing: (SafeText, Role) = ("", .text)
        let days = SafeText(plan.plannedDays == 1 ? "1 day" : "\(plan.plannedDays) days")
        let cells: [(text: SafeText, role: Role)] = [
            (SafeText(plan.name), plan.isArchived ? .dim : .text),
            answerCell(view, plan, row, width: widths[1]),
            (row?.bestGuess ?? "", .text), nothing,
            (live.state == .planned ? days : dayCell(live), .dim),
            row?.guardrails ?? nothing, row?.split ?? nothing,
            (SafeText(plan.metric.title), .dim),
        ]
        table.draw(cells, on: &canvas, at: point, widths: widths)
        guard widths.count > Self.barColumn, widths[Self.barColumn] > 0, let row else { return }
        let before = widths.prefix(Self.barColumn).reduce(0) { $0 + ($1 > 0 ? $1 + table.gap : 0) }
        let place = Point(x: point.x + before, y: point.y)
        let width = widths[Self.barColumn]
        canvas.draw(row.bar(width: width), at: place, width: width)
    }

    /// "4 of 14", "all 14 days", "stopped".
    private func dayCell(_ plan: Experiment) -> SafeText {
        guard plan.state == .running else { return "stopped" }
        let day = runningDay(plan)
        let planned = SafeText.count(plan.plannedDays)
        return day <= plan.plannedDays
            ? "\(SafeText.count(day)) of \(planned)" : "all \(planned) days"
    }

    /// The answer, how far it is where there is none, and what a draft makes of it.
    private func answerCell(
        _ view: ExperimentView,
        _ plan: Experiment,
        _ row: ResultRow?,
        width: Int
    ) -> (text: SafeText, role: Role) {
        let live = view.now ?? plan
        let state: (text: SafeText, role: Role) =
            row?.answer
            ?? {
                switch live.state {
                case .planned: ("\(glyphs.off) planned", .off)
                case .running: ("\(glyphs.experiment) running", .experiment)
                case .stopped: ("\(glyphs.check) stopped", .dim)
                }
            }()
        guard view.draft != nil else {
            return plan.isArchived ? (state.text, .dim) : state
        }
        guard view.now != nil else { return ("new \(glyphs.arrow) planned", .draft) }
        let next = SafeText(view.problem != nil ? "?" : draftWord(view))
        let whole: SafeText = "\(state.text) \(glyphs.arrow) \(next)"
        let role: Role = view.problem == nil ? .draft : .look
        return (whole.width <= width ? whole : "\(glyphs.arrow) \(next)", role)
    }

    private func draftWord(_ view: ExperimentView) -> String {
        switch view.difference {
        case "deleted": "gone"
        case "plan changed": "edited"
        case let word: word
        }
    }

    // MARK: - About one

    private var experimentPeekLines: [Line] {
        guard let view = currentExperiment, let plan = view.latest else { return [] }
        let width = max(20, size.columns - 3)
        func labelled(_ label: SafeText, _ text: SafeText) -> Line {
            Line([Span(label.padded(to: 10), .dim), Span(text)])
        }
        let measured = labelled("Measured", measuredWords(plan.metric))
        let baseline = versionName(plan, plan.baselineVariationID)
        let flag = comparedFlagName(plan)
        let compared = labelled("Compared", "\(flag): other versions with \"\(baseline)\"")
        let draft = draftLine(view)
        guard let page = resultPage(width: width) else {
            let why = noResultSentence(plan).map { Line(SafeText($0), .dim) }
            return [Line(stateSentence(plan)), measured, draft ?? compared]
                + [why].compactMap { $0 }
        }
        let answer = page.words.answer.joined(separator: " ")
        return Line.wrapped(answer, width: width).cut(to: 2, width: width)
            + [draft ?? measured, compared]
    }

    /// The detail beside the list: the answer, else the plan.
    var experimentDetailLines: [Line] {
        guard let view = currentExperiment, let plan = view.latest else { return [] }
        let width = max(20, frame.detail.width - 3)
        let head = [Line(SafeText(plan.name), .heading)]
        guard let page = resultPage(width: width) else {
            return head + experimentLines(width: width)
        }
        let draft = [draftLine(view)].compactMap { $0 }
        return head + draft + (page.words.isBroken ? page.warning.dropLast(2) : page.lines[...])
    }
}
