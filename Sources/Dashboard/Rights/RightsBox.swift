internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// Who may do what: this person first, then everybody who is written down.
struct RightsBox: Equatable, Sendable {
    /// Some things that this person may do, or may not, for the same reason.
    struct Own: Equatable, Sendable {
        var acts: [Act]
        var answer: Answer
    }

    /// What is said about some things.
    enum Answer: Equatable, Sendable {
        /// They may; where, in words.
        case may(String)
        /// They may not; why, and who can.
        case mayNot(Denial)
    }

    /// A person with one of their roles; the first line of a person has their name.
    struct Holding: Equatable, Sendable {
        let person: Person
        let grant: Grant?
        let isFirst: Bool
    }

    /// One line.
    enum Row: Equatable, Sendable {
        case ownTitle
        case own(Int)
        case peopleTitle
        case holding(Int)
    }

    let own: [Own]
    let holdings: [Holding]
    let rows: [Row]
    /// Since when people have their roles, and from whom.
    var times: GrantTimes
    /// The question about the history whose answer is wanted; `nil` when none is.
    var question: Int?
    /// How many pages of history were read.
    var pagesRead = 0
    var view: ListView

    init(own: [Own], people: [Person]) {
        self.own = own
        holdings = people.flatMap { person in
            guard !person.grants.isEmpty else {
                return [Holding(person: person, grant: nil, isFirst: true)]
            }
            return person.grants.enumerated().map { index, grant in
                Holding(person: person, grant: grant, isFirst: index == 0)
            }
        }
        rows =
            [.ownTitle] + own.indices.map(Row.own) + [.peopleTitle]
            + holdings.indices.map(Row.holding)
        times = GrantTimes(of: people)
        view = ListView(count: rows.count)
    }

    var selectedRow: Row? { rows.indices.contains(view.selection) ? rows[view.selection] : nil }

    /// How many people are written down.
    var peopleCount: Int { holdings.count(where: \.isFirst) }
}

extension DashboardState {
    /// Pages of history that are read to learn since when people have their roles.
    private static let historyPages = 10
    private static let historyPageLimit = 200

    /// The rows of its list.
    var rightsHeight: Int { sheetListHeight }

    /// Shows who may do what.
    mutating func openRights() {
        if case .rights? = overlays.last { return }
        var box = RightsBox(own: ownRights, people: present.people)
        box.view.select(1, height: rightsHeight)
        open(.rights(box))
        askGrantTimes()
    }

    /// The model or as whom this person is known may be another one: the lines follow.
    mutating func prepareRights() {
        for index in overlays.indices {
            guard case .rights(let earlier) = overlays[index] else { continue }
            var box = RightsBox(own: ownRights, people: present.people)
            guard box.own != earlier.own || box.holdings != earlier.holdings else { continue }
            let place = earlier.selectedRow.flatMap { row in box.rows.firstIndex(of: row) }
            box.view.select(place ?? earlier.view.selection, height: rightsHeight)
            overlays[index] = .rights(box)
            askGrantTimes()
        }
    }

    /// What this person may do in the environment, and what they may not.
    private var ownRights: [RightsBox.Own] {
        guard case .person(let person) = standing, let environmentID else {
            return standing == .owner
                ? [RightsBox.Own(acts: Act.allCases, answer: .may("everywhere"))] : []
        }
        var lines: [RightsBox.Own] = []
        for act in Act.allCases {
            let need = present.permissionNeed(of: act, in: environmentID, for: person)
            let answer: RightsBox.Answer
            switch present.permission(of: standing, for: [need]).problem {
            case .denied(let denial)?: answer = .mayNot(denial)
            default: answer = .may(person.whereTheyMay(act, in: present))
            }
            if let same = lines.firstIndex(where: { $0.answer.isLike(answer) }) {
                lines[same].acts.append(act)
            } else {
                lines.append(RightsBox.Own(acts: [act], answer: answer))
            }
        }
        return lines
    }

    // MARK: - Since when, from whom

    /// Asks the history about the people who are written down.
    private mutating func askGrantTimes(before number: UInt64? = nil) {
        guard let index = overlays.firstIndex(where: \.isRights),
            case .rights(var box) = overlays[index], !box.times.isComplete
        else { return }
        generation += 1
        box.question = generation
        overlays[index] = .rights(box)
        let request = HistoryRequest(
            before: number,
            limit: Self.historyPageLimit,
            subjects: Set(present.people.map { .person($0.id) })
        )
        outbox.append(.history(request, generation: generation))
    }

    /// Takes a page of history, and asks for the next one while roles are older.
    ///
    /// - Returns: `false` when it was for somebody else.
    mutating func takeGrantTimes(
        _ generation: Int,
        _ result: Result<HistoryPage, ServiceProblem>
    ) -> Bool {
        for index in overlays.indices {
            guard case .rights(var box) = overlays[index], box.question == generation else {
                continue
            }
            box.question = nil
            guard case .success(let page) = result else {
                overlays[index] = .rights(box)
                return true
            }
            for entry in page.entries { box.times.take(entry) }
            box.pagesRead += 1
            overlays[index] = .rights(box)
            if let next = page.next, box.pagesRead < Self.historyPages {
                askGrantTimes(before: next)
            }
            return true
        }
        return false
    }

    // MARK: - Keys

    func rightsBindings(_ box: RightsBox) -> [Binding] {
        var choose = Binding(
            .enter,
            action: .overlay(.choose),
            label: "read",
            help: "Read what the line is about in full",
            footer: 1
        )
        if rightsText(box) == nil {
            choose.availability = .no(reason: "Choose a line below it.")
        }
        return [choose] + Binding.moves(letters: true, footer: 3) + Binding.ends + [
            Binding(.escape, action: .back, label: "close", help: "Back to the list", footer: 5)
        ]
    }

    mutating func choose(in box: RightsBox) {
        guard let (title, text) = rightsText(box) else { return }
        open(.message(MessageBox(title: title.text, text: text)))
    }
}

extension RightsBox.Answer {
    /// Whether the same reason is behind both, so that one line can tell them.
    fileprivate func isLike(_ other: RightsBox.Answer) -> Bool {
        switch (self, other) {
        case (.may(let left), .may(let right)): left == right
        case (.mayNot(let left), .mayNot(let right)):
            left.act.role == right.act.role && left.place == right.place
                && left.onlyTagged == right.onlyTagged && left.others == right.others
        default: false
        }
    }
}

extension Overlay {
    /// Whether it is the page about who may do what.
    fileprivate var isRights: Bool {
        if case .rights = self { true } else { false }
    }
}
