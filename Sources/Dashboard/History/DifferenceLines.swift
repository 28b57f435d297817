internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// How things differ, as lines: before and after side by side.
extension DashboardState {
    /// Things that a page lists; the rest is counted.
    private static let listedDifferences = 500

    /// Each thing with its aspects before and after.
    ///
    /// - Parameters:
    ///   - differences: what differs.
    ///   - width: the cells of a line.
    ///   - before: the heading of what was; empty leaves the headings out.
    ///   - after: the heading of what became of it.
    ///   - detail: the entry that did it, to say what is different today.
    /// - Returns: a few lines a thing.
    func differenceLines(
        _ differences: [Difference],
        width: Int,
        before: String = "BEFORE",
        after: String = "AFTER",
        detail: EntryDetail? = nil
    ) -> [Line] {
        let columns = FacetColumns(width: width)
        var lines: [Line] = []
        if columns.isTable, differences.contains(where: { !$0.facets.isEmpty }) {
            lines += columns.lines("", before, after, roles: (.dim, .dim, .dim))
        }
        for difference in differences.prefix(Self.listedDifferences) {
            var heading = Line(difference.subject.kindWords, .dim)
            heading.append(SafeText(difference.name), .heading)
            if !difference.place.isEmpty {
                heading.append("  \(SafeText(difference.place))", .dim)
            }
            heading.append(fateWords(difference), difference.fate == .removed ? .look : .good)
            lines.append(heading)
            for facet in difference.facets {
                lines += columns.lines(
                    facet.title,
                    facet.before.isEmpty ? "nothing" : facet.before,
                    facet.after.isEmpty ? "nothing" : facet.after,
                    roles: (.dim, .text, .text)
                )
                guard let today = detail?.today(facet, of: difference.subject) else { continue }
                let words = today.isEmpty ? "nothing" : today
                lines += Line.wrapped("today: \(words)", .look, width: width, indent: 2)
            }
        }
        let rest = differences.count - Self.listedDifferences
        if rest > 0 { lines.append(Line("and \(SafeText.count(rest)) more", .dim)) }
        return lines
    }

    private func fateWords(_ difference: Difference) -> SafeText {
        switch difference.fate {
        case .made: "  new"
        case .removed: "  gone"
        case .changed: ""
        }
    }

    /// "everybody else: 0% → 10%", for the few lines below a list.
    func facetLine(_ facet: Difference.Facet) -> Line {
        Line([
            Span("\(SafeText(Words.short(facet.title, 60)))  ", .dim),
            Span(SafeText(facet.before.isEmpty ? "nothing" : Words.short(facet.before, 200))),
            Span(" \(glyphs.arrow) ", .accent),
            Span(SafeText(facet.after.isEmpty ? "nothing" : Words.short(facet.after, 200))),
        ])
    }
}

/// Three columns of an aspect: its title, before, after; stacked where they do not fit.
private struct FacetColumns {
    let width: Int

    /// Below this there is no room for columns.
    private static let leastTable = 48

    var isTable: Bool { width >= Self.leastTable }

    private var titleWidth: Int { min(30, width * 28 / 100) }
    private var valueWidth: Int { (width - 2 - titleWidth - 4) / 2 }

    func lines(
        _ title: String,
        _ before: String,
        _ after: String,
        roles: (Role, Role, Role)
    ) -> [Line] {
        guard isTable else {
            return Line.wrapped("\(title): \(before) → \(after)", roles.1, width: width, indent: 2)
        }
        let cells = [
            SafeText.wrapped(title, width: titleWidth), SafeText.wrapped(before, width: valueWidth),
            SafeText.wrapped(after, width: valueWidth),
        ]
        let widths = [titleWidth, valueWidth, valueWidth]
        let cellRoles = [roles.0, roles.1, roles.2]
        return (0..<(cells.map(\.count).max() ?? 0)).map { row in
            var line = Line("  ")
            for column in cells.indices {
                let text = row < cells[column].count ? cells[column][row] : ""
                line.append(text.padded(to: widths[column]), cellRoles[column])
                if column < 2 { line.append("  ") }
            }
            return line
        }
    }
}

extension HistoryEntry {
    /// The sentences of the entry that are about some things; none when they are all of it.
    ///
    /// Every change has one sentence, except drafts that go away as they are published.
    func told(about subjects: Set<Subject>) -> [String] {
        guard !subjects.isEmpty else { return [] }
        let steps = changeSet.steps.map(\.change)
        let tellsDrafts =
            changeSet.origin == .direct || changeSet.origin == .drafting
            || steps.allSatisfy(\.isAboutDrafts)
        let told = steps.filter { tellsDrafts || !$0.isAboutDrafts }
        guard told.count > 1 else { return [] }
        return zip(told, changeSet.lines).filter { subjects.contains($0.0.subject) }.map(\.1)
    }
}
