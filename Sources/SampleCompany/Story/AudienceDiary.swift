import FlagModel

/// Everything that happens to one audience in LIVE.
struct AudienceDiary {
    let spec: AudienceSpec
    /// The audience as the story finds it.
    let audience: Audience
    private(set) var log: EventLog
    private var random: SplitMix64
    private var members: [CustomerKey]
    private var excluded: Set<CustomerKey> = []

    init(_ spec: AudienceSpec, firstEventID: Int, seed: UInt64) {
        var random = SplitMix64(seed: seed)
        audience = spec.audience(using: &random)
        members = audience.members
        log = EventLog(firstID: firstEventID)
        self.spec = spec
        self.random = random
    }

    /// Names people, takes some out, until today.
    mutating func write(in place: Place, calendar: WorkCalendar) {
        switch spec.key {
        case "easter-winners": retire(in: place, calendar)
        case "big-spenders": sharpen(in: place, calendar)
        default: break
        }
        guard spec.daysBetweenEdits > 0 else { return }
        let pace = spec.daysBetweenEdits
        var day = random.number(1...pace + 1)
        while day < calendar.today {
            let edit = someEdit()
            log.add(
                [.editAudience(environment: place.id, audience: audience.id, edit.edit)],
                by: random.one(of: ["Jo", "Mia", "Jo", "Ana"]),
                edit.note,
                at: (day, random.number(25_200...55_800))
            )
            day += random.number(max(1, pace / 2)...pace * 3 / 2)
        }
    }

    private mutating func someEdit() -> (edit: AudienceEdit, note: String) {
        switch random.number(0...99) {
        case ..<14 where members.count > 4:
            let customer = members.remove(at: random.number(0...members.count - 1))
            return (.removeMembers([customer]), random.phrase(of: Self.leaving))
        case ..<22:
            let customer = newcomer()
            excluded.insert(customer)
            return (.addExcluded([Insertion(customer)]), random.phrase(of: Self.keptOut))
        default:
            let count = random.one(of: [1, 1, 1, 2, 2, 3, 5])
            let customers = (0..<count).map { _ in
                let customer = newcomer()
                members.append(customer)
                return customer
            }
            let note = random.phrase(of: spec.notes)
            return (.addMembers(customers.map { Insertion($0) }), note)
        }
    }

    private static let leaving = [
        "Moved away.", "Asked to be taken off, ticket #.", "Named by mistake.", "Left us.",
    ]
    private static let keptOut = [
        "Does not want it, ticket #.", "Second account of the same person.", "Ticket #.",
    ]

    private mutating func newcomer() -> CustomerKey {
        var customer = CustomerKey(number: random.number(0...CustomerMaker.count - 1))
        while members.contains(customer) || excluded.contains(customer) {
            customer = CustomerKey(number: random.number(0...CustomerMaker.count - 1))
        }
        return customer
    }

    private mutating func retire(in place: Place, _ calendar: WorkCalendar) {
        log.add(
            [.editAudience(environment: place.id, audience: audience.id, .setArchived(true))],
            by: "Li",
            "All hampers are eaten.",
            at: (calendar.firstDay(ofWeek: 13) + 1, 41_520)
        )
    }

    private mutating func sharpen(in place: Place, _ calendar: WorkCalendar) {
        var rule = audience.rules[0]
        let condition = Condition.Test.attribute("plan", .notEqual, "Free")
        rule.conditions.append(Condition(id: GUID(using: &random).text, test: condition))
        log.add(
            [.editAudience(environment: place.id, audience: audience.id, .setRules([rule]))],
            by: "Ana",
            "Without the Free plan, as agreed with Finance.",
            at: (calendar.firstDay(ofWeek: 9) + 2, 36_900)
        )
    }
}

extension AudienceSpec {
    /// The audience as the story finds it.
    fileprivate func audience(using random: inout SplitMix64) -> Audience {
        var audience = Audience(
            id: GUID(using: &random),
            key: Key(fixed: key),
            name: name,
            createdAt: SampleCompany.now
        )
        audience.description = description
        var seen: Set<CustomerKey> = []
        for _ in 0..<memberCount {
            let customer = CustomerKey(number: random.number(0...CustomerMaker.count - 1))
            if seen.insert(customer).inserted { audience.members.append(customer) }
        }
        for (attribute, comparison, value) in rules {
            let condition = Condition(
                id: GUID(using: &random).text,
                test: .attribute(attribute, comparison, value)
            )
            let id = GUID(using: &random).text
            audience.rules.append(AudienceRule(id: id, name: name, conditions: [condition]))
        }
        return audience
    }
}
