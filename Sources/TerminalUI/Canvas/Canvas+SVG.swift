extension Canvas {
    /// The canvas as a picture, for documents.
    ///
    /// Every run of cells has its length written down, so that columns line up in any font.
    ///
    /// - Parameters:
    ///   - theme: how roles look.
    ///   - isDark: the colours that stand for the terminal's own.
    /// - Returns: a whole SVG document.
    public func svg(theme: Theme, isDark: Bool = true) -> String {
        let picture = Picture(isDark: isDark)
        let width = size.columns * Picture.cellWidth + 2 * Picture.margin
        let height = size.rows * Picture.cellHeight + 2 * Picture.margin
        var result = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" \
            font-family="'DejaVu Sans Mono', Menlo, Consolas, ui-monospace, monospace" \
            font-size="14.95">
            <rect width="100%" height="100%" rx="6" fill="\(picture.background)"/>

            """
        for y in 0..<size.rows {
            for run in runs(y) {
                let look = theme.resolve(run.role, isSelected: run.isSelected)
                result += picture.draw(run, look: look, y: y)
            }
        }
        return result + "</svg>\n"
    }

    /// Cells side by side that look the same; a wide character is a run of its own.
    fileprivate struct Run {
        var x: Int
        var width: Int
        var text: String
        var role: Role
        var isSelected: Bool
        var isWide: Bool
    }

    private func runs(_ y: Int) -> [Run] {
        var runs: [Run] = []
        for (x, cell) in row(y).enumerated() where !cell.isContinuation {
            if let last = runs.last, last.role == cell.role, last.isSelected == cell.isSelected,
                !last.isWide, cell.width == 1
            {
                runs[runs.count - 1].text += cell.text
                runs[runs.count - 1].width += 1
            } else {
                runs.append(
                    Run(
                        x: x,
                        width: Int(cell.width),
                        text: cell.text,
                        role: cell.role,
                        isSelected: cell.isSelected,
                        isWide: cell.width == 2
                    )
                )
            }
        }
        return runs
    }
}

/// The measures and colours of an SVG picture.
private struct Picture {
    static let cellWidth = 9
    static let cellHeight = 19
    static let margin = 12

    let foreground: String
    let background: String
    private let palette: [String]

    init(isDark: Bool) {
        foreground = isDark ? "#d8dce2" : "#24292f"
        background = isDark ? "#16191d" : "#ffffff"
        palette =
            isDark
            ? [
                "#3b4048", "#f47067", "#6bc46d", "#daaa3f", "#6cb6ff", "#dcbdfb", "#76e3ea",
                "#cdd9e5",
            ]
            : [
                "#24292f", "#b3202a", "#116329", "#7d4e00", "#0550ae", "#7a3fb8", "#11636b",
                "#57606a",
            ]
    }

    func draw(_ run: Canvas.Run, look: Theme.Resolved, y: Int) -> String {
        var (text, behind) = (
            colour(look.foreground) ?? foreground, colour(look.background) ?? background
        )
        if look.attributes.contains(.reverse) { swap(&text, &behind) }
        let x = run.x * Self.cellWidth + Self.margin
        let top = y * Self.cellHeight + Self.margin
        let width = run.width * Self.cellWidth
        var result = ""
        if behind != background {
            result += "<rect x=\"\(x)\" y=\"\(top)\" width=\"\(width)\" "
            result += "height=\"\(Self.cellHeight)\" fill=\"\(behind)\"/>\n"
        }
        guard !run.text.allSatisfy({ $0 == " " }) || look.attributes.contains(.underline) else {
            return result
        }
        result += "<text xml:space=\"preserve\" x=\"\(x)\" y=\"\(top + 14)\" "
        result += "textLength=\"\(width)\" fill=\"\(text)\"\(style(look.attributes))>"
        return result + Self.escaped(run.text) + "</text>\n"
    }

    private func colour(_ number: Int) -> String? {
        guard let index = UInt8(exactly: number) else { return nil }
        return index < 16 ? palette[Int(index) % 8] : RGB(paletteIndex: index).hex
    }

    private func style(_ attributes: Paint.Attributes) -> String {
        (attributes.contains(.bold) ? " font-weight=\"bold\"" : "")
            + (attributes.contains(.italic) ? " font-style=\"italic\"" : "")
            + (attributes.contains(.underline) ? " text-decoration=\"underline\"" : "")
            + (attributes.contains(.dim) ? " opacity=\"0.65\"" : "")
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }
}
