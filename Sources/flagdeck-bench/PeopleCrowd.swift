import FlagAPI
import FlagModel
import FlagService
import Observations

/// Makes a data directory with very many customers, a flag and audiences; the same every time.
///
/// Everybody is imported with six attributes; every fourth customer was seen by an application,
/// too, which says the same of them.
struct PeopleCrowd {
    static let project = GUID(bytes: 1)
    static let live = GUID(bytes: 2)
    static let flag = GUID(bytes: 3)
    static let audience = GUID(bytes: 4)
    static let other = GUID(bytes: 5)

    private static let chunk = 50_000

    /// The customer with a number.
    static func customer(_ number: Int) throws -> Customer {
        var random = SplitMix64(seed: UInt64(number) &* 0x9E37_79B9)
        func one(_ texts: [String]) -> String {
            // The smaller of two numbers: the first texts are more common.
            let places = (0..<2).map { _ in Int(random.next() % UInt64(texts.count)) }
            return texts[min(places[0], places[1])]
        }
        let last = (0..<3).map { _ in one(syllables) }.joined()
        return Customer(
            key: try CustomerKey("C-\(1_000_000 + number)"),
            name: "\(one(firstNames)) \(last.prefix(1).uppercased())\(last.dropFirst())",
            attributes: [
                "city": one(cities), "country": one(countries), "plan": one(plans),
                "language": one(languages), "orders": "\(random.next() % 60)",
                "since": "20\(15 + random.next() % 11)-0\(1 + random.next() % 9)",
            ]
        )
    }

    /// Makes all of it.
    static func make(_ count: Int, _ service: LocalService) async throws {
        try await makeModel(service)
        for start in stride(from: 0, to: count, by: chunk) {
            let some = try (start..<min(count, start + chunk)).map(customer)
            _ = try await service.importCustomers(some)
        }
        let ingest = try await service.ingest()
        for start in stride(from: 0, to: count, by: 200) {
            let seen = try stride(from: start, to: min(count, start + 200), by: 4).map(customer)
            ingest.offer(seen.map { ObservedItem(customer: $0) }, in: live)
            while ingest.report.waiting > chunk { try await Task.sleep(for: .milliseconds(5)) }
        }
        while ingest.report.waiting > 0 { try await Task.sleep(for: .milliseconds(50)) }
    }

    private static func makeModel(_ service: LocalService) async throws {
        let project = Project(id: project, key: try Key("shop"), name: "Shop")
        let environment = Environment(
            id: live,
            projectID: project.id,
            key: try Key("prod"),
            name: "Shop",
            isLive: true,
            secrets: []
        )
        let first = try audience(audience, "north", in: "country", ["SE", "NO", "DK", "FI"])
        let second = try audience(other, "paying", in: "plan", ["plus", "pro"])
        let changes: [Change] = [
            .createProject(project), .createEnvironment(environment),
            .createAudience(environment: live, first), .createAudience(environment: live, second),
            .createFlag(environment: live, try splitFlag()),
        ]
        _ = try await service.propose(
            Proposal(id: GUID(bytes: 9), actor: "Ana", note: "", origin: .direct, changes: changes)
        )
    }

    private static func audience(
        _ id: GUID,
        _ key: String,
        in attribute: String,
        _ values: [String]
    ) throws -> Audience {
        var audience = Audience(id: id, key: try Key(key), name: key, createdAt: start)
        let list = "[" + values.map { "\"\($0)\"" }.joined(separator: ",") + "]"
        audience.rules = [
            AudienceRule(
                id: "1",
                name: key,
                conditions: [
                    Condition(id: "1", test: .attribute(attribute, .isOneOf, list)),
                    Condition(id: "2", test: .attribute("orders", .biggerThan, "5")),
                ]
            )
        ]
        return audience
    }

    private static func splitFlag() throws -> Flag {
        var flag = Flag(
            id: flag,
            key: try Key("banner"),
            name: "Banner",
            kind: .boolean,
            variations: [
                Variation(id: "on", name: "On", value: "true"),
                Variation(id: "off", name: "Off", value: "false"),
            ],
            defaultVariationID: "off",
            offVariationID: "off",
            revision: GUID(bytes: 6),
            createdAt: start
        )
        flag.isEnabled = true
        let inNorth = Condition(id: "1", test: .isInAudience([audience]))
        let half = Serving(parts: [("on", 50_000), ("off", 50_000)])
        flag.rules = [Rule(id: "1", name: "North", conditions: [inNorth], serving: half)]
        return flag
    }

    private static let start = Moment(milliseconds: 1_780_000_000_000)
    private static let firstNames = [
        "Maria", "Søren", "Łukasz", "Anna", "André", "Jörg", "Zoë", "Ægir", "Lucía", "Jean",
        "Mary", "Mark", "Quinn", "Ida", "Noah", "Emma", "Olof", "Freja", "Lars", "Nora",
    ]
    private static let syllables = [
        "an", "ber", "son", "ka", "li", "mar", "ne", "ström", "ski", "to", "vel", "win", "dal",
        "ger", "ho", "ji", "pe", "qui", "ras", "sten", "ul", "xa", "ya", "zan",
    ]
    private static let cities = [
        "Berlin", "Stockholm", "Paris", "New York", "London", "Madrid", "Oslo", "Warszawa", "Roma",
        "København", "Zürich", "Hamburg", "Göteborg", "Lyon", "Porto", "Helsinki", "Malmö",
        "Bergen", "Kraków", "Napoli", "Valletta", "Reykjavík", "Tórshavn", "Umeå",
    ]
    private static let countries = [
        "DE", "SE", "FR", "US", "GB", "ES", "NO", "PL", "IT", "DK", "CH", "PT", "FI", "IS", "MT",
    ]
    private static let plans = ["free", "plus", "pro", "team"]
    private static let languages = ["de", "sv", "fr", "en", "es", "nb", "pl", "it", "da", "pt"]
}

extension GUID {
    /// The same one every time.
    init(bytes number: UInt64) {
        var random = SplitMix64(seed: number)
        self.init(using: &random)
    }
}
