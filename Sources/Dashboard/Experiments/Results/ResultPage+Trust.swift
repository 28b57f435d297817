internal import Experiments
internal import FlagModel
internal import TerminalUI

/// Whether the numbers can be trusted, and who stands behind them.
extension ResultPage {
    private static let labelWidth = 16
    /// Versions of the table of people.
    private static let versionLimit = 4

    /// "CAN I TRUST THIS?", a line each.
    var trust: [Line] {
        [Line("CAN I TRUST THIS?", .heading)] + trustLines(width: width) + [""]
    }

    private func trustLines(width: Int) -> [Line] {
        words.trust.flatMap { item -> [Line] in
            let (sign, role): (SafeText, Role) =
                switch item.mark {
                case .good: (glyphs.check, .good)
                case .attention: (glyphs.look, .look)
                case .bad: (glyphs.cross, .bad)
                }
            let label = SafeText(item.title).padded(to: Self.labelWidth)
            let room = max(10, width - Self.labelWidth - 2)
            let text = Line.wrapped(item.text, width: room)
            return text.enumerated().map { row, line in
                row == 0
                    ? Line([Span(sign, role), Span(" "), Span(label)]) + line
                    : Line([Span(.blanks(Self.labelWidth + 2))]) + line
            }
        }
    }

    /// "WHO WAS IN IT": the versions beside each other.
    var people: [Line] {
        guard let primary else { return [] }
        let arms = [primary.baseline] + primary.versions.map(\.arm)
        let shown = arms.prefix(Self.versionLimit)
        let cells = isTiny ? 9 : 12
        func row(_ label: SafeText, _ role: Role, _ text: (ArmResult) -> SafeText) -> Line {
            var line = Line(label.padded(to: 11), .dim)
            for arm in shown {
                let text = text(arm).truncated(toWidth: cells - 1)
                line.append(text.padded(to: cells, alignment: .trailing), role)
            }
            return line
        }
        var lines = [Line("WHO WAS IN IT", .heading)]
        lines.append(row("", .dim) { name($0.variationID) })
        lines.append(row("People", .text) { SafeText.count($0.people) })
        lines.append(row("Did it", .text) { SafeText.count($0.active) })
        lines.append(
            row(ResultNumbers.unit(plan.metric.measure), .text) {
                ResultNumbers.value($0.value, plan.metric.measure)
            }
        )
        if arms.count > shown.count {
            lines.append(Line("and \(arms.count - shown.count) more: Enter shows all", .dim))
        }
        return lines + [""]
    }

    /// Both beside each other, where there is room.
    var trustBesidePeople: [Line] {
        let right = people.dropLast()
        let rightWidth = right.map(\.width).max() ?? 0
        let leftWidth = width - rightWidth - 3
        guard leftWidth >= 50 else { return trust + people }
        let left = [Line("CAN I TRUST THIS?", .heading)] + trustLines(width: leftWidth)
        return (0..<max(left.count, right.count)).map { row in
            let line = left.indices.contains(row) ? left[row] : Line()
            return right.indices.contains(row)
                ? line.padded(to: leftWidth + 3) + right[row] : line
        } + [""]
    }

    /// What is lost if the winner is kept and is worse.
    var ifWrong: [Line] {
        guard let sentence = words.ifWrong else { return [] }
        return Line.wrapped(sentence, width: width) + [""]
    }
}
