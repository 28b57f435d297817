internal import FlagModel
internal import TerminalUI

extension DashboardState {
    /// Gives a rule of a flag other conditions; a rule of `nil` is a new one at the end.
    mutating func takeRuleConditions(_ conditions: [Condition], flag: GUID, rule: String?) {
        guard let environmentID, let latest = flagView(flag)?.latest else {
            complain("Somebody deleted the flag meanwhile.")
            return
        }
        let edit: FlagEdit
        if let rule, var old = latest.rules.first(where: { $0.id == rule }) {
            old.conditions = conditions
            edit = .replaceRule(old)
        } else {
            let off = latest.offVariationID
            let on = latest.variations.first { $0.id != off }?.id ?? off
            let new = Rule(
                id: GUID(using: &random).text,
                name: "",
                conditions: conditions,
                serving: Serving(everyone: on)
            )
            edit = .addRule(new, at: latest.rules.count)
        }
        change(
            [.editFlag(environment: environmentID, flag: flag, edit)],
            about: .flag(environment: environmentID, flag),
            words: "\(latest.name): other conditions"
        )
    }
}
