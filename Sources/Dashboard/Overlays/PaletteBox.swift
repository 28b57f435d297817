internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// Anything by name: things to open and actions to take.
struct PaletteBox: Equatable, Sendable {
    /// What the lines are narrowed to with Tab.
    enum Kind: Int, CaseIterable, Sendable {
        case everything
        case flags
        case audiences
        case customers
        case experiments
        case actions
        case settings

        var words: SafeText {
            switch self {
            case .everything: "all"
            case .flags: "flags"
            case .audiences: "audiences"
            case .customers: "customers"
            case .experiments: "experiments"
            case .actions: "actions"
            case .settings: "settings"
            }
        }
    }

    /// One line.
    struct Entry: Equatable, Sendable {
        var title: SafeText
        /// What it is, or why it cannot be done now.
        var note: SafeText
        var key: SafeText
        var action: Action
        var isEnabled = true
        /// Whether use puts it before others; of anything else no use is kept.
        var isRanked = false
    }

    var query = TextField(limit: 100)
    var kind = Kind.everything
    var entries: [Entry] = []
    /// The customers that the service found for what is typed.
    var customers: [Customer] = []
    /// The question about customers whose answer is wanted; others are late.
    var generation = 0
    var view = ListView()
}

extension DashboardState {
    /// How many lines of one kind the palette shows.
    static let paletteLimit = 50
    /// How many customers it shows among everything else.
    private static let customerLimit = 5

    var paletteBindings: [Binding] {
        listBindings(choose: "do it", help: "Open it or do it") + [
            Binding(
                .tab,
                action: .overlay(.next),
                label: "kind",
                help: "Only flags, audiences, customers and so on",
                footer: 5
            ),
            Binding(
                .backTab,
                action: .overlay(.previous),
                label: "kind",
                help: "The kind before"
            ),
        ]
    }

    /// Fills the palette with what its letters find.
    func found(_ box: PaletteBox) -> PaletteBox {
        var box = box
        box.entries = paletteEntries(box)
        box.view.setCount(box.entries.count, selection: 0, height: paletteHeight)
        return box
    }

    /// The same, and asks for customers as well.
    mutating func asked(_ box: PaletteBox) -> PaletteBox {
        var box = box
        box.customers = []
        generation += 1
        box.generation = generation
        let text = box.query.text.trimmed
        if box.kind == .customers || (box.kind == .everything && text.count > 1) {
            let limit = box.kind == .customers ? Self.paletteLimit : Self.customerLimit
            let request = CustomerRequest(text: text, limit: limit)
            outbox.append(.customers(request, generation: generation))
        }
        return found(box)
    }

    /// Types into the palette; only another text finds something else.
    mutating func type(_ key: Key, in box: PaletteBox) -> Bool {
        var box = box
        let before = box.query.text
        guard box.query.handle(key) else { return false }
        if box.query.text != before {
            box.view.select(0, height: overlayListHeight)
            box = asked(box)
        }
        replaceTop(.palette(box))
        return true
    }

    /// Takes customers that were found for the palette.
    ///
    /// - Returns: whether the palette had asked.
    mutating func takePaletteCustomers(
        _ generation: Int,
        _ result: Result<CustomerPage, ServiceProblem>
    ) -> Bool {
        for index in overlays.indices {
            guard case .palette(var box) = overlays[index], box.generation == generation,
                generation > 0
            else { continue }
            guard case .success(let page) = result else { return true }
            box.customers = page.customers
            // The line under the pointer stays what it is.
            let selected =
                box.entries.indices.contains(box.view.selection)
                ? box.entries[box.view.selection].action : nil
            box.entries = paletteEntries(box)
            let place =
                box.view.selection == 0
                ? 0 : box.entries.firstIndex { $0.action == selected }
            box.view.setCount(box.entries.count, selection: place, height: paletteHeight)
            overlays[index] = .palette(box)
            return true
        }
        return false
    }

    /// Shows the next kind of lines only, or the one before.
    mutating func narrow(_ box: PaletteBox, by step: Int) {
        var box = box
        let kinds = PaletteBox.Kind.allCases
        let next = (box.kind.rawValue + step + kinds.count) % kinds.count
        box.kind = PaletteBox.Kind(rawValue: next) ?? .everything
        replaceTop(.palette(asked(box)))
    }

    mutating func choose(in box: PaletteBox) {
        guard box.entries.indices.contains(box.view.selection) else { return }
        let entry = box.entries[box.view.selection]
        guard entry.isEnabled else {
            complain(entry.note.text)
            return
        }
        overlays.removeLast()
        if entry.isRanked { noteUse(of: entry.action) }
        perform(entry.action)
    }

    private mutating func noteUse(of action: Action) {
        let count = min(person.used[action.name]?.count ?? 0, 1_000_000)
        person.used[action.name] = PaletteUse(
            count: count + 1,
            milliseconds: now.microseconds / 1000
        )
    }

    // MARK: - Looks

    /// The rows that the list shows above the line of kinds.
    var paletteHeight: Int { max(1, overlayListHeight - 2) }

    func drawPalette(_ box: PaletteBox, on canvas: inout Canvas, _ frame: Frame) {
        let area = openBox(
            "What would you like to do?",
            rows: overlayListHeight + 3,
            on: &canvas,
            frame
        )
        let (top, rest) = area.split(top: 2)
        let list = rest.inset(bottom: rest.height > 4 ? 2 : 0)
        let count = box.entries.count
        drawQuery(box.query, count: "\(SafeText.count(count)) found", in: top, on: &canvas)
        let layout = ColumnLayout([
            .flexible(minimum: 16, flex: 3), .flexible(minimum: 10, flex: 2, importance: 5),
            .fixed(6, importance: 4),
        ])
        drawRows(box.view, in: list, on: &canvas) { canvas, index, point, width in
            let entry = box.entries[index]
            layout.draw(
                [
                    (entry.title, entry.isEnabled ? .text : .dim), (entry.note, .dim),
                    (entry.key, .key),
                ],
                on: &canvas,
                at: point,
                widths: layout.widths(total: width)
            )
        }
        if count == 0 {
            canvas.draw(nothingFound(box), at: Point(x: list.x, y: list.y), width: list.width)
        }
        guard rest.height > 4 else { return }
        drawKinds(box.kind, at: Point(x: area.x, y: area.maxY - 1), area.width, on: &canvas)
    }

    private func nothingFound(_ box: PaletteBox) -> Line {
        box.kind == .everything
            ? "Nothing holds that. Esc closes."
            : Line("Nothing among \(box.kind.words) holds that. Tab looks elsewhere.")
    }

    private func drawKinds(
        _ kind: PaletteBox.Kind,
        at point: Point,
        _ width: Int,
        on canvas: inout Canvas
    ) {
        var line = Line("Tab", .key)
        for other in PaletteBox.Kind.allCases {
            let isOn = other == kind
            line.append(isOn ? " [\(other.words)]" : "  \(other.words)", isOn ? .tabOn : .dim)
        }
        canvas.draw(line, at: point, width: width)
    }
}
