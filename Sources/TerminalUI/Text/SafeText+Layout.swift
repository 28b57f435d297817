extension SafeText {
    /// Where text sits in a wider column.
    public enum Alignment: Hashable, Sendable {
        /// At the left edge: words.
        case leading
        /// At the right edge: numbers.
        case trailing
        /// In the middle: headings of empty screens.
        case center

        /// How many of the blanks that are left over stand before the text.
        func blanksBefore(of room: Int) -> Int {
            switch self {
            case .leading: 0
            case .trailing: room
            case .center: room / 2
            }
        }
    }

    /// `count` blanks.
    ///
    /// - Parameter count: how many; less than one gives no text.
    /// - Returns: ordinary blanks.
    public static func blanks(_ count: Int) -> SafeText {
        let count = Swift.max(0, count)
        return SafeText(trusted: String(repeating: " ", count: count), width: count)
    }

    /// The text itself when it fits, else its beginning and `…`.
    ///
    /// A wide character is never split: the result may be one cell shorter than `width`.
    ///
    /// - Parameter width: the cells there are; less than one gives no text.
    /// - Returns: text of at most `width` cells.
    public func truncated(toWidth width: Int) -> SafeText {
        if self.width <= width { return self }
        guard width > 0 else { return SafeText(trusted: "", width: 0) }
        let start = prefix(width: width - 1)
        return SafeText(trusted: start.text + "…", width: start.width + 1)
    }

    /// As much of the beginning as fits into `width` cells, marks kept with their base.
    public func prefix(width: Int) -> SafeText {
        if self.width <= width { return self }
        guard width > 0 else { return SafeText(trusted: "", width: 0) }
        if isASCII { return SafeText(trusted: String(text.prefix(width)), width: width) }
        var result = String.UnicodeScalarView()
        var used = 0
        for scalar in text.unicodeScalars {
            let cells = CellWidth.of(scalar)
            if used + cells > width { break }
            result.append(scalar)
            used += cells
        }
        return SafeText(trusted: String(result), width: used)
    }

    /// What is left after ``prefix(width:)``.
    public func dropping(width: Int) -> SafeText {
        guard width > 0 else { return self }
        let start = prefix(width: width)
        let rest = text.unicodeScalars.dropFirst(start.text.unicodeScalars.count)
        return SafeText(trusted: String(rest), width: self.width - start.width)
    }

    /// The text with blanks added up to `width` cells; longer text is cut with `…`.
    public func padded(to width: Int, alignment: Alignment = .leading) -> SafeText {
        let text = truncated(toWidth: width)
        let room = Swift.max(0, width - text.width)
        let before = alignment.blanksBefore(of: room)
        return .blanks(before) + text + .blanks(room - before)
    }

    /// The text broken into lines of at most `width` cells, at blanks where there are any.
    ///
    /// Words longer than a line are cut. Line feeds in `source` start a new line; every other
    /// unsafe scalar is spelled out as always.
    ///
    /// - Returns: at least one line, so that a caller can count on a place to draw.
    public static func wrapped(_ source: some StringProtocol, width: Int) -> [SafeText] {
        let width = Swift.max(1, width)
        return source.split(separator: "\n", omittingEmptySubsequences: false).flatMap {
            wrappedLine(SafeText($0), width: width)
        }
    }

    private static func wrappedLine(_ line: SafeText, width: Int) -> [SafeText] {
        var lines: [SafeText] = []
        var current = SafeText(trusted: "", width: 0)
        for word in line.words {
            var word = word
            let gap = current.isEmpty ? 0 : 1
            if current.width + gap + word.width <= width {
                current = current.isEmpty ? word : current + .blanks(1) + word
                continue
            }
            if !current.isEmpty { lines.append(current) }
            while word.width > width {
                var start = word.prefix(width: width)
                // One cell cannot hold a wide character: show that something is there.
                if start.isEmpty { start = word.prefix(width: 2) }
                lines.append(start.width > width ? SafeText("…") : start)
                word = word.dropping(width: start.width)
            }
            current = word
        }
        return lines + (current.isEmpty && !lines.isEmpty ? [] : [current])
    }

    /// The pieces between blanks.
    private var words: [SafeText] {
        text.unicodeScalars.split(separator: " ").map { piece in
            let cells = isASCII ? piece.count : piece.reduce(0) { $0 + CellWidth.of($1) }
            return SafeText(trusted: String(piece), width: cells)
        }
    }
}
