internal import FlagModel
internal import TerminalUI

extension DashboardState {
    func drawPublish(_ box: PublishBox, on canvas: inout Canvas, _ frame: Frame) {
        let rows = drafts.count * 2 + 10
        let title: SafeText = "Publish to \(SafeText(environmentTitle))"
        var area = openBox(title, rows: rows, on: &canvas, frame)
        if frame.layout != .tiny, area.height > 12 { area = area.inset(top: 1, bottom: 1) }
        let count = publishCount
        let together: SafeText =
            area.width < 56
            ? "\(SafeText.count(count)) changes, all together:"
            : "These \(SafeText.count(count)) changes happen together, at the same moment:"
        let intro: SafeText = count == 1 ? "This change happens when you publish it:" : together
        canvas.draw(
            drafts.count == 0 ? "There are no drafts here." : intro,
            at: Point(x: area.x, y: area.y),
            maxWidth: area.width
        )
        let below = publishBelow(box, width: area.width)
        let fields = (wantsReason ? 1 : 0) + 1
        let list = area.inset(top: frame.layout == .tiny ? 1 : 2, bottom: below.count + fields + 1)
        drawDrafts(box, in: list, on: &canvas)
        drawAsked(box, below, in: area, on: &canvas)
    }

    private func drawDrafts(_ box: PublishBox, in list: Rect, on canvas: inout Canvas) {
        let layout = ColumnLayout([
            .flexible(minimum: 12, maximum: 30, flex: 2), .flexible(minimum: 12, flex: 3),
            .flexible(minimum: 4, maximum: 14, flex: 1, importance: 5),
        ])
        let widths = layout.widths(total: list.width - 2)
        for (row, index) in box.view.visibleRows(height: list.height).enumerated() {
            guard drafts.views.indices.contains(index) else { continue }
            let y = list.y + row
            let view = drafts.views[index]
            let author = view.draft.author == actor ? "you" : view.draft.author
            let what = publishWords(for: view)
            layout.draw(
                [
                    (draftTitle(view), .text), (what.text, what.role), (SafeText(author), .dim),
                ],
                on: &canvas,
                at: Point(x: list.x + 2, y: y),
                widths: widths
            )
            guard index == box.view.selection, box.part == .list else { continue }
            canvas.draw(glyphs.pointer, at: Point(x: list.x, y: y), role: .accent)
            canvas.select(Rect(x: list.x, y: y, width: list.width, height: 1))
        }
        let hidden = box.view.count - box.view.visibleRows(height: list.height).count
        if hidden > 0, list.height > 0 {
            canvas.draw(
                "\(hidden) more: Tab, then down",
                endingAt: Point(x: list.maxX, y: list.maxY),
                role: .dim
            )
        }
    }

    /// What a draft is about.
    func draftTitle(_ view: DraftView) -> SafeText {
        guard let first = view.draft.changes.first else { return "" }
        return SafeText(name(of: first.subject))
    }

    /// What a draft changes, in a few words.
    private func publishWords(for view: DraftView) -> (text: SafeText, role: Role) {
        if let problem = view.problem {
            return ("\(glyphs.look) does not fit: \(SafeText(problem.description))", .look)
        }
        guard let first = view.draft.changes.first else { return ("", .draft) }
        if case .flag(environmentID, let id) = first.subject, let flag = flagView(id) {
            let isLoss = !turningOffForEveryone(view).isEmpty
            let text = SafeText(flag.difference)
            let who = SafeText(flag.afterSummary?.who ?? "")
            return isLoss
                ? ("\(glyphs.look) \(text), for everyone", .bad)
                : (
                    flag.difference.contains(" → ") && who != "nobody" ? "\(text)  \(who)" : text,
                    .draft
                )
        }
        return (SafeText(view.draft.sentence(in: model).capitalisedSentence), .draft)
    }

    private func publishBelow(_ box: PublishBox, width: Int) -> [Line] {
        if let problem = box.problem { return Line.wrapped(problem, .bad, width: width) }
        let count = publishCount
        let names = drafts.views.flatMap { turningOffForEveryone($0) }
        if names.indices.contains(box.confirmed) {
            let name = names[box.confirmed]
            return Line.wrapped(
                "This turns \(name) off for everyone who has it now.",
                .look,
                width: width
            )
        }
        guard count > 0, width >= 56 else { return [] }
        let text =
            count == 1
            ? "You can put it back with one key afterwards."
            : "You can put all \(count) back with one key afterwards."
        return Line.wrapped(text, .dim, width: width)
    }

    private func drawAsked(
        _ box: PublishBox,
        _ below: [Line],
        in area: Rect,
        on canvas: inout Canvas
    ) {
        guard drafts.count > 0 else { return }
        let fields = wantsReason ? 2 : 1
        var y = area.maxY - fields
        canvas.draw(
            below,
            in: Rect(x: area.x, y: y - below.count, width: area.width, height: below.count)
        )
        if wantsReason {
            let role: Role = box.part == .reason ? .heading : .text
            let x = canvas.draw("Reason: ", at: Point(x: area.x, y: y), role: role)
            box.reason.draw(
                on: &canvas,
                at: Point(x: x, y: y),
                width: max(4, min(50, area.maxX - x)),
                hasFocus: box.part == .reason
            )
            y += 1
        }
        let isNumber = drafts.views.allSatisfy { turningOffForEveryone($0).isEmpty }
        let isShort = area.width < 56
        let prompt: SafeText =
            isShort
            ? (isNumber ? "Type the number: " : "Type its name: ")
            : isNumber ? "To publish, type the number of changes: " : "To publish, type its name: "
        let role: Role = box.part == .word ? .heading : .text
        let x = canvas.draw(prompt, at: Point(x: area.x, y: y), role: role, maxWidth: area.width)
        let width = isNumber ? 6 : 40
        box.typed.draw(
            on: &canvas,
            at: Point(x: x, y: y),
            width: max(1, min(width, area.maxX - x)),
            hasFocus: box.part == .word
        )
    }
}
