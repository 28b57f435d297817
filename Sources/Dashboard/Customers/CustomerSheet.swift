internal import Evaluation
internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// One customer: what is known, and what they get.
struct CustomerSheet: Equatable, Sendable {
    /// As applications described them last; only the key where nobody did.
    private(set) var customer: Customer
    /// How far the question about them is.
    private(set) var lookup = Lookup.asked
    /// The question whose answer is wanted.
    var generation = 0
    /// The moment that the question was about; `nil` is now.
    private(set) var time: Moment?
    /// What applications were in fact given; only for a moment of the past.
    private(set) var given: GivenAnswers?

    /// What they get, by the flags' names.
    private(set) var answers: [FlagAnswer] = []
    /// The flags with another answer than most customers get.
    private(set) var differentCount = 0
    /// The audiences that they are in, by name.
    private(set) var audiences: [Audience] = []
    /// Why they are in each of them, in words.
    private(set) var belongings: [String] = []
    /// What applications asked about them, the latest first; only for now.
    private(set) var asked = AskedAnswers()
    /// Running experiments that count them, by name.
    private(set) var experiments: [Experiment] = []
    /// The model that the answers are of.
    private(set) var compiled: CompiledPicture?
    /// The customer whom the answers are of.
    private var answered: Customer?

    /// The lines, in order.
    private(set) var rows: [Row] = []
    /// The selected line.
    var view = ListView()
    /// Groups that are not as they are at first.
    private var toggled: Set<Group> = []

    /// What is typed to find one of the flags.
    var finding = SheetFinding()

    /// The flag whose steps are shown.
    var why: GUID?
    /// What its draft would make of the answer, in a sentence; empty without a draft.
    var draftWords = ""
    /// How far the steps are scrolled.
    var scroll = 0

    /// How far the question about a customer is.
    enum Lookup: Equatable, Sendable {
        case asked
        case known
        case unknown
        case failed(String)
    }

    /// A part of the list.
    enum Group: Hashable, Sendable, CaseIterable {
        /// In the past only: applications were given another version.
        case givenOther
        case different
        case experiments
        case audiences
        case same
        case asked
        case attributes
    }

    /// One line.
    enum Row: Hashable, Sendable {
        case group(Group)
        case flag(Int)
        case experiment(Int)
        case audience(Int)
        case asked(Int)
        case attribute(String)
    }

    init(_ customer: Customer) { self.customer = customer }

    /// What people call them: the name, or the key where there is none.
    var title: String { customer.name.isEmpty ? customer.key.text : customer.name }

    /// As evaluation sees them.
    var evaluated: EvaluationCustomer {
        EvaluationCustomer(
            key: customer.key.text,
            name: customer.name,
            attributes: customer.attributes.map { (name: $0.key, value: $0.value) }
        )
    }

    /// The flag of an answer.
    func flag(_ answer: FlagAnswer) -> CompiledFlag? { compiled?.evaluator.flags[answer.index] }

    /// The answer about a flag.
    func answer(about flagID: GUID) -> FlagAnswer? {
        answers.first { flag($0)?.flag.id == flagID }
    }

    /// The line under the pointer.
    var selectedRow: Row? { rows.indices.contains(view.selection) ? rows[view.selection] : nil }

    /// What they get of the flag that keys act on.
    var currentAnswer: FlagAnswer? {
        if let why { return answer(about: why) }
        switch selectedRow {
        case .flag(let index): return answers[index]
        case .experiment(let index): return answer(about: experiments[index].flagID)
        case .asked(let index): return answer(about: asked.answers[index])
        case .group, .audience, .attribute, nil: return nil
        }
    }

    /// The flag that keys act on.
    var currentFlagID: GUID? { currentAnswer.flatMap(flag)?.flag.id }

    // MARK: - Taking answers

    /// Notes that the question is on its way again.
    ///
    /// - Parameters:
    ///   - generation: its number.
    ///   - time: the moment that it is about; `nil` is now.
    mutating func ask(_ generation: Int, at time: Moment?) {
        self.generation = generation
        self.time = time
        lookup = .asked
    }

    /// Takes what is known of the customer; `nil` where nobody is known by the key.
    mutating func take(_ customer: Customer?) {
        lookup = customer == nil ? .unknown : .known
        self.customer = customer ?? Customer(key: self.customer.key, name: "")
    }

    /// Notes that the question could not be answered.
    mutating func fail(_ problem: String) { lookup = .failed(problem) }

    /// Takes what applications were given, or that it is being asked; `nil` is for now.
    mutating func take(given: GivenAnswers?, height: Int) {
        let selected = selectedID
        // Whoever has not moved yet looks at what came on top.
        let isAtTop = view.selection <= 1
        self.given = given
        layOut(selecting: selected, height: height)
        guard isAtTop, rows.first == .group(.givenOther) else { return }
        view.select(0, height: height)
        view.select(1, height: height)
    }

    /// Takes what applications asked about the customer.
    mutating func take(asked: AskedAnswers, height: Int) {
        let selected = selectedID
        self.asked = asked
        layOut(selecting: selected, height: height)
    }

    /// Whether the answers are of what is known of the customer now.
    var isWorkedOut: Bool { compiled != nil && answered == customer }

    /// Works out what the customer gets.
    ///
    /// - Complexity: O(*n*) in the flags.
    mutating func evaluate(_ compiled: CompiledPicture, height: Int) {
        let selected = selectedID
        let (evaluator, customer) = (compiled.evaluator, evaluated)
        let flags = evaluator.flags
        answers = compiled.answers(for: customer)
        differentCount = answers.count { $0.isDifferent }
        finding.begin(answers.map { flags[$0.index].flag.name })
        audiences = evaluator.audiences(of: customer)
        belongings = audiences.map { audience in
            evaluator.belonging(to: audience.id, of: customer)?.words(in: audience) ?? ""
        }
        let counted = Set(
            answers.lazy.filter(\.answer.countsForExperiments).map { flags[$0.index].flag.id }
        )
        experiments = evaluator.state.experiments
            .filter { $0.state == .running && counted.contains($0.flagID) }
            .sorted { ($0.name, $0.key) < ($1.name, $1.key) }
        let isFirst = self.compiled == nil
        (self.compiled, answered) = (compiled, self.customer)
        if let why, answer(about: why) == nil { self.why = nil }
        layOut(selecting: selected, height: height)
        // The first thing to look at is a flag, not the name of a group.
        if isFirst { move(.start, height: height) }
    }

    // MARK: - Lines

    /// Whether the lines of a group are shown.
    func isOpen(_ group: Group) -> Bool {
        let isOpenAtFirst =
            switch group {
            case .givenOther, .different, .experiments, .audiences: true
            // Where nothing is different, the rest is what there is to see.
            case .same: differentCount == 0
            case .asked, .attributes: false
            }
        // What was looked for is shown wherever it is.
        return finding.matches != nil || isOpenAtFirst != toggled.contains(group)
    }

    /// How many lines a group has.
    func count(_ group: Group) -> Int {
        switch group {
        case .givenOther, .different, .same: lines(of: group).count
        case .experiments: experiments.count
        case .audiences: audiences.count
        case .asked: asked.answers.count
        case .attributes: customer.attributes.count
        }
    }

    /// Shows or hides the lines of a group.
    mutating func toggle(_ group: Group, height: Int) {
        toggled.formSymmetricDifference([group])
        layOut(selecting: .group(group), height: height)
    }

    /// Moves to a line that says something: the name of a part that is shown is passed over.
    mutating func move(_ movement: ListView.Movement, height: Int) {
        view.move(movement, height: height)
        var step = movement.goesUp ? -1 : 1
        for _ in rows {
            guard case .group(let group)? = selectedRow, isOpen(group) else { return }
            // Above the first part there is nothing, and below an empty one neither.
            if !rows.indices.contains(view.selection + step) { step = -step }
            view.move(.rows(step), height: height)
        }
    }

    /// The part that the selected line is in.
    var selectedGroup: Group? {
        rows.prefix(view.selection + 1).reversed().lazy
            .compactMap { if case .group(let group) = $0 { group } else { nil } }.first
    }

    /// Shows the flags that hold what is typed, and selects the first.
    mutating func find(height: Int) {
        finding.find()
        layOut(selecting: nil, height: height)
        let first = rows.firstIndex { if case .flag = $0 { true } else { false } }
        view.select(first ?? 0, height: height)
    }

    /// The flags that hold what is typed.
    var foundCount: Int { finding.matches?.count ?? answers.count }

    private mutating func layOut(selecting selected: RowID?, height: Int) {
        var rows: [Row] = []
        for group in Group.allCases {
            let isFlags = group == .different || group == .same
            if finding.matches != nil {
                guard isFlags || group == .givenOther, count(group) > 0 else { continue }
            }
            guard isFlags || count(group) > 0 else { continue }
            rows.append(.group(group))
            if isOpen(group) { rows += lines(of: group) }
        }
        self.rows = rows
        let place = selected.flatMap { id in rows.firstIndex { self.id(of: $0) == id } }
        view.setCount(rows.count, selection: place, height: height)
    }

    private func lines(of group: Group) -> [Row] {
        switch group {
        case .givenOther:
            found.filter { isGivenOther(answers[$0]) }.map(Row.flag)
        case .different:
            found.filter { answers[$0].isDifferent && !isGivenOther(answers[$0]) }.map(Row.flag)
        case .same:
            found.filter { !answers[$0].isDifferent && !isGivenOther(answers[$0]) }.map(Row.flag)
        case .experiments: experiments.indices.map(Row.experiment)
        case .audiences: audiences.indices.map(Row.audience)
        case .asked: asked.answers.indices.map(Row.asked)
        case .attributes: customer.attributes.keys.sorted().map(Row.attribute)
        }
    }

    /// The places of the answers that are shown.
    private var found: [Int] {
        answers.indices.filter { finding.matches?.contains($0) ?? true }
    }

    /// What a line is about, whatever its place.
    private enum RowID: Hashable {
        case group(Group)
        case thing(GUID)
        case asked(String)
        case attribute(String)
    }

    private var selectedID: RowID? { selectedRow.flatMap(id) }

    private func id(of row: Row) -> RowID? {
        switch row {
        case .group(let group): .group(group)
        case .flag(let index): flag(answers[index]).map { .thing($0.flag.id) }
        case .experiment(let index): .thing(experiments[index].id)
        case .audience(let index): .thing(audiences[index].id)
        case .asked(let index): .asked(asked.answers[index].flagKey)
        case .attribute(let name): .attribute(name)
        }
    }
}

extension ListView.Movement {
    /// Whether it is towards the first row.
    fileprivate var goesUp: Bool {
        switch self {
        case .rows(let rows): rows < 0
        case .pageUp, .halfPageUp: true
        case .pageDown, .halfPageDown, .start, .end: false
        }
    }
}
