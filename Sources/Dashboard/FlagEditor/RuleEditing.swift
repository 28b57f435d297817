internal import FlagModel
internal import TerminalUI

/// Rules of a flag: who they are about, what those people get, and their order.
extension DashboardState {
    /// Offers what can be changed about a rule.
    mutating func openRule(_ id: String, of flag: Flag) {
        guard let rule = flag.rules.first(where: { $0.id == id }) else { return }
        let gets = SafeText(flag.served(rule.serving))
        let who = SafeText(
            Words.list(rule.conditions.prefix(3).map { $0.words(in: environmentInWords) })
        )
        let choices: [ChoiceBox.Choice] = [
            .init(label: "What they get", note: gets, action: .editor(.shares(.rule(id)))),
            .init(label: "Who they are", note: who, action: .editor(.conditions(id))),
            .init(
                label: "What the rule is called",
                note: rule.name.isEmpty ? "no name yet" : SafeText(rule.name),
                action: .editor(.renameRule(id))
            ),
            .init(label: "Remove the rule", note: removalNote, action: .editor(.removeRule(id))),
        ]
        let title = "Rule: \(rule.title(in: environmentInWords))"
        open(.choices(ChoiceBox(title: title, choices: choices)))
    }

    private var removalNote: SafeText { asksForDrafts ? "makes a draft" : "at once" }

    /// Begins a rule with the question who it is about.
    ///
    /// - Parameter audience: the audience that it is about, where somebody came from one.
    mutating func newRule(about audience: GUID? = nil) {
        guard let flag = editedFlag else { return }
        if let problem = obstacle(to: .newRule(of: flag), of: flag) {
            complain(problem)
            return
        }
        openConditions(
            flag,
            rule: nil,
            title: "A new rule of \(flag.name): who is it about?",
            conditions: audience.map {
                [Condition(id: GUID(using: &random).text, test: .isInAudience([$0]))]
            } ?? []
        )
    }

    mutating func editConditions(_ id: String) {
        guard let flag = editedFlag, let rule = flag.rules.first(where: { $0.id == id }) else {
            return
        }
        openConditions(
            flag,
            rule: id,
            title: "Who is this rule of \(flag.name) about?",
            conditions: rule.conditions
        )
    }

    private mutating func openConditions(
        _ flag: Flag,
        rule: String?,
        title: String,
        conditions: [Condition]
    ) {
        openConditions(
            ConditionsBox(
                .flagRule(flag: flag.id, rule: rule),
                title: title,
                conditions: conditions,
                offersAudiences: true
            )
        )
    }

    /// Takes the conditions of a rule that were picked: a new rule, or other conditions.
    ///
    /// A new rule stands where it decides for its people, hands out the version that is not for
    /// off, and its shares open.
    mutating func takeRuleConditions(
        _ conditions: [Condition],
        flag id: GUID,
        rule: String?
    ) -> ChangeOutcome {
        guard let flag = flagView(id)?.latest else {
            complain("Somebody deleted the flag meanwhile. Nothing was saved.")
            return .refused
        }
        guard !conditions.isEmpty else {
            complain("A rule needs a condition. \"Everyone else\" is the last line anyway.")
            return .refused
        }
        guard let rule else {
            return addRule(conditions, to: flag)
        }
        guard var changed = flag.rules.first(where: { $0.id == rule }) else {
            complain("Somebody removed the rule meanwhile. Nothing was saved.")
            return .refused
        }
        guard changed.conditions != conditions else {
            say("Nothing was changed.")
            return .sent
        }
        changed.conditions = conditions
        return edit(
            flag,
            [.replaceRule(changed)],
            words: "\(flag.name), a rule is about \(changed.title(in: environmentInWords))"
        )
    }

    private mutating func addRule(_ conditions: [Condition], to flag: Flag) -> ChangeOutcome {
        let on = flag.variations.first { $0.id != flag.offVariationID }?.id ?? flag.offVariationID
        let rule = Rule(
            id: GUID(using: &random).text,
            name: "",
            conditions: conditions,
            serving: Serving(everyone: on)
        )
        let place = flag.place(forRuleAbout: conditions)
        let next = flag.rules.indices.contains(place) ? flag.rules[place] : nil
        let before = next.map { ", before \($0.title(in: environmentInWords))" } ?? ""
        let who = rule.title(in: environmentInWords)
        let words = "\(flag.name): \(flag.name(ofVersion: on)) for \(who)\(before)"
        let outcome = edit(flag, [.addRule(rule, at: place)], words: words)
        guard outcome != .refused else { return outcome }
        flags.editor.selected = .rule(rule.id)
        if outcome == .sent { openShares(.rule(rule.id), rule.serving, of: flag, saved: words) }
        return outcome
    }

    mutating func removeRule(_ id: String) {
        guard let flag = editedFlag, let rule = flag.rules.first(where: { $0.id == id }) else {
            return
        }
        let outcome = edit(
            flag,
            [.removeRule(id)],
            words: "\(flag.name) without the rule for \(rule.title(in: environmentInWords))"
        )
        pointBeside(id, among: flag.rules.map(\.id), after: outcome) { .rule($0) }
    }

    /// Puts the pointer on the line beside one that is being removed.
    mutating func pointBeside(
        _ id: String,
        among ids: [String],
        after outcome: ChangeOutcome,
        _ part: (String) -> FlagPart
    ) {
        guard outcome == .sent, let index = ids.firstIndex(of: id) else { return }
        let beside = index + 1 < ids.count ? ids[index + 1] : ids[..<index].last
        flags.editor.selected = beside.map(part)
    }

    /// Makes the rule under the pointer be looked at earlier or later.
    mutating func moveRule(by step: Int) {
        guard let flag = editedFlag, case .rule(let id)? = selectedPart,
            let index = flag.rules.firstIndex(where: { $0.id == id })
        else {
            complain("Only rules have an order: go to one with the arrows.")
            return
        }
        guard flag.rules.indices.contains(index + step) else {
            complain(
                step < 0
                    ? "It is the first rule already. Named customers always come before rules."
                    : "It is the last rule already. Everyone else always comes last."
            )
            return
        }
        let title = flag.rules[index].title(in: environmentInWords)
        let other = flag.rules[index + step].title(in: environmentInWords)
        edit(
            flag,
            [.moveRule(id, to: index + step)],
            words: "\(flag.name): \(title) \(step < 0 ? "before" : "after") \(other)"
        )
    }

    // MARK: - Its name

    mutating func askRuleName(_ id: String) {
        guard let flag = editedFlag, let rule = flag.rules.first(where: { $0.id == id }) else {
            return
        }
        let conditions = rule.conditions.map { $0.words(in: environmentInWords) }
        var form = Form(
            .ruleName(flag: flag.id, rule: id),
            title: "What is the rule called?",
            intro: "It is about: \(Words.list(conditions))",
            fields: [
                Form.text(
                    .name,
                    "Name",
                    rule.name,
                    hint: "Shown instead of the conditions; empty shows them"
                )
            ]
        )
        form.submitLabel = asksForDrafts ? "save as draft" : "save"
        open(.form(form))
    }

    mutating func submitRuleName(_ form: inout Form, flag id: GUID, rule: String) -> Bool {
        guard let environmentID, let flag = flagView(id)?.latest,
            var changed = flag.rules.first(where: { $0.id == rule })
        else {
            overlays.removeLast()
            complain("Somebody removed the rule meanwhile. Nothing was saved.")
            return true
        }
        let old = changed.title(in: environmentInWords)
        let name = form.text(.name).trimmed
        let isSame = name == changed.name
        changed.name = name
        return finish(
            &form,
            isSame
                ? [] : [.editFlag(environment: environmentID, flag: id, .replaceRule(changed))],
            about: .flag(environment: environmentID, id),
            words: "\(flag.name): the rule \(old) → \(changed.title(in: environmentInWords))"
        )
    }
}
