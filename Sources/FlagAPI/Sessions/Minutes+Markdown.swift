public import FlagModel

extension Minutes {
    /// The minutes as a page of Markdown, with the times of a zone.
    public func markdown(in zone: Zone) -> String {
        var lines = ["# Review of \(Words.markdown(place))", "", when(zone), "", summary, ""]
        if !topics.isEmpty { lines += ["## Decided", ""] + topics.flatMap { page($0, zone) } }
        let (rash, usual) = (
            published.filter(\.isEmergency), published.filter { !$0.isEmergency }
        )
        lines += part("Published", usual, zone)
        lines += part("Published without a review", rash, zone)
        lines += part("Changed without a draft", others, zone)
        if !untold.isEmpty {
            lines += ["## Still waits", ""]
            lines += untold.map { draft in
                "- **\(Words.markdown(draft.name))**, by \(Words.markdown(draft.authors)): "
                    + Words.markdown(draft.why)
            }
            lines.append("")
        }
        if !planned.isEmpty {
            lines += ["## Happens by itself within a week", ""]
            lines += planned.map {
                "- \(Words.weekdayTime($0.at, in: zone)): \(Words.markdown($0.title))"
            }
            lines.append("")
        }
        return lines.dropLast().joined(separator: "\n") + "\n"
    }

    /// When it was and who was there: "Friday 27 November 2026, 11:00 to 11:45, with Ana and Li".
    private func when(_ zone: Zone) -> String {
        let last = max(from, until.adding(microseconds: -1))
        let isOneDay = zone.day(of: from) == zone.day(of: last)
        let end =
            isOneDay
            ? Words.clock(last, in: zone)
            : "\(Words.day(last, in: zone)), \(Words.clock(last, in: zone))"
        let who = people.isEmpty ? "" : ", with \(Words.list(people, most: 50))"
        return "\(Words.day(from, in: zone)), \(Words.clock(from, in: zone)) to \(end)"
            + Words.markdown(who) + "."
    }

    /// The drafts that waited at the end and that no topic tells.
    private var untold: [Waiting] {
        let told = Set(topics.map(\.draftID))
        return waiting.filter { !told.contains($0.draftID) }
    }

    /// What became of drafts, in numbers, each once: "2 drafts approved, 1 draft waits".
    private var summary: String {
        let outcomes = topics.map(\.outcome)
        var parts = [Topic.Outcome.approved, .sentBack, .published, .dropped].compactMap {
            outcome in
            let count = outcomes.count { $0 == outcome }
            return count == 0 ? nil : "\(Words.count(count, "draft")) \(outcome.rawValue)"
        }
        let rash = published.count(where: \.isEmergency)
        if rash > 0 { parts.append(Words.count(rash, "emergency", "emergencies")) }
        let rest = untold.count + outcomes.count { $0 == .open }
        if rest > 0 { parts.append(Words.count(rest, "draft waits", "drafts wait")) }
        return parts.isEmpty ? "Nothing was decided." : "\(parts.joined(separator: ", "))."
    }

    private func page(_ topic: Topic, _ zone: Zone) -> [String] {
        var lines = ["### \(Words.markdown(topic.name)): \(topic.end.words)", ""]
        let note = topic.note.isEmpty ? "" : " (\(topic.note))"
        lines += ["\(Words.markdown("\(topic.authors) drafted: \(topic.sentence)\(note)")).", ""]
        lines += topic.remarks.map { remark in
            "- \(Words.clock(remark.at, in: zone)) \(Words.markdown(remark.words))"
        }
        return lines.last == "" ? lines : lines + [""]
    }

    private func part(_ title: String, _ entries: [Entry], _ zone: Zone) -> [String] {
        guard !entries.isEmpty else { return [] }
        return ["## \(title)", ""] + entries.flatMap { self.lines($0, zone) } + [""]
    }

    private func lines(_ entry: Entry, _ zone: Zone) -> [String] {
        let note = entry.note.isEmpty ? "" : " (\(Words.markdown(entry.note)))"
        var lines = [
            "- \(Words.clock(entry.at, in: zone)) \(Words.markdown(entry.person)) "
                + "\(Words.markdown(entry.sentence))\(note). " + entry.backWords
        ]
        // A sentence about one change says it already.
        if entry.lines.count == 1, entry.sentence.hasPrefix(entry.lines[0]) { return lines }
        lines += entry.lines.map { "  - \(Words.markdown($0))" }
        if entry.untold > 0 { lines.append("  - and \(Words.grouped(entry.untold)) more") }
        if entry.told > 0, !entry.lines.isEmpty {
            lines.append("  - and \(Words.grouped(entry.told)) told above")
        }
        return lines
    }
}

extension Minutes.Entry {
    fileprivate var backWords: String {
        takenBackBy.map { "Taken back by entry \($0)." }
            ?? "Entry \(number); take it back with `flagdeck undo \(number)`."
    }
}

extension Minutes.Topic {
    /// What became of the draft, as the summary counts it.
    fileprivate enum Outcome: String {
        case approved
        case sentBack = "sent back"
        case published
        case dropped = "thrown away"
        /// It waits and nobody's decision holds.
        case open
    }

    fileprivate var outcome: Outcome {
        switch end {
        case .published: .published
        case .dropped: .dropped
        case .waits(.sentBack): .sentBack
        case .waits(.approved): .approved
        case .waits:
            if remarks.contains(where: { $0.holds && $0.isSendingBack }) {
                .sentBack
            } else {
                remarks.contains { $0.holds && $0.isApproval } ? .approved : .open
            }
        }
    }
}

extension Minutes.Remark {
    var isApproval: Bool { if case .approved = what { true } else { false } }
    var isSendingBack: Bool { if case .sentBack = what { true } else { false } }

    fileprivate var words: String {
        switch what {
        case .approved(let reason):
            "\(person) approved it" + (reason.isEmpty ? "" : ": \(reason)")
                + (holds ? "" : " (does not hold any more)")
        case .sentBack(let reason):
            "\(person) sent it back: \(reason)" + (holds ? "" : " (does not hold any more)")
        case .commented(let text): "\(person) wrote: \(text)"
        }
    }
}

extension Minutes.End {
    /// The end in a few words, for a heading.
    fileprivate var words: String {
        switch self {
        case .published(let number): "published by entry \(number)"
        case .dropped(let person): "thrown away by \(Words.markdown(person))"
        case .waits(.approved): "approved, not published"
        case .waits(.sentBack): "sent back"
        case .waits(.waiting(let missing)):
            "\(Words.count(missing, "approval")) missing"
        case .waits(.notNeeded): "waits"
        }
    }
}
