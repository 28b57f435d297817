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
        let all = Breakdown(groups.map(\.result))
        let warning = all.sentences(plan, words.names) { groups[$0].name.words }
        lines += Line.wrapped(warning.joined(separator: " "), .look, width: width) + [""]
        for index in groups.indices { lines += part(index, groups[index], of: all) }
        return lines
    }

    private func part(_ index: Int, _ group: ResultGroups.Group, of all: Breakdown) -> [Line] {
        var head = Line(SafeText(group.name.words), .heading)
        head.append("   \(SafeText.count(group.result.progress.people)) people", .dim)
        if all.uneven.contains(index) { head.append("   \(glyphs.cross) split uneven", .bad) }
        let label = isTiny ? 10 : 16
        let versions = group.result.metrics.first?.versions ?? []
        return [head]
            + versions.enumerated().map { place, version in
                let range =
                    version.change.map { ResultNumbers.range($0, glyphs) }
                    ?? "too few to say anything"
                var line = Line("  ")
                line.append(self.name(version.arm.variationID).padded(to: label))
                line.append("  ")
                line.append(range)
                if all.standingOut.contains(.init(part: index, version: place)) {
                    line.append("  \(glyphs.look) stands out", .look)
                }
                return line
            }
    }
}

extension ExperimentGroup.Name {
    /// What a part of the customers is called.
    var words: String {
        switch self {
        case .value(let value): Words.short(value.isEmpty ? "empty" : value, 30)
        case .none: "no value"
        case .rest: "all others"
        }
    }
}
