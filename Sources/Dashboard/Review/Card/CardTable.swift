internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// One row of now and after.
struct CardRow: Equatable, Sendable {
    let label: SafeText
    let now: SafeText
    let after: SafeText

    init(_ label: SafeText, _ now: String, _ after: String) {
        self.label = label
        self.now = SafeText(now)
        self.after = SafeText(after)
    }
}

/// Now and after, side by side: the same rows in the same order whatever changes.
extension DashboardState {
    private static let labelWidth = 10
    private static let barWidth = 20
    /// Things of one draft that are shown one by one.
    private static let subjectLimit = 5
    /// Moments of one plan that are shown one by one.
    private static let momentLimit = 8

    func cardTable(_ view: DraftView, width: Int) -> [Line] {
        guard view.problem == nil else { return [] }
        let subjects = cardSubjects(view)
        let room = max(8, (width - Self.labelWidth - 4) / 2)
        var heading = Line(SafeText("").padded(to: Self.labelWidth + 2))
        heading.append(SafeText("NOW").padded(to: room), .heading)
        heading.append("  ")
        heading.append("AFTER", .heading)
        var lines = [heading]
        for subject in subjects.prefix(Self.subjectLimit) {
            if subjects.count > 1 { lines.append(Line(SafeText(subject.name), .heading)) }
            lines += cardRows(subject, barWidth: min(Self.barWidth, room - 5))
                .map { line($0, room: room) }
        }
        if subjects.count > Self.subjectLimit {
            let more = SafeText.count(subjects.count - Self.subjectLimit)
            lines.append(Line("and \(more) more things; Enter opens the first", .dim))
        }
        lines += peopleLines(view, room: room, width: width)
        return lines + [line(CardRow("When", "", whenWords(view)), room: room)]
    }

    private func line(_ row: CardRow, room: Int) -> Line {
        let isSame = row.now == row.after
        var line = Line(row.label.padded(to: Self.labelWidth + 2), .dim)
        line.append(row.now.padded(to: room))
        line.append("  ")
        line.append(row.after.truncated(toWidth: room), isSame ? .text : .draft)
        return line
    }

    private func whenWords(_ view: DraftView) -> String {
        let plans = view.draft.plans
        guard let first = plans.map(\.at).min() else { return "as soon as it is published" }
        let when = times.soon(first).text
        guard let plan = view.draft.onlyPlan else { return "at once, until \(when)" }
        if plan.at <= now { return "\(when), which is over" }
        return when + (plan.later.isEmpty ? "" : ", \(plan.thenWords)")
    }

    // MARK: - People

    /// How many people get something else, below the row for the share.
    private func peopleLines(_ view: DraftView, room: Int, width: Int) -> [Line] {
        let start = Line(SafeText("People").padded(to: Self.labelWidth + 2), .dim)
        guard let count = peopleCount(peopleQuestion(about: view.draft)) else {
            return [start + Line("counting…", .dim)]
        }
        if count.problem != nil { return [start + Line("could not be counted", .dim)] }
        guard let answer = count.answer else { return [start + Line("counting…", .dim)] }
        guard answer.known > 0 else { return [start + Line("nobody is known here yet", .dim)] }
        let changes = count.changes
        guard !changes.moves.isEmpty else {
            return [start + Line("nobody gets anything else than now")]
        }
        let about: SafeText = count.isExact ? "" : "about "
        let several = changes.flagIDs.count > 1
        let rows = changes.moves.prefix(3).map { move -> Line in
            let flag = several ? "\(flagView(move.flagID)?.name ?? ""): " : ""
            let text: SafeText =
                "\(SafeText(flag))\(about)\(SafeText.count(move.count)) \(words(move))"
            return Line(text, move.isLoss ? .bad : .text)
        }
        let indent = Line(.blanks(Self.labelWidth + 2))
        let more =
            changes.moves.count > 3
            ? [indent + Line("and more; Ctrl-N says who", .dim)] : []
        return rows.enumerated().map { ($0 == 0 ? start : indent) + $1 } + more
    }

    // MARK: - Rows

    private func cardRows(_ subject: CardSubject, barWidth: Int) -> [CardRow] {
        switch subject {
        case .flag(let view): flagRows(view, barWidth: barWidth)
        case .audience(let view): audienceRows(view)
        case .experiment(let view): experimentRows(view)
        case .plan(let schedule): planRows(schedule)
        case .endedPlan(let schedule, let change):
            [CardRow("Plan", planState(schedule), endedState(change))]
        case .other: [CardRow("Settings", "", "changed")]
        }
    }

    /// A row for each thing at each moment; of a plan that is moved, only its time.
    private func planRows(_ plan: Schedule) -> [CardRow] {
        if let earlier = present.schedule(plan.id) {
            return [CardRow("Plan", planState(earlier), planState(plan))]
        }
        return moments(of: plan, in: present).prefix(Self.momentLimit).flatMap { moment in
            moment.things.enumerated().map { index, thing in
                let label = index == 0 ? times.short(moment.at) : ""
                let after = moment.things.count > 1 ? thing.sentence : thing.after
                return CardRow(label, thing.before, after)
            }
        }
    }

    private func planState(_ plan: Schedule) -> String {
        plan.isHeld ? "stopped" : "waits for \(times.soon(plan.at).text)"
    }

    private func endedState(_ change: Change) -> String {
        guard case .holdSchedule(_, let isHeld) = change else { return "called off" }
        return isHeld ? "stopped" : "goes on"
    }

    private func flagRows(_ view: FlagView, barWidth: Int) -> [CardRow] {
        let (now, after) = (view.now, view.after)
        func both(_ label: SafeText, _ words: (Flag) -> String) -> CardRow {
            CardRow(label, now.map(words) ?? "nothing", after.map(words) ?? "deleted")
        }
        let rows = [
            CardRow(
                "State",
                stateWords(now, view.nowSummary),
                stateWords(after, view.afterSummary)
            ),
            CardRow("Who", view.nowSummary?.who ?? "nobody", view.afterSummary?.who ?? "nobody"),
        ]
        let share = CardRow(
            "Share",
            shareWords(view.nowSummary, width: barWidth),
            shareWords(view.afterSummary, width: barWidth)
        )
        let state = environment
        // Of a flag without rules the rows above say the same.
        let isPlain = [now, after].compactMap { $0 }
            .allSatisfy { $0.rules.isEmpty && $0.variations.count == 2 }
        let others = [
            both("By hand") { flag in
                let count = flag.targets.reduce(0) { $0 + $1.customers.count }
                return count == 0 ? "nobody" : Words.count(count, "customer")
            },
            both("Rules") { flag in
                let names = flag.rules.map { "\($0.title(in: state)): \(flag.served($0.serving))" }
                return names.isEmpty ? "none" : Words.list(names, most: 2)
            },
            both("The rest") { isPlain ? "" : $0.served($0.defaultRule) },
            both("Versions") { flag in Words.list(flag.variations.map(\.name), most: 4) },
            both("Name", \.name), both("About", \.description), both("Owner", \.owner),
            both("Tags") { Words.list($0.tags, most: 5) },
        ]
        let isShared = !share.now.isEmpty || !share.after.isEmpty
        return rows + (isShared ? [share] : []) + others.filter { $0.now != $0.after }
    }

    private func stateWords(_ flag: Flag?, _ summary: FlagSummary?) -> String {
        guard let flag, let summary else { return "not there" }
        return flag.isArchived ? "archived" : summary.state.text
    }

    /// "█████░░░ 25%"; nothing where it is no share.
    private func shareWords(_ summary: FlagSummary?, width: Int) -> String {
        guard case .some(let parts)? = summary?.state else { return "" }
        let bar = glyphs.bar(share: Double(parts) / Double(Share.whole), width: width)
        return "\(bar.text) \(Words.percent(parts: parts))"
    }

    private func audienceRows(_ view: AudienceView) -> [CardRow] {
        func both(_ label: SafeText, _ words: (Audience) -> String) -> CardRow {
            CardRow(label, view.now.map(words) ?? "nothing", view.after.map(words) ?? "deleted")
        }
        let always = [
            both("By name") { Words.count($0.members.count, "customer") },
            both("Rules") { audience in
                let rules = audience.rules.map(\.inWords)
                return rules.isEmpty ? "none" : Words.list(rules, most: 2)
            },
        ]
        let others = [
            both("Kept out") { Words.count($0.excluded.count, "customer") },
            both("Archived") { $0.isArchived ? "yes" : "no" },
            both("Name", \.name), both("About", \.description),
            both("Tags") { Words.list($0.tags, most: 5) },
        ]
        return always + others.filter { $0.now != $0.after }
    }

    private func experimentRows(_ view: ExperimentView) -> [CardRow] {
        func both(_ label: SafeText, _ words: (Experiment) -> String) -> CardRow {
            CardRow(label, view.now.map(words) ?? "nothing", view.after.map(words) ?? "deleted")
        }
        let always = [both("State") { $0.state.rawValue }, both("Measured") { $0.metric.title }]
        let others = [
            both("Name", \.name), both("Days") { Words.count($0.plannedDays, "day") },
            both("Archived") { $0.isArchived ? "yes" : "no" },
        ]
        return always + others.filter { $0.now != $0.after }
    }
}

extension CardSubject {
    /// What people call it.
    var name: String {
        switch self {
        case .flag(let view): view.name
        case .audience(let view): view.name
        case .experiment(let view): view.latest?.name ?? ""
        case .plan(let schedule), .endedPlan(let schedule, _): schedule.title
        case .other(let name): name
        }
    }
}
