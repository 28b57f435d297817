extension Canvas {
    /// The rows as text, one line each, without trailing blanks: for golden screens and copies.
    public func plainText() -> String {
        lines { cell in cell.isContinuation ? "" : cell.text }
    }

    /// The roles as text, for golden screens: one letter a cell as in ``Role/letter``, in upper
    /// case where the selection lies over it, and a blank for blank ordinary text.
    public func roleText() -> String {
        lines { cell in
            if cell.isSelected { return cell.role.letter.uppercased() }
            return cell.isBlank && cell.role == .text ? " " : String(cell.role.letter)
        }
    }

    private func lines(_ sign: (Cell) -> String) -> String {
        var result = ""
        for y in 0..<size.rows {
            var line = ""
            for cell in row(y) { line += sign(cell) }
            while line.utf8.last == 0x20 { line.removeLast() }
            result += line + "\n"
        }
        return result
    }
}

extension Cell {
    /// The character in the cell.
    public var text: String {
        var result = String.UnicodeScalarView()
        result.append(contentsOf: scalars)
        return String(result)
    }
}
