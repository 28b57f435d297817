internal import FlagModel

extension ExperimentReport {
    /// The result as a picture of one page.
    ///
    /// The answer, the ranges of all metrics, and what the trust in them stands on.
    ///
    /// - Parameter isDark: whether it is light on dark.
    /// - Returns: a whole SVG document without scripts; every text in it is escaped.
    public func svg(isDark: Bool = false) -> String {
        var page = Page(isDark: isDark)
        page.text(plan.name, size: 14, isDim: true)
        page.text(words.headline, size: 24, isBold: true)
        let rest = words.answer.dropFirst() + [words.chance, words.ifWrong].compactMap { $0 }
        for line in Page.wrapped(rest.joined(separator: " "), columns: 96) {
            page.text(line, size: 15)
        }
        page.gap(14)
        for metric in result.metrics where metric.versions.contains(where: { $0.change != nil }) {
            forest(metric, on: &page)
        }
        page.text("Can I trust this?", size: 15, isBold: true)
        for line in words.trust {
            for part in Page.wrapped("\(line.mark.sign) \(line.title): \(line.text)", columns: 96) {
                page.text(part, size: 14)
            }
        }
        page.gap(6)
        page.text(source, size: 12, isDim: true)
        return page.document
    }

    /// The ranges of all versions above each other, with no difference and the smallest change that
    /// matters marked.
    private func forest(_ metric: MetricResult, on page: inout Page) {
        let smallest = Double(plan.smallestChange) / 10_000
        let ranges = metric.versions.compactMap(\.change)
        let reach = ranges.reduce(smallest) { max($0, abs($1.lower), abs($1.upper)) }
        let scale = Page.Scale(reach: min(max(reach * 1.15, 0.001), 10))
        page.text(metric.metric.title, size: 15, isBold: true)
        let marks = metric.role == .primary ? [-smallest, smallest] : []
        page.axis(scale, marks: marks, rows: metric.versions.count)
        for version in metric.versions {
            let name = words.names.version(version.arm.variationID)
            page.range(name, version.change, Self.texts(version.change), scale)
        }
        page.scale(scale, higherIsBetter: metric.metric.higherIsBetter)
        page.gap(12)
    }
}

/// A page that is filled from above.
private struct Page {
    /// From changes to places on the page.
    struct Scale {
        /// The largest change on both sides, as a share.
        let reach: Double
        static let left = 250.0
        static let width = 400.0

        func x(_ change: Double) -> Double {
            Self.left + Self.width / 2 * (1 + max(-1, min(1, change / reach)))
        }
    }

    private static let width = 900
    private static let margin = 28
    private let colours: (ink: String, dim: String, paper: String, line: String)
    private var body = ""
    private var y = 30

    init(isDark: Bool) {
        colours =
            isDark
            ? ("#d8dce2", "#8b949e", "#16191d", "#6cb6ff")
            : ("#24292f", "#57606a", "#ffffff", "#0550ae")
    }

    mutating func gap(_ height: Int) { y += height }

    mutating func text(_ text: String, size: Int, isBold: Bool = false, isDim: Bool = false) {
        y += size
        label(text, x: Self.margin, size: size, isBold: isBold, isDim: isDim)
        y += size / 2
    }

    private mutating func label(
        _ text: String,
        x: Int,
        size: Int,
        isBold: Bool = false,
        isDim: Bool = false,
        anchor: String = "start"
    ) {
        body += "<text x=\"\(x)\" y=\"\(y)\" font-size=\"\(size)\" text-anchor=\"\(anchor)\""
        body += isBold ? " font-weight=\"bold\"" : ""
        body += " fill=\"\(isDim ? colours.dim : colours.ink)\">\(Self.escaped(text))</text>\n"
    }

    private static let row = 26

    /// The line of no difference, and dashed ones for changes that matter.
    mutating func axis(_ scale: Scale, marks: [Double], rows: Int) {
        let (top, bottom) = (y + 4, y + rows * Self.row + 8)
        for mark in [0] + marks {
            let x = Self.rounded(scale.x(mark))
            body += "<line x1=\"\(x)\" x2=\"\(x)\" y1=\"\(top)\" y2=\"\(bottom)\""
            body += " stroke=\"\(colours.dim)\"\(mark == 0 ? "" : " stroke-dasharray=\"3 4\"")/>\n"
        }
    }

    /// One version: its name, its range with the best guess, and both in figures.
    mutating func range(
        _ name: String,
        _ change: VersionResult.Range?,
        _ texts: (guess: String, range: String),
        _ scale: Scale
    ) {
        y += Self.row
        label(Words.short(name, 26), x: Self.margin, size: 14)
        guard let change else {
            label("cannot be stated in percent yet", x: 670, size: 13, isDim: true)
            return
        }
        let (lower, upper) = (
            Self.rounded(scale.x(change.lower)), Self.rounded(scale.x(change.upper))
        )
        body += "<line x1=\"\(lower)\" x2=\"\(upper)\" y1=\"\(y - 5)\" y2=\"\(y - 5)\""
        body += " stroke=\"\(colours.line)\" stroke-width=\"3\"/>\n"
        body += "<circle cx=\"\(Self.rounded(scale.x(change.bestGuess)))\" cy=\"\(y - 5)\" r=\"6\""
        body += " fill=\"\(colours.line)\"/>\n"
        label("\(texts.guess)  (\(texts.range))", x: 670, size: 13)
    }

    /// What both sides mean.
    mutating func scale(_ scale: Scale, higherIsBetter: Bool) {
        y += Self.row
        let end = Amounts.percent(scale.reach)
        let (low, high) = higherIsBetter ? ("worse", "better") : ("better", "worse")
        label("-\(end) \(low)", x: Int(Scale.left), size: 12, isDim: true)
        label("same", x: Int(scale.x(0)), size: 12, isDim: true, anchor: "middle")
        let right = Int(Scale.left + Scale.width)
        label("\(high) +\(end)", x: right, size: 12, isDim: true, anchor: "end")
    }

    var document: String {
        let height = y + 24
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Self.width) \(height)" \
            font-family="'DejaVu Sans', Helvetica, Arial, sans-serif">
            <rect width="100%" height="100%" rx="6" fill="\(colours.paper)"/>
            \(body)</svg>

            """
    }

    /// A place with one decimal.
    private static func rounded(_ place: Double) -> String { Amounts.decimal(place, places: 1) }

    /// Lines of at most so many characters, broken between words.
    static func wrapped(_ text: String, columns: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, line.count + word.count + 1 > columns {
                lines.append(line)
                line = ""
            }
            line += line.isEmpty ? String(word) : " " + word
        }
        return line.isEmpty ? lines : lines + [line]
    }

    /// A text as XML holds it; control characters, which it cannot hold, are spelled out.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in Words.spelledOut(text).unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
