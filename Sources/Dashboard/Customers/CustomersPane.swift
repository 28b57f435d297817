internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// Finding a customer, and what one customer gets.
struct CustomersPane: Equatable, Sendable {
    /// What is typed to find.
    var query = TextField(limit: 200)
    /// Whether keys go into ``query`` now.
    var isTyping = true
    /// What was found for the text when the question was asked.
    private(set) var found: [Customer] = []
    /// How many there are, up to `CustomerPage.countLimit`; `nil` before the first answer.
    private(set) var count: Int?
    /// Customers that are known altogether.
    private(set) var known = 0
    /// The selected line.
    var view = ListView()
    /// The question whose answer is wanted; others are late.
    var generation = 0
    /// The question whose answer is shown.
    private(set) var answered = 0
    /// Enter was pressed before the answer came: the first line of the answer is meant.
    var isChoiceWaiting = false
    /// The customer who is looked at.
    var sheet: CustomerSheet?

    /// What is typed, when it can be a customer's key that nobody is known by.
    var typedKey: CustomerKey? {
        guard let typed = try? CustomerKey(query.text.trimmed),
            !found.contains(where: { $0.key == typed })
        else { return nil }
        return typed
    }

    /// The lines: what was found, and the typed text as a key.
    var lineCount: Int { found.count + (typedKey == nil ? 0 : 1) }

    /// The customer under the pointer, when it is one that was found.
    var selected: Customer? {
        found.indices.contains(view.selection) ? found[view.selection] : nil
    }

    /// The customer that Enter takes.
    var chosen: Customer? {
        selected ?? typedKey.map { Customer(key: $0, name: "") }
    }

    /// Takes an answer to the question that is waited for.
    mutating func take(_ page: CustomerPage, height: Int) {
        (found, count, known) = (page.customers, page.count, page.known)
        answered = generation
        view.setCount(lineCount, selection: 0, height: height)
    }

    /// Notes that the question could not be answered; what is typed can still be looked at.
    mutating func fail(height: Int) {
        (found, count) = ([], nil)
        answered = generation
        view.setCount(lineCount, selection: 0, height: height)
    }
}

/// What keys do with customers.
enum CustomersAction: Hashable, Sendable {
    case open
    case who
    case copy
    /// Copy what the selected line is about.
    case copyLine
    case showFlag
    /// Hide the lines of the part that the selected line is in.
    case hidePart
    /// Change it for just this customer.
    case change
    /// A plan's features until a date.
    case trial(TrialAction)
}
