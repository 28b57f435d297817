/// A list's selection and the part of it on screen.
///
/// It holds no rows and draws nothing.
///
/// - Invariant: while the list has rows, the selection is one of them, and after
///   ``fit(height:)`` it is on screen.
public struct ListView: Hashable, Sendable {
    /// The number of rows.
    public private(set) var count: Int
    /// The selected row, counted from 0; 0 in an empty list.
    public private(set) var selection: Int
    /// The first row on screen.
    public private(set) var offset: Int

    /// Makes a list of `count` rows with the first one selected.
    public init(count: Int = 0) {
        self.count = max(0, count)
        selection = 0
        offset = 0
    }

    /// One way to move the selection.
    public enum Movement: Hashable, Sendable {
        /// By so many rows, up where negative.
        case rows(Int)
        /// A screen up, one row of the old screen kept.
        case pageUp
        /// A screen down, one row of the old screen kept.
        case pageDown
        /// Half a screen up.
        case halfPageUp
        /// Half a screen down.
        case halfPageDown
        /// To the first row.
        case start
        /// To the last row.
        case end
    }

    /// Moves the selection, and the screen after it.
    ///
    /// - Parameters:
    ///   - movement: where to.
    ///   - height: the rows on screen.
    public mutating func move(_ movement: Movement, height: Int) {
        let screen = max(1, height - 1)
        switch movement {
        case .rows(let number): select(clampedSum(number), height: height)
        case .pageUp: page(-screen, height: height)
        case .pageDown: page(screen, height: height)
        case .halfPageUp: page(-max(1, height / 2), height: height)
        case .halfPageDown: page(max(1, height / 2), height: height)
        case .start: select(0, height: height)
        case .end: select(count - 1, height: height)
        }
    }

    /// Selects row `index`, or the nearest there is, and brings it on screen.
    public mutating func select(_ index: Int, height: Int) {
        selection = max(0, min(index, count - 1))
        fit(height: height)
    }

    /// Tells the list how many rows there are now.
    ///
    /// - Parameters:
    ///   - count: the new number of rows.
    ///   - selection: where the selected row went, if it still exists; the place stays when `nil`.
    ///   - height: the rows on screen.
    public mutating func setCount(_ count: Int, selection: Int? = nil, height: Int) {
        self.count = max(0, count)
        if let selection {
            // The row stays where it is on screen, so that nothing jumps under the reader.
            offset += selection - self.selection
        }
        select(selection ?? self.selection, height: height)
    }

    /// Scrolls just enough that the selection is on screen and no row is wasted below the end.
    ///
    /// - Parameter height: the rows on screen; the list is unchanged when there are none.
    public mutating func fit(height: Int) {
        guard height > 0 else {
            offset = max(0, min(offset, selection))
            return
        }
        offset = min(offset, selection, max(0, count - height))
        offset = max(0, offset, selection - height + 1)
    }

    /// The rows on screen.
    public func visibleRows(height: Int) -> Range<Int> {
        var list = self
        list.fit(height: height)
        let end = min(count, list.offset + max(0, height))
        return min(list.offset, end)..<end
    }

    private mutating func page(_ distance: Int, height: Int) {
        offset = max(0, offset + distance)
        select(clampedSum(distance), height: height)
    }

    private func clampedSum(_ distance: Int) -> Int {
        let (sum, overflow) = selection.addingReportingOverflow(distance)
        return overflow ? (distance < 0 ? 0 : count - 1) : sum
    }
}
