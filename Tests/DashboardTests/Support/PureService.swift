import FlagAPI
import FlagModel

@testable import Dashboard

/// The service's rules over a model in memory: what screens need, done at once.
struct PureService {
    private(set) var model: Model
    private(set) var entries: [HistoryEntry] = []
    private var before: [UInt64: Model] = [:]
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
    /// What applications reported.
    var counts: [EvaluationCount] = []
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
        case .inverse(let entry):
            let result = Result { try inverse(of: entry) }
            return .reply(.inverse(of: entry, result.mapError(Self.problem)))
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
        case .customer(let key, _, let generation):
            let result = observed { $0.customers.first { $0.key == key } }
            return .reply(.customer(generation: generation, result))
        case .counts(let request, let generation):
            let result = observed { service in
                service.counts.filter { count in
                    count.flagKey == request.flagKey && count.hour >= request.from
                        && count.hour < request.until
                }
            }
            return .reply(.counts(generation: generation, result))
        case .applications(let generation):
            return .reply(.applications(generation: generation, observed(\.applications)))
        default: return nil
        }
    }

    private func observed<Value>(
        _ value: (PureService) -> Value
    ) -> Result<Value, ServiceProblem> {
        observationsProblem.map { .failure($0) } ?? .success(value(self))
    }

    private static func problem(_ error: any Error) -> ServiceProblem {
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
    mutating func make(_ proposal: Proposal, at now: Moment) throws -> Receipt {
        let outcome = try model.making(proposal, at: now, using: &random)
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
        let proposal = Proposal(
            id: request.id,
            actor: request.actor,
            note: request.note,
            origin: .undo(request.entry),
            changes: try inverse(of: request.entry)
        )
        return try make(proposal, at: now)
    }

    private func inverse(of entry: UInt64) throws -> [Change] {
        guard let model = before[entry] else { throw ServiceProblem.unknownEntry(entry) }
        let subjects = Set(entries[Int(entry) - 1].changeSet.subjects)
        for later in entries.dropFirst(Int(entry)) where !later.isUndone(in: entries) {
            if let subject = later.changeSet.subjects.first(where: subjects.contains) {
                let name = self.model.name(of: subject)
                throw Refusal.changedSince(name: name, entry: later.number)
            }
        }
        return try model.inverse(of: entries[Int(entry) - 1].changeSet)
    }

    private func page(_ request: HistoryRequest) -> HistoryPage {
        let found = entries.reversed().filter { entry in
            entry.number < request.before ?? .max
                && (request.subjects.isEmpty
                    || !request.subjects.isDisjoint(with: entry.changeSet.subjects))
        }
        let shown = Array(found.prefix(request.limit))
        return HistoryPage(
            entries: shown,
            total: UInt64(entries.count),
            next: found.count > shown.count ? shown.last?.number : nil
        )
    }
}

extension HistoryEntry {
    /// Whether it was taken back, or takes something back.
    fileprivate func isUndone(in entries: [HistoryEntry]) -> Bool {
        if case .undo = changeSet.origin { return true }
        return entries.contains { $0.changeSet.origin == .undo(number) }
    }
}
