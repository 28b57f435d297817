internal import FlagModel
internal import TerminalUI

/// The customers who were given a version of a flag by name.
struct NamedBox: Equatable, Sendable {
    let flagID: GUID
    var view = ListView()
}

extension Flag {
    /// How many customers are named on it.
    var namedCount: Int { targets.reduce(0) { $0 + $1.customers.count } }

    /// A named customer and the version, by the place in the lists one after the other.
    func named(at place: Int) -> (customer: CustomerKey, variationID: String)? {
        var place = place
        for target in targets {
            if place < target.customers.count {
                return (target.customers[place], target.variationID)
            }
            place -= target.customers.count
        }
        return nil
    }

    /// The version that a customer was given by name; `nil` where there is none.
    func versionNamed(for customer: CustomerKey) -> String? {
        targets.first { $0.customers.contains(customer) }?.variationID
    }
}

extension DashboardState {
    mutating func openNamed() {
        guard let flag = editedFlag else { return }
        guard flag.namedCount > 0 else {
            nameCustomer()
            return
        }
        open(.named(NamedBox(flagID: flag.id, view: ListView(count: flag.namedCount))))
        askNames()
    }

    var namedBindings: [Binding] {
        [
            Binding(
                .enter,
                action: .overlay(.choose),
                label: "other version",
                help: "Give the customer another version",
                footer: 1
            ),
            Binding(
                .character("a"),
                action: .editor(.nameCustomer),
                label: "add",
                help: "Name one more customer, or paste several keys",
                footer: 2
            ),
            Binding(
                .character("d"),
                action: .editor(.unname),
                label: "remove",
                help: "The rules decide about the customer again",
                footer: 3
            ),
            Binding(
                .down,
                .character("j"),
                action: .move(.rows(1)),
                label: "down",
                help: "One customer down"
            ),
            Binding(
                .up,
                .character("k"),
                action: .move(.rows(-1)),
                label: "up",
                help: "One customer up"
            ),
            Binding(.pageDown, action: .move(.pageDown), label: "page", help: "One page down"),
            Binding(.pageUp, action: .move(.pageUp), label: "page", help: "One page up"),
            Binding(.escape, action: .back, label: "close", help: "Close the list", footer: 4),
        ]
    }

    mutating func move(_ movement: ListView.Movement, in box: NamedBox) {
        var box = box
        box.view.setCount(
            flagView(box.flagID)?.latest?.namedCount ?? 0,
            height: overlayListHeight
        )
        box.view.move(movement, height: overlayListHeight)
        replaceTop(.named(box))
        askNames()
    }

    /// The customers whose names the box on top needs; `nil` when it is another one.
    var namedKeysInSight: [CustomerKey]? {
        guard case .named(let box)? = overlays.last, let flag = flagView(box.flagID)?.latest else {
            return nil
        }
        return fitted(box, flag).visibleRows(height: overlayListHeight).compactMap {
            flag.named(at: $0)?.customer
        }
    }

    private func fitted(_ box: NamedBox, _ flag: Flag) -> ListView {
        var view = box.view
        view.setCount(flag.namedCount, height: overlayListHeight)
        return view
    }

    private var selectedNamed: (flag: Flag, customer: CustomerKey, variationID: String)? {
        guard case .named(let box)? = overlays.last, let flag = flagView(box.flagID)?.latest,
            let named = flag.named(at: fitted(box, flag).selection)
        else { return nil }
        return (flag, named.customer, named.variationID)
    }

    // MARK: - Changing

    /// Begins to name a customer on the open flag.
    mutating func nameCustomer() {
        guard let flag = editedFlag else { return }
        if let problem = obstacle(to: .removeTargets([]), of: flag) {
            complain(problem)
            return
        }
        let title = "Name on \(Words.short(flag.name)): find, or paste keys"
        openCustomers(.named(on: flag.id), title: title)
    }

    /// Asks which version the customers get who were chosen.
    mutating func askVersion(for customers: [CustomerKey], on id: GUID) {
        guard let flag = flagView(id)?.latest, let first = customers.first else {
            complain("Somebody deleted the flag meanwhile. Nothing was saved.")
            return
        }
        let now = customers.count == 1 ? flag.versionNamed(for: first) : nil
        let who =
            customers.count == 1
            ? customerTitle(first) : "\(Words.grouped(customers.count)) customers"
        let choices = flag.variations.map { version in
            let note: SafeText =
                version.id == now
                ? "as it is now" : version.id == flag.offVariationID ? "as when it is off" : ""
            return ChoiceBox.Choice(
                label: SafeText(version.name),
                note: note,
                action: .editor(.give(version.id))
            )
        }
        let other = flag.variations.firstIndex { $0.id != flag.offVariationID && $0.id != now }
        flags.editor.naming = FlagEditor.Naming(flagID: id, customers: customers)
        open(
            .choices(
                ChoiceBox(
                    title: "What \(customers.count == 1 ? "does" : "do") \(who) get?",
                    text: "Whatever rules say, as long as \(flag.name) is on.",
                    choices: choices,
                    selected: other ?? 0
                )
            )
        )
    }

    /// Takes a paste of several keys.
    ///
    /// - Returns: whether there were several; one alone is text like any other.
    mutating func pasteNamed(_ pasted: PastedCustomers, on flag: GUID) -> Bool {
        guard pasted.keys.count > 1 else { return false }
        overlays.removeLast()
        askVersion(for: pasted.keys, on: flag)
        let unfit = pasted.list.unfitCount
        if unfit > 0 { complain("\(unfit) pasted pieces are too long to be a key: left out.") }
        return true
    }

    /// Gives the chosen customers a version.
    mutating func give(_ id: String) {
        guard let naming = flags.editor.naming, let flag = flagView(naming.flagID)?.latest else {
            return
        }
        flags.editor.naming = nil
        let customers = naming.customers
        let isOne = customers.count == 1
        if isOne, flag.versionNamed(for: customers[0]) == id {
            complain("\(customerTitle(customers[0])) gets \(flag.name(ofVersion: id)) already.")
            return
        }
        let who = isOne ? customerTitle(customers[0]) : Words.count(customers.count, "customer")
        flags.editor.selected = .named
        edit(
            flag,
            [.addTargets(variationID: id, customers)],
            words: "\(flag.name): \(flag.name(ofVersion: id)) for \(who)"
        )
    }

    mutating func giveAnother() {
        guard let (flag, customer, _) = selectedNamed else { return }
        askVersion(for: [customer], on: flag.id)
    }

    /// Takes the selected customer off the list.
    mutating func unname() {
        guard let (flag, customer, _) = selectedNamed else { return }
        let outcome = edit(
            flag,
            [.removeTargets([customer])],
            words: "\(flag.name): \(customerTitle(customer)) not by name any more"
        )
        guard flag.namedCount == 1, outcome == .sent, case .named? = overlays.last else { return }
        overlays.removeLast()
    }

    // MARK: - Drawing

    func drawNamed(_ box: NamedBox, on canvas: inout Canvas, _ frame: Frame) {
        guard let flag = flagView(box.flagID)?.latest else { return }
        let count = flag.namedCount
        let title = SafeText("\(flag.name): \(Words.count(count, "customer")) by name")
        let rows = min(count, overlayListHeight) + 2
        let area = openBox(title, rows: rows, on: &canvas, frame)
        let version = min(24, flag.variations.map { SafeText($0.name).width }.max() ?? 8)
        drawRows(fitted(box, flag), in: area, on: &canvas) { canvas, index, point, width in
            guard let named = flag.named(at: index) else { return }
            let name = audiences.names[named.customer] ?? ""
            var line = Line(SafeText(flag.name(ofVersion: named.variationID)).padded(to: version))
            line.append("  ")
            let room = max(8, min(28, (width - version - 4) / 2))
            line.append(SafeText(name.isEmpty ? "no name" : name).padded(to: room))
            line.append("  ")
            line.append(SafeText(named.customer.text), .dim)
            canvas.draw(line, at: point, width: width)
        }
        if count == 0 {
            canvas.draw(
                "Nobody is named any more. a names a customer.",
                at: Point(x: area.x, y: area.y)
            )
        }
    }
}
