internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// How the page about who may do what looks, and what it says.
extension DashboardState {
    private static let ownColumns = ColumnLayout([
        .fixed(8, importance: 10),
        .flexible(minimum: 14, flex: 3, importance: 9),
        .flexible(minimum: 12, maximum: 40, flex: 2, importance: 8),
    ])
    private static let peopleColumns = ColumnLayout([
        .flexible(minimum: 8, maximum: 24, flex: 2, importance: 10),
        .flexible(minimum: 14, flex: 4, importance: 9),
        .flexible(minimum: 10, maximum: 36, flex: 2, importance: 8),
    ])

    /// Draws who may do what.
    func drawRights(_ box: RightsBox, on canvas: inout Canvas, _ frame: Frame) {
        let sheet = Sheet(
            title: "Who may do what",
            note: SafeText(environmentTitle),
            top: rightsSentences,
            view: box.view,
            text: rightsText(box)
        )
        drawSheet(sheet, on: &canvas, frame) { canvas, index, point, width in
            draw(box.rows[index], box, at: point, width: width, on: &canvas)
        }
    }

    /// The answer: who this person is here, and what follows.
    private var rightsSentences: [Line] {
        switch standing {
        case .owner where !present.hasPeople:
            return [
                Line("Nobody is written down: whoever reaches this data may do all.", .heading),
                Line("Write people down with: flagdeck person add NAME --role ROLE", .dim),
            ]
        case .owner:
            return [
                Line("You may do everything: you came in as the owner of this data.", .heading),
                Line("Under the name of somebody below (I), you may do what they may.", .dim),
            ]
        case .person(let person):
            let roles = person.rolesInWords(in: present)
            return [
                Line("You are \(SafeText(person.name)): \(SafeText(roles)).", .heading),
                Line(rightsAdvice, .dim),
            ]
        case .stranger(let name): return [Line("\(SafeText(name)) is not written down.", .bad)]
        case .badToken: return [Line("Your token is not good any more.", .bad)]
        }
    }

    private var rightsAdvice: SafeText {
        guard case .person(let person) = standing, !person.isAdministratorEverywhere else {
            return "You may do everything."
        }
        return "What you may not do yourself, those beside it can do for you."
    }

    // MARK: - Lines

    private func draw(
        _ row: RightsBox.Row,
        _ box: RightsBox,
        at point: Point,
        width: Int,
        on canvas: inout Canvas
    ) {
        switch row {
        case .ownTitle:
            let title: SafeText = "YOU, IN \(SafeText(environmentTitle))"
            canvas.draw(Line(title, .heading), at: point, width: width)
        case .peopleTitle:
            var line = Line("PEOPLE  ", .heading)
            line.append(SafeText.count(box.peopleCount), .dim)
            if box.peopleCount > 0 { line.append("   role, since when and from whom", .dim) }
            canvas.draw(line, at: point, width: width)
        case .own(let index):
            let table = Self.ownColumns
            let widths = table.widths(total: width)
            table.draw(cells(box.own[index]), on: &canvas, at: point, widths: widths)
        case .holding(let index):
            let table = Self.peopleColumns
            let cells = cells(box.holdings[index], box)
            table.draw(cells, on: &canvas, at: point, widths: table.widths(total: width))
        }
    }

    private func cells(_ own: RightsBox.Own) -> [(text: SafeText, role: Role)] {
        let acts = own.isAll ? "do everything" : own.acts.map(\.words).joined(separator: ", ")
        switch own.answer {
        case .may(let place):
            return [("may", .on), (SafeText(acts), .text), (SafeText(place), .dim)]
        case .mayNot(let denial):
            return [("may not", .off), (SafeText(acts), .dim), (SafeText(denial.whoCan), .text)]
        }
    }

    private func cells(
        _ holding: RightsBox.Holding,
        _ box: RightsBox
    ) -> [(text: SafeText, role: Role)] {
        let name = holding.isFirst ? holding.person.name : ""
        guard let grant = holding.grant else {
            return [(SafeText(name), .text), ("no role: may do nothing", .look), ("", .dim)]
        }
        return [
            (SafeText(name), .text), (SafeText(grant.words(in: present)), .text),
            (origin(of: grant, holding, box), .dim),
        ]
    }

    /// "3 Jul, from Zoe".
    private func origin(
        of grant: Grant,
        _ holding: RightsBox.Holding,
        _ box: RightsBox
    ) -> SafeText {
        guard let origin = box.times.origin(of: grant, of: holding.person.id) else {
            return box.question == nil ? "" : glyphs.ellipsis
        }
        return "\(times.short(origin.since)), from \(SafeText(origin.by))"
    }

    // MARK: - In full

    /// What the line under the pointer is about: a title and a text; `nil` for a heading.
    func rightsText(_ box: RightsBox) -> (title: SafeText, text: String)? {
        switch box.selectedRow {
        case .own(let index)?:
            let own = box.own[index]
            switch own.answer {
            case .may(let place):
                let acts = Words.list(own.acts.map(\.words), most: own.acts.count)
                let text = own.isAll ? "do everything" : acts
                return ("You may", "You may \(text), \(place).")
            case .mayNot(let denial): return ("You may not", denial.toYou(about: own.acts))
            }
        case .holding(let index)?:
            let person = box.holdings[index].person
            return (SafeText(person.name), words(about: person))
        case .ownTitle?, .peopleTitle?, nil: return nil
        }
    }

    /// What somebody may do, where, and how they come in.
    private func words(about person: Person) -> String {
        var text = "\(person.name) is \(person.rolesInWords(in: present)). "
        if let user = person.systemUser {
            text += "Comes in with the account \(user) of this machine. "
        }
        let tokens = person.tokens.filter { !$0.isExpired(at: now) }.map(\.name)
        if !tokens.isEmpty {
            let names = Words.list(tokens, most: 3)
            text += "Has \(Words.count(tokens.count, "token")): \(names). "
        }
        var places: [(place: String, acts: [String])] = []
        for act in Act.allCases {
            let place = person.whereTheyMay(act, in: present)
            guard !place.hasPrefix("nowhere") else { continue }
            if let known = places.firstIndex(where: { $0.place == place }) {
                places[known].acts.append(act.words)
            } else {
                places.append((place, [act.words]))
            }
        }
        return places.reduce(text) { text, line in
            text + "May \(Words.list(line.acts, most: line.acts.count)), \(line.place). "
        }
    }
}

extension RightsBox.Own {
    /// Whether it is everything that there is.
    fileprivate var isAll: Bool { acts.count == Act.allCases.count }
}

extension Denial {
    /// "Jo or Li can", for a line of a list.
    fileprivate var whoCan: String {
        others.isEmpty ? "needs \(act.role.withArticle)" : "\(others.joined(separator: " or ")) can"
    }
}
