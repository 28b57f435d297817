internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// One count over everybody who is known: an estimate at once, then the number.
struct PeopleCount: Equatable, Sendable {
    /// Where.
    let environmentID: GUID
    /// What is counted.
    let question: PeopleQuestion
    /// The entry that had made the model when counting began.
    let entry: UInt64
    /// Distinguishes its answers from those to earlier questions.
    let generation: Int
    /// When counting began.
    let beganAt: Moment
    /// What a part of the people says about all.
    var estimate: PeopleAnswer?
    /// What was counted so far.
    var counted: PeopleAnswer?
    /// Who gets something else by ``answer``, in order; none for a question that is not of changes.
    ///
    /// Kept, because every frame draws it and only an answer changes it.
    var changes = ChangesForPeople()
    /// Why nothing can be counted, in a sentence.
    var problem: String?
    /// Whether somebody stopped it.
    var isStopped = false

    /// Whether everybody was looked at.
    var isExact: Bool { counted.map { $0.next == nil } ?? false }

    /// Whether an answer is still to come.
    var isUnderWay: Bool { !isExact && !isStopped && problem == nil }

    /// The best that is known so far: everybody, or else the estimate.
    var answer: PeopleAnswer? { isExact ? counted : estimate ?? counted }

    /// How far it is, 0 to 1.
    var progress: Double {
        guard let counted, counted.known > 0 else { return isExact ? 1 : 0 }
        return min(1, Double(counted.looked) / Double(counted.known))
    }

    /// How many people are in a group: exact, or estimated as ``isExact`` says; `nil` while nothing
    /// is known.
    func count(_ name: PeopleAnswer.Name) -> Int? {
        answer.map { $0.scaled($0.count(name)) }
    }

    /// Everybody who is known; `nil` while nothing is known.
    var known: Int? { answer?.known }
}

/// The counts that screens have asked for, the newest last.
struct PeopleCounts: Equatable, Sendable {
    /// Counts that are remembered, at the most.
    static let maximum = 12
    /// People whom an estimate looks at.
    static let spread = 4000
    /// People of one further answer.
    static let run = 100_000

    /// How long a count may take before anything is said about it.
    static let quietMilliseconds = 300

    var counts: [PeopleCount] = [] { didSet { changes &+= 1 } }
    /// Grows with everything that is counted.
    private(set) var changes = 0

    /// The newest count of a question.
    func count(_ question: PeopleQuestion, in environmentID: GUID) -> PeopleCount? {
        counts.last { $0.environmentID == environmentID && $0.question == question }
    }
}

extension DashboardState {
    /// What is known of a question so far; `nil` when nobody asked.
    ///
    /// A screen draws this; ``count(_:)`` begins to count.
    func peopleCount(_ question: PeopleQuestion) -> PeopleCount? {
        environmentID.flatMap { people.count(question, in: $0) }
    }

    /// Begins to count, unless it is known or under way.
    ///
    /// Earlier counts that are still under way stop: only the screen in front counts.
    mutating func count(_ question: PeopleQuestion) {
        guard let environmentID else { return }
        if let known = people.count(question, in: environmentID), known.entry == presentEntry,
            !known.isStopped
        {
            return
        }
        stopCounting()
        generation += 1
        people.counts.removeAll {
            $0.environmentID == environmentID && $0.question == question && !$0.isExact
        }
        people.counts.append(
            PeopleCount(
                environmentID: environmentID,
                question: question,
                entry: presentEntry,
                generation: generation,
                beganAt: now
            )
        )
        people.counts.removeFirst(max(0, people.counts.count - PeopleCounts.maximum))
        ask(question, .spread(PeopleCounts.spread))
        outbox.append(.timer(.counting, milliseconds: PeopleCounts.quietMilliseconds))
    }

    /// Whether something is being counted.
    var isCounting: Bool { people.counts.contains(where: \.isUnderWay) }

    /// Stops what is being counted; what was estimated stays.
    mutating func stopCounting() {
        for index in people.counts.indices where people.counts[index].isUnderWay {
            people.counts[index].isStopped = true
        }
    }

    /// Takes a part of a count, and asks for the next one.
    mutating func takePeople(_ generation: Int, _ result: Result<PeopleAnswer, ServiceProblem>) {
        guard let place = people.counts.firstIndex(where: { $0.generation == generation }),
            people.counts[place].isUnderWay
        else { return }
        switch result {
        case .failure(let problem): people.counts[place].problem = problem.description
        case .success(let answer): take(answer, at: place)
        }
    }

    private mutating func take(_ answer: PeopleAnswer, at place: Int) {
        var count = people.counts[place]
        let before = count.answer
        if count.estimate == nil {
            count.estimate = answer
            if answer.looked >= answer.known {
                count.counted = answer
                count.counted?.next = nil
            }
        } else {
            var counted = count.counted ?? PeopleAnswer(known: answer.known)
            counted.add(answer)
            count.counted = counted
        }
        if case .changes = count.question, count.answer != before {
            count.changes = ChangesForPeople(count) { flagView($0)?.now?.offVariationID }
        }
        people.counts[place] = count
        guard count.isUnderWay else { return }
        ask(
            count.question,
            .run(from: count.counted?.next ?? 0, count: PeopleCounts.run),
            in: count.environmentID,
            generation: count.generation
        )
    }

    private mutating func ask(_ question: PeopleQuestion, _ slice: PeopleRequest.Slice) {
        guard let environmentID else { return }
        ask(question, slice, in: environmentID, generation: generation)
    }

    private mutating func ask(
        _ question: PeopleQuestion,
        _ slice: PeopleRequest.Slice,
        in environmentID: GUID,
        generation: Int
    ) {
        let request = PeopleRequest(
            environmentID: environmentID,
            question: question,
            slice: slice
        )
        outbox.append(.people(request, generation: generation))
    }

    // MARK: - Attributes

    /// The attributes that applications here describe customers with; empty until they came.
    var knownAttributes: [ObservedAttribute] { environmentID.flatMap { attributes[$0] } ?? [] }

    /// Asks for the attributes, to be shown in pick lists.
    mutating func askAttributes() {
        guard let environmentID else { return }
        outbox.append(.attributes(in: environmentID))
    }

    mutating func takeAttributes(
        in place: GUID,
        _ result: Result<[ObservedAttribute], ServiceProblem>
    ) {
        guard case .success(let known) = result else { return }
        attributes[place] = known
    }
}
