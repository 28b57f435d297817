internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// How many people are left after each line.
extension DashboardState {
    /// The question of the box; `nil` while no line can be counted.
    func question(of box: ConditionsBox) -> PeopleQuestion? {
        question(of: box, about: box.countable)
    }

    /// The question about some of the lines of the box; `nil` without any.
    func question(of box: ConditionsBox, about countable: [Condition]) -> PeopleQuestion? {
        guard !countable.isEmpty, let key = try? FlagModel.Key("conditions-of-a-rule") else {
            return nil
        }
        let rule = AudienceRule(id: "counted", name: "", conditions: countable)
        switch box.purpose {
        case .audienceRule(let id, _):
            guard var audience = audienceView(id)?.latest else { return nil }
            (audience.members, audience.excluded, audience.rules) = ([], [], [rule])
            return .audience(audience)
        case .flagRule(let flag, _):
            let zero = Moment(milliseconds: 0)
            var audience = Audience(id: flag, key: key, name: "conditions", createdAt: zero)
            audience.rules = [rule]
            return .audience(audience)
        }
    }

    /// A count in words: "12 480", "about 12 000", "counting…"; nothing while that is early.
    func countWords(_ name: PeopleAnswer.Name, of question: PeopleQuestion) -> SafeText {
        countWords(name, in: peopleCount(question))
    }

    /// The same of a count that was looked up already.
    func countWords(_ name: PeopleAnswer.Name, in count: PeopleCount?) -> SafeText {
        guard let count else { return "" }
        if count.problem != nil { return "not counted" }
        guard let number = count.count(name) else {
            let waited = now.microseconds - count.beganAt.microseconds
            return waited >= Int64(PeopleCounts.quietMilliseconds) * 1000
                ? "counting\(glyphs.ellipsis)" : ""
        }
        return count.isExact ? SafeText.count(number) : "about \(SafeText.count(number))"
    }
}

extension ConditionsBox {
    /// The lines that can be counted, from the first on: whole ones that ask for attributes.
    var countable: [Condition] {
        let whole = lines.prefix { line in
            guard case .attribute? = line.what else { return false }
            return line.condition != nil
        }
        return whole.compactMap(\.condition)
    }
}
