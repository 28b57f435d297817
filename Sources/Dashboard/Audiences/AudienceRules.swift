internal import FlagModel
internal import TerminalUI

/// Rules of an audience: whoever one of them holds for belongs as well.
extension DashboardState {
    /// Gives a rule of an audience other conditions; a rule of `nil` is a new one at the end.
    mutating func takeAudienceConditions(
        _ conditions: [Condition],
        audience id: GUID,
        rule: String?
    ) {
        guard let environmentID, let audience = audienceView(id)?.latest else {
            complain("Somebody deleted the audience meanwhile.")
            return
        }
        var rules = audience.rules
        if let rule, let place = rules.firstIndex(where: { $0.id == rule }) {
            rules[place].conditions = conditions
        } else {
            let new = AudienceRule(
                id: GUID(using: &random).text,
                name: "",
                conditions: conditions
            )
            rules.append(new)
        }
        change(
            [.editAudience(environment: environmentID, audience: id, .setRules(rules))],
            about: .audience(environment: environmentID, id),
            words: "\(audience.name): other rules"
        )
    }
}
