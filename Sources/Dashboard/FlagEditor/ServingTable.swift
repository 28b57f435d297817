internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// A line of a flag's page, and what keys act on there.
struct FlagPageRow: Equatable, Sendable {
    var line: Line
    var part: FlagPart?

    init(_ line: Line, _ part: FlagPart? = nil) {
        self.line = line
        self.part = part
    }
}

/// Who gets what of a flag: a line for named customers, each rule, everyone else, and off.
extension DashboardState {
    private struct ServingRow {
        var part: FlagPart?
        var who: SafeText
        var now: SafeText
        var after: SafeText
        var people: Int?
    }

    /// The widths of the table; a column that is not shown has none.
    private struct Columns {
        let who: Int
        let value: Int
        let after: Int
        let people: Int

        init(width: Int, hasDraft: Bool, hasPeople: Bool) {
            people = hasPeople && width >= 60 ? 13 : 0
            let room = width - (people == 0 ? 0 : people + 1)
            who = max(8, room * (hasDraft ? 38 : 50) / 100)
            let rest = room - who - 1
            value = max(8, hasDraft ? (rest - 1) / 2 : rest)
            after = hasDraft ? max(8, rest - 1 - value) : 0
        }
    }

    /// The table: who, what they get now, what they get after the draft, how many they are.
    func servingTable(_ view: FlagView, width: Int, isPage: Bool) -> [FlagPageRow] {
        let count = view.latest.flatMap { peopleCount(servedQuestion($0)) }
        let columns = Columns(
            width: width,
            hasDraft: view.draft != nil && view.after != nil,
            hasPeople: isPage && count?.answer != nil && past == nil
        )
        var rows = [FlagPageRow(heading(columns, count))]
        for row in servingRows(view, count, isPage: isPage) {
            rows.append(FlagPageRow(line(row, columns), row.part))
        }
        if !isPage, let flag = view.latest, !flag.isEnabled || flag.isArchived {
            let why: SafeText = flag.isArchived ? "It is archived" : "It is off"
            let off = SafeText(flag.name(ofVersion: flag.offVariationID))
            rows.append(FlagPageRow(Line("\(why): everyone gets \"\(off)\" for now.", .dim)))
        }
        return rows + [FlagPageRow("")]
    }

    private func heading(_ columns: Columns, _ count: PeopleCount?) -> Line {
        var heading = Line(SafeText("WHO GETS WHAT").padded(to: columns.who + 1), .heading)
        if columns.after > 0 {
            heading.append(SafeText("now").padded(to: columns.value + 1), .dim)
            heading.append(SafeText("after").padded(to: columns.after), .dim)
        } else {
            heading.append(.blanks(columns.value))
        }
        guard columns.people > 0 else { return heading }
        let people: SafeText = count?.isExact ?? false ? "people" : "people, about"
        heading.append(" ")
        heading.append(people.padded(to: columns.people, alignment: .trailing), .dim)
        return heading
    }

    private func line(_ row: ServingRow, _ columns: Columns) -> Line {
        var line = Line(row.who.padded(to: columns.who))
        line.append(" ")
        line.append(row.now.padded(to: columns.value))
        if columns.after > 0 {
            let isSame = row.after == row.now
            let after: SafeText = isSame ? "same" : row.after
            line.append(" ")
            line.append(after.padded(to: columns.after), isSame ? .dim : .draft)
        }
        guard columns.people > 0, let people = row.people else { return line }
        line.append(" ")
        line.append(SafeText.count(people).padded(to: columns.people, alignment: .trailing))
        return line
    }

    private func servingRows(
        _ view: FlagView,
        _ count: PeopleCount?,
        isPage: Bool
    ) -> [ServingRow] {
        guard let flag = view.latest else { return [] }
        let (now, after) = (view.now, view.after)
        func people(_ line: PeopleAnswer.Line) -> Int? { count.flatMap { Self.people($0, line) } }
        var rows: [ServingRow] = []
        let named = (now: now.map(namedWords) ?? "", after: after.map(namedWords) ?? "")
        let isNamed = (now?.namedCount ?? 0) + (after?.namedCount ?? 0) > 0
        if isPage || isNamed {
            rows.append(
                ServingRow(
                    part: .named,
                    who: namedTitle(flag),
                    now: named.now,
                    after: named.after,
                    people: isNamed ? people(.named) : nil
                )
            )
        }
        for (index, rule) in flag.rules.enumerated() {
            let before = now?.rules.first { $0.id == rule.id }
            let later = after?.rules.first { $0.id == rule.id }
            let gone: SafeText = after == nil ? "" : "rule removed"
            rows.append(
                ServingRow(
                    part: .rule(rule.id),
                    who: SafeText(rule.title(in: environmentInWords)),
                    now: before.map { served($0.serving, by: now) } ?? "",
                    after: later.map { served($0.serving, by: after) } ?? gone,
                    people: people(.rule(index))
                )
            )
        }
        rows += rulesBeside(flag.rules, now, after)
        rows.append(
            ServingRow(
                part: .everyoneElse,
                who: isNamed || rows.contains { $0.part != .named } ? "everyone else" : "everyone",
                now: now.map { served($0.defaultRule, by: $0) } ?? "",
                after: after.map { served($0.defaultRule, by: $0) } ?? "",
                people: people(.everyoneElse)
            )
        )
        guard isPage else { return rows }
        rows.append(
            ServingRow(
                part: .whileOff,
                who: "while it is off",
                now: SafeText(now.map { $0.name(ofVersion: $0.offVariationID) } ?? ""),
                after: SafeText(after.map { $0.name(ofVersion: $0.offVariationID) } ?? "")
            )
        )
        return rows
    }

    /// Rules that the flag as it is edited does not have: the draft removes them, or somebody
    /// else's adds them.
    private func rulesBeside(_ rules: [Rule], _ now: Flag?, _ after: Flag?) -> [ServingRow] {
        let known = Set(rules.map(\.id))
        func row(_ rule: Rule, now: SafeText, after: SafeText) -> ServingRow {
            ServingRow(
                who: SafeText(rule.title(in: environmentInWords)),
                now: now,
                after: after
            )
        }
        let gone = (now?.rules ?? []).filter { !known.contains($0.id) }.map {
            row($0, now: served($0.serving, by: now), after: "rule removed")
        }
        let new = (after?.rules ?? []).filter { !known.contains($0.id) }.map {
            row($0, now: "", after: served($0.serving, by: after))
        }
        return gone + new
    }

    private func namedTitle(_ flag: Flag) -> SafeText {
        let count = flag.namedCount
        return count == 0
            ? "customers by name" : SafeText(Words.count(count, "customer") + " by name")
    }

    /// "Blue banner", "2 Blue banner, 1 Off", "nobody yet".
    private func namedWords(_ flag: Flag) -> SafeText {
        let lists = flag.targets.filter { !$0.customers.isEmpty }
        guard lists.count != 1 else { return SafeText(flag.name(ofVersion: lists[0].variationID)) }
        guard !lists.isEmpty else { return "nobody yet" }
        let words = lists.map {
            "\(Words.grouped($0.customers.count)) \(flag.name(ofVersion: $0.variationID))"
        }
        return SafeText(words.joined(separator: ", "))
    }

    /// How many people a line decides for; `nil` while nothing is known.
    static func people(_ count: PeopleCount, _ line: PeopleAnswer.Line) -> Int? {
        count.answer.map { answer in
            let looked = answer.groups.reduce(0) { sum, group in
                guard case .served(line, _) = group.name else { return sum }
                return sum + group.count
            }
            return answer.scaled(looked)
        }
    }

    /// "25% Blue banner"; of two versions only the one that is not for off needs saying.
    private func served(_ serving: Serving, by flag: Flag?) -> SafeText {
        guard let flag else { return "" }
        let parts = flag.onParts(of: serving)
        guard flag.variations.count == 2, parts > 0, parts < Share.whole,
            let on = flag.variations.first(where: { $0.id != flag.offVariationID })
        else { return SafeText(flag.served(serving)) }
        return SafeText("\(Words.percent(parts: parts)) \(on.name)")
    }
}
