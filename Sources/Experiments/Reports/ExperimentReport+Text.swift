internal import FlagModel

extension ExperimentReport {
    /// The result for a terminal: the answer, every metric as a table, and what the trust in it
    /// stands on.
    ///
    /// - Returns: lines, and tables with their heads; texts are as people wrote them, so whoever
    ///   prints them makes them safe first.
    public var page: [PagePart] {
        var parts: [PagePart] = [.line(plan.name), .line("")]
        parts += words.answer.map { .line("  \($0)") }
        parts += [words.chance, words.ifWrong].compactMap { $0 }.map { .line("  \($0)") }
        for metric in result.metrics {
            parts += [.line(""), .line("\(title(of: metric)):"), table(metric)]
        }
        parts += [.line(""), .line("Can I trust this?")]
        parts += words.trust.map { .line("  \($0.mark.sign) \($0.title): \($0.text)") }
        return parts + [.line(""), .line(source)]
    }

    private func title(of metric: MetricResult) -> String {
        switch metric.role {
        case .primary: "Decides: \(metric.metric.title)"
        case .guardrail: "Must not get worse: \(metric.metric.title)"
        case .other: "Looked at too: \(metric.metric.title)"
        }
    }

    private func table(_ metric: MetricResult) -> PagePart {
        let value =
            switch metric.metric.measure {
            case .conversion, .retention: "DID IT"
            case .numeric: "ON AVERAGE"
            case .ratio: "QUOTIENT"
            }
        let head = [
            "VERSION", words.names.people.uppercased(), value, "BEST GUESS", "LIKELY", "BETTER?",
        ]
        let rows =
            [row(metric, metric.baseline, nil)]
            + metric.versions.map {
                row(metric, $0.arm, $0)
            }
        return .table(head: head, rows: rows)
    }

    private func row(
        _ metric: MetricResult,
        _ arm: ArmResult,
        _ version: VersionResult?
    ) -> [String] {
        let change = Self.texts(version?.change)
        let chance = version.flatMap {
            $0.difference == nil ? nil : Amounts.chance($0.chanceBetter)
        }
        return [
            words.names.version(arm.variationID), Words.grouped(arm.people),
            arm.value.map { Self.value($0, metric.metric) } ?? "", change.guess, change.range,
            chance ?? (version == nil ? "today's" : ""),
        ]
    }
}

/// A piece of a page for a terminal.
public enum PagePart: Hashable, Sendable {
    /// A line.
    case line(String)
    /// Columns with a head.
    case table(head: [String], rows: [[String]])
}
