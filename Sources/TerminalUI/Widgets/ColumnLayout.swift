/// How the columns of a table share a line.
public struct ColumnLayout: Hashable, Sendable {
    /// One column's wishes.
    public struct Column: Hashable, Sendable {
        /// The cells it needs at least; without room for them the column is left out.
        public var minimum: Int
        /// Its share of the room that is left over; 0 keeps it at ``minimum``.
        public var flex: Int
        /// The cells that it never exceeds.
        public var maximum: Int
        /// Where its text sits.
        public var alignment: SafeText.Alignment
        /// How much it matters; the smallest is left out first.
        public var importance: Int

        /// A column of exactly `width` cells.
        public static func fixed(
            _ width: Int,
            alignment: SafeText.Alignment = .leading,
            importance: Int = 10
        ) -> Column {
            Column(
                minimum: max(0, width),
                flex: 0,
                maximum: max(0, width),
                alignment: alignment,
                importance: importance
            )
        }

        /// A column that grows with the line.
        public static func flexible(
            minimum: Int,
            maximum: Int = Int.max,
            flex: Int = 1,
            alignment: SafeText.Alignment = .leading,
            importance: Int = 10
        ) -> Column {
            Column(
                minimum: max(0, minimum),
                flex: max(0, flex),
                maximum: max(minimum, maximum, 0),
                alignment: alignment,
                importance: importance
            )
        }
    }

    /// The columns from left to right.
    public var columns: [Column]
    /// The blanks between two columns.
    public var gap: Int

    /// Makes a layout.
    public init(_ columns: [Column], gap: Int = 2) {
        self.columns = columns
        self.gap = max(0, gap)
    }

    /// Shares `total` cells.
    ///
    /// - Returns: one width a column, 0 where there was no room; with the gaps between the columns
    ///   that are shown they never exceed `total`. The last column to stay may be narrower than it
    ///   asked.
    public func widths(total: Int) -> [Int] {
        var isShown = Array(repeating: true, count: columns.count)
        while need(isShown) > total, isShown.filter({ $0 }).count > 1 {
            guard let least = leastImportant(isShown) else { break }
            isShown[least] = false
        }
        var widths = columns.indices.map { isShown[$0] ? columns[$0].minimum : 0 }
        let room = total - need(isShown)
        if room < 0, let only = isShown.firstIndex(of: true) {
            widths[only] = max(0, min(total, widths[only]))
        } else {
            share(room, among: isShown, into: &widths)
        }
        return widths
    }

    private func need(_ isShown: [Bool]) -> Int {
        let shown = columns.indices.filter { isShown[$0] }
        return shown.reduce(0) { $0 + columns[$1].minimum } + max(0, shown.count - 1) * gap
    }

    /// The rightmost of the columns that matter least.
    private func leastImportant(_ isShown: [Bool]) -> Int? {
        columns.indices.filter { isShown[$0] }.reversed()
            .min { columns[$0].importance < columns[$1].importance }
    }

    private func share(_ room: Int, among isShown: [Bool], into widths: inout [Int]) {
        var room = room
        while room > 0 {
            let open = columns.indices.filter {
                isShown[$0] && columns[$0].flex > 0 && widths[$0] < columns[$0].maximum
            }
            let flex = open.reduce(0) { $0 + columns[$1].flex }
            guard flex > 0 else { return }
            let start = room
            for index in open {
                let part = max(1, start * columns[index].flex / flex)
                let added = min(part, columns[index].maximum - widths[index], room)
                widths[index] += added
                room -= added
            }
        }
    }

    /// Draws one line of a table at `point`.
    ///
    /// - Parameters:
    ///   - texts: one text and its role a column; missing ones stay blank.
    ///   - canvas: where to draw.
    ///   - point: the first cell of the line.
    ///   - widths: what ``widths(total:)`` gave.
    public func draw(
        _ texts: [(text: SafeText, role: Role)],
        on canvas: inout Canvas,
        at point: Point,
        widths: [Int]
    ) {
        var x = point.x
        for (index, width) in widths.enumerated() where width > 0 {
            if index < texts.count, index < columns.count {
                draw(
                    texts[index],
                    on: &canvas,
                    in: Rect(x: x, y: point.y, width: width, height: 1),
                    columns[index].alignment
                )
            }
            x += width + gap
        }
    }

    /// Draws the text of one column; blanks beside it mean nothing, and are painted like none.
    private func draw(
        _ shown: (text: SafeText, role: Role),
        on canvas: inout Canvas,
        in cell: Rect,
        _ alignment: SafeText.Alignment
    ) {
        let text = shown.text.truncated(toWidth: cell.width)
        let x = cell.x + alignment.blanksBefore(of: cell.width - text.width)
        canvas.fill(Rect(x: cell.x, y: cell.y, width: x - cell.x, height: 1))
        let end = canvas.draw(text, at: Point(x: x, y: cell.y), role: shown.role)
        canvas.fill(Rect(x: end, y: cell.y, width: cell.maxX - end, height: 1))
    }
}
