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
        guard !countable.isEmpty else { return nil }
        switch box.purpose {
        case .audienceRule(let id, _):
            guard var audience = audienceView(id)?.latest else { return nil }
            let rule = AudienceRule(id: "counted", name: "", conditions: countable)
            (audience.members, audience.excluded, audience.rules) = ([], [], [rule])
            return .audience(audience)
        case .flagRule(let id, _):
            return counter(of: countable, like: id).map(servedQuestion)
        }
    }

    /// A flag that sorts people by how many lines hold for them.
    ///
    /// Only flags can ask for audiences. The first rule has all lines, each further one a line
    /// less, so a rule decides for those who fulfil its lines but not the next one.
    private func counter(of conditions: [Condition], like id: GUID) -> Flag? {
        guard let key = try? FlagModel.Key("lines-of-a-rule") else { return nil }
        let only = Variation(id: "any", name: "any", value: "true")
        var flag = Flag(
            id: id,
            key: key,
            name: "lines",
            kind: .boolean,
            variations: [only],
            defaultVariationID: only.id,
            offVariationID: only.id,
            revision: id,
            createdAt: Moment(milliseconds: 0)
        )
        flag.rules = conditions.indices.reversed().map { last in
            Rule(
                id: "\(last)",
                name: "",
                conditions: Array(conditions[...last]),
                serving: Serving(everyone: only.id)
            )
        }
        return flag
    }

    /// How many are left after a line; `nil` while that is not known.
    func left(after line: Int, of box: ConditionsBox, lines: Int, in count: PeopleCount?) -> Int? {
        guard let count else { return nil }
        guard case .flagRule = box.purpose else {
            return count.count(.fulfils(rule: 0, condition: line))
        }
        return count.answer.map { answer in
            let looked = answer.groups.reduce(0) { sum, group in
                guard case .served(.rule(let rule), _) = group.name, rule < lines - line else {
                    return sum
                }
                return sum + group.count
            }
            return answer.scaled(looked)
        }
    }

    /// A count in words: "12 480", "about 12 000", "counting…"; nothing while that is early.
    func countWords(_ name: PeopleAnswer.Name, of question: PeopleQuestion) -> SafeText {
        countWords(name, in: peopleCount(question))
    }

    /// The same of a count that was looked up already.
    func countWords(_ name: PeopleAnswer.Name, in count: PeopleCount?) -> SafeText {
        words(for: count?.count(name), in: count)
    }

    /// A number of a count in words.
    func words(for number: Int?, in count: PeopleCount?) -> SafeText {
        guard let count else { return "" }
        if count.problem != nil { return "not counted" }
        guard let number else {
            let waited = now.microseconds - count.beganAt.microseconds
            return waited >= Int64(PeopleCounts.quietMilliseconds) * 1000
                ? "counting\(glyphs.ellipsis)" : ""
        }
        return count.isExact ? SafeText.count(number) : "about \(SafeText.count(number))"
    }
}

extension ConditionsBox {
    /// The lines that can be counted, from the first on: whole ones.
    var countable: [Condition] { lines.prefix { $0.condition != nil }.compactMap(\.condition) }
}
