internal import FlagModel

extension ExperimentReport {
    /// The result as one page of Markdown.
    public var markdown: String {
        var lines = ["# \(Self.escaped(plan.name))", ""]
        if !plan.hypothesis.isEmpty { lines += ["*\(Self.escaped(plan.hypothesis))*", ""] }
        lines += ["**\(Self.escaped(words.headline))** " + rest, ""]
        let besides = [words.chance, words.sensitivity, words.ifWrong, withoutCap].compactMap { $0 }
            .map(Self.escaped)
        if !besides.isEmpty { lines += [besides.joined(separator: " "), ""] }
        for metric in result.metrics { lines += table(metric) }
        lines += ["## Can I trust this?", ""]
        lines += words.trust.map { "- \($0.mark.sign) **\($0.title)**: \(Self.escaped($0.text))" }
        lines += ["", Self.escaped(source)]
        return lines.joined(separator: "\n") + "\n"
    }

    private var rest: String {
        words.answer.dropFirst().map(Self.escaped).joined(separator: " ")
    }

    private func table(_ metric: MetricResult) -> [String] {
        var lines = [
            "## \(Self.escaped(metric.metric.title))", "",
            "| version | \(Self.escaped(words.names.people)) | value | change | range"
                + " | chance better |",
            "|---|---:|---:|---:|---|---|",
        ]
        lines.append(row(metric, metric.baseline, nil))
        lines += metric.versions.map { row(metric, $0.arm, $0) }
        return lines + [""]
    }

    private func row(_ metric: MetricResult, _ arm: ArmResult, _ version: VersionResult?) -> String
    {
        let value = arm.value.map { Self.value($0, metric.metric) }
        let chance = version.flatMap {
            $0.difference == nil ? nil : Amounts.chance($0.chanceBetter)
        }
        let name = Self.escaped(words.names.version(arm.variationID))
        let (guess, range) = Self.texts(version?.change)
        let cells = [name, Words.grouped(arm.people), value ?? "", guess, range, chance ?? ""]
        return "| " + cells.joined(separator: " | ") + " |"
    }

    /// The best guess and the range of a change; nothing while there is none.
    static func texts(_ change: VersionResult.Range?) -> (guess: String, range: String) {
        guard let change else { return ("", "") }
        let (lower, upper) = (Amounts.signed(change.lower), Amounts.signed(change.upper))
        return (Amounts.signed(change.bestGuess), "\(lower) to \(upper)")
    }

    /// A value as people read it: a share of customers, or a number.
    static func value(_ value: Double, _ metric: Experiment.Metric) -> String {
        switch metric.measure {
        case .conversion, .retention: Amounts.rate(value, places: 2)
        case .numeric, .ratio: Amounts.amount(value)
        }
    }

    private static func escaped(_ text: String) -> String { Words.markdown(text) }
}
