internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// Customers to choose from, found by name or key as one types.
struct CustomerBox: Equatable, Sendable {
    /// What becomes of the chosen ones.
    enum Purpose: Equatable, Sendable {
        /// They belong to an audience.
        case members(of: GUID)
        /// They never belong to an audience.
        case excluded(from: GUID)
        /// They get a version of a flag by name.
        case named(on: GUID)
        /// The cards of the review session show what they get now and afterwards.
        case tryOnCards
    }

    let purpose: Purpose
    var title: String
    var query = TextField(limit: 200)
    /// What was found for the text when the question was asked.
    var found: [Customer] = []
    /// How many there are; `nil` while the first answer is on its way.
    var count: Int?
    /// The question whose answer is wanted; others are late.
    var generation = 0
    /// The question whose answer is shown.
    var answered = 0
    /// Enter was pressed before the answer came: the first line of the answer is meant.
    var isChoiceWaiting = false
    var view = ListView()

    /// The lines: what was found, and the typed text as a key that nobody is known by.
    var keys: [CustomerKey] {
        let known = found.map(\.key)
        guard let typed = try? CustomerKey(query.text.trimmed), !known.contains(typed) else {
            return known
        }
        return known + [typed]
    }
}

extension DashboardState {
    /// How many customers the box asks for.
    private static let customerLimit = 100

    /// Opens a box to find customers.
    mutating func openCustomers(_ purpose: CustomerBox.Purpose, title: String) {
        open(.customers(asked(CustomerBox(purpose: purpose, title: title))))
    }

    func customerBindings(_ box: CustomerBox) -> [Binding] {
        listBindings(choose: "take", help: "Take the selected customer")
    }

    /// Asks for what is typed, with a new number.
    private mutating func asked(_ box: CustomerBox) -> CustomerBox {
        var box = box
        generation += 1
        box.generation = generation
        box.isChoiceWaiting = false
        let request = CustomerRequest(text: box.query.text.trimmed, limit: Self.customerLimit)
        outbox.append(.customers(request, generation: generation))
        box.view.setCount(box.keys.count, selection: 0, height: overlayListHeight)
        return box
    }

    mutating func type(_ key: Key, in box: CustomerBox) -> Bool {
        var box = box
        let before = box.query.text
        guard box.query.handle(key) else { return false }
        replaceTop(.customers(box.query.text == before ? box : asked(box)))
        return true
    }

    mutating func paste(_ text: String, in box: CustomerBox) {
        if pasteCustomers(text, for: box.purpose) { return }
        var box = box
        box.query.insert(text)
        replaceTop(.customers(asked(box)))
    }

    mutating func perform(_ action: OverlayAction, in box: CustomerBox) {
        guard action == .choose || action == .submit else { return }
        // What is shown answers an older question: the line under the cursor is not what is meant.
        guard box.answered == box.generation else {
            var box = box
            box.isChoiceWaiting = true
            replaceTop(.customers(box))
            return
        }
        let keys = box.keys
        guard keys.indices.contains(box.view.selection) else { return }
        overlays.removeLast()
        if box.purpose == .tryOnCards {
            let isFound = box.found.indices.contains(box.view.selection)
            let key = keys[box.view.selection]
            tryCustomer(isFound ? box.found[box.view.selection] : Customer(key: key, name: ""))
            return
        }
        if box.found.indices.contains(box.view.selection) {
            audiences.names.remember(box.found[box.view.selection])
        }
        takeCustomers([keys[box.view.selection]], for: box.purpose)
    }

    mutating func takeCustomers(
        _ generation: Int,
        _ result: Result<CustomerPage, ServiceProblem>
    ) {
        for index in overlays.indices {
            guard case .customers(var box) = overlays[index], box.generation == generation else {
                continue
            }
            switch result {
            case .success(let page):
                (box.found, box.count) = (page.customers, page.count)
                box.answered = generation
                box.view.setCount(box.keys.count, height: overlayListHeight)
                overlays[index] = .customers(box)
                if box.isChoiceWaiting, index == overlays.count - 1 { perform(.choose, in: box) }
            case .failure(let problem): complain(problem)
            }
        }
    }
}
