internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// Names of customers by key, asked for as the screen needs them: only for rows in sight, one
/// question at a time.
struct CustomerNames: Equatable, Sendable {
    /// Names that were answered; an empty one where nobody is known by the key.
    private var known: [CustomerKey: String] = [:]
    /// The customers of the question that is on its way.
    private(set) var asked: [CustomerKey] = []
    /// The number of that question.
    private(set) var generation = 0

    /// How many names are remembered before the oldest screens are forgotten.
    private static let limit = 20_000

    /// The name, as far as it was answered; empty where there is none.
    subscript(key: CustomerKey) -> String? { known[key] }

    /// The keys to ask for now: none while a question is on its way.
    func missing(among keys: [CustomerKey]) -> [CustomerKey] {
        asked.isEmpty ? keys.filter { known[$0] == nil } : []
    }

    /// Notes that a question is on its way.
    mutating func ask(_ keys: [CustomerKey], generation: Int) {
        (asked, self.generation) = (keys, generation)
    }

    /// Takes an answer.
    ///
    /// - Returns: whether it was the one that is waited for.
    mutating func take(_ generation: Int, _ customers: [Customer]) -> Bool {
        guard generation == self.generation, !asked.isEmpty else { return false }
        if known.count > Self.limit { known = [:] }
        for key in asked { known[key] = "" }
        for customer in customers { known[customer.key] = customer.name }
        asked = []
        return true
    }

    /// Keeps a name that came another way.
    mutating func remember(_ customer: Customer) { known[customer.key] = customer.name }

    /// Asks for everything again; a late answer finds nobody waiting.
    mutating func forget() {
        known = [:]
        asked = []
    }
}

extension DashboardState {
    /// Asks for the names of the customers in sight.
    mutating func askNames() {
        guard stage == .ready else { return }
        let inSight = namedKeysInSight ?? (tab == .audiences ? audienceKeysInSight : [])
        let missing = audiences.names.missing(among: inSight)
        guard !missing.isEmpty else { return }
        generation += 1
        audiences.names.ask(missing, generation: generation)
        outbox.append(.customersWithKeys(missing, generation: generation))
    }

    /// Takes the names of customers that were asked for.
    mutating func takeNames(_ generation: Int, _ result: Result<[Customer], ServiceProblem>) {
        // Without an answer the keys are shown alone; R asks again.
        guard audiences.names.take(generation, (try? result.get()) ?? []) else { return }
        askNames()
    }

    /// The customers whose names the screen shows now.
    private var audienceKeysInSight: [CustomerKey] {
        if let page = audiences.page {
            return page.visibleKeys(height: audiencePageHeight)
        }
        guard frame.layout.isWide, let audience = currentAudience?.latest else { return [] }
        return Array(audience.members.prefix(namedInDetail))
    }

    /// How many members the detail beside the list names; the third column has more room.
    var namedInDetail: Int { frame.layout == .wide ? max(1, frame.side.height - 3) : 12 }
}
