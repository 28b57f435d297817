internal import FlagModel
public import TerminalUI

/// Draws the screen that a state shows.
///
/// - Returns: a canvas of exactly the state's size, at any size.
public func draw(_ state: DashboardState) -> Canvas {
    var canvas = Canvas(size: state.size, glyphs: state.glyphs)
    let frame = state.frame
    guard frame.layout != .unusable else {
        state.drawTooSmall(on: &canvas)
        return canvas
    }
    state.drawBody(on: &canvas, frame)
    state.drawHeader(on: &canvas, frame)
    state.drawPastBanner(on: &canvas, frame)
    for overlay in state.overlays { state.drawOverlay(overlay, on: &canvas, frame) }
    state.drawStatus(on: &canvas, frame)
    state.drawFooter(on: &canvas, frame)
    return canvas
}

/// A tab in the header.
struct TabPlace {
    let tab: Tab
    let text: SafeText
    /// Whether its pane is in front.
    let isOn: Bool
    let columns: Range<Int>
}

extension DashboardState {
    fileprivate func drawTooSmall(on canvas: inout Canvas) {
        let text: SafeText = size.columns < 24 ? "20x5, please" : "Needs 20 columns, 5 rows"
        let shown = text.truncated(toWidth: size.columns)
        let x = (size.columns - shown.width) / 2
        canvas.draw(shown, at: Point(x: x, y: max(0, size.rows - 1) / 2))
    }

    fileprivate func drawBody(on canvas: inout Canvas, _ frame: Frame) {
        switch stage {
        case .loading: canvas.draw("Opening…", at: Point(x: 1, y: frame.body.y + 1), role: .dim)
        case .welcome(let welcome): drawWelcome(welcome, on: &canvas, frame)
        case .ready where isBeforeEnvironment && tab != .history:
            drawBeforeEnvironment(on: &canvas, frame)
        case .ready:
            switch tab {
            case .flags: drawFlags(on: &canvas, frame)
            case .audiences: drawAudiences(on: &canvas, frame)
            case .experiments: drawExperiments(on: &canvas, frame)
            case .customers: drawCustomers(on: &canvas, frame)
            case .review: drawReview(on: &canvas, frame)
            case .history: drawHistory(on: &canvas, frame)
            }
        }
    }

    // MARK: - Header

    /// Tabs at the left, news, environment and person at the right.
    ///
    /// The environment never goes. Where every name of a tab would not fit beside them, news and
    /// person move to the rule below.
    fileprivate func drawHeader(on canvas: inout Canvas, _ frame: Frame) {
        let end = headerEnd(frame)
        draw(end.parts, at: Point(x: end.column, y: 0), on: &canvas)
        if frame.layout == .tiny {
            drawTinyHeader(on: &canvas, frame, end: end.column)
            return
        }
        for place in tabPlaces(frame) {
            let at = Point(x: place.columns.lowerBound, y: 0)
            canvas.draw(place.text, at: at, role: place.isOn ? .tabOn : .dim)
        }
        drawOnTitle(end.below, on: &canvas, frame)
    }

    private func draw(_ parts: [Span], at point: Point, on canvas: inout Canvas) {
        var x = point.x
        for part in parts {
            x = canvas.draw(part.text, at: Point(x: x, y: point.y), role: part.role) + 2
        }
    }

    /// Draws parts of the header over the rule that names the list, where there is room for them.
    private func drawOnTitle(_ parts: [Span], on canvas: inout Canvas, _ frame: Frame) {
        guard !parts.isEmpty, !frame.title.isEmpty else { return }
        let width = Self.width(of: parts)
        let y = frame.title.y
        var x = size.columns
        var run = 0
        // The part of the rule that is next to the right edge.
        while x > 0, run < width + 4 {
            x -= 1
            run = canvas[Point(x: x, y: y)].role == .rule ? run + 1 : 0
        }
        guard run >= width + 4 else { return }
        let place = Rect(x: x + 1, y: y, width: width + 2, height: 1)
        canvas.fill(place)
        draw(parts, at: Point(x: x + 2, y: y), on: &canvas)
    }

    /// What stands at the right edge of the header, where it begins, and what had to move below.
    private func headerEnd(_ frame: Frame) -> (parts: [Span], column: Int, below: [Span]) {
        let (news, place, person) = (newsPart(frame), placePart, personPart)
        guard frame.layout != .tiny else {
            let parts = [tinyDraftsPart, place].compactMap { $0 }
            return (parts, max(0, size.columns - Self.width(of: parts)), [])
        }
        let named = tabPlaces(frame, named: Tab.allCases.count, isCounting: true)
        let room = size.columns - (named.last?.columns.upperBound ?? 0) - 1
        let choices: [(parts: [Span?], below: [Span?])] = [
            ([news, place, person], []), ([news, place], [person]), ([place], [news, person]),
        ]
        let chosen = choices.first { Self.width(of: $0.parts.compactMap { $0 }) <= room }
        let (parts, below) = chosen ?? choices[2]
        let shown = parts.compactMap { $0 }
        return (shown, max(0, size.columns - Self.width(of: shown)), below.compactMap { $0 })
    }

    private static func width(of parts: [Span]) -> Int {
        parts.reduce(0) { $0 + $1.text.width } + max(0, parts.count - 1) * 2
    }

    /// "3 drafts", where no tab tells how many there are.
    private var tinyDraftsPart: Span? {
        let count = drafts.count
        guard count > 0 else { return nil }
        let words: SafeText =
            size.columns < 40
            ? "\(count)" : "\(SafeText.count(count)) draft\(count == 1 ? "" : "s")"
        return Span(words, .draft)
    }

    /// "1 new": what others wrote to this person.
    private func newsPart(_ frame: Frame) -> Span? {
        guard unseenComments > 0 else { return nil }
        let words: SafeText = frame.layout.isWide ? "for you" : "new"
        return Span("\(SafeText.count(unseenComments)) \(words)", .accent)
    }

    private var placePart: Span? {
        let title = SafeText(environmentTitle).truncated(toWidth: max(8, size.columns / 5))
        let isLive = environment?.environment.isLive ?? false
        return title.isEmpty ? nil : Span(title, isLive ? .look : .accent)
    }

    private var personPart: Span? {
        Span(SafeText(actor).truncated(toWidth: max(6, size.columns / 6)), .dim)
    }

    /// The tabs that fit into the header and where they stand: for looks and for presses.
    func tabPlaces(_ frame: Frame) -> [TabPlace] {
        guard frame.layout != .tiny else { return [] }
        let end = headerEnd(frame).column
        // Where not every name fits, the last tabs are their number alone.
        for short in 0...Tab.allCases.count {
            for isCounting in [true, false] {
                let named = Tab.allCases.count - short
                let places = tabPlaces(frame, named: named, isCounting: isCounting)
                if (places.last?.columns.upperBound ?? 0) < end { return places }
            }
        }
        return []
    }

    private func tabPlaces(_ frame: Frame, named: Int, isCounting: Bool) -> [TabPlace] {
        var places: [TabPlace] = []
        var x = 0
        for (index, tab) in Tab.allCases.enumerated() {
            let isOn = tab == self.tab && stage == .ready
            let waiting = isCounting && tab == .review && drafts.count > 0
            let count: SafeText =
                waiting ? "\(glyphs.isASCII ? ":" : "·")\(SafeText.count(drafts.count))" : ""
            let name: SafeText =
                isOn || index < named ? "\(tab.rawValue) \(tab.title)\(count)" : "\(tab.rawValue)"
            let text: SafeText =
                isOn ? "[\(name)]" : frame.layout.isWide || x > 0 ? name : " \(name)"
            places.append(TabPlace(tab: tab, text: text, isOn: isOn, columns: x..<x + text.width))
            x += text.width + (frame.layout.isWide ? 2 : 1)
        }
        return places
    }

    private func drawTinyHeader(on canvas: inout Canvas, _ frame: Frame, end: Int) {
        let place: SafeText
        switch stage {
        case .ready:
            place = tinyPlace
        default: place = "Flagdeck"
        }
        canvas.draw(place, at: Point(x: 0, y: 0), role: .heading, maxWidth: max(0, end - 1))
    }

    /// "Flags  1 of 128".
    private var tinyPlace: SafeText {
        switch tab {
        case .flags:
            if flags.list.isTyping || flags.list.isFiltered {
                return "/\(SafeText(flags.list.query.text))  \(flags.list.countText)"
            }
            guard flags.page == nil else {
                return SafeText(flagView(currentFlagID)?.name ?? "Flags")
            }
            let place = flags.list.matches.isEmpty ? 0 : flags.list.view.selection + 1
            return "Flags  \(SafeText.count(place)) of \(SafeText.count(flags.list.matches.count))"
        case .audiences: return tinyAudiencesPlace
        case .experiments: return tinyExperimentsPlace
        case .customers: return tinyCustomersPlace
        case .review: return tinyReviewPlace
        case .history: return tinyHistoryPlace
        }
    }

    private func flagView(_ id: GUID?) -> FlagView? { id.flatMap(flagView) }

    // MARK: - Status and footer

    fileprivate func drawStatus(on canvas: inout Canvas, _ frame: Frame) {
        guard !frame.status.isEmpty else { return }
        canvas.fill(frame.status)
        let indent = frame.layout == .tiny ? 0 : 1
        let point = Point(x: indent, y: frame.status.y)
        let width = size.columns - indent
        if let pastQuestion {
            canvas.draw(pastQuestionLine(pastQuestion), at: point, width: width)
        } else if let progressLine, toast?.isProblem != true {
            canvas.draw(progressLine, at: point, width: width)
        } else if let toast {
            let room =
                toast.text.width + toast.hints.width <= width ? width : width - toast.hints.width
            let end = canvas.draw(toast.text, at: point, width: room)
            canvas.draw(toast.hints, at: Point(x: end, y: point.y), width: size.columns - end)
        } else if showsPastHints {
            canvas.draw(pastHints, at: point, width: width)
        } else if let reviewReminder, !isAwaitingSecondG {
            canvas.draw(reviewReminder, at: point, width: width)
        } else if isAwaitingSecondG {
            canvas.draw(
                Line([Span("g", .key), Span(" again: to the top")]),
                at: point,
                width: width
            )
        }
    }

    fileprivate func drawFooter(on canvas: inout Canvas, _ frame: Frame) {
        guard !frame.footer.isEmpty else { return }
        canvas.fill(frame.footer)
        Footer(keyTable, width: size.columns, glyphs: glyphs).draw(on: &canvas, y: frame.footer.y)
    }
}
