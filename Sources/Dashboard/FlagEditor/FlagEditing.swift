internal import FlagModel
internal import TerminalUI

extension DashboardState {
    /// Makes edits of a flag: at once, or as a draft where the environment asks for drafts.
    @discardableResult
    mutating func edit(_ flag: Flag, _ edits: [FlagEdit], words: String) -> ChangeOutcome {
        guard let environmentID else { return .refused }
        return change(
            edits.map { .editFlag(environment: environmentID, flag: flag.id, $0) },
            about: .flag(environment: environmentID, flag.id),
            words: words
        )
    }

    /// The flag whose page is open, as its draft makes it.
    var editedFlag: Flag? { currentFlagID.flatMap(flagView)?.latest }

    /// What a key of the flag's page, or of one of its boxes, does.
    mutating func performEditor(_ action: FlagEditorAction) {
        switch action {
        case .change: changeSelectedLine()
        case .remove: removeSelectedLine()
        case .newRule: newRule()
        case .earlier: moveRule(by: -1)
        case .later: moveRule(by: 1)
        case .nameCustomer: nameCustomer()
        case .newVersion: openVersion(nil)
        case .showNames: showNames()
        case .shares(let part): openShares(part)
        case .conditions(let rule): editConditions(rule)
        case .renameRule(let rule): askRuleName(rule)
        case .removeRule(let rule): removeRule(rule)
        case .removeVersion(let id): removeVersion(id)
        case .whenOff(let id): setWhenOff(id)
        case .give(let id): give(id)
        case .step, .makeEqual, .pin: changeShares(action)
        case .giveAnother: giveAnother()
        case .unname: unname()
        }
    }

    /// Opens what changes the line under the pointer.
    private mutating func changeSelectedLine() {
        guard let flag = editedFlag, let part = selectedPart else { return }
        if let problem = obstacle(to: part.edit(of: flag), of: flag) {
            complain(problem)
            return
        }
        switch part {
        case .named: openNamed()
        case .rule(let id): openRule(id, of: flag)
        case .everyoneElse: openShares(part)
        case .whileOff: askWhenOff(flag)
        case .version(let id): openVersion(id)
        }
    }

    private mutating func removeSelectedLine() {
        guard let flag = editedFlag, let part = selectedPart else { return }
        switch part {
        case .rule(let id): removeRule(id)
        case .version(let id): removeVersion(id)
        case .named:
            if flag.targets.allSatisfy(\.customers.isEmpty) {
                complain("Nobody is named here. a names a customer.")
            } else {
                openNamed()
            }
        case .everyoneElse:
            complain("Everyone else always gets something: Enter changes what.")
        case .whileOff:
            complain("There is always a version for off: Enter changes which.")
        }
    }

    // MARK: - While it is off

    private mutating func askWhenOff(_ flag: Flag) {
        let choices = flag.variations.map { version in
            ChoiceBox.Choice(
                label: SafeText(version.name),
                note: version.id == flag.offVariationID
                    ? "as it is now" : SafeText(Words.short(version.value, 40)),
                action: version.id == flag.offVariationID
                    ? .back : .editor(.whenOff(version.id))
            )
        }
        let now = flag.variations.firstIndex { $0.id == flag.offVariationID } ?? 0
        open(
            .choices(
                ChoiceBox(
                    title: "What does everyone get while \(flag.name) is off?",
                    choices: choices,
                    selected: now
                )
            )
        )
    }

    private mutating func setWhenOff(_ id: String) {
        guard let flag = editedFlag else { return }
        edit(
            flag,
            [.setOffVariation(id)],
            words: "\(flag.name) gives \(flag.name(ofVersion: id)) while it is off"
        )
    }
}
