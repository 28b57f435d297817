internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// Who gets something else: the moves from one version to another, those who lose first.
struct ChangesForPeople: Equatable, Sendable {
    /// People of one flag who go from one version to another.
    struct Move: Equatable, Sendable {
        let flagID: GUID
        /// The version that they get now; `nil` where they get none.
        let from: String?
        let to: String?
        /// How many, of all who are known.
        let count: Int
        /// Whether they have something that is not the version for off, and lose it.
        let isLoss: Bool
        /// Some of them.
        let people: [PeopleAnswer.Person]
    }

    let moves: [Move]

    /// Nothing changes, or nothing is known yet.
    init() { moves = [] }

    /// - Parameters:
    ///   - count: an answer to `PeopleQuestion.changes`.
    ///   - offVersion: the version that a flag hands out while it is off, as it is now.
    init(_ count: PeopleCount, offVersion: (GUID) -> String?) {
        guard let answer = count.answer else {
            moves = []
            return
        }
        let all: [Move] = answer.groups.compactMap { group in
            guard case .move(let flag, let from, let to) = group.name, group.count > 0 else {
                return nil
            }
            return Move(
                flagID: flag,
                from: from,
                to: to,
                count: answer.scaled(group.count),
                isLoss: from != nil && from != offVersion(flag),
                people: group.samples
            )
        }
        moves = all.sorted { left, right in
            if left.isLoss != right.isLoss { return left.isLoss }
            if left.count != right.count { return left.count > right.count }
            return (left.flagID, left.from ?? "", left.to ?? "")
                < (right.flagID, right.from ?? "", right.to ?? "")
        }
    }

    /// How many lose what they have.
    var losing: Int { moves.reduce(0) { $0 + ($1.isLoss ? $1.count : 0) } }

    /// The flags that people notice, each once.
    var flagIDs: Set<GUID> { Set(moves.map(\.flagID)) }
}

extension DashboardState {
    /// What changes for people, in lines; where nothing is known yet, that it is being counted.
    ///
    /// - Parameters:
    ///   - question: changes.
    ///   - kept: the flag whose people are told, too, who keep what they have.
    ///   - rows: lines at the most.
    ///   - width: cells of a line.
    /// - Returns: a heading, and what could be told in so many lines.
    func impactLines(
        _ question: PeopleQuestion,
        keeping kept: Flag? = nil,
        rows: Int = 8,
        width: Int
    ) -> [Line] {
        let heading = Line("WHAT CHANGES FOR PEOPLE", .heading)
        guard let count = peopleCount(question) else { return [heading, Line("Counting…", .dim)] }
        if let problem = count.problem {
            return [heading]
                + Line.wrapped("Could not be counted: \(problem)", .dim, width: width)
        }
        guard let answer = count.answer else { return [heading, Line("Counting…", .dim)] }
        guard answer.known > 0 else {
            return [heading, Line("Nobody is known here yet, so nobody can be counted.", .dim)]
        }
        let note = countNote(count)
        let known: SafeText = "   of \(SafeText.count(answer.known)) people"
        let status = Line(note.isEmpty ? known : "\(known), \(note)", .dim)
        let changes = count.changes
        let told = impactRows(changes, kept: kept.flatMap { keeping($0, changes, count) } ?? [])
        return [heading + status] + shortened(told, changes, most: max(1, rows - 1))
    }

    /// One line a move, those who keep theirs, and whether nobody loses anything.
    private func impactRows(
        _ changes: ChangesForPeople,
        kept: [(name: SafeText, count: Int)]
    ) -> [Line] {
        guard !changes.moves.isEmpty else {
            return [Line("Nobody gets anything else than now.")]
        }
        let severalFlags = changes.flagIDs.count > 1
        let counts = changes.moves.map(\.count) + kept.map(\.count)
        let column = counts.map { SafeText.count($0).width }.max() ?? 1
        func line(_ flag: SafeText, _ count: Int, _ words: SafeText, isLoss: Bool) -> Line {
            // After the name of a flag numbers do not stand below each other anyway.
            let number =
                severalFlags
                ? SafeText.count(count)
                : SafeText.count(count).padded(to: column, alignment: .trailing)
            let sign: SafeText = isLoss ? glyphs.look : " "
            return Line("\(sign) \(flag)\(number) \(words)", isLoss ? .bad : .text)
        }
        var lines = changes.moves.map { move in
            let flag: SafeText = severalFlags ? "\(SafeText(flagName(move.flagID))): " : ""
            return line(flag, move.count, words(move), isLoss: move.isLoss)
        }
        lines += kept.map {
            line("", $0.count, "\($0.count == 1 ? "keeps" : "keep") \($0.name)", isLoss: false)
        }
        if changes.losing == 0 {
            lines.append(Line("\(glyphs.check) Nobody loses what they have now.", .good))
        }
        return lines
    }

    /// As many lines as fit; the last says how many moves are left out.
    private func shortened(_ lines: [Line], _ changes: ChangesForPeople, most: Int) -> [Line] {
        guard lines.count > most else { return lines }
        guard most > 1 else {
            return changes.losing > 0
                ? [
                    Line(
                        "\(glyphs.look) \(SafeText.count(changes.losing)) lose what they have",
                        .bad
                    )
                ]
                : Array(lines.prefix(1))
        }
        // Whether anybody loses something must not be what is cut off.
        let last = changes.losing == 0 ? lines.suffix(1) : []
        let shown = lines.prefix(most - 1 - last.count)
        let rest = lines.count - shown.count - last.count
        return shown + [Line("  and \(SafeText.count(rest)) more lines", .dim)] + last
    }

    /// "go from Off to Blue banner".
    func words(_ move: ChangesForPeople.Move) -> SafeText {
        let one = move.count == 1
        let to = versionName(move.to, of: move.flagID)
        guard move.from != nil else { return "\(one ? "gets" : "get") \(to)" }
        guard move.from != move.to else {
            return "\(one ? "gets" : "get") \(to) with another value"
        }
        let from = versionName(move.from, of: move.flagID)
        guard move.to != nil else {
            return one ? "loses \(from) and gets nothing" : "lose \(from) and get nothing"
        }
        return "\(one ? "goes" : "go") from \(from) to \(to)"
    }

    private func flagName(_ id: GUID) -> String { flagView(id)?.name ?? "a deleted flag" }

    private func versionName(_ id: String?, of flag: GUID) -> SafeText {
        let view = flagView(flag)
        guard let id else { return "nothing" }
        let version = view?.after?.variation(id) ?? view?.now?.variation(id)
        return SafeText(version?.name ?? id)
    }

    /// Those who have a version now and afterwards, where both counts are known equally well.
    private func keeping(
        _ flag: Flag,
        _ changes: ChangesForPeople,
        _ count: PeopleCount
    ) -> [(name: SafeText, count: Int)]? {
        guard flag.isEnabled, !flag.isArchived,
            let served = peopleCount(servedQuestion(flag)), let answer = served.answer,
            served.isExact == count.isExact
        else { return nil }
        return flag.variations.compactMap { version in
            guard version.id != flag.offVariationID else { return nil }
            let after = answer.groups.reduce(0) { sum, group in
                guard case .served(_, version.id) = group.name else { return sum }
                return sum + answer.scaled(group.count)
            }
            let coming = changes.moves.filter { $0.flagID == flag.id && $0.to == version.id }
                .reduce(0) { $0 + $1.count }
            return after > coming ? (SafeText(version.name), after - coming) : nil
        }
    }
}
