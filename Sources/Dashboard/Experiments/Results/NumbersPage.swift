internal import Experiments
internal import FlagModel
internal import TerminalUI

/// All numbers of a run: every metric and every version, with what a statistician asks for.
extension ResultPage {
    /// A block a metric, the one that decides first.
    ///
    /// - Parameter counts: where the sums come from; `nil` leaves them out.
    /// - Returns: more lines than a screen has.
    func numbers(_ counts: ExperimentCounts?) -> [Line] {
        let rule =
            "Only the first metric decides. Ranges hold however often one looks; percents are "
            + "compared with \(name(plan.baselineVariationID))."
        var lines = Line.wrapped(rule, .dim, width: width) + [""]
        for (index, metric) in result.metrics.enumerated() {
            lines += heading(metric) + table(metric, sums(of: index, counts)) + [""]
            for version in metric.versions { lines += block(version, metric) + [""] }
        }
        return lines + splitLines
    }

    private func heading(_ metric: MetricResult) -> [Line] {
        let role =
            switch metric.role {
            case .primary: "it decides"
            case .guardrail: "must not get worse"
            case .other: "looked at besides"
            }
        let better = metric.metric.higherIsBetter ? "more is better" : "fewer is better"
        let about = "event \(metric.metric.eventName), \(role), \(better)"
        return Line.wrapped(metric.metric.title.uppercased(), .heading, width: width)
            + Line.wrapped(about, .dim, width: width)
    }

    /// The sums of every version, the baseline first.
    private func sums(of metric: Int, _ counts: ExperimentCounts?) -> [String: ExactSums] {
        guard let counts, let day = counts.days.last else { return [:] }
        var sums: [String: ExactSums] = [:]
        for (arm, id) in counts.variationIDs.enumerated() {
            var whole = ExactSums()
            for period in day.periods
            where period.arms.indices.contains(arm)
                && period.arms[arm].metrics.indices.contains(metric)
            {
                whole.merge(period.arms[arm].metrics[metric].sums)
            }
            sums[id] = whole
        }
        return sums
    }

    private func table(_ metric: MetricResult, _ sums: [String: ExactSums]) -> [Line] {
        let label = isTiny ? 10 : 18
        func row(_ cells: [SafeText], _ role: Role) -> Line {
            var line = Line(cells[0].truncated(toWidth: label).padded(to: label), role)
            for cell in cells.dropFirst() {
                line.append(" " + cell.padded(to: isTiny ? 8 : 12, alignment: .trailing), role)
            }
            return line
        }
        let unit = ResultNumbers.unit(metric.metric.measure)
        var lines = [row(["", "People", "Did it", unit] + (sums.isEmpty ? [] : ["Sum"]), .dim)]
        for arm in [metric.baseline] + metric.versions.map(\.arm) {
            var cells = [
                name(arm.variationID), SafeText.count(arm.people), SafeText.count(arm.active),
                ResultNumbers.value(arm.value, metric.metric.measure),
            ]
            if let sum = sums[arm.variationID] {
                let units = Double(sum.value) / Double(ExactSums.unit)
                let isWhole = sum.value % Int128(ExactSums.unit) == 0
                cells.append(SafeText(ResultNumbers.fixed(units, places: isWhole ? 0 : 2)))
            }
            lines.append(row(cells, .text))
        }
        return lines
    }

    private func block(_ version: VersionResult, _ metric: MetricResult) -> [Line] {
        func labelled(_ label: SafeText, _ text: SafeText, _ role: Role = .text) -> [Line] {
            let room = max(8, width - 16)
            let parts = Line.wrapped(text.text, role, width: room)
            return parts.enumerated().map { row, line in
                Line([Span(row == 0 ? label.padded(to: 16) : .blanks(16), .dim)]) + line
            }
        }
        var lines = [Line(name(version.arm.variationID), .heading)]
        lines += labelled("Outcome", outcome(version))
        if let change = version.change {
            let range = ResultNumbers.range(change, glyphs)
            let guess = ResultNumbers.percent(change.bestGuess)
            let measured = ResultNumbers.percent(change.measured)
            lines += labelled("Change", "\(range), best guess \(guess), measured \(measured)")
        } else {
            lines += labelled("Change", "cannot be stated in percent yet")
        }
        if let difference = version.difference {
            lines += labelled("Difference", self.difference(difference, metric.metric.measure))
        }
        lines += labelled("Better", ResultNumbers.chance(version.chanceBetter))
        let loss = ResultNumbers.loss(version.expectedLoss)
        lines += labelled("Loss if wrong", "\(loss) on average")
        if let pValues = version.pValues {
            let once = ResultNumbers.small(pValues.once)
            let anyTime = ResultNumbers.small(pValues.anyTime)
            lines += labelled(
                "By chance",
                "p \(once) looked at once, p \(anyTime) looked at any number of times"
            )
        }
        return lines
    }

    private func outcome(_ version: VersionResult) -> SafeText {
        switch version.safety {
        case .harmed: return "got worse"
        case .safe: return "safe: not worse by more than its limit"
        case .unknown: return "not known yet"
        case nil: break
        }
        switch version.outcome {
        case .better: return "better"
        case .worse: return "worse"
        case .open: return "open: better and worse are both possible"
        }
    }

    private func difference(
        _ range: VersionResult.Range,
        _ measure: Experiment.Metric.Measure
    ) -> SafeText {
        let scale: Double =
            switch measure {
            case .conversion, .retention: 100
            case .numeric, .ratio: 1
            }
        func number(_ value: Double) -> SafeText {
            SafeText(ResultNumbers.fixed(value * scale, places: 3))
        }
        let of: SafeText = scale == 100 ? " of 100 people" : ""
        return "\(number(range.lower)) to \(number(range.upper))\(of), "
            + "measured \(number(range.measured))"
    }

    private var splitLines: [Line] {
        var lines = [Line("THE SPLIT", .heading)] + splitTable
        let chance = ResultNumbers.small(result.split.pValue)
        lines.append(Line("p \(chance) that chance alone makes it as uneven", .dim))
        lines.append(
            Line(
                "\(SafeText.count(result.split.mixed)) saw two versions, "
                    + "\(SafeText.count(result.split.leftOut)) were left out"
            )
        )
        return lines
    }

    /// Planned and counted shares, with a bar for what was counted.
    var splitTable: [Line] {
        let whole = result.split.parts.reduce(0) { $0 + $1.people }
        let label = isTiny ? 12 : 18
        let bar = max(0, min(30, width - label - 26))
        var head = Line(.blanks(label), .dim)
        head.append(SafeText("PLANNED").padded(to: 9, alignment: .trailing), .dim)
        head.append(SafeText("COUNTED").padded(to: 11, alignment: .trailing), .dim)
        let rows = result.split.parts.map { part -> Line in
            let counted = whole > 0 ? Double(part.people) / Double(whole) : 0
            func percent(_ share: Double, _ width: Int) -> SafeText {
                let text: SafeText = "\(ResultNumbers.share(share))%"
                return text.padded(to: width, alignment: .trailing)
            }
            let name = name(part.variationID).truncated(toWidth: label - 1)
            var line = Line(name.padded(to: label))
            line.append(percent(part.planned, 9))
            line.append(percent(counted, 11))
            if bar > 6 { line.append("   " + glyphs.bar(share: counted, width: bar), .some) }
            return line
        }
        return [head] + rows
    }
}
