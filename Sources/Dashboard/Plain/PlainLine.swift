internal import FlagModel
internal import TerminalUI

extension DashboardState {
    /// What a line that was typed in plain mode means, as messages in order.
    ///
    /// | line | means |
    /// |---|---|
    /// | a number | that line of the screen, as if it was pressed and opened |
    /// | a key's name, such as `t`, `Esc`, `Ctrl-S` | that key |
    /// | `/words`, `:words` | that key, and the words typed after it |
    /// | text, where text is asked for | the text in place of what stood there |
    /// | `.` and a key's name | that key, also where text is asked for |
    /// | nothing | Enter |
    ///
    /// - Returns: `nil` when it means nothing here.
    public func plainMessages(_ line: String) -> [Message]? {
        if line.isEmpty { return [.key(.enter)] }
        if line.hasPrefix("."), let key = TerminalUI.Key(String(line.dropFirst())) {
            return [.key(key)]
        }
        if line.hasPrefix("#"), let number = Int(line.dropFirst()) { return choosing(number) }
        if isTakingText { return [.key(.control("u"))] + typed(line) }
        if let number = Int(line), number > 0 { return choosing(number) }
        if let key = TerminalUI.Key(line) { return [.key(key)] }
        if let first = line.first, first == "/" || first == ":" {
            return [.key(.character(first)), .key(.control("u"))] + typed(line.dropFirst())
        }
        return nil
    }

    private func typed(_ text: some StringProtocol) -> [Message] {
        text.map { .key(.character($0)) }
    }

    /// Presses a numbered line, twice where it is not the chosen one yet.
    private func choosing(_ number: Int) -> [Message]? {
        let screen = PlainScreen(self)
        guard screen.rows.indices.contains(number - 1) else { return nil }
        let canvas = draw(self)
        let row = screen.rows[number - 1]
        guard
            let chosen = (0..<canvas.size.rows).first(where: { y in
                canvas.row(y).contains(where: \.isSelected)
            })
        else { return nil }
        let x = (0..<canvas.size.columns).first { canvas[Point(x: $0, y: chosen)].isSelected } ?? 0
        let press = Message.choice(Point(x: x, y: row))
        return chosen == row ? [press] : [press, press]
    }
}
