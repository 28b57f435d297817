internal import TerminalUI

/// The keys that move through time, and what other keys may not do in the past.
extension DashboardState {
    /// The keys for time, on every screen.
    var pastBindings: [Binding] {
        let isPast = past != nil
        let later: Availability =
            isPast ? .yes : .no(reason: "This is now: there is nothing later.")
        let entries = [
            pastKey("[", .entries(-1), "entry before", "See everything one change earlier", 31),
            pastKey("]", .entries(1), "entry after", "See everything one change later", 32, later),
        ]
        return (daysHaveKeys ? [] : entries) + [
            pastKey("{", .days(-1), "day before", "See everything one day earlier", 33),
            pastKey("}", .days(1), "day after", "See everything one day later", 34, later),
            pastKey(
                "D",
                .askDate,
                "go to a date",
                "Look back: see everything as it was at a time",
                35
            ),
        ]
    }

    /// Esc while something past is shown.
    var escapeFromPast: Binding {
        Binding(
            .escape,
            action: pastQuestion == nil ? .past(.leave) : .back,
            label: "back to now",
            help: "Show everything as it is now",
            footer: 24
        )
    }

    private func pastKey(
        _ key: Character,
        _ action: PastAction,
        _ label: SafeText,
        _ help: SafeText,
        _ footer: Int,
        _ availability: Availability = .yes
    ) -> Binding {
        Binding(
            .character(key),
            action: .past(action),
            label: label,
            help: help,
            footer: past == nil ? nil : footer,
            availability: availability
        )
    }

    /// Keys as they are in the past: what changes something is off, and says why.
    func inPast(_ bindings: [Binding]) -> [Binding] {
        guard past != nil else { return bindings }
        return bindings.map { binding in
            guard let reason = pastRefusal(of: binding.action) else { return binding }
            var binding = binding
            binding.availability = .no(reason: reason)
            binding.footerPriority = nil
            return binding
        }
    }

    /// Why an action cannot be done in the past; `nil` when it can, and now.
    func pastRefusal(of action: Action) -> SafeText? {
        guard past != nil else { return nil }
        if action == .applications {
            return "Applications are known only as they are now. Esc goes back to now."
        }
        guard action.isChange else { return nil }
        return "Off in the past: nothing can be changed. Esc goes back to now."
    }
}

extension Action {
    /// Whether it changes something, or begins to.
    var isChange: Bool {
        switch self {
        case .publish, .undo, .overlay(.dropDraft): true
        case .flags(let action): action.isChange
        case .editor(let action): action.isChange
        case .audiences(let action): action.isChange
        case .experiments(let action): action.isChange
        case .history(let action): action.isChange
        case .review(let action): action.isChange
        case .customers(.change), .customers(.trial): true
        case .planning(let action): action.isChange
        case .move, .awaitSecondG, .open, .back, .nextPart, .previousPart, .tab, .find, .keepFilter,
            .refresh, .palette, .help, .environments, .identity, .applications, .rights, .interrupt,
            .suspend, .redraw, .quit, .past, .welcome, .askImportPath, .overlay, .customers,
            .shell:
            false
        }
    }
}

extension FlagsAction {
    fileprivate var isChange: Bool {
        switch self {
        case .toggle, .edit, .serving, .new, .clone, .remove, .archive, .restore, .askDelete,
            .markedForm, .comparing, .joinDraft, .join:
            true
        case .toggleArchived, .who, .copyKey, .show, .putBackAsThen, .reallyPutBack, .listing:
            false
        case .marking(let action): action.isChange
        case .with(_, let action): action.isChange
        }
    }
}

extension MarkingAction {
    fileprivate var isChange: Bool {
        switch self {
        case .begin, .really: true
        case .mark, .range, .markUp, .markDown, .all, .ask, .none, .copyKeys: false
        }
    }
}

extension AudiencesAction {
    fileprivate var isChange: Bool {
        switch self {
        case .new, .edit, .add, .keepOut, .remove, .archive, .restore, .askDelete, .takeOff,
            .letStay, .addPasted, .newRule, .editRule, .removeRule, .moveRule, .importKeys,
            .newFromList, .use, .useIn:
            true
        case .show, .sort, .toggleArchived, .who, .copyKey, .compare, .compareWith: false
        }
    }
}

extension HistoryAction {
    fileprivate var isChange: Bool {
        switch self {
        case .takeBack, .putBackAsDrafts, .confirmTakeBack, .putBack: true
        case .onlyThis, .copy, .look, .mark, .compare, .filter, .pick, .only, .askTimes, .openEntry:
            false
        }
    }
}
