internal import FlagModel
internal import TerminalUI

/// Rules of an audience: whoever one of them holds for belongs as well.
extension DashboardState {
    /// The rule under the pointer on the page, with its place; `nil` elsewhere.
    var selectedRule: (place: Int, rule: AudienceRule)? {
        guard let page = audiences.page, page.part == .rules,
            let rules = audienceView(page.id)?.latest?.rules,
            rules.indices.contains(page.ruleView.selection)
        else { return nil }
        return (page.ruleView.selection, rules[page.ruleView.selection])
    }

    mutating func newAudienceRule() {
        guard let view = currentAudience, let audience = view.latest else { return }
        guard audience.rules.count < Limits.ruleCount.upperBound else {
            complain("An audience has \(Limits.ruleCount.upperBound) rules at the most.")
            return
        }
        show(part: .rules)
        openConditions(
            ConditionsBox(
                .audienceRule(audience: view.id, rule: nil),
                title: "New rule of \(Words.short(view.name))",
                conditions: [],
                offersAudiences: false
            )
        )
    }

    mutating func editAudienceRule() {
        guard let view = currentAudience, let (place, rule) = selectedRule else { return }
        openConditions(
            ConditionsBox(
                .audienceRule(audience: view.id, rule: rule.id),
                title: "Rule \(place + 1) of \(Words.short(view.name))",
                conditions: rule.conditions,
                offersAudiences: false
            )
        )
    }

    /// Gives a rule of an audience other conditions; a rule of `nil` is a new one at the end.
    mutating func takeAudienceConditions(
        _ conditions: [Condition],
        audience id: GUID,
        rule: String?
    ) -> ChangeOutcome {
        guard var rules = audienceView(id)?.latest?.rules else {
            complain("Somebody deleted the audience meanwhile.")
            return .refused
        }
        guard let rule else {
            let ruleID = GUID(using: &random).text
            rules.append(AudienceRule(id: ruleID, name: "", conditions: conditions))
            let outcome = set(rules, of: id, words: "new rule")
            if outcome != .refused { audiences.page?.wantedRule = rules.count - 1 }
            return outcome
        }
        guard let place = rules.firstIndex(where: { $0.id == rule }) else {
            complain("Somebody removed this rule meanwhile.")
            return .refused
        }
        rules[place].conditions = conditions
        return set(rules, of: id, words: "rule \(place + 1) changed")
    }

    mutating func askRuleRemoval() {
        guard let view = currentAudience, let (place, rule) = selectedRule else { return }
        let answer = ChoiceBox.Choice(
            label: "Remove the rule",
            note: asksForDrafts ? "makes a draft" : "at once",
            action: .audiences(.removeRule(rule.id))
        )
        let title = "Remove rule \(place + 1) of \(Words.short(view.name))?"
        let text =
            "\(rule.inWords.capitalisedSentence): they then belong only by name or by another rule."
        open(.choices(.question(title, text: text, [answer])))
    }

    mutating func removeAudienceRule(_ ruleID: String) {
        guard let view = currentAudience, var rules = view.latest?.rules,
            let place = rules.firstIndex(where: { $0.id == ruleID })
        else { return }
        rules.remove(at: place)
        set(rules, of: view.id, words: "rule \(place + 1) removed")
    }

    /// Moves the selected rule up or down.
    mutating func moveAudienceRule(by step: Int) {
        guard let view = currentAudience, var rules = view.latest?.rules,
            let (place, rule) = selectedRule
        else { return }
        let target = place + step
        guard rules.indices.contains(target) else {
            complain(step < 0 ? "It is the first rule." : "It is the last rule.")
            return
        }
        rules.remove(at: place)
        rules.insert(rule, at: target)
        let outcome = set(
            rules,
            of: view.id,
            words: "rule \(place + 1) is now rule \(target + 1)"
        )
        if outcome != .refused { audiences.page?.wantedRule = target }
    }

    @discardableResult
    private mutating func set(
        _ rules: [AudienceRule],
        of id: GUID,
        words: String
    ) -> ChangeOutcome {
        guard let environmentID, let name = audienceView(id)?.name else { return .refused }
        return change(
            [.editAudience(environment: environmentID, audience: id, .setRules(rules))],
            about: .audience(environment: environmentID, id),
            words: "\(name): \(words)"
        )
    }
}
