internal import FlagModel
internal import TerminalUI

/// From an audience to the flag that its customers are to get.
extension DashboardState {
    /// Asks for the flag.
    mutating func pickFlagForAudience() {
        guard let view = currentAudience else { return }
        openList(
            "What does \(SafeText(Words.short(view.name))) get? Choose a flag",
            from: .flagsToUse(audience: view.id),
            verb: "open it"
        )
    }

    /// The line of a flag that an audience can be used in.
    func useLine(_ id: GUID, of audience: GUID) -> ListBox.Line? {
        guard let view = flagView(id) else { return nil }
        let isUsed = view.latest?.audienceIDs.contains(audience) ?? false
        return ListBox.Line(
            title: SafeText(view.name),
            note: isUsed ? "\(view.stateWords), asks for it already" : view.stateWords,
            action: .audiences(.useIn(flag: id, audience: audience))
        )
    }

    /// Opens the flag with the first line of a new rule filled in.
    mutating func use(_ audience: GUID, in flag: GUID) {
        tab = .flags
        show(flag: flag)
        newRule(about: audience)
    }
}
