internal import TerminalUI

/// A piece of a line, and what it means.
struct Span: Equatable, Sendable {
    var text: SafeText
    var role: Role

    init(_ text: SafeText, _ role: Role = .text) {
        self.text = text
        self.role = role
    }
}

/// One line of text in pieces; cut at the right where it does not fit.
struct Line: Equatable, Sendable {
    var spans: [Span]

    init(_ spans: [Span] = []) {
        self.spans = spans
    }

    init(_ text: SafeText, _ role: Role = .text) {
        spans = text.isEmpty ? [] : [Span(text, role)]
    }

    /// The cells that it takes.
    var width: Int { spans.reduce(0) { $0 + $1.text.width } }

    static func + (left: Line, right: Line) -> Line { Line(left.spans + right.spans) }

    mutating func append(_ text: SafeText, _ role: Role = .text) {
        spans.append(Span(text, role))
    }

    /// Adds blanks until the line is `width` cells wide, or cuts it.
    func padded(to width: Int) -> Line {
        var room = width
        var result = Line()
        for span in spans where room > 0 {
            let shown = span.text.truncated(toWidth: room)
            result.spans.append(Span(shown, span.role))
            room -= shown.width
        }
        if room > 0 { result.append(.blanks(room)) }
        return result
    }

    /// A paragraph of one role, broken into lines, after so many blanks.
    static func wrapped(
        _ text: some StringProtocol,
        _ role: Role = .text,
        width: Int,
        indent: Int = 0
    ) -> [Line] {
        SafeText.wrapped(text, width: max(1, width - indent)).map {
            Line([Span(.blanks(indent)), Span($0, role)])
        }
    }
}

extension [Line] {
    /// The first lines; where others follow, the last one ends with "…".
    ///
    /// - Parameters:
    ///   - count: how many, at the most.
    ///   - width: cells of a line.
    /// - Returns: the lines themselves when there are no more.
    func cut(to count: Int, width: Int) -> [Line] {
        guard self.count > count, count > 0 else { return self }
        var lines = Array(prefix(count))
        var last = lines[count - 1]
        if last.width >= width, let span = last.spans.popLast() {
            // The sign takes the place of the last word.
            let words = span.text.text.split(separator: " ").dropLast()
            last.append(SafeText(words.joined(separator: " ")), span.role)
        }
        lines[count - 1] = last + Line("…", last.spans.last?.role ?? .text)
        return lines
    }
}

extension Line: ExpressibleByStringLiteral {
    init(stringLiteral value: String) {
        self.init(SafeText(value))
    }
}

extension Canvas {
    /// Draws a line from `point` to the right within `width` cells.
    @discardableResult
    mutating func draw(_ line: Line, at point: Point, width: Int) -> Int {
        var x = point.x
        for span in line.spans {
            let room = point.x + width - x
            guard room > 0 else { break }
            x = draw(span.text, at: Point(x: x, y: point.y), role: span.role, maxWidth: room)
        }
        return x
    }

    /// Draws lines one below the other into `rect`, beginning with the line `offset`.
    mutating func draw(_ lines: [Line], in rect: Rect, offset: Int = 0) {
        for (row, line) in lines.dropFirst(max(0, offset)).prefix(rect.height).enumerated() {
            draw(line, at: Point(x: rect.x, y: rect.y + row), width: rect.width)
        }
    }
}
