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
        for metric in result.metrics {
            table.append(row(metric, metric.baseline, nil))
            for version in metric.versions { table.append(row(metric, version.arm, version)) }
        }
        return table.text
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
