internal import FlagModel

extension ExperimentReport {
    private static let columns = [
        "metric", "event", "role", "version", "people", "active", "value", "difference lower",
        "difference best guess", "difference measured", "difference upper", "change lower",
        "change best guess", "change measured", "change upper", "chance better", "expected loss",
        "p value", "p value at any time", "outcome", "safety",
    ]

    /// The numbers as a table: a row for each metric and version, the baseline first.
    ///
    /// - Shape: UTF-8 with a header, lines end with CR LF; safe to open in a spreadsheet.
    public var csv: String {
        var table = SafeCSV()
        table.append(Self.columns.map { .text($0) })
        rows.forEach { table.append($0) }
        return table.text
    }

    /// The numbers of groups as one table: the rows of ``csv``, behind the attribute and the group.
    ///
    /// - Parameters:
    ///   - groups: what each group is called, and its result.
    ///   - attribute: what makes the groups.
    /// - Returns: a table in the shape of ``csv``; only its header when there are no groups.
    public static func csv(
        of groups: [(name: String, report: ExperimentReport)],
        by attribute: String
    ) -> String {
        var table = SafeCSV()
        table.append((["attribute", "group"] + columns).map { .text($0) })
        for group in groups {
            for row in group.report.rows {
                table.append([.text(attribute), .text(group.name)] + row)
            }
        }
        return table.text
    }

    private var rows: [[SafeCSV.Cell]] {
        result.metrics.flatMap { metric in
            [row(metric, metric.baseline, nil)]
                + metric.versions.map { row(metric, $0.arm, $0) }
        }
    }

    private func row(
        _ metric: MetricResult,
        _ arm: ArmResult,
        _ version: VersionResult?
    ) -> [SafeCSV.Cell] {
        var cells: [SafeCSV.Cell] = [
            .text(metric.metric.title), .text(metric.metric.eventName), .text(metric.role.word),
            .text(words.names.version(arm.variationID)), .count(arm.people), .count(arm.active),
            .number(arm.value),
        ]
        for range in [version?.difference, version?.change] {
            cells += [
                .number(range?.lower), .number(range?.bestGuess), .number(range?.measured),
                .number(range?.upper),
            ]
        }
        let isKnown = version?.difference != nil
        cells += [
            .number(isKnown ? version?.chanceBetter : nil),
            .number(isKnown ? version?.expectedLoss : nil),
            .number(version?.pValues?.once), .number(version?.pValues?.anyTime),
            .text(version.map(\.outcome.word) ?? "baseline"),
            .text(version?.safety?.word ?? ""),
        ]
        return cells
    }
}
