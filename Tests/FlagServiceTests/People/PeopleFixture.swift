import FlagAPI
import FlagModel
import FlagService
import Observations

/// A service with some customers, of whom some were seen by an application that said otherwise.
struct PeopleFixture {
    let fixture: ServiceFixture
    let service: LocalService
    /// Everybody as they are counted, in the order in which they became known.
    let customers: [Customer]
    let audiences: [Audience]
    let flags: [Flag]

    var live: GUID { fixture.live.id }

    init(customers count: Int, using random: inout SplitMix64) async throws {
        fixture = try ServiceFixture()
        service = try await fixture.begin()
        let imported = try (0..<count).map { try Self.customer($0, using: &random) }
        _ = try await service.importCustomers(imported)
        var known = imported
        var items: [ObservedItem] = []
        for index in known.indices where random.next() % 3 == 0 {
            known[index].attributes = try Self.customer(index, using: &random).attributes
            items.append(ObservedItem(customer: known[index]))
        }
        try await Self.report(items, to: service, in: fixture.live.id)
        customers = known
        audiences = try ["north", "south"].map { try Self.audience($0, using: &random) }
        let ids = audiences.map(\.id)
        var flags: [Flag] = []
        for number in 0..<4 {
            let plain = try fixture.flag("flag-\(number)")
            flags.append(try Self.flag(plain, ids, using: &random))
        }
        self.flags = flags
        let live = fixture.live.id
        let changes =
            audiences.map { Change.createAudience(environment: live, $0) }
            + flags.map { Change.createFlag(environment: live, $0) }
        _ = try await service.propose(fixture.proposal(changes))
    }

    func ask(
        _ question: PeopleQuestion,
        _ slice: PeopleRequest.Slice
    ) async throws(ServiceProblem) -> PeopleAnswer {
        try await service.people(
            PeopleRequest(environmentID: live, question: question, slice: slice)
        )
    }

    private static func report(
        _ items: [ObservedItem],
        to service: LocalService,
        in live: GUID
    ) async throws {
        guard !items.isEmpty else { return }
        let ingest = try await service.ingest()
        ingest.offer(items, in: live)
        while ingest.report.waiting > 0 { await Task.yield() }
    }

    private static func customer(
        _ number: Int,
        using random: inout SplitMix64
    ) throws -> Customer {
        var attributes: [String: String] = [:]
        attributes["country"] = ["DE", "SE", "FR"].randomElement(using: &random)
        attributes["age"] = "\(random.next() % 80)"
        if Bool.random(using: &random) { attributes["note"] = "a \"b\" \\ ü" }
        return Customer(
            key: try CustomerKey("C-\(number)"),
            name: "Name \(number)",
            attributes: attributes
        )
    }

    static func condition(using random: inout SplitMix64) -> Condition {
        let test: Condition.Test =
            switch random.next() % 4 {
            case 0: .attribute("country", .isOneOf, #"["DE","SE"]"#)
            case 1: .attribute("country", .notEqual, "FR")
            case 2: .attribute("age", .lessThan, "\(random.next() % 80)")
            default: .attribute("note", .contains, "\"b\" \\ ü")
            }
        return Condition(id: GUID(using: &random).text, test: test)
    }

    static func audience(_ key: String, using random: inout SplitMix64) throws -> Audience {
        var audience = Audience(
            id: GUID(using: &random),
            key: try Key(key),
            name: key,
            createdAt: Moment(milliseconds: 1_780_000_000_000)
        )
        audience.members = [try CustomerKey("C-1"), try CustomerKey("nobody")]
        audience.excluded = [try CustomerKey("C-2")]
        audience.rules = (0..<2).map { number in
            AudienceRule(
                id: "\(number)",
                name: "Rule \(number)",
                conditions: (0..<2).map { _ in condition(using: &random) }
            )
        }
        return audience
    }

    static func flag(
        _ plain: Flag,
        _ audiences: [GUID],
        using random: inout SplitMix64
    ) throws -> Flag {
        var flag = plain
        let parts = Int(random.next() % 100_001)
        let share = Serving(
            dispatchKey: Bool.random(using: &random) ? "age" : nil,
            shares: Serving(parts: [("on", parts), ("off", 100_000 - parts)]).shares
        )
        let place = Int(random.next() % UInt64(audiences.count))
        let inAudience = Condition(id: "a", test: .isInAudience([audiences[place]]))
        flag.isEnabled = random.next() % 4 != 0
        flag.rules = [
            Rule(id: "1", name: "One", conditions: [inAudience], serving: share),
            Rule(
                id: "2",
                name: "Two",
                conditions: [condition(using: &random)],
                serving: Serving(everyone: "off")
            ),
        ]
        flag.targets = [Target(variationID: "off", customers: [try CustomerKey("C-3")])]
        return flag
    }
}
