internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// How the review session looks: one card a page, from 100 columns the queue beside it.
extension DashboardState {
    /// The width of the queue beside the card.
    private var queueWidth: Int { frame.layout.isWide ? min(42, size.columns * 32 / 100) : 0 }

    private var reviewCard: Rect {
        let frame = frame
        switch frame.layout {
        case .unusable, .tiny: return frame.body
        case .compact: return frame.body.inset(left: 1, top: 1, right: 1)
        case .regular, .wide:
            return Rect(
                x: queueWidth + 3,
                y: frame.title.y + 1,
                width: size.columns - queueWidth - 4,
                height: frame.bottomRule.y - frame.title.y - 1
            )
        }
    }

    var reviewCardWidth: Int { max(1, reviewCard.width) }
    var reviewCardHeight: Int { max(0, reviewCard.height) }

    /// The rows that a card of so many lines has: where it does not fit, the last says so.
    func reviewRows(of lines: Int) -> Int {
        let height = reviewCardHeight
        return lines > height && height > 1 ? height - 1 : height
    }

    func drawReview(on canvas: inout Canvas, _ frame: Frame) {
        let lines = reviewLines
        if !frame.title.isEmpty {
            canvas.horizontalRule(frame.title.y, title: "Review", note: reviewNote)
        }
        if frame.layout.isWide {
            canvas.horizontalRule(frame.bottomRule.y)
            let rule = Rect(
                x: queueWidth,
                y: frame.title.y + 1,
                width: 1,
                height: reviewCard.height
            )
            canvas.verticalRule(rule, joined: true)
            drawQueue(on: &canvas, frame)
        }
        let card = reviewCard
        let rows = reviewRows(of: lines.count)
        let top = min(review.scroll, max(0, lines.count - rows))
        let shown = Rect(x: card.x, y: card.y, width: card.width, height: rows)
        canvas.draw(lines, in: shown, offset: top)
        let rest = lines.count - top - rows
        guard rest > 0, rows < card.height else { return }
        let more = SafeText("\(Words.count(rest, "more line")), PgDn")
        canvas.draw(more, endingAt: Point(x: reviewCard.maxX, y: reviewCard.maxY - 1), role: .dim)
    }

    /// "change 2 of 5   ✓ ▸ · · ·", or how many are decided where the queue stands beside it.
    private var reviewNote: SafeText {
        let queue = review.sheet.queue
        guard !queue.rows.isEmpty else { return "" }
        let changes = queue.changes
        if frame.layout.isWide {
            guard changes > 0 else { return "" }
            return "\(SafeText.count(queue.approved)) approved   "
                + "\(SafeText.count(queue.sentBack)) sent back   "
                + "\(SafeText.count(queue.rest)) to go"
        }
        let place = (review.place ?? 0) + 1
        let others = queue.rows.count - changes
        guard place <= changes else {
            return "also to decide \(SafeText.count(place - changes)) of \(SafeText.count(others))"
        }
        let head: SafeText = "change \(SafeText.count(place)) of \(SafeText.count(changes))"
        let rest: SafeText = others > 0 ? "   and \(SafeText.count(others)) to decide" : ""
        guard changes <= 12 else { return head + rest }
        let signs = queue.rows.prefix(changes).map { row in
            row.item == review.current ? glyphs.pointer : row.sign
        }
        return signs.reduce(head + "  ") { $0 + " " + $1 } + rest
    }

    // MARK: - The queue

    private func drawQueue(on canvas: inout Canvas, _ frame: Frame) {
        let height = reviewCard.height
        let lines = review.sheet.queue.lines
        let selected = lines.firstIndex { line in
            if case .title(let row) = line { row.item == review.current } else { false }
        }
        // The card in front stays in the middle of what is shown.
        let first = max(0, min((selected ?? 0) - height / 2, lines.count - height))
        for (row, line) in lines.dropFirst(first).prefix(height).enumerated() {
            let point = Point(x: 1, y: frame.title.y + 1 + row)
            draw(line, at: point, width: queueWidth - 2, on: &canvas)
        }
    }

    private func draw(
        _ line: ReviewSheet.QueueLine,
        at point: Point,
        width: Int,
        on canvas: inout Canvas
    ) {
        let text = Point(x: point.x + 2, y: point.y)
        switch line {
        case .heading(let title): canvas.draw(title, at: point, role: .heading, maxWidth: width)
        case .blank: return
        case .words(let row):
            canvas.draw(row.words, at: text, role: .dim, maxWidth: max(0, width - 2))
        case .title(let row):
            let isCurrent = row.item == review.current
            let mark = isCurrent ? glyphs.pointer : row.sign
            canvas.draw(mark, at: point, role: isCurrent ? .accent : .dim)
            let author = row.author.truncated(toWidth: 12)
            let room = max(1, width - 3 - author.width)
            canvas.draw(
                row.title.truncated(toWidth: room),
                at: text,
                role: isCurrent ? .heading : .text
            )
            canvas.draw(author, endingAt: Point(x: point.x + width, y: point.y), role: .dim)
        }
    }

    /// What is said below the card while nothing else is.
    var reviewReminder: Line? {
        guard tab == .review, overlays.isEmpty, stage == .ready, reviewed != nil else { return nil }
        let text: SafeText =
            size.columns < 78
            ? "Approving does not make it live; p publishes."
            : "Approving does not make it live. You publish all approved changes at the end."
        return Line(text, .dim)
    }
}
