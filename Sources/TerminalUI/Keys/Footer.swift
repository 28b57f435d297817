/// The footer's line: a few keys with their labels, as many as fit, and the pinned ones always.
public struct Footer: Hashable, Sendable {
    /// One key and its label.
    public struct Item: Hashable, Sendable {
        /// The key's name.
        public let key: SafeText
        /// What it does; empty where only the key fits.
        public let label: SafeText

        /// The cells it takes.
        public var width: Int { key.width + (label.isEmpty ? 0 : 1 + label.width) }
    }

    /// The items at the left, best first.
    public private(set) var items: [Item] = []
    /// The items at the right edge.
    public private(set) var pinned: [Item] = []
    /// How many items did not fit.
    public private(set) var hiddenCount = 0
    /// The line's cells.
    public let width: Int

    private static let gap = 2

    /// Chooses what fits into `width` cells.
    ///
    /// Pinned items lose their labels, last to first, only when they fill the line alone; a pinned
    /// key itself is never left out while there is a cell for it.
    public init<Action>(_ table: KeyTable<Action>, width: Int, glyphs: Glyphs = .unicode) {
        self.width = max(0, width)
        let shown = table.visible.filter { $0.availability == .yes }
        pinned = shown.filter(\.isPinned).map { Item(key: $0.keyName(glyphs), label: $0.label) }
        let wanted =
            shown
            .filter { !$0.isPinned && $0.footerPriority != nil }
            .sorted { ($0.footerPriority ?? 0) < ($1.footerPriority ?? 0) }
            .map { Item(key: $0.keyName(glyphs), label: $0.label) }
        shortenPinned()
        choose(wanted)
    }

    private mutating func shortenPinned() {
        for index in pinned.indices.reversed() where Self.width(of: pinned) > width {
            pinned[index] = Item(key: pinned[index].key, label: "")
        }
    }

    private mutating func choose(_ wanted: [Item]) {
        let pinnedWidth = Self.width(of: pinned)
        let room = width - (pinned.isEmpty ? 0 : pinnedWidth + Self.gap)
        for count in stride(from: wanted.count, through: 0, by: -1) {
            items = Array(wanted.prefix(count))
            hiddenCount = wanted.count - count
            let more = hiddenCount == 0 ? 0 : moreText.width + (items.isEmpty ? 0 : Self.gap)
            if Self.width(of: items) + more <= room { return }
        }
    }

    /// `+3 more`, or nothing.
    public var moreText: SafeText { hiddenCount == 0 ? "" : "+\(hiddenCount) more" }

    private static func width(of items: [Item]) -> Int {
        items.reduce(0) { $0 + $1.width } + max(0, items.count - 1) * gap
    }

    /// Draws the line at row `y` of `canvas`, from column `x`.
    public func draw(on canvas: inout Canvas, x: Int = 0, y: Int) {
        let end = x + width
        var left = x
        for item in items { left = draw(item, on: &canvas, at: left, y: y, end: end) + Self.gap }
        let pinnedStart = max(x, end - Self.width(of: pinned))
        if hiddenCount > 0, left + moreText.width <= pinnedStart {
            canvas.draw(moreText, at: Point(x: left, y: y), role: .dim)
        }
        var right = pinnedStart
        for item in pinned {
            right = draw(item, on: &canvas, at: right, y: y, end: end) + Self.gap
        }
    }

    /// The item under column `x` of the line, at the left or among the pinned ones.
    public func item(at x: Int) -> Item? {
        var left = 0
        for item in items {
            if (left..<left + item.width).contains(x) { return item }
            left += item.width + Self.gap
        }
        var right = max(0, width - Self.width(of: pinned))
        for item in pinned {
            if (right..<right + item.width).contains(x) { return item }
            right += item.width + Self.gap
        }
        return nil
    }

    private func draw(_ item: Item, on canvas: inout Canvas, at x: Int, y: Int, end: Int) -> Int {
        let point = Point(x: x, y: y)
        let next = canvas.draw(item.key, at: point, role: .key, maxWidth: end - x)
        guard !item.label.isEmpty else { return next }
        let labelPoint = Point(x: next + 1, y: y)
        return canvas.draw(item.label, at: labelPoint, role: .dim, maxWidth: end - next - 1)
    }
}
