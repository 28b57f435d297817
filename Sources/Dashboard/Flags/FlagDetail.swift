internal import FlagAPI
internal import FlagModel
internal import TerminalUI

extension DashboardState {
    /// The few lines below the list: what it is, what it is now, what waits.
    var flagPeekLines: [Line] {
        guard let id = currentFlagID, let view = flagView(id), let flag = view.latest else {
            return currentFlagID == nil
                ? [] : ["Somebody deleted this flag. R puts the list in order."]
        }
        let width = size.columns - 2
        var lines: [Line] = []
        let owner = flag.owner.isEmpty ? "" : "Owner: \(flag.owner)."
        let about = [flag.description.onOneLine, owner].filter { !$0.isEmpty }
        if !about.isEmpty {
            lines.append(Line(SafeText(about.joined(separator: " ")).truncated(toWidth: width)))
        }
        lines.append(labelled(past == nil ? "Now" : "Then", nowSentence(view)))
        if let draft = view.draft {
            lines.append(Line([Span("Draft  ", .dim), Span(draftSentence(view, draft), .draft)]))
        }
        return lines + nextLines(id, width: width).prefix(4 - lines.count)
    }

    private func labelled(_ label: SafeText, _ text: SafeText) -> Line {
        Line([Span(label.padded(to: 7), .dim), Span(text)])
    }

    private func labelled(
        _ label: SafeText,
        _ text: SafeText,
        _ role: Role,
        width: Int
    ) -> [Line] {
        SafeText.wrapped(text.text, width: width - 7).enumerated().map { index, line in
            Line([Span((index == 0 ? label : "").padded(to: 7), .dim), Span(line, role)])
        }
    }

    /// What customers get now, in one sentence.
    private func nowSentence(_ view: FlagView) -> SafeText {
        guard let now = view.now, let summary = view.nowSummary else {
            return "It does not exist yet."
        }
        if now.isArchived { return "Archived: applications get the version for off." }
        let off = SafeText(now.variation(now.offVariationID)?.name ?? "")
        let others = now.variations.filter { $0.id != now.offVariationID }.map(\.name)
        let on = SafeText(others.count == 1 ? others[0] : "one of \(others.count) versions")
        let quoted: SafeText = others.count == 1 ? "\"\(on)\"" : on
        switch summary.state {
        case .off: return "Off: everyone gets \"\(off)\"."
        case .experiment:
            return "In an experiment: \(SafeText(summary.who)), in parts, get \(quoted)."
        case .on where summary.who == "everyone": return "Everyone gets \(quoted)."
        case .some(let parts) where parts == 0: return "On, but nobody gets it: c chooses who."
        default:
            let share = summary.state == .on ? "" : SafeText(summary.state.text) + " of "
            // "Everyone but Staff gets", "VIP get", "25% of everyone get".
            let isEveryone = share.isEmpty && summary.who.hasPrefix("everyone")
            let who = isEveryone ? summary.who.capitalisedSentence : summary.who
            return "\(share)\(SafeText(who)) \(isEveryone ? "gets" : "get") \(quoted)."
        }
    }

    /// What happens to the flag by itself next, and what drafts plan for it.
    private func nextLines(_ id: GUID, width: Int) -> [Line] {
        guard let environmentID else { return [] }
        let subject = Subject.flag(environment: environmentID, id)
        let plans = model.schedules(about: subject)
        var lines: [Line] = []
        if let next = plans.first(where: { !$0.isAboutCustomer }) ?? plans.first {
            let more = plans.count > 1 ? "; \(Words.grouped(plans.count - 1)) more, P" : ""
            let words = nextWords(next, about: subject, in: model) + more
            lines += labelled("Next", SafeText(words), .text, width: width)
        }
        for view in drafts.views {
            guard let plan = view.draft.onlyPlan, plan.touches(subject),
                model.schedule(plan.id) == nil
            else { continue }
            let words = nextWords(plan, about: subject, in: model)
            let by = author(of: view.draft)
            let text = SafeText("\(words). By \(by). Not planned yet.")
            lines += labelled("Draft", text, .draft, width: width)
        }
        return lines
    }

    private func draftSentence(_ view: FlagView, _ draft: Draft) -> SafeText {
        let more = draft.changes.count - 1
        let rest = more > 0 ? ", and \(Words.count(more, "more change"))" : ""
        return draftSentence(draft, view.difference + rest, problem: view.problem)
    }

    /// The drafts of others about a flag beside the one that is shown, a sentence each.
    private func besideLines(_ id: GUID, width: Int) -> [Line] {
        guard let environmentID else { return [] }
        let subject = Subject.flag(environment: environmentID, id)
        let others = drafts.others(about: subject)
        return others.dropFirst(drafts.own(subject) == nil ? 1 : 0).flatMap { other in
            let difference = flagView(id, with: other)?.difference ?? ""
            let words = draftSentence(other.draft, difference, problem: other.problem)
            return labelled("Others", words, .draft, width: width)
        }
    }

    /// Everything about the selected flag, for the detail beside the list.
    var flagDetailLines: [Line] { flagRows(isPage: false).map(\.line) }

    /// Everything about the selected flag, with the lines that keys act on.
    func flagRows(isPage: Bool) -> [FlagPageRow] {
        guard let id = currentFlagID, let view = flagView(id), let flag = view.latest else {
            return []
        }
        let width = max(20, (isPage ? size.columns : frame.detail.width) - 3)
        var lines: [Line] = isPage ? [] : [Line(SafeText(flag.name), .heading)]
        if !flag.description.isEmpty { lines += Line.wrapped(flag.description, width: width) }
        lines.append(identityLine(flag))
        if !isPage { lines.append("") }
        lines += labelled(past == nil ? "Now" : "Then", nowSentence(view), .text, width: width)
        if let draft = view.draft {
            lines += labelled("Draft", draftSentence(view, draft), .draft, width: width)
            let saysAll = draft.changes.count == 1 && view.difference.contains(" → ")
            if !saysAll { lines += draftLines(draft, width: width) }
        }
        lines += besideLines(id, width: width)
        lines += nextLines(id, width: width)
        lines.append("")
        lines += faultLines(id, width: width)
        var rows = lines.map { FlagPageRow($0) }
        rows += servingTable(view, width: width, isPage: isPage)
        if isPage { rows += draftImpact(view, width: width) }
        rows += versionRows(view, isPage: isPage)
        lines = view.now == nil ? [] : trafficLines(flag, width: width)
        lines += moreLines(flag, view, width: width)
        if isPage || frame.layout != .wide { lines += recentLines(id) }
        return rows + lines.map { FlagPageRow($0) }
    }

    /// What the draft would change for people.
    private func draftImpact(_ view: FlagView, width: Int) -> [FlagPageRow] {
        guard past == nil, let question = draftQuestion(view) else { return [] }
        let lines = impactLines(question, keeping: view.after, width: width)
        return (lines + [""]).map { FlagPageRow($0) }
    }

    /// The third column: what happened to the flag.
    var flagSideLines: [Line] { currentFlagID.map(recentLines) ?? [] }

    private func identityLine(_ flag: Flag) -> Line {
        var line = Line()
        if !flag.owner.isEmpty {
            line.append("Owner ", .dim)
            line.append(SafeText(flag.owner))
            line.append("   ")
        }
        line.append("key ", .dim)
        line.append(SafeText(flag.key.text))
        return line
    }

    private func draftLines(_ draft: Draft, width: Int) -> [Line] {
        var now = model
        var lines: [Line] = []
        for change in draft.changes.prefix(8) {
            let before = now
            guard let next = try? now.previewing([change]) else { continue }
            now = next
            let text = change.sentence(before: before, after: next).capitalisedSentence
            lines += Line.wrapped(text, .draft, width: width, indent: 7)
        }
        return lines
    }

    private func versionRows(_ view: FlagView, isPage: Bool) -> [FlagPageRow] {
        guard let flag = view.latest else { return [] }
        let title: SafeText = "VERSIONS"
        var rows = [
            FlagPageRow(
                Line([Span(title, .heading), Span("   each \(SafeText(flag.kind.words))", .dim)])
            )
        ]
        let width = min(24, flag.variations.map { SafeText($0.name).width }.max() ?? 0)
        let shown = isPage ? flag.variations.count : 12
        for variation in flag.variations.prefix(shown) {
            var line = Line(SafeText(variation.name).padded(to: width))
            line.append("  ")
            line.append(SafeText(Words.short(variation.value, 60)), .dim)
            if variation.id == flag.offVariationID { line.append("  when off", .dim) }
            if let now = view.now, view.draft != nil, now.variation(variation.id) != variation {
                let isNew = now.variation(variation.id) == nil
                line.append(isNew ? "  new" : "  changed", .draft)
            }
            rows.append(FlagPageRow(line, .version(variation.id)))
        }
        if flag.variations.count > shown {
            rows.append(FlagPageRow(Line("and \(flag.variations.count - shown) more", .dim)))
        }
        return rows + [FlagPageRow("")]
    }

    private func moreLines(_ flag: Flag, _ view: FlagView, width: Int) -> [Line] {
        var lines: [Line] = []
        if !flag.purpose.isEmpty {
            lines.append(Line("PURPOSE", .heading))
            lines += Line.wrapped(flag.purpose, width: width)
            lines.append("")
        }
        if !flag.tags.isEmpty {
            lines.append(
                Line([Span("Tags    ", .dim), Span(SafeText(flag.tags.joined(separator: ", ")))])
            )
        }
        if let now = view.now {
            let running = environment?.experiments(on: now.id) ?? []
            for experiment in running.prefix(3) {
                let text = SafeText("\(experiment.name), \(experiment.state.rawValue)")
                lines.append(Line([Span("Experiment ", .dim), Span(text)]))
            }
            lines.append(
                Line([
                    Span("Changed ", .dim), Span(times.when(now.updatedAt)), Span(", made ", .dim),
                    Span(times.when(now.createdAt)),
                    Span("  \(times.zoneName(at: now.createdAt))", .dim),
                ])
            )
        }
        return lines + [""]
    }

    private func recentLines(_ id: GUID) -> [Line] {
        guard let recent = flags.recent, recent.flagID == id, let entries = recent.entries else {
            return []
        }
        guard !entries.isEmpty else { return [] }
        var lines = [Line([Span("HISTORY", .heading), Span("   w", .key), Span(" all", .dim)])]
        for entry in entries.prefix(frame.layout == .wide ? 20 : 8) {
            var line = Line(times.when(entry.changeSet.time).padded(to: 13), .dim)
            line.append(SafeText(entry.changeSet.actor).padded(to: 7))
            let about = environmentID.map { Subject.flag(environment: $0, id) }
            line.append(SafeText(entry.rowSentence(about: about.map { [$0] } ?? [])))
            lines.append(line)
        }
        return lines
    }
}
