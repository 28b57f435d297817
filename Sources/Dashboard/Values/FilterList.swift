internal import TerminalUI

/// A list that is found in by typing: identities in order, their folded text, what matches, and
/// the selection.
///
/// - Invariant: while something matches, ``selectedID`` is one of the matches.
struct FilterList<ID: Hashable & Sendable>: Equatable, Sendable {
    /// All identities in the order of the list.
    private(set) var ids: [ID] = []
    /// What is typed to find.
    private(set) var query = TextField(limit: 100)
    /// Whether keys go into ``query`` now.
    var isTyping = false
    /// The matching rows, as places in ``ids``.
    private(set) var matches: [Int] = []
    /// The selection among ``matches``.
    private(set) var view = ListView()

    /// What is typed is found in this; made when somebody types, or before, beside the screen.
    private var packed = Later { Filter() }
    /// The rows that are shown at all, in order; `nil` shows all of them.
    private var allowed: [Int]?

    static func == (left: FilterList, right: FilterList) -> Bool {
        left.ids == right.ids && left.query == right.query && left.isTyping == right.isTyping
            && left.matches == right.matches && left.view == right.view
            && left.allowed == right.allowed
    }

    /// The selected thing.
    var selectedID: ID? {
        matches.indices.contains(view.selection) ? ids[matches[view.selection]] : nil
    }

    /// Whether something is typed to find.
    var isFiltered: Bool { !query.isEmpty }

    /// "128", or "3 of 128" while something is typed.
    var countText: SafeText {
        isFiltered
            ? "\(SafeText.count(matches.count)) of \(SafeText.count(shownCount))"
            : .count(shownCount)
    }

    /// How many rows are shown while nothing is typed.
    var shownCount: Int { allowed?.count ?? ids.count }

    /// The things that are shown while nothing is typed; `nil` when that is all of them.
    var allowedIDs: Set<ID>? { allowed.map { rows in Set(rows.lazy.map { ids[$0] }) } }

    /// Puts other rows in place, with texts that are at hand; see ``replace(_:finding:)``.
    mutating func replace(
        _ ids: [ID],
        texts: some Sequence<String>,
        only isAllowed: ((ID) -> Bool)? = nil,
        selecting selected: ID? = nil,
        height: Int
    ) {
        let filter = Filter(texts)
        replace(
            ids,
            finding: { filter },
            only: isAllowed,
            selecting: selected,
            height: height
        )
    }

    /// Puts other rows in place; the selection stays on its thing where that is still there.
    ///
    /// - Parameters:
    ///   - ids: the things in order.
    ///   - filter: makes what each is found by, in the same order; for a long list that takes
    ///     longer than all the rest, and few people begin by typing.
    ///   - isAllowed: whether a thing is shown at all; `nil` shows all of them.
    ///   - selected: what to select, else what was selected.
    ///   - height: the rows on screen.
    mutating func replace(
        _ ids: [ID],
        finding filter: @escaping @Sendable () -> Filter,
        only isAllowed: ((ID) -> Bool)? = nil,
        selecting selected: ID? = nil,
        height: Int
    ) {
        let wanted = selected ?? selectedID
        self.ids = ids
        packed = Later(filter)
        allowed = isAllowed.map { isAllowed in ids.indices.filter { isAllowed(ids[$0]) } }
        if selected != nil, isFiltered { query.replace(with: "") }
        matches = found(query.text)
        let isHidden = wanted.map { ids.contains($0) } ?? false
        keepSelection(wanted, orFirst: isHidden, height: height)
    }

    /// Finds what is typed in other texts of the same rows.
    mutating func find(in filter: @escaping @Sendable () -> Filter, height: Int) {
        let wanted = selectedID
        packed = Later(filter)
        matches = found(query.text)
        keepSelection(wanted, orFirst: true, height: height)
    }

    /// Moves the selection.
    mutating func move(_ movement: ListView.Movement, height: Int) {
        view.move(movement, height: height)
    }

    /// Selects a thing that matches.
    ///
    /// - Returns: whether it is in the list.
    @discardableResult
    mutating func select(_ id: ID, height: Int) -> Bool {
        guard let place = matches.firstIndex(where: { ids[$0] == id }) else { return false }
        view.select(place, height: height)
        return true
    }

    /// Brings the selection on screen after the size changed.
    mutating func fit(height: Int) { view.fit(height: height) }

    /// Gives a key to the text that is typed.
    ///
    /// - Returns: whether the key meant something to it.
    mutating func type(_ key: Key, height: Int) -> Bool {
        let before = query.text
        guard query.handle(key) else { return false }
        queryChanged(from: before, height: height)
        return true
    }

    /// Puts pasted text into what is typed.
    mutating func paste(_ text: String, height: Int) {
        let before = query.text
        query.insert(text)
        queryChanged(from: before, height: height)
    }

    /// Finds what holds a text, without typing it.
    mutating func find(_ text: String, height: Int) {
        let before = query.text
        query.replace(with: text)
        isTyping = false
        queryChanged(from: before, height: height)
    }

    /// Finds everything again.
    mutating func clearQuery(height: Int) {
        let before = query.text
        query.replace(with: "")
        isTyping = false
        queryChanged(from: before, height: height)
    }

    /// The rows that hold `query`, whatever is typed in the list itself or narrows it; those first
    /// that begin with it.
    func finding(_ query: String) -> [ID] { packed.value.ranked(query).map { ids[$0] } }

    /// Makes what typing is found in, once; `nil` when somebody did or does.
    var preparation: (@Sendable () -> Void)? {
        let packed = packed
        guard packed.take() else { return nil }
        return { _ = packed.value }
    }

    /// The best things for a name that is being typed, with the kind of their match.
    func best(_ query: String, limit: Int) -> [(id: ID, rank: Int)] {
        packed.value.best(query, limit: limit).map { (ids[$0.row], $0.rank) }
    }

    /// The rows on screen.
    func visible(height: Int) -> [(id: ID, isSelected: Bool)] {
        view.visibleRows(height: height).map { (ids[matches[$0]], $0 == view.selection) }
    }

    private func found(_ query: String) -> [Int] {
        // Everything matches nothing: no need to look.
        guard !query.isEmpty else { return allowed ?? Array(ids.indices) }
        return allowed.map { packed.value.matches(query, among: $0) } ?? packed.value.matches(query)
    }

    private mutating func queryChanged(from before: String, height: Int) {
        guard query.text != before else { return }
        let selected = selectedID
        let isNarrower = !before.isEmpty && query.text.hasPrefix(before)
        matches =
            isNarrower
            ? packed.value.matches(query.text, among: matches) : found(query.text)
        keepSelection(best(besides: selected) ?? selected, orFirst: true, height: height)
    }

    /// What is most likely meant by what is typed: a thing that begins with it, where the one that
    /// is selected does not.
    private func best(besides selected: ID?) -> ID? {
        func begins(among rows: [Int]) -> Int? {
            packed.value.first(beginningWith: query.text, among: rows)
        }
        guard !query.isEmpty else { return nil }
        let row = selected.flatMap { id in matches.first { ids[$0] == id } }
        guard row.flatMap({ begins(among: [$0]) }) == nil else { return nil }
        return begins(among: matches).map { ids[$0] }
    }

    /// Leaves the selection on its thing; when that is not shown any more, puts it on the first row
    /// or lets it stay at its place.
    private mutating func keepSelection(_ id: ID?, orFirst: Bool, height: Int) {
        let place = id.flatMap { id in matches.firstIndex { ids[$0] == id } }
        view.setCount(matches.count, selection: place ?? (orFirst ? 0 : nil), height: height)
    }
}
