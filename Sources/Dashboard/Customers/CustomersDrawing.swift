internal import FlagAPI
internal import FlagModel
internal import TerminalUI

extension DashboardState {
    private static let columns = ColumnLayout([
        .flexible(minimum: 14, maximum: 30, flex: 2, importance: 10),
        .flexible(minimum: 10, maximum: 20, flex: 1, importance: 9),
        .flexible(minimum: 12, flex: 3, importance: 5),
    ])
    private static let tinyColumns = ColumnLayout(
        [.flexible(minimum: 10, flex: 2), .flexible(minimum: 8, flex: 1)],
        gap: 1
    )

    /// Draws the search for a customer, what one gets, or why.
    func drawCustomers(on canvas: inout Canvas, _ frame: Frame) {
        guard let sheet = customers.sheet else {
            drawFinding(on: &canvas, frame)
            return
        }
        if sheet.why != nil {
            drawPage(
                whyLines(width: whyWidth),
                title: whyTitle,
                scroll: sheet.scroll,
                on: &canvas,
                frame
            )
        } else {
            drawSheet(sheet, on: &canvas, frame)
        }
    }

    // MARK: - Finding

    private func drawFinding(on canvas: inout Canvas, _ frame: Frame) {
        drawListTitle(findingTitle, on: &canvas, frame)
        guard customers.lineCount > 0 else {
            drawEmpty(emptyFinding, on: &canvas, frame)
            return
        }
        let isTiny = frame.layout == .tiny
        let indent = isTiny ? 2 : 3
        let table = isTiny ? Self.tinyColumns : Self.columns
        let widths = table.widths(total: frame.list.width - indent - 1)
        if !frame.columns.isEmpty {
            let names: [SafeText] = ["CUSTOMER", "KEY", "WHAT IS KNOWN"]
            table.draw(
                names.map { ($0, Role.dim) },
                on: &canvas,
                at: Point(x: indent, y: frame.columns.y),
                widths: widths
            )
        }
        let visible = customers.view.visibleRows(height: frame.list.height)
        for (row, index) in visible.enumerated() {
            let point = Point(x: indent, y: frame.list.y + row)
            if customers.found.indices.contains(index) {
                let customer = customers.found[index]
                let name = customer.name.isEmpty ? "no name" : customer.name
                table.draw(
                    [
                        (SafeText(name), customer.name.isEmpty ? .dim : .text),
                        (SafeText(customer.key.text), .text),
                        knownCell(customer),
                    ],
                    on: &canvas,
                    at: point,
                    widths: widths
                )
            } else if let key = customers.typedKey {
                let line = Line("Look at the key \"\(SafeText(key.text))\" as typed")
                canvas.draw(line, at: point, width: frame.list.width - indent)
            }
            drawPointer(index == customers.view.selection, at: row, on: &canvas, frame)
        }
        drawFound(on: &canvas, frame)
    }

    /// What is known of the customer under the pointer, below the list or beside it.
    private func drawFound(on canvas: inout Canvas, _ frame: Frame) {
        let title: SafeText
        var lines: [Line]
        let width = frame.layout.isWide ? frame.detail.width - 3 : size.columns - 2
        if let customer = customers.selected {
            title = SafeText(customer.name.isEmpty ? customer.key.text : customer.name)
            lines = frame.layout.isWide ? [Line(title, .heading)] : []
            lines += Line.wrapped(seenWords(customer), .dim, width: width)
            lines +=
                frame.layout.isWide
                ? attributeLines(customer)
                : Line.wrapped(Self.attributeWords(customer), width: width)
        } else if customers.answered != customers.generation {
            (title, lines) = ("", [])
        } else {
            title = SafeText(customers.typedKey?.text ?? "")
            lines = Line.wrapped(
                "Nobody is known by this key. You can look at it all the same: what an "
                    + "application would get for somebody with this key.",
                width: width
            )
        }
        if frame.layout.isWide {
            drawDetail(lines, scroll: 0, on: &canvas, frame)
        } else {
            drawPeek(title: title, place: "", lines, on: &canvas, frame)
        }
    }

    private var findingTitle: ListTitle {
        let known: SafeText = "\(SafeText.count(customers.known)) customers known"
        return ListTitle(
            title: "Customers",
            query: customers.query,
            isTyping: customers.isTyping,
            count: customers.query.isEmpty ? known : foundCount,
            note: known
        )
    }

    private var foundCount: SafeText {
        switch customers.count {
        case nil: customers.answered < customers.generation ? "looking…" : ""
        case let count? where count >= CustomerPage.countLimit: "10 000+ found"
        case let count?: "\(SafeText.count(count)) found"
        }
    }

    private var emptyFinding: [Line] {
        guard customers.count != nil else {
            return customers.answered < customers.generation
                ? ["Looking…"]
                : [
                    "Customers cannot be looked up just now.", "",
                    Line([Span("R", .key), Span("        tries again, after Esc")]),
                ]
        }
        guard customers.query.isEmpty else {
            return [
                "Nobody is found, and this cannot be a customer's key.", "",
                Line([Span("Esc", .key), Span("      clears the field")]),
            ]
        }
        let about =
            "Type the key of a customer to see what they get. Names are known once an "
            + "application has shown a flag to somebody, or after an import:"
        return ["No customers are known yet.", ""] + Line.wrapped(about, width: emptyWidth)
            + ["", Line("flagdeck customer import FILE", .accent)]
    }

    // MARK: - Words

    /// "city Berlin, country Germany", by name.
    static func attributeWords(_ customer: Customer) -> String {
        customer.attributes.sorted { $0.key < $1.key }
            .map { "\($0.key) \($0.value)".onOneLine }
            .joined(separator: ", ")
    }

    /// "Berlin, Germany", by name: what tells people of the same name apart.
    private static func attributeValues(_ customer: Customer) -> String {
        customer.attributes.sorted { $0.key < $1.key }.map(\.value.onOneLine)
            .joined(separator: ", ")
    }

    /// What is known; where that is how the customer was found, the attribute that matched.
    private func knownCell(_ customer: Customer) -> (text: SafeText, role: Role) {
        let typed = customers.query.text.trimmed.lowercased()
        let isNamed = (customer.name + " " + customer.key.text).lowercased().contains(typed)
        guard !typed.isEmpty, !isNamed,
            let match = customer.attributes.sorted(by: { $0.key < $1.key })
                .first(where: { $0.value.lowercased().contains(typed) })
        else { return (SafeText(Self.attributeValues(customer)), .dim) }
        return (SafeText("\(match.key) \(match.value)".onOneLine), .accent)
    }

    private func attributeLines(_ customer: Customer) -> [Line] {
        let sorted = customer.attributes.sorted { $0.key < $1.key }
        let width = min(20, sorted.map { SafeText($0.key).width }.max() ?? 0)
        return sorted.map { name, value in
            Line([Span(SafeText(name).padded(to: width + 2), .dim), Span(SafeText(value))])
        }
    }

    /// When an application named them last.
    func seenWords(_ customer: Customer) -> String {
        customer.lastSeenAt.map { "Last seen \(times.when($0))." }
            ?? "From an import; no application has named them yet."
    }

    /// "Customer  3 of 41", for tiny screens.
    var tinyCustomersPlace: SafeText {
        guard let sheet = customers.sheet else {
            return customers.isTyping || !customers.query.isEmpty
                ? "/\(SafeText(customers.query.text))  \(foundCount)" : "Customers"
        }
        guard let id = sheet.why else { return SafeText(sheet.title) }
        return SafeText(flagView(id)?.name ?? sheet.title)
    }
}
