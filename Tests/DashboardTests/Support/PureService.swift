import Experiments
import FlagAPI
import FlagModel

@testable import Dashboard

/// The service's rules over a model in memory: what screens need, done at once.
struct PureService {
    private(set) var model: Model
    private(set) var entries: [HistoryEntry] = []
    private(set) var before: [UInt64: Model] = [:]
    var customers: [Customer] = [
        Customer(
            key: Fixture.customer("C-10428"),
            name: "Anna Schmidt",
            attributes: ["city": "Berlin", "country": "Germany", "plan": "Plus"],
            lastSeenAt: Fixture.ago(hours: 3)
        ),
        Customer(key: Fixture.customer("C-10977"), name: "Paul Weber"),
        Customer(key: Fixture.customer("C-11804"), name: "Mia Höfer"),
    ]
    /// What was known of customers at any moment of the past.
    var earlierCustomers: [Customer] = []
    /// What applications reported that they gave, whoever is asked about.
    var given: [GivenAnswer] = []
    /// What applications reported.
    var counts: [EvaluationCount] = []
    /// What applications describe customers with.
    var attributes: [ObservedAttribute] = [
        ObservedAttribute(
            name: "country",
            samples: ["Germany", "Austria"],
            lastSeenAt: Fixture.ago(hours: 3)
        ),
        ObservedAttribute(name: "plan", samples: ["Plus"], lastSeenAt: Fixture.ago(hours: 3)),
    ]
    /// What applications report that people do.
    var eventNames = [
        ObservedEvent(name: "order-placed", lastSeenAt: Fixture.ago(hours: 3)),
        ObservedEvent(name: "page-left, early", lastSeenAt: Fixture.ago(hours: 5)),
    ]
    /// Files that can be read, by their path.
    var files = KeyFiles()
    /// Files that were written, by their path.
    var written: [String: String] = [:]
    /// What was counted of experiments.
    var experiments: [GUID: ExperimentCounts] = [Fixture.id(60): ExperimentShop.fixtureCounts]
    /// What customers did lately who would have taken part; `nil` for the usual.
    var traffic: PlanTraffic?
    /// What comes of splitting one version's customers by chance.
    var setupCheck = SetupCheck(
        people: 16_240,
        claimed: 38,
        pValues: (0..<1000).map { Double($0) / 1000 }
    )
    /// When applications asked for flags, as far as reports reach back; `nil` is not at all.
    var use: FlagUse?
    /// What was asked for the review session.
    private(set) var reviewQuestions: [ReviewQuestion] = []
    /// Which applications are connected.
    var applications = ApplicationsReport()
    /// What the service says instead of an answer about customers, counts and applications.
    var observationsProblem: ServiceProblem?
    private var random = SplitMix64(seed: 7)

    init(_ model: Model) {
        self.model = model
    }

    var picture: Picture { Picture(model: model, entry: UInt64(entries.count)) }

    /// Answers one effect, as the runner does with a real service.
    mutating func answer(_ effect: Effect, at now: Moment) -> Message? {
        switch effect {
        case .propose(let proposal):
            return .reply(.proposed(proposal.id, made { try $0.make(proposal, at: now) }))
        case .undo(let request):
            return .reply(.undone(request, made { try $0.undo(request, at: now) }))
        case .undoPlan(let entry):
            let result = Result { try undoPlan(of: entry) }
            return .reply(.undoPlan(of: entry, result.mapError(Self.problem)))
        case .picture(let point, let generation):
            let result = Result { try picture(at: point) }
            return .reply(.past(generation: generation, result.mapError(Self.problem)))
        case .differences(let first, let second, let generation):
            let result = Result { try differences(from: first, to: second) }
            return .reply(.differences(generation: generation, result.mapError(Self.problem)))
        case .given(let request, let generation):
            let result = observed { $0.given.filter { $0.lastAt < request.time } }
            return .reply(.given(generation: generation, result))
        case .history(let request, let generation):
            return .reply(.history(generation: generation, .success(page(request))))
        case .customers(let request, let generation):
            let folded = request.text.lowercased()
            let found = customers.filter {
                folded.isEmpty || "\($0.name) \($0.key.text)".lowercased().contains(folded)
            }
            let page = CustomerPage(customers: found, count: found.count, known: customers.count)
            return .reply(.customers(generation: generation, .success(page)))
        case .customersWithKeys(let keys, let generation):
            let found = customers.filter { keys.contains($0.key) }
            return .reply(.customersWithKeys(generation: generation, .success(found)))
        case .customer(let key, _, let time, let generation):
            let result = observed { service in
                let known = time == nil ? service.customers : service.earlierCustomers
                return known.first { $0.key == key }
            }
            return .reply(.customer(generation: generation, result))
        case .counts(let request, let generation):
            let result = observed { service in
                service.counts.filter { count in
                    count.flagKey == request.flagKey && count.hour >= request.from
                        && count.hour < request.until
                }
            }
            return .reply(.counts(generation: generation, result))
        case .people(let request, let generation):
            let result = Result { try answer(request) }
            return .reply(.people(generation: generation, result.mapError(Self.problem)))
        case .review(let question, let generation):
            reviewQuestions.append(question)
            let result = Result { try finding(question, at: now) }
            return .reply(.review(generation: generation, result.mapError(Self.problem)))
        case .zone(let name):
            return .reply(.zone(name, name == "Europe/Berlin" ? Fixture.berlin : nil))
        case .readKeys(let request, let generation):
            return .reply(.keyFile(generation: generation, files.piece(request)))
        case .attributes(let place):
            return .reply(.attributes(in: place, observed(\.attributes)))
        case .writeFile(let path, let text): return write(text, to: path)
        case .applications(let generation):
            return .reply(.applications(generation: generation, observed(\.applications)))
        default: return answerAboutExperiment(effect, at: now)
        }
    }

    private mutating func write(_ text: String, to path: String) -> Message {
        guard written[path] == nil else {
            let sentence = "\(path) is there already. It was left as it is: type another name."
            return .reply(.written(.failure(FileProblem(sentence))))
        }
        written[path] = text
        return .reply(.written(.success(path)))
    }

    func observed<Value>(
        _ value: (PureService) -> Value
    ) -> Result<Value, ServiceProblem> {
        observationsProblem.map { .failure($0) } ?? .success(value(self))
    }

    static func problem(_ error: any Error) -> ServiceProblem {
        switch error {
        case let problem as ServiceProblem: problem
        case let refusal as Refusal: .refused(refusal)
        default: .busy
        }
    }

    private mutating func made(
        _ change: (inout PureService) throws -> Receipt
    ) -> Result<Reply.Made, ServiceProblem> {
        do {
            let receipt = try change(&self)
            return .success(Reply.Made(receipt: receipt, picture: picture))
        } catch {
            return .failure(Self.problem(error))
        }
    }

    /// Makes a proposal of somebody.
    @discardableResult
    mutating func make(
        _ proposal: Proposal,
        at now: Moment,
        leave: ReviewLeave = .none
    ) throws -> Receipt {
        let outcome = try model.making(proposal, at: now, using: &random, leave: leave)
        let number = UInt64(entries.count) + 1
        before[number] = model
        model = outcome.model
        entries.append(HistoryEntry(number: number, changeSet: outcome.changeSet))
        return Receipt(
            entry: number,
            sentence: outcome.changeSet.sentence,
            lines: outcome.changeSet.lines
        )
    }

    private mutating func undo(_ request: UndoRequest, at now: Moment) throws -> Receipt {
        let plan = try undoPlan(of: request.entry)
        if let obstacle = plan.obstacles.first, !request.isPartial || plan.changes.isEmpty {
            throw Refusal.changedSince(name: obstacle.name, entry: obstacle.entry ?? 0)
        }
        let proposal = Proposal(
            id: request.id,
            actor: request.actor,
            note: request.note,
            origin: .undo(request.entry),
            changes: plan.changes
        )
        // Who takes back at once what they published themselves needs nobody to read it.
        let isOwn = entries.first { $0.number == request.entry }?.changeSet.actor == request.actor
        return try make(proposal, at: now, leave: isOwn ? .all : .none)
    }

    func page(_ request: HistoryRequest) -> HistoryPage {
        let found = entries.reversed().filter { entry in
            let set = entry.changeSet
            return entry.number < request.before ?? .max
                && (request.subjects.isEmpty || !request.subjects.isDisjoint(with: set.subjects))
                && request.actor.map { $0.lowercased() == set.actor.lowercased() } ?? true
                && request.from.map { set.time >= $0 } ?? true
                && request.until.map { set.time < $0 } ?? true
                && (request.kinds.isEmpty || !request.kinds.isDisjoint(with: set.kinds))
        }
        let shown = Array(found.prefix(request.limit))
        return HistoryPage(
            entries: shown,
            total: UInt64(entries.count),
            next: found.count > shown.count ? shown.last?.number : nil
        )
    }
}
