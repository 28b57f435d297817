internal import FlagModel

extension Agenda.Sources {
    /// Flags that nobody asks for, and those that have given everybody the same for long.
    func flagItems(_ state: EnvironmentState) -> [Agenda.Item] {
        let busy = busyFlags(state)
        return state.flags.compactMap { flag in
            guard !flag.isArchived else { return nil }
            return unused(flag) ?? (busy.contains(flag.id) ? nil : settled(flag))
        }
    }

    /// Flags about which a decision is under way: of an experiment that is not over, a draft, a
    /// plan.
    private func busyFlags(_ state: EnvironmentState) -> Set<GUID> {
        var busy = Set(
            state.experiments.filter { $0.state != .stopped && !$0.isArchived }.map(\.flagID)
        )
        for change in model.drafts.flatMap(\.changes) + model.schedules.flatMap(\.allChanges) {
            for case .flag(place, let id) in change.reached { busy.insert(id) }
        }
        return busy
    }

    private func unused(_ flag: Flag) -> Agenda.Item? {
        guard use.reachesBack, use.isCurrent, flag.mayBeForgotten(at: start),
            !use.skipped.contains(flag.id)
        else { return nil }
        let last = use.lastAsked[flag.key.text]
        if let last, last >= start { return nil }
        let since = last.map { "since \(Words.shortDay($0, in: zone))" } ?? "as far as is known"
        return item(
            flag,
            .unused,
            "No application has asked for it \(since). Archive it if nothing needs it any more.",
            at: last
        )
    }

    private func settled(_ flag: Flag) -> Agenda.Item? {
        guard flag.updatedAt < start, let only = flag.onlyVersion,
            !flag.tags.contains(where: { $0.lowercased() == Agenda.permanentTag })
        else { return nil }
        let since = Words.shortDay(flag.updatedAt, in: zone)
        let name = flag.variation(only)?.name ?? only
        let what = flag.isEnabled ? "On" : "Off"
        return item(
            flag,
            .settled,
            "\(what) and unchanged since \(since): everybody gets \(name).",
            at: flag.updatedAt
        )
    }

    private func item(
        _ flag: Flag,
        _ kind: Agenda.Kind,
        _ why: String,
        at moment: Moment?
    ) -> Agenda.Item {
        Agenda.Item(
            kind: kind,
            urgency: .tidy,
            subject: .flag(environment: place, flag.id),
            key: flag.key.text,
            name: flag.name,
            why: why,
            at: moment
        )
    }
}

extension Flag {
    /// The version that everybody gets, whoever they are; `nil` when it depends.
    var onlyVersion: String? {
        guard isEnabled else { return offVariationID }
        var versions: Set<String> = []
        for serving in rules.map(\.serving) + [defaultRule] {
            for share in serving.shares where share.parts > 0 { versions.insert(share.variationID) }
        }
        for target in targets where !target.customers.isEmpty {
            versions.insert(target.variationID)
        }
        return versions.count == 1 ? versions.first : nil
    }
}
