internal import Evaluation
internal import FlagAPI
internal import FlagModel
internal import TerminalUI

extension DashboardState {
    /// How many customers are asked for.
    private static let customerLimit = 100
    /// What so many flags give is worked out before the page is drawn; of more, behind it.
    private static let flagsAtOnce = 5_000

    /// The rows of the list of what a customer gets.
    var sheetHeight: Int { sheetList(frame).height }

    // MARK: - Finding

    /// The pane was opened, or its number was pressed while it was in front.
    mutating func customersShown(wasInFront: Bool) {
        if wasInFront, customers.sheet != nil {
            findCustomers()
        } else if customers.sheet == nil {
            askCustomers()
        } else {
            prepareCustomers(isWhole: false)
        }
    }

    /// Begins to look for another customer.
    mutating func findCustomers() {
        if customers.sheet != nil {
            customers.sheet = nil
            customers.query.replace(with: "")
        }
        customers.isTyping = true
        askCustomers()
    }

    var isFindingCustomers: Bool {
        customers.sheet == nil ? customers.isTyping : isFindingInSheet
    }

    mutating func typeInCustomers(_ key: Key) -> Bool {
        if customers.sheet != nil { return sheetQueryChanged { $0.handle(key) } }
        let before = customers.query.text
        guard customers.query.handle(key) else { return false }
        if customers.query.text != before { askCustomers() }
        return true
    }

    mutating func pasteInCustomers(_ text: String) {
        guard customers.sheet == nil else {
            _ = sheetQueryChanged { field in
                field.insert(text)
                return true
            }
            return
        }
        customers.query.insert(text)
        askCustomers()
    }

    /// Asks for what is typed, with a new number.
    private mutating func askCustomers() {
        generation += 1
        customers.generation = generation
        customers.isChoiceWaiting = false
        let text = customers.query.text.trimmed
        let request = CustomerRequest(text: text, limit: Self.customerLimit)
        outbox.append(.customers(request, generation: generation))
        customers.view.setCount(customers.lineCount, selection: 0, height: listHeight)
    }

    /// Takes customers that were found.
    ///
    /// - Returns: whether this pane had asked.
    mutating func takeFoundCustomers(
        _ generation: Int,
        _ result: Result<CustomerPage, ServiceProblem>
    ) -> Bool {
        guard customers.generation == generation else { return false }
        switch result {
        case .failure(let problem):
            customers.fail(height: listHeight)
            complain(problem)
        case .success(let page):
            customers.take(page, height: listHeight)
            // Whoever went on to something else does not want a customer now.
            let isWanted = customers.isChoiceWaiting && isFindingCustomers
            customers.isChoiceWaiting = false
            if isWanted, tab == .customers, overlays.isEmpty { openCustomer() }
        }
        return true
    }

    // MARK: - One customer

    mutating func openCustomer() {
        guard customers.sheet == nil else {
            openSheetLine()
            return
        }
        // What is shown answers an older question: the line under the pointer is not meant.
        guard customers.answered == customers.generation else {
            customers.isChoiceWaiting = true
            return
        }
        guard let customer = customers.chosen else { return }
        show(customer: customer)
    }

    /// Shows what a customer gets.
    mutating func show(customer: Customer) {
        tab = .customers
        customers.isTyping = false
        customers.sheet = CustomerSheet(customer)
        prepareCustomers(isWhole: true)
    }

    /// Works out again what the customer on screen gets.
    ///
    /// - Parameter isWhole: whether the service is asked again what is known of the customer.
    mutating func prepareCustomers(isWhole: Bool) {
        guard tab == .customers, stage == .ready, let environment else { return }
        guard let sheet = customers.sheet else {
            if isWhole { askCustomers() }
            return
        }
        let time = past == nil ? nil : shownTime
        let isCurrent =
            sheet.compiled?.entry == entry && sheet.compiled?.environmentID == environmentID
        if isWhole || sheet.compiled?.environmentID != environmentID || sheet.time != time {
            generation += 1
            customers.sheet?.ask(generation, at: time)
            let key = sheet.customer.key
            let place = environment.environment.id
            outbox.append(.customer(key, in: place, at: time, generation: generation))
            askGiven()
            askAsked()
        }
        // A page of very many flags says first that it is coming: the answer about the customer
        // comes right behind.
        let isFirst = sheet.compiled == nil && environment.flagCount > Self.flagsAtOnce
        guard !isCurrent, !isFirst else { return }
        workOutSheet()
    }

    /// Works out what the customer on screen gets of the flags as they are shown.
    private mutating func workOutSheet() {
        guard let environment, let sheet = customers.sheet else { return }
        let compiled = CompiledPicture(environment, entry: entry, earlier: sheet.compiled)
        let height = sheetHeight
        customers.sheet?.evaluate(compiled, height: height)
        prepareWhy()
    }

    /// Takes what is known of the customer on screen.
    mutating func takeCustomer(_ generation: Int, _ result: Result<Customer?, ServiceProblem>) {
        guard var sheet = customers.sheet, sheet.generation == generation else { return }
        switch result {
        case .success(let customer): sheet.take(customer)
        case .failure(let problem): sheet.fail(problem.description)
        }
        customers.sheet = sheet
        // Most often the list knew them as they are.
        if !sheet.isWorkedOut { workOutSheet() }
    }

    private mutating func openSheetLine() {
        guard let sheet = customers.sheet, sheet.why == nil else { return }
        let height = sheetHeight
        switch sheet.selectedRow {
        case .group(let group): customers.sheet?.toggle(group, height: height)
        case .flag, .experiment, .asked:
            customers.sheet?.why = sheet.currentFlagID
            customers.sheet?.scroll = 0
            prepareWhy()
        case .audience(let index): show(audience: sheet.audiences[index].id)
        case .attribute, nil: break
        }
    }

    /// Works out what the draft of the flag on screen would make of the answer.
    private mutating func prepareWhy() {
        guard let sheet = customers.sheet, let id = sheet.why, let view = flagView(id) else {
            return
        }
        let words = draftWords(view, sheet)
        customers.sheet?.draftWords = words
    }

    private func draftWords(_ view: FlagView, _ sheet: CustomerSheet) -> String {
        guard let draft = view.draft, let environmentID,
            let subject = environment.map({
                Subject.flag(environment: $0.environment.id, view.id)
            })
        else { return "" }
        let isOwn = draft.authors == [actor]
        let author = isOwn ? "Your draft" : "The draft of \(draft.authorWords)"
        guard let after = drafts.about(subject)?.after, view.problem == nil else {
            return "\(author) does not fit any more."
        }
        let evaluator = Evaluator(after, only: view.id)
        guard let now = sheet.answer(about: view.id), let flag = sheet.flag(now)?.flag,
            let changed = evaluator.flags.first, after.environment.id == environmentID
        else { return "\(author) deletes this flag." }
        if changed.flag.isArchived { return "\(author) archives this flag." }
        let name = changed.flag.versionName(evaluator.answer(changed, for: sheet.evaluated))
        return name == flag.versionName(now.answer)
            ? "\(author) changes nothing for this customer."
            : "With \(author.prefix(1).lowercased())\(author.dropFirst()), "
                + "this customer would get \"\(name)\"."
    }

    // MARK: - Moving

    mutating func moveInCustomers(_ movement: ListView.Movement) {
        guard let sheet = customers.sheet else {
            customers.view.move(movement, height: listHeight)
            return
        }
        guard sheet.why != nil else {
            let height = sheetHeight
            customers.sheet?.move(movement, height: height)
            return
        }
        let height = max(1, frame.body.height - 1)
        let last = max(0, whyLines(width: whyWidth).count - height)
        customers.sheet?.scroll = movement.scrolled(sheet.scroll, height: height, last: last)
    }

    mutating func goBackInCustomers() {
        if customers.sheet?.why != nil {
            customers.sheet?.why = nil
        } else if clearSheetFilter() {
            return
        } else if customers.sheet != nil {
            customers.sheet = nil
            askCustomers()
        } else if !customers.query.isEmpty {
            customers.query.replace(with: "")
            askCustomers()
        } else {
            customers.isTyping = false
        }
    }

    mutating func fitCustomers() {
        customers.view.fit(height: listHeight)
        let height = sheetHeight
        customers.sheet?.view.fit(height: height)
        guard let sheet = customers.sheet, sheet.why != nil else { return }
        let last = max(0, whyLines(width: whyWidth).count - max(1, frame.body.height - 1))
        customers.sheet?.scroll = min(sheet.scroll, last)
    }

    // MARK: - What keys do

    mutating func performCustomers(_ action: CustomersAction) {
        switch action {
        case .open: openCustomer()
        case .who: showHistory(ofFlag: customers.sheet?.currentFlagID)
        case .hidePart:
            guard let sheet = customers.sheet, let group = sheet.selectedGroup else { return }
            // What was looked for is shown whatever part it is in.
            guard sheet.finding.matches == nil, sheet.isOpen(group) else { return }
            let height = sheetHeight
            customers.sheet?.toggle(group, height: height)
        case .showFlag:
            guard let id = customers.sheet?.currentFlagID else { return }
            showPage(ofFlag: id)
        case .copy: copyFromSheet()
        case .copyLine: copyLine()
        case .change: changeForCustomer()
        case .trial(let action): performTrial(action)
        }
    }

    private mutating func copyFromSheet() {
        guard let sheet = customers.sheet else {
            guard let key = customers.chosen?.key else { return }
            copy(key.text, "the customer's key")
            return
        }
        guard sheet.why == nil else {
            copyLine()
            return
        }
        copy(pageText(sheet), "the whole page, as one paragraph. Paste it where you need it")
    }

    /// Copies what the selected line is about.
    private mutating func copyLine() {
        guard let sheet = customers.sheet else { return }
        if sheet.currentFlagID != nil {
            copy(whyText, "why, as one paragraph. Paste it where you need it")
        } else if case .audience(let index) = sheet.selectedRow {
            let audience = sheet.audiences[index]
            copy("\(audience.name): \(sheet.belongings[index])", "why they are in it")
        } else if case .attribute(let name) = sheet.selectedRow {
            copy(sheet.customer.attributes[name] ?? "", name)
        } else {
            copy(sheet.customer.key.text, "the customer's key")
        }
    }

    private mutating func copy(_ text: String, _ what: String) {
        copyOut(text, what)
    }
}
