internal import FlagModel
internal import TerminalUI

extension DashboardState {
    /// The rows of the list of flags that differ.
    var compareListHeight: Int {
        let room = frame.body.height - 4
        return frame.layout == .tiny ? max(1, frame.body.height - 4) : max(2, room / 2)
    }

    func drawCompare(_ box: CompareBox, on canvas: inout Canvas, _ frame: Frame) {
        let area = openBox(
            compareTitle(box),
            rows: frame.body.height,
            columns: 110,
            on: &canvas,
            frame
        )
        if let plan = box.preview {
            canvas.draw(previewLines(plan, box, width: area.width), in: area, offset: box.scroll)
            return
        }
        guard !box.comparison.flags.isEmpty else {
            let same = Words.count(box.comparison.flagCount, "flag")
            let text = "Nothing differs: \(same), the same in \(box.from) and in \(box.to)."
            canvas.draw(Line.wrapped(text, width: area.width), in: area.inset(top: 1))
            return
        }
        drawComparedFlags(box, in: area, on: &canvas)
    }

    private func compareTitle(_ box: CompareBox) -> SafeText {
        let way: SafeText = "\(SafeText(box.from)) \(glyphs.arrow) \(SafeText(box.to))"
        if let plan = box.preview {
            return "\(way): copy \(SafeText(Words.count(plan.copied.count, "flag")))"
        }
        let marks = box.marks.isEmpty ? "" : ", \(box.marks.count) marked"
        let count = box.comparison.flags.count
        let flags = Words.count(box.comparison.flagCount, "flag")
        let verb = count == 1 ? "differs" : "differ"
        return "\(way): \(SafeText("\(Words.grouped(count)) of \(flags) \(verb)\(marks)"))"
    }

    private func drawComparedFlags(_ box: CompareBox, in area: Rect, on canvas: inout Canvas) {
        let (list, detail) = area.split(top: min(area.height, compareListHeight))
        let name = min(36, max(14, list.width * 40 / 100))
        drawRows(box.view, in: list, on: &canvas) { canvas, index, point, width in
            let flag = box.comparison.flags[index]
            let mark = box.marks.contains(flag.key) ? glyphs.mark : " "
            let line = Line([
                Span(mark, .accent), Span(" "), Span(SafeText(flag.name).padded(to: name)),
                Span("  "), Span(whatDiffers(flag, box), .dim),
            ])
            canvas.draw(line, at: point, width: width)
        }
        guard let flag = box.selected, detail.height > 2 else { return }
        canvas.horizontalRule(detail, title: SafeText(flag.name))
        canvas.draw(
            comparedLines(flag, box, width: detail.width),
            in: detail.inset(top: 1),
            offset: box.scroll
        )
    }

    private func whatDiffers(_ flag: FlagComparison, _ box: CompareBox) -> SafeText {
        switch flag.presence {
        case .onlyInSource: "only in \(SafeText(box.from))"
        case .onlyInTarget: "only in \(SafeText(box.to))"
        case .both:
            flag.facets.isEmpty
                ? "another order" : SafeText(Words.list(flag.facets.map(\.title), most: 3))
        }
    }

    /// What differs, aspect by aspect: here, and there.
    private func comparedLines(_ flag: FlagComparison, _ box: CompareBox, width: Int) -> [Line] {
        var lines: [Line] = []
        switch flag.presence {
        case .onlyInSource:
            let text =
                "\(box.to) does not have it. Copied, it is made there as it is in \(box.from)."
            lines = Line.wrapped(text, width: width)
        case .onlyInTarget:
            let text =
                "\(box.from) does not have it: there is nothing to copy. x turns the "
                + "direction round."
            lines = Line.wrapped(text, width: width)
        case .both:
            let title = min(30, width * 30 / 100)
            let value = max(8, (width - title - 4) / 2)
            lines = [
                Line([
                    Span(SafeText("").padded(to: title + 2)),
                    Span(SafeText(box.from).padded(to: value + 2), .heading),
                    Span(SafeText(box.to), .heading),
                ])
            ]
            for facet in flag.facets {
                lines.append(
                    Line([
                        Span(SafeText(facet.title).padded(to: title), .dim), Span("  "),
                        Span(said(facet.after, facet.before).padded(to: value)), Span("  "),
                        Span(said(facet.before, facet.after).truncated(toWidth: value)),
                    ])
                )
            }
        }
        if !flag.missingAudiences.isEmpty {
            let text =
                "\(box.to) lacks \(Words.list(flag.missingAudiences, most: 4)), which it needs."
            lines += Line.wrapped(text, .look, width: width)
        }
        return lines
    }

    private func said(_ text: String, _ other: String) -> SafeText {
        SafeText(text.isEmpty ? (other.isEmpty ? "" : "nothing") : Words.short(text, 60))
    }

    /// What copying would do, sentence by sentence.
    private func previewLines(_ plan: CopyPlan, _ box: CompareBox, width: Int) -> [Line] {
        var lines: [Line] = []
        if plan.changes.isEmpty {
            lines.append("Nothing would be changed.")
        } else {
            let isDraft = box.comparison.target.environment.settings.asksForDrafts
            let text =
                isDraft
                ? "One draft for \(box.to), not live before it is published. The history will say:"
                : "At once in \(box.to), and u takes it back. The history will say:"
            lines += Line.wrapped(text, .heading, width: width)
        }
        for sentence in plan.lines {
            lines += SafeText.wrapped(sentence.capitalisedSentence, width: max(8, width - 2))
                .enumerated().map { Line([Span($0 == 0 ? "- " : "  ", .dim), Span($1)]) }
        }
        let more = plan.changes.count - plan.lines.count
        if more > 0 { lines.append(Line("and \(SafeText.count(more)) more", .dim)) }
        if !plan.leftOut.isEmpty {
            lines += ["", Line("Left out:", .heading)]
            for left in plan.leftOut {
                lines += Line.wrapped("- \(left.name): \(left.reason)", .look, width: width)
            }
        }
        return lines
    }

    /// How far what is shown can be scrolled.
    func scrollEnd(_ box: CompareBox) -> Int {
        let width = max(20, min(110, frame.body.width - 4))
        if let plan = box.preview {
            return max(0, previewLines(plan, box, width: width).count - frame.body.height + 3)
        }
        guard let flag = box.selected else { return 0 }
        let room = frame.body.height - compareListHeight - 3
        return max(0, comparedLines(flag, box, width: width).count - max(1, room))
    }
}
