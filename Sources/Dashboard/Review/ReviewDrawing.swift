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
        guard !review.queue.isEmpty else { return "" }
        if frame.layout.isWide {
            let (approved, back, rest) = reviewTally
            return "\(SafeText.count(approved)) approved   \(SafeText.count(back)) sent back   "
                + "\(SafeText.count(rest)) to go"
        }
        let place = SafeText.count((review.place ?? 0) + 1)
        let count = review.queue.count
        let head: SafeText = "change \(place) of \(SafeText.count(count))"
        guard count <= 12 else { return head }
        let signs = review.queue.map { $0 == review.current ? glyphs.pointer : sign(of: $0) }
        return signs.reduce(head + "  ") { $0 + " " + $1 }
    }

    private var reviewTally: (approved: Int, back: Int, rest: Int) {
        drafts.views.reduce(into: (0, 0, 0)) { tally, view in
            switch reviewState(of: view.draft) {
            case .approved: tally.0 += 1
            case .sentBack: tally.1 += 1
            case .waiting, .notNeeded: tally.2 += 1
            }
        }
    }

    /// Approved, sent back, put off, or still to be read.
    private func sign(of id: GUID) -> SafeText {
        guard let view = drafts.views.first(where: { $0.draft.id == id }) else {
            return glyphs.cross
        }
        if view.draft.isSentBack { return glyphs.cross }
        if !view.draft.approvers(in: present).isEmpty { return glyphs.check }
        return glyphs.isASCII ? "." : "·"
    }

    // MARK: - The queue

    /// Rows of one draft in the queue: its name, what it changes, and a blank.
    private static let rowsOfDraft = 3

    private func drawQueue(on canvas: inout Canvas, _ frame: Frame) {
        let area = Rect(
            x: 0,
            y: frame.title.y + 1,
            width: queueWidth,
            height: reviewCard.height
        )
        let count = SafeText.count(review.queue.count)
        canvas.draw("   CHANGES WAITING  \(count)", at: Point(x: 0, y: area.y), role: .heading)
        let rows = max(1, (area.height - 2) / Self.rowsOfDraft)
        let place = review.place ?? 0
        let first = max(0, min(place - rows / 2, review.queue.count - rows))
        for (row, id) in review.queue.dropFirst(first).prefix(rows).enumerated() {
            let y = area.y + 2 + row * Self.rowsOfDraft
            draw(draft: id, at: Point(x: 1, y: y), width: area.width - 2, on: &canvas)
        }
    }

    private func draw(draft id: GUID, at point: Point, width: Int, on canvas: inout Canvas) {
        let isCurrent = id == review.current
        let mark = isCurrent ? glyphs.pointer : sign(of: id)
        canvas.draw(mark, at: point, role: isCurrent ? .accent : .dim)
        let text = Point(x: point.x + 2, y: point.y)
        guard let view = drafts.views.first(where: { $0.draft.id == id }) else {
            canvas.draw("gone", at: text, role: .dim)
            return
        }
        let isOwn = view.draft.authors == [actor]
        let author = SafeText(isOwn ? "you" : view.draft.authorWords).truncated(toWidth: 12)
        let room = max(1, width - 3 - author.width)
        canvas.draw(
            draftTitle(view).truncated(toWidth: room),
            at: text,
            role: isCurrent ? .heading : .text
        )
        canvas.draw(author, endingAt: Point(x: point.x + width, y: point.y), role: .dim)
        let below = Point(x: text.x, y: text.y + 1)
        canvas.draw(queueWords(view), at: below, role: .dim, maxWidth: max(0, width - 2))
    }

    /// What a draft changes, in a few words.
    private func queueWords(_ view: DraftView) -> SafeText {
        guard view.problem == nil else { return "does not fit any more" }
        let subjects = cardSubjects(view)
        guard subjects.count == 1, let subject = subjects.first else {
            return SafeText(Words.count(subjects.count, "thing"))
        }
        switch subject {
        case .flag(let flag): return inSigns(flag.difference)
        case .audience(let audience): return SafeText(audience.difference)
        case .experiment(let experiment): return SafeText(experiment.difference)
        case .plan, .endedPlan: return inSigns(planDifference(view.draft) ?? "a plan")
        case .other: return "settings"
        }
    }

    /// With the arrow of the screen.
    private func inSigns(_ difference: String) -> SafeText {
        let text = SafeText(difference)
        guard glyphs.isASCII else { return text }
        return SafeText(difference.replacing(" → ", with: " \(glyphs.arrow.text) "))
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
