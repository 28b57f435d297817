internal import Experiments
internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// What was counted of parts of the customers, for looking around.
struct ResultGroups: Equatable, Sendable {
    let run: ResultAnswers.Run
    let attribute: String
    let generation: Int
    /// What each says; `nil` before the answer.
    var groups: [Group]?
    var problem: String?

    /// Some customers.
    struct Group: Equatable, Sendable {
        let name: ExperimentGroup.Name
        let result: ExperimentResult
    }
}

extension ResultPage {
    /// The parts by one attribute, with the warning first.
    func groups(_ answer: ResultGroups) -> [Line] {
        let attribute = SafeText(answer.attribute)
        var lines = [Line("BY \(SafeText(attribute.text.uppercased())): EXPLORATION", .heading)]
        if let problem = answer.problem {
            return lines + Line.wrapped("Could not be counted: \(problem)", .look, width: width)
        }
        guard let groups = answer.groups else { return lines + [Line("Counting…", .dim)] }
        guard !groups.isEmpty else {
            return lines + Line.wrapped("Nobody who was counted is known.", width: width)
        }
        let count = groups.count * max(1, primary?.versions.count ?? 1)
        let warning =
            "You look at \(Words.count(count, "comparison")). One or two look special by luck. "
            + "Treat them as ideas for a new experiment: they never decide."
        lines += Line.wrapped(warning, .look, width: width) + [""]
        for group in groups { lines += part(group) }
        return lines
    }

    private func part(_ group: ResultGroups.Group) -> [Line] {
        let name: SafeText =
            switch group.name {
            case .value(let value): SafeText(Words.short(value.isEmpty ? "empty" : value, 30))
            case .none: "no value"
            case .rest: "all others"
            }
        var head = Line(name, .heading)
        head.append("   \(SafeText.count(group.result.progress.people)) people", .dim)
        let label = isTiny ? 10 : 16
        let versions = group.result.metrics.first?.versions ?? []
        return [head]
            + versions.map { version in
                let range =
                    version.change.map { ResultNumbers.range($0, glyphs) }
                    ?? "too few to say anything"
                var line = Line("  ")
                line.append(self.name(version.arm.variationID).padded(to: label))
                line.append("  ")
                line.append(range)
                return line
            }
    }
}
