internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// Finding a flag among those of one customer.
extension DashboardState {
    /// Whether letters go into the field above one customer's flags.
    var isFindingInSheet: Bool {
        customers.sheet.map { $0.finding.isTyping && $0.why == nil } ?? false
    }

    /// The key to find a flag of this customer; 4 finds another customer.
    var sheetFindBindings: [Binding] {
        [
            Binding(
                .character("/"),
                action: .find,
                label: "find a flag",
                help: "Find a flag of this customer by a part of its name",
                // Most are called about a flag that this customer does not get.
                footer: customers.sheet?.why == nil ? 10 : 14,
                availability: customers.sheet?.why == nil
                    ? .yes : .no(reason: "Go back to the customer first (Esc).")
            )
        ]
    }

    /// Begins to find a flag of the customer on screen, or another customer.
    mutating func findInCustomers() {
        guard customers.sheet != nil else {
            findCustomers()
            return
        }
        customers.sheet?.finding.isTyping = true
    }

    /// Shows the flags that hold what is typed.
    mutating func sheetQueryChanged(_ change: (inout TextField) -> Bool) -> Bool {
        guard var sheet = customers.sheet else { return false }
        let before = sheet.finding.query.text
        guard change(&sheet.finding.query) else { return false }
        if sheet.finding.query.text != before { sheet.find(height: sheetHeight) }
        customers.sheet = sheet
        return true
    }

    /// Goes on with what was found.
    mutating func keepSheetFilter() { customers.sheet?.finding.isTyping = false }

    /// Shows all flags again.
    ///
    /// - Returns: whether anything was found before.
    mutating func clearSheetFilter() -> Bool {
        guard let finding = customers.sheet?.finding, finding.isTyping || !finding.query.isEmpty
        else { return false }
        customers.sheet?.finding.isTyping = false
        _ = sheetQueryChanged { field in
            field.replace(with: "")
            return true
        }
        return true
    }

    /// The rule above one customer's flags, or what is being found.
    func sheetTitle(_ sheet: CustomerSheet) -> ListTitle {
        ListTitle(
            title: SafeText(sheet.title),
            query: sheet.finding.query,
            isTyping: sheet.finding.isTyping,
            count: "\(SafeText.count(sheet.foundCount)) of \(SafeText.count(sheet.answers.count))",
            note: SafeText(sheet.customer.name.isEmpty ? "" : sheet.customer.key.text)
        )
    }
}

/// What is typed to find a flag among those of one customer.
struct SheetFinding: Equatable, Sendable {
    var query = TextField(limit: 100)
    /// Whether keys go into ``query`` now.
    var isTyping = false
    /// The places of the answers that match; `nil` while nothing is typed.
    private(set) var matches: Set<Int>?
    private var names = Filter()

    static func == (left: SheetFinding, right: SheetFinding) -> Bool {
        left.query == right.query && left.isTyping == right.isTyping
            && left.matches == right.matches
    }

    /// Takes the names of the flags, in the order of the answers.
    mutating func begin(_ names: [String]) {
        self.names = Filter(names)
        find()
    }

    /// Finds what is typed.
    mutating func find() {
        matches = query.isEmpty ? nil : Set(names.matches(query.text))
    }
}
