internal import Evaluation
internal import FlagAPI
internal import FlagModel
internal import TerminalUI

extension DashboardState {
    private static let columns = ColumnLayout([
        .flexible(minimum: 14, maximum: 40, flex: 3, importance: 10),
        .flexible(minimum: 10, maximum: 26, flex: 2, importance: 9),
        .flexible(minimum: 12, maximum: 60, flex: 4, importance: 5),
    ])
    private static let pastColumns = ColumnLayout([
        .flexible(minimum: 14, maximum: 40, flex: 3, importance: 10),
        .flexible(minimum: 10, maximum: 26, flex: 2, importance: 9),
        .flexible(minimum: 12, maximum: 26, flex: 2, importance: 8),
        .flexible(minimum: 12, maximum: 60, flex: 3, importance: 5),
    ])
    private static let tinyColumns = ColumnLayout(
        [.flexible(minimum: 10, flex: 3), .flexible(minimum: 8, flex: 2)],
        gap: 1
    )

    /// The rows of what a customer gets: two lines about them stand above.
    func sheetList(_ frame: Frame) -> Rect {
        frame.layout == .tiny ? frame.list : frame.list.inset(top: 2)
    }

    /// Draws who the customer is and what they get.
    func drawSheet(_ sheet: CustomerSheet, on canvas: inout Canvas, _ frame: Frame) {
        let isTiny = frame.layout == .tiny
        let list = sheetList(frame)
        let indent = isTiny ? 2 : 3
        let table = isTiny ? Self.tinyColumns : past == nil ? Self.columns : Self.pastColumns
        let widths = table.widths(total: list.width - indent - 1)
        if !isTiny {
            drawListTitle(sheetTitle(sheet), on: &canvas, frame)
            let top = Rect(x: 1, y: frame.columns.y, width: list.width - 2, height: 2)
            canvas.draw([Line(sheetSentence(sheet), .heading), knownLine(sheet)], in: top)
            let names: [SafeText] =
                past == nil
                ? ["FLAG", "GETS", "BECAUSE"] : ["FLAG", "WOULD GET", "WAS GIVEN", "BECAUSE"]
            table.draw(
                names.map { ($0, Role.dim) },
                on: &canvas,
                at: Point(x: indent, y: list.y - 1),
                widths: widths
            )
        }
        for (row, index) in sheet.view.visibleRows(height: list.height).enumerated() {
            let y = list.y + row
            if case .group(let group) = sheet.rows[index] {
                let line = groupLine(group, sheet)
                canvas.draw(line, at: Point(x: indent, y: y), width: list.width - indent)
            } else {
                table.draw(
                    cells(sheet.rows[index], sheet),
                    on: &canvas,
                    at: Point(x: indent, y: y),
                    widths: widths
                )
            }
            let isSelected = index == sheet.view.selection
            drawPointer(isSelected, at: y - frame.list.y, on: &canvas, frame)
        }
        drawBeside(sheet, on: &canvas, frame)
    }

    /// Why, or what a part means: below the list or beside it.
    private func drawBeside(_ sheet: CustomerSheet, on canvas: inout Canvas, _ frame: Frame) {
        guard frame.layout.isWide else {
            let width = size.columns - 2
            let (title, lines) = peek(sheet, width: width)
            drawPeek(title: title, place: "", lines, on: &canvas, frame)
            return
        }
        let area = frame.detail.inset(left: 2, right: 1)
        var lines = whyLines(width: area.width)
        if lines.isEmpty {
            let (title, rest) = peek(sheet, width: area.width)
            lines = [Line(title, .heading)] + rest
        }
        canvas.horizontalRule(frame.bottomRule.y)
        let left = Rect(x: frame.detail.x, y: frame.detail.y, width: 1, height: frame.detail.height)
        canvas.verticalRule(left, joined: true)
        canvas.draw(lines, in: area)
        guard lines.count > area.height else { return }
        canvas.draw(
            "more: Enter ",
            endingAt: Point(x: area.maxX, y: area.maxY - 1),
            role: .dim
        )
    }

    // MARK: - Who it is

    /// "4 of 41 flags are different" in a sentence.
    func sheetSentence(_ sheet: CustomerSheet) -> SafeText {
        guard sheet.compiled != nil else {
            let all = environment?.flagCount ?? 0
            return "Working out what they get of \(SafeText.count(all)) flags…"
        }
        let all = sheet.answers.count
        guard all > 0 else { return "There are no flags in \(SafeText(environmentTitle)) yet." }
        let count = sheet.differentCount
        let flags: SafeText = "\(SafeText.count(all)) flag\(all == 1 ? "" : "s")"
        let other = sheet.givenOtherCount
        if past != nil, other > 0 {
            let number: SafeText = "\(SafeText.count(other)) of \(flags)"
            return "\(glyphs.look) Applications were given something else of \(number)."
        }
        if count == 0 { return "Gets what most customers get, of all \(flags)." }
        let verb: SafeText = count == 1 ? "is" : "are"
        return
            "\(SafeText.count(count)) of \(flags) \(verb) different from what most customers get."
    }

    private func knownLine(_ sheet: CustomerSheet) -> Line {
        switch sheet.lookup {
        case .unknown:
            return Line(
                past == nil
                    ? "Not seen yet: shown as an application would name them with no attributes."
                    : "Nothing was known of them then: shown with no attributes.",
                .look
            )
        case .failed(let problem):
            return Line("What is known could not be read: \(SafeText(problem))", .bad)
        case .asked where sheet.customer.attributes.isEmpty && sheet.customer.name.isEmpty:
            return Line("Looking up what is known…", .dim)
        case .asked, .known:
            let isThen = past != nil
            let seen =
                sheet.customer.lastSeenAt.map { time in
                    isThen ? "Then, as of \(times.when(time)):   " : "Seen \(times.when(time))   "
                } ?? ""
            let known = Self.attributeWords(sheet.customer)
            let trial = SafeText(trialSentence(sheet))
            let rest = Line("\(SafeText(seen))\(SafeText(known))", .dim)
            return trial.isEmpty ? rest : Line([Span("\(trial)   ", .accent)]) + rest
        }
    }

    // MARK: - Lines

    private func title(of group: CustomerSheet.Group) -> SafeText {
        switch group {
        case .givenOther: "APPLICATIONS WERE GIVEN SOMETHING ELSE"
        case .different: "DIFFERENT FROM MOST CUSTOMERS"
        case .experiments: "IN EXPERIMENTS"
        case .audiences: "IN AUDIENCES"
        case .same: "SAME AS MOST CUSTOMERS"
        case .asked: "ASKED BY APPLICATIONS"
        case .attributes: "WHAT IS KNOWN OF THEM"
        }
    }

    private func groupLine(_ group: CustomerSheet.Group, _ sheet: CustomerSheet) -> Line {
        let count = sheet.count(group)
        let sign: SafeText = count == 0 ? " " : sheet.isOpen(group) ? "-" : "+"
        return Line([
            Span(sign, .key), Span(" "), Span(title(of: group), .heading),
            Span("  \(SafeText.count(count))", .dim),
        ])
    }

    private func cells(
        _ row: CustomerSheet.Row,
        _ sheet: CustomerSheet
    ) -> [(text: SafeText, role: Role)] {
        switch row {
        case .group: return []
        case .flag(let index): return flagCells(sheet.answers[index], sheet)
        case .experiment(let index):
            let experiment = sheet.experiments[index]
            let answer = sheet.answer(about: experiment.flagID)
            let flag = answer.flatMap(sheet.flag)?.flag
            let version = answer.flatMap { flag?.versionName($0.answer) } ?? ""
            return placed([
                (SafeText(experiment.name), .text), (SafeText(version), .experiment),
                (dayWords(experiment), .dim),
            ])
        case .audience(let index):
            let trial = runningTrial(of: sheet.audiences[index].id)
            return placed([
                (SafeText(sheet.audiences[index].name), .text),
                (trial == nil ? "in it" : "on trial", trial == nil ? .text : .accent),
                (SafeText(trial.map(trialEnd) ?? sheet.belongings[index]), .dim),
            ])
        case .asked(let index): return placed(askedCells(sheet.asked.answers[index], sheet))
        case .attribute(let name):
            return placed([
                (SafeText(name), .text), (SafeText(sheet.customer.attributes[name] ?? ""), .text),
                ("", .dim),
            ])
        }
    }

    /// The cells of a line that is not about a flag, below the columns that there are.
    private func placed(
        _ cells: [(text: SafeText, role: Role)]
    ) -> [(text: SafeText, role: Role)] {
        guard past != nil, frame.layout != .tiny else { return cells }
        return cells.prefix(2) + [("", .dim)] + cells.dropFirst(2)
    }

    private func flagCells(
        _ answer: FlagAnswer,
        _ sheet: CustomerSheet
    ) -> [(text: SafeText, role: Role)] {
        guard let compiled = sheet.compiled, let flag = sheet.flag(answer)?.flag else { return [] }
        var because = flag.because(answer.answer, in: compiled.evaluator.state)
        if answer.answer.reason == .targeted {
            let until = endingWords(ofCustomer: sheet.customer.key, flag: flag.id)
            if !until.isEmpty { because = "\(until.text), \(because)" }
        }
        var version = SafeText(flag.versionName(answer.answer))
        let isTiny = frame.layout == .tiny
        if past != nil, isTiny, sheet.isGivenOther(answer) { version = "\(version) \(glyphs.look)" }
        var cells: [(text: SafeText, role: Role)] = [
            (SafeText(flag.name), .text), (version, answer.isDifferent ? .accent : .text),
        ]
        if past != nil, !isTiny { cells.append(givenCell(answer, sheet)) }
        return cells + [(SafeText(because), .dim)]
    }

    // MARK: - About the line

    private func peek(_ sheet: CustomerSheet, width: Int) -> (SafeText, [Line]) {
        switch sheet.selectedRow {
        case .group(let group): return (title(of: group), Line.wrapped(words(group), width: width))
        case .audience(let index):
            let audience = sheet.audiences[index]
            let why =
                runningTrial(of: audience.id).map { trial in
                    "On trial \(trialEnd(trial)), given by \(trial.schedule.author). T ends it, "
                        + "or gives it another end."
                } ?? "In it: \(sheet.belongings[index])."
            let about = audience.description.onOneLine
            return (
                SafeText(audience.name),
                Line.wrapped(why, width: width) + Line.wrapped(about, .dim, width: width)
            )
        case .asked(let index):
            let given = sheet.asked.answers[index]
            let title = SafeText(askedFlagName(given, sheet))
            return (title, Line.wrapped(askedWords(given, sheet), width: width))
        case .attribute(let name):
            let value = sheet.customer.attributes[name] ?? ""
            return (SafeText(name), Line.wrapped(value, width: width))
        case .flag, .experiment:
            guard let explanation = whyExplanation(sheet) else { return ("", []) }
            // The last steps are those that decided.
            let steps = explanation.steps.filter { $0.isDecisive == true }.suffix(2)
            let lines = steps.flatMap { step in
                Line.wrapped(Self.sentence(step), width: width)
            }
            let given = givenLines(sheet, width: width)
            return ("Why \"\(SafeText(whyVersion(sheet)))\"?", given + lines)
        case nil: return ("", [])
        }
    }

    private func words(_ group: CustomerSheet.Group) -> String {
        switch group {
        case .givenOther:
            "Applications reported that they gave another version than the flags say. They may "
                + "have had older flags, or have described the customer differently."
        case .different:
            "Most customers get the version with the largest share for somebody of whom nothing "
                + "is known. What differs from that stands here."
        case .experiments: "Experiments that are running and count this customer."
        case .audiences: "Groups of customers that this one belongs to."
        case .same: "Flags of which this customer gets what most customers get."
        case .asked:
            "Flags that applications asked for when this customer used them, the latest first: "
                + "what they were given, and when they asked last."
        case .attributes: "What applications or an import said about this customer."
        }
    }
}
