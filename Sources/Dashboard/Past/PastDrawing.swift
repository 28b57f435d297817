internal import FlagAPI
internal import FlagModel
internal import TerminalUI

extension DashboardState {
    /// Which moment is shown, across the whole width; the same on every tab.
    func drawPastBanner(on canvas: inout Canvas, _ frame: Frame) {
        guard past != nil, !frame.banner.isEmpty else { return }
        canvas.fill(frame.banner, role: .past)
        let text = pastBanner(width: frame.banner.width)
        canvas.draw(text, at: Point(x: 0, y: frame.banner.y), role: .past)
    }

    /// The longest form of the banner that fits.
    private func pastBanner(width: Int) -> SafeText {
        guard let past else { return "" }
        let number: SafeText = "number \(SafeText.count(Int(clamping: past.entry)))"
        let when = past.time.map { times.moment($0).text.uppercased() }
        let moment = SafeText(when ?? "THE TIME BEFORE THE FIRST CHANGE")
        let start: SafeText = " YOU ARE LOOKING AT \(moment)"
        let forms: [SafeText] = [
            "\(start), after \(number).  Nothing here can be changed.  Esc back to now",
            "\(start).  Nothing here can be changed.  Esc back to now",
            "\(start).  Nothing can be changed.  Esc back to now",
            "\(start).  Esc back to now", " LOOKING AT \(moment).  Esc to now",
            " \(moment).  Esc back to now", " \(moment)  Esc",
        ]
        let isExact = past.entry > 0
        return forms.dropFirst(isExact ? 0 : 1).first { $0.width <= width }
            ?? forms[forms.count - 1].truncated(toWidth: width)
    }

    /// What is being looked up, while the answer is on its way.
    func pastQuestionLine(_ question: PastQuestion) -> Line {
        let what: SafeText =
            switch question.point {
            case .entry(let number): "number \(SafeText.count(Int(clamping: number)))"
            case .time(let time): times.moment(time)
            }
        return Line([
            Span("Going back to \(what)…   ", .dim), Span("Esc", .key), Span(" stays here", .dim),
        ])
    }

    /// Whether there is room and reason to name the keys that move through time.
    var showsPastHints: Bool {
        past != nil && overlays.isEmpty && !isTakingText && frame.layout != .tiny
            && !isAwaitingSecondG
    }

    /// The keys that move through time, for the line above the footer.
    var pastHints: Line {
        let keys: [(SafeText, SafeText)] = [
            ("[ ]", "one entry"), ("{ }", "one day"), ("D", "go to a date"),
        ]
        return keys.reduce(into: Line()) { line, key in
            line.append(key.0, .key)
            line.append(" \(key.1)   ", .dim)
        }
    }

    /// The environment had not been made yet.
    func drawBeforeEnvironment(on canvas: inout Canvas, _ frame: Frame) {
        let name = SafeText(environmentTitle)
        let lines: [Line] = [
            Line("\(name) did not exist yet.", .heading), "",
            Line([Span("]", .key), Span("        one change later")]),
            Line([Span("E", .key), Span("        another environment")]),
            Line([Span("Esc", .key), Span("      back to now")]),
        ]
        drawEmpty(lines, on: &canvas, frame)
    }
}
