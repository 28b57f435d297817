internal import FlagModel
internal import TerminalUI

/// The page of one audience: three lists, one of them in front.
struct AudiencePage: Equatable, Sendable {
    /// What Tab goes through.
    enum Part: Hashable, Sendable, CaseIterable {
        /// Customers who belong.
        case members
        /// Customers who never belong.
        case never
        /// Whoever else belongs.
        case rules
    }

    let id: GUID
    var part = Part.members
    var members = CustomerRows()
    var never = CustomerRows()
    /// The rules in words, condition by condition.
    var rules: [[String]] = []
    /// The rule under the pointer.
    var ruleView = ListView()
    /// The place of a rule to select once the picture holds the change.
    var wantedRule: Int?
    /// What is typed to find a customer in the part in front.
    var query = TextField(limit: 200)
    var isTyping = false
    /// What the rows were made from.
    private var source: Source?

    private struct Source: Equatable, Sendable {
        let updatedAt: Moment?
        let draft: Draft?
        let isOwn: Bool
    }

    init(id: GUID) {
        self.id = id
    }

    var isFiltered: Bool { !query.isEmpty }

    /// The list in front; `nil` when the rules are.
    var rows: CustomerRows? {
        switch part {
        case .members: members
        case .never: never
        case .rules: nil
        }
    }

    /// Changes the list in front.
    mutating func changeRows(_ change: (inout CustomerRows) -> Void) {
        switch part {
        case .members: change(&members)
        case .never: change(&never)
        case .rules: break
        }
    }

    /// The customer under the pointer.
    var selected: CustomerKey? { rows?.selected }

    /// The keys on screen.
    func visibleKeys(height: Int) -> [CustomerKey] {
        guard let rows else { return [] }
        return rows.visible(height: height).map { rows[$0].key }
    }

    mutating func fit(height: Int) {
        members.view.fit(height: height)
        never.view.fit(height: height)
        ruleView.fit(height: height)
    }

    /// Takes the audience as it is now; does nothing when neither it nor its draft changed.
    mutating func look(at view: AudienceView, height: Int) {
        let source = Source(
            updatedAt: view.now?.updatedAt,
            draft: view.draft,
            isOwn: view.isOwn
        )
        guard source != self.source else { return }
        self.source = source
        members.replace(view.now?.members ?? [], after: view.after?.members, height: height) {
            if case .addMembers(let new) = $0 { .added(new) } else { .left($0.leavingMembers) }
        } edits: {
            view.edits
        }
        never.replace(view.now?.excluded ?? [], after: view.after?.excluded, height: height) {
            if case .addExcluded(let new) = $0 { .added(new) } else { .left($0.leavingExcluded) }
        } edits: {
            view.edits
        }
        rules = view.latest?.rules.map(\.linesInWords) ?? []
        ruleView.setCount(rules.count, height: height)
        if let wantedRule { ruleView.select(wantedRule, height: height) }
        wantedRule = nil
        let typed = query.text
        changeRows { $0.find(typed, from: "", height: height) }
    }
}

/// Customers of one list: those whom a draft adds first, then all that are there now.
struct CustomerRows: Equatable, Sendable {
    /// What a draft does with a row.
    enum Mark: Equatable, Sendable {
        case none
        case joins
        case leaves
    }

    /// What one edit of a draft does with a list.
    enum Effect {
        case added([Insertion])
        case left([CustomerKey])
    }

    private(set) var joining: [CustomerKey] = []
    private(set) var present: [CustomerKey] = []
    private(set) var leaving: Set<CustomerKey> = []
    var view = ListView()
    /// The rows that hold what is typed; `nil` shows all.
    private(set) var matches: [Int]?
    /// All rows, ready to be searched; made when the first letter is typed.
    private var packed: Filter?

    static func == (left: CustomerRows, right: CustomerRows) -> Bool {
        left.joining == right.joining && left.present == right.present
            && left.leaving == right.leaving && left.view == right.view
            && left.matches == right.matches
    }

    /// All rows, whatever is typed.
    var count: Int { joining.count + present.count }

    /// The row at a place on the list as it is found in.
    subscript(place: Int) -> (key: CustomerKey, mark: Mark) {
        let index = matches.map { $0[place] } ?? place
        guard index >= joining.count else { return (joining[index], .joins) }
        let key = present[index - joining.count]
        return (key, !leaving.isEmpty && leaving.contains(key) ? .leaves : .none)
    }

    var selected: CustomerKey? {
        view.selection < view.count ? self[view.selection].key : nil
    }

    var selectedMark: Mark {
        view.selection < view.count ? self[view.selection].mark : .none
    }

    /// Where a customer stands who was just added: a draft's ones are first, others last.
    func place(ofNew key: CustomerKey) -> Int? {
        guard matches == nil else { return nil }
        if let place = joining.lastIndex(of: key) { return place }
        return present.last == key ? count - 1 : nil
    }

    func visible(height: Int) -> Range<Int> { view.visibleRows(height: height) }

    /// Takes the list as it is and what a draft makes of it.
    ///
    /// - Complexity: O(*n*) only where a draft adds customers; else the list is shared as it is.
    mutating func replace(
        _ now: [CustomerKey],
        after: [CustomerKey]?,
        height: Int,
        effect: (AudienceEdit) -> Effect,
        edits: () -> [AudienceEdit]?
    ) {
        let wanted = selected
        (joining, leaving, matches, packed) = ([], [], nil, nil)
        present = now
        if let edits = edits() {
            for edit in edits {
                switch effect(edit) {
                case .added(let new): joining += new.map(\.customer)
                case .left(let gone): leaving.formUnion(gone)
                }
            }
            if !joining.isEmpty {
                let candidates = Set(joining)
                let known = Set(now.lazy.filter(candidates.contains))
                joining.removeAll(where: known.contains)
            }
        } else {
            present = after ?? now
        }
        // The pointer stays on its customer where that costs nothing; else on its place.
        let isSame = view.selection < count && self[view.selection].key == wanted
        let shifted = view.selection + joining.count
        let isShifted = !isSame && shifted < count && self[shifted].key == wanted
        view.setCount(count, selection: isShifted ? shifted : nil, height: height)
    }

    /// Shows the rows that hold `query`.
    ///
    /// - Parameters:
    ///   - query: what is typed; everything is shown when it is empty.
    ///   - before: what was typed before; a longer text searches only what matched.
    ///   - height: the rows on screen.
    mutating func find(_ query: String, from before: String, height: Int) {
        guard !query.isEmpty else {
            guard matches != nil else { return }
            let index = matches.flatMap { view.selection < $0.count ? $0[view.selection] : nil }
            matches = nil
            view.setCount(count, height: height)
            view.select(index ?? 0, height: height)
            return
        }
        let all = packed ?? Filter((joining + present).lazy.map(\.text))
        packed = all
        if let matches, !before.isEmpty, query.hasPrefix(before) {
            self.matches = all.matches(query, among: matches)
        } else {
            matches = all.matches(query)
        }
        view.setCount(matches?.count ?? 0, height: height)
        view.select(0, height: height)
    }
}

extension AudienceView {
    /// What the draft does with the lists, edit by edit; `nil` when it replaces everything.
    fileprivate var edits: [AudienceEdit]? {
        guard let draft else { return [] }
        guard after != nil else { return [] }
        var edits: [AudienceEdit] = []
        for change in draft.changes where change.subject.id == id {
            switch change {
            case .editAudience(_, _, let edit): edits.append(edit)
            case .createAudience(_, let audience):
                edits.append(.addMembers(audience.members.map { Insertion($0) }))
                edits.append(.addExcluded(audience.excluded.map { Insertion($0) }))
            case .replaceAudience: return nil
            default: break
            }
        }
        return edits
    }
}

extension AudienceEdit {
    fileprivate var leavingMembers: [CustomerKey] {
        if case .removeMembers(let gone) = self { gone } else { [] }
    }

    fileprivate var leavingExcluded: [CustomerKey] {
        if case .removeExcluded(let gone) = self { gone } else { [] }
    }
}

extension DashboardState {
    /// Brings the open page up to date.
    mutating func prepareAudiencePage() {
        guard var page = audiences.page else { return }
        guard let view = audienceView(page.id) else {
            audiences.page = nil
            return
        }
        page.look(at: view, height: audiencePageHeight)
        if let wanted = audiences.wanted, let place = page.rows?.place(ofNew: wanted) {
            page.changeRows { $0.view.select(place, height: audiencePageHeight) }
            audiences.wanted = nil
        }
        audiences.page = page
        countOnScreen()
    }

    mutating func moveInAudiencePage(_ movement: ListView.Movement) {
        let height = audiencePageHeight
        if audiences.page?.part == .rules {
            audiences.page?.ruleView.move(movement, height: height)
        } else {
            audiences.page?.changeRows { $0.view.move(movement, height: height) }
        }
    }

    mutating func nextAudiencePart() {
        guard let page = audiences.page else { return }
        let parts = AudiencePage.Part.allCases
        let place = parts.firstIndex(of: page.part) ?? 0
        show(part: parts[(place + 1) % parts.count])
    }

    /// Shows one of the three lists, with nothing typed.
    mutating func show(part: AudiencePage.Part) {
        guard audiences.page?.part != part else { return }
        clearMemberQuery()
        audiences.page?.part = part
        askNames()
    }

    // MARK: - Finding

    mutating func findMembers() {
        guard audiences.page?.rows != nil else {
            complain("Rules are not searched. Tab goes to the members.")
            return
        }
        audiences.page?.isTyping = true
    }

    mutating func typeInMembers(_ key: Key) -> Bool {
        guard var page = audiences.page else { return false }
        let before = page.query.text
        guard page.query.handle(key) else { return false }
        audiences.page = page
        memberQueryChanged(from: before)
        return true
    }

    mutating func pasteInMembers(_ text: String) {
        let before = audiences.page?.query.text ?? ""
        audiences.page?.query.insert(text)
        memberQueryChanged(from: before)
    }

    mutating func clearMemberQuery() {
        let before = audiences.page?.query.text ?? ""
        audiences.page?.query.replace(with: "")
        audiences.page?.isTyping = false
        memberQueryChanged(from: before)
    }

    private mutating func memberQueryChanged(from before: String) {
        guard let query = audiences.page?.query.text, query != before else { return }
        let height = audiencePageHeight
        audiences.page?.changeRows { $0.find(query, from: before, height: height) }
        askNames()
    }
}
