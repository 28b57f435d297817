internal import FlagModel
internal import TerminalUI

/// The page of a flag: text with lines among it that keys act on.
extension DashboardState {
    /// The rows of text that the page shows.
    var flagPageHeight: Int {
        max(1, frame.layout == .tiny ? frame.body.height : frame.body.height - 1)
    }

    /// The line under the pointer: the one that was chosen, or the first one that is about who gets
    /// what.
    var selectedPart: FlagPart? {
        guard let flag = flags.page.flatMap(flagView)?.latest else { return nil }
        return Self.selected(in: FlagPart.all(of: flag), flags.editor.selected)
    }

    private static func selected(in parts: [FlagPart], _ wanted: FlagPart?) -> FlagPart? {
        if let wanted, parts.contains(wanted) { return wanted }
        return parts.first { $0 != .named }
    }

    mutating func moveInFlagPage(_ movement: ListView.Movement) {
        let rows = flagRows(isPage: true)
        let height = flagPageHeight
        let last = max(0, rows.count - height)
        let place = Self.selected(in: rows.compactMap(\.part), flags.editor.selected)
            .flatMap { part in rows.firstIndex { $0.part == part } }
        var pointer = FlagPointer(
            places: rows.indices.filter { rows[$0].part != nil },
            place: place,
            scroll: min(flags.scroll, last),
            height: height,
            last: last
        )
        pointer.move(movement)
        flags.scroll = pointer.scroll
        flags.editor.selected = pointer.place.flatMap { rows[$0].part }
    }

    /// Puts the pointer on a line and shows it.
    mutating func selectLine(_ part: FlagPart) {
        flags.editor.selected = part
        let rows = flagRows(isPage: true)
        guard let place = rows.firstIndex(where: { $0.part == part }) else { return }
        let height = flagPageHeight
        if place < flags.scroll || place >= flags.scroll + height {
            flags.scroll = max(0, place - height / 2)
        }
    }

    /// Opens the page of a flag on who gets it: on the first rule, as that is what people look for,
    /// unless the pointer is on such a line already.
    mutating func editServing() {
        guard let id = currentFlagID else { return }
        if flags.page == nil {
            show(flag: id)
        } else if selectedPart?.isAboutPeople ?? false {
            return
        }
        let first = flagView(id)?.latest?.rules.first
        selectLine(first.map { .rule($0.id) } ?? .everyoneElse)
    }

    func drawFlagPage(title: SafeText, on canvas: inout Canvas, _ frame: Frame) {
        let rows = flagRows(isPage: true)
        let isTiny = frame.layout == .tiny
        let area = frame.body.inset(left: isTiny ? 2 : 1, top: isTiny ? 0 : 1, right: 1)
        let scroll = min(flags.scroll, max(0, rows.count - area.height))
        if !isTiny {
            let rest = rows.count - scroll - area.height
            let note: SafeText = rest > 0 ? "\(SafeText.count(rest)) more lines" : ""
            canvas.horizontalRule(frame.body.y, title: title, note: note)
        }
        canvas.draw(rows.map(\.line), in: area, offset: scroll)
        guard overlays.isEmpty, let part = selectedPart,
            let place = rows.firstIndex(where: { $0.part == part }),
            (scroll..<scroll + area.height).contains(place)
        else { return }
        let y = area.y + place - scroll
        canvas.draw(glyphs.pointer, at: Point(x: 0, y: y), role: .accent)
        canvas.select(Rect(x: 0, y: y, width: size.columns, height: 1))
    }
}

/// A pointer that steps from one line that matters to the next, in text that scrolls under it.
struct FlagPointer: Equatable {
    /// The lines that the pointer stops at, in order.
    let places: [Int]
    var place: Int?
    /// The first line on screen.
    var scroll: Int
    let height: Int
    /// The largest scroll.
    let last: Int

    mutating func move(_ movement: ListView.Movement) {
        switch movement {
        case .rows(let rows) where rows > 0: for _ in 0..<rows { stepDown() }
        case .rows(let rows): for _ in 0..<(-rows) { stepUp() }
        case .pageUp: scroll(by: -max(1, height - 1))
        case .pageDown: scroll(by: max(1, height - 1))
        case .halfPageUp: scroll(by: -max(1, height / 2))
        case .halfPageDown: scroll(by: max(1, height / 2))
        case .start: (scroll, place) = (0, places.first)
        case .end: (scroll, place) = (last, places.last)
        }
    }

    /// To the next line that matters; behind the last one the text scrolls.
    private mutating func stepDown() {
        guard let next = places.first(where: { $0 > place ?? -1 }) else {
            scroll = min(last, scroll + 1)
            return
        }
        // A line far below is not jumped to over text that was not on screen yet.
        guard next < scroll + height + 1 else {
            scroll = min(last, scroll + 1)
            return
        }
        place = next
        scroll = max(scroll, min(last, next - height + 1))
    }

    /// Back, first over text that was scrolled over.
    private mutating func stepUp() {
        if let place, place < scroll {
            scroll -= 1
            return
        }
        guard let before = places.last(where: { $0 < place ?? .max }), before >= scroll - 1 else {
            scroll = max(0, scroll - 1)
            return
        }
        place = before
        scroll = min(scroll, before)
    }

    private mutating func scroll(by lines: Int) {
        scroll = max(0, min(last, scroll + lines))
        guard let place, !(scroll..<scroll + height).contains(place) else { return }
        let visible = places.filter { (scroll..<scroll + height).contains($0) }
        self.place = (lines > 0 ? visible.first : visible.last) ?? place
    }
}
