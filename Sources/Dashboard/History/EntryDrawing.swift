internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// One entry in words: below the list, beside it, and on a page of its own.
extension DashboardState {
    /// "What number 4 187 did".
    var entryTitle: SafeText {
        guard let entry = currentEntry else { return "" }
        return "What number \(SafeText.count(Int(clamping: entry.number))) did"
    }

    var entryPeekLines: [Line] {
        guard let entry = currentEntry else { return [] }
        let set = entry.changeSet
        let width = size.columns - 2
        let detail = history.detail?.entry == entry.number ? history.detail : nil
        var last: [Line] = []
        if let later = history.takenBack[entry.number] {
            last.append(
                Line("Taken back by number \(SafeText.count(Int(clamping: later))).", .look)
            )
        } else if let today = detail?.todayWords {
            last.append(Line(SafeText(today)))
        }
        if !set.note.isEmpty {
            last.insert(
                Line([Span("Why    ", .dim), Span(SafeText(set.note.onOneLine))]),
                at: 0
            )
        }
        last.insert(Line([Span("When   ", .dim), Span(times.exact(set.time))]), at: 0)
        let room = max(1, frame.peek.height - last.count)
        return changedLines(entry, detail, width: width, room: room) + last
    }

    /// What an entry did, in the few lines that there are: before and after where that is known.
    private func changedLines(
        _ entry: HistoryEntry,
        _ detail: EntryDetail?,
        width: Int,
        room: Int
    ) -> [Line] {
        let set = entry.changeSet
        let facets = detail?.only?.facets ?? []
        if let only = detail?.only, let first = facets.first {
            var line = Line([Span("\(SafeText(Words.short(only.name)))  ")]) + facetLine(first)
            if facets.count > 1 {
                line.append("   \(SafeText.count(facets.count - 1)) more: ", .dim)
                line.append("Enter", .key)
            }
            return [line]
        }
        var sentence = Line.wrapped("\(set.actor) \(Words.short(set.sentence, 600)).", width: width)
        let more = set.lines.count + set.untoldCount - 1
        guard more > 0 else { return Array(sentence.prefix(room)) }
        let changes: SafeText =
            set.origin == .publish ? "" : "\(SafeText.count(more + 1)) changes: "
        let hint = Line([
            Span(changes, .dim), Span("Enter", .key), Span(" lists each change", .dim),
        ])
        let rows = max(1, room - 1)
        if sentence.count > rows {
            sentence = Array(sentence.prefix(rows))
            sentence[rows - 1].append(" \(glyphs.ellipsis)", .dim)
        }
        return room > 1 ? sentence + [hint] : sentence
    }

    /// Everything about an entry.
    var entryLines: [Line] {
        guard let entry = currentEntry else { return [] }
        let set = entry.changeSet
        let isPage = history.page != nil
        let width = max(20, (isPage ? size.columns : frame.detail.width) - 3)
        var lines: [Line] = isPage ? [] : [Line(entryTitle, .heading)]
        func labelled(_ label: SafeText, _ text: String) {
            for (row, part) in SafeText.wrapped(text, width: max(1, width - 8)).enumerated() {
                let shown = (row == 0 ? label : "").padded(to: 8)
                lines.append(Line([Span(shown, .dim), Span(part)]))
            }
        }
        labelled("What", Words.short(set.sentence, 600))
        labelled("Who", set.actor)
        labelled("When", times.exact(set.time).text)
        if !set.note.isEmpty { labelled("Why", set.note) }
        if let how = set.howInWords { labelled("How", how) }
        if let later = history.takenBack[entry.number] {
            labelled("Later", "taken back by number \(numberText(later))")
        }
        lines += ["", Line("WHAT CHANGED", .heading)]
        let detail = history.detail?.entry == entry.number ? history.detail : nil
        // Sentences say best what a draft is for.
        let did = (detail?.did ?? []).filter { !$0.subject.isDraft }
        if !did.isEmpty {
            lines += differenceLines(did, width: width, detail: detail)
            if let today = detail?.todayWords {
                lines += [""] + Line.wrapped(today, .heading, width: width)
            }
            return lines
        }
        for line in set.lines {
            let wrapped = SafeText.wrapped(Words.short(line, 1000), width: max(1, width - 2))
            for (row, text) in wrapped.enumerated() {
                lines.append(Line([Span(row == 0 ? glyphs.dot + " " : "  ", .dim), Span(text)]))
            }
        }
        let rest = set.untoldCount
        if rest > 0 { lines.append(Line("  and \(SafeText.count(rest)) more changes", .dim)) }
        return lines
    }
}

extension ChangeSet {
    /// What led to an entry, where that is worth a line.
    fileprivate var howInWords: String? {
        switch origin {
        case .direct: nil
        case .publish: "published from drafts"
        case .undo(let number): "took number \(SafeText.count(Int(clamping: number)).text) back"
        case .importing: "read from a file"
        case .drafting: "a draft: nothing changed for customers"
        case .scheduled: "happened by itself, by the plan of \(actor)"
        case .reviewing: "said in a review"
        case .emergency: "published in an emergency, without a review"
        case .triggered: "made by a trigger, when its address was asked"
        }
    }
}

extension TimeWords {
    /// "14 Jul 2026, 10:58:07 (UTC+2)".
    func exact(_ moment: Moment) -> SafeText {
        let time = zone.calendar(moment)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let clock = "\(two(time.hour)):\(two(time.minute)):\(two(time.second))"
        return SafeText("\(date(moment)), \(clock) (\(zoneName(at: moment).text))")
    }
}
