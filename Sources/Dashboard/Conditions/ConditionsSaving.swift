internal import FlagModel
internal import TerminalUI

/// From the lines of a box to the conditions of a rule.
extension DashboardState {
    /// Hands the lines to whom they are for; the box stays when that is not possible.
    mutating func saveConditions(_ box: ConditionsBox) {
        var box = box
        box.problem = obstacle(in: &box)
        guard box.problem == nil else {
            replaceTop(.conditions(box))
            return
        }
        guard box.isChanged || !box.hasRule else {
            overlays.removeLast()
            say("Nothing was changed.")
            countOnScreen()
            return
        }
        let depth = overlays.count
        overlays.removeLast()
        toast = nil
        let outcome =
            switch box.purpose {
            case .flagRule(let flag, let rule):
                takeRuleConditions(box.conditions, flag: flag, rule: rule)
            case .audienceRule(let audience, let rule):
                takeAudienceConditions(box.conditions, audience: audience, rule: rule)
            }
        guard outcome == .refused else { return }
        // What was chosen is not lost because it could not be saved.
        let place = min(depth - 1, overlays.count)
        overlays.insert(.conditions(box), at: place)
    }

    /// Why the lines cannot be saved; goes to the line that is meant.
    private func obstacle(in box: inout ConditionsBox) -> String? {
        guard !box.lines.isEmpty else {
            return "Without a line this would hold for everybody. n adds a line."
        }
        for (place, line) in box.lines.enumerated() {
            let problem =
                if let missing = line.missing {
                    "Line \(place + 1) is not complete: Enter chooses \(missing.words), "
                        + "d removes it."
                } else if !box.isOld(line), let problem = line.problem {
                    "Line \(place + 1): \(problem)"
                } else {
                    nil as String?
                }
            guard let problem else { continue }
            box.view.select(place, height: conditionsHeight)
            box.part = line.missing ?? .value
            return problem
        }
        return nil
    }
}

extension ConditionsBox {
    /// Whether the conditions are those of a rule that exists.
    fileprivate var hasRule: Bool {
        switch purpose {
        case .flagRule(_, let rule), .audienceRule(_, let rule): rule != nil
        }
    }
}

extension ConditionsBox.Part {
    /// What Enter chooses there.
    fileprivate var words: String {
        switch self {
        case .what: "what it is about"
        case .how: "how it compares"
        case .value: "the value"
        }
    }
}
