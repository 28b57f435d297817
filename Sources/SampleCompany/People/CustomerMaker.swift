import FlagAPI
import FlagModel

/// Makes the shop's customers.
enum CustomerMaker {
    /// How many there are.
    static let count = 5000

    /// Customers who are always the same, by their number from 0: tests, pictures and the tutorial
    /// name them.
    private static let known: [Int: (name: String, attributes: [String: String])] = [
        0: ("Zoë 🌻", person("Netherlands", "Utrecht", "Plus", "2023-04-30", "418")),
        428: ("Anna Schmidt", person("Germany", "Berlin", "Plus", "2024-03-12", "212")),
        512: ("DJ Köfte 🎧", person("Germany", "Köln", "Free", "2026-02-03", "36")),
        977: ("Paul Weber", person("Austria", "Wien", "Plus", "2023-11-02", "148")),
        1234: ("Café Österreicher ☕️", person("Austria", "Graz", "Business", "2022-05-09", "7310")),
        1804: ("Mia Hofer", person("Austria", "Graz", "Business", "2022-08-19", "1090")),
        2026: ("山田 太郎", person("Japan", "東京", "Free", "2025-07-07", "59")),
        2718: ("Familie Ångström 👨‍👩‍👧", person("Sweden", "Umeå", "Plus", "2021-12-01", "2890")),
        3141: ("Πηνελόπη Αγγελή", person("Greece", "Αθήνα", "Free", "2024-10-10", "73")),
        4096: ("Łucja ‘Lu’ Żółć", person("Poland", "Łódź", "Plus", "2025-01-15", "301")),
    ]

    private static func person(
        _ country: String,
        _ city: String,
        _ plan: String,
        _ since: String,
        _ spent: String
    ) -> [String: String] {
        ["country": country, "city": city, "plan": plan, "since": since, "spent": spent]
    }

    /// All customers, by key.
    static func customers() -> [Customer] {
        var random = SplitMix64(seed: 20_260_717)
        let countries = Country.all
        let byWeight = countries.indices.flatMap { index in
            Array(repeating: index, count: countries[index].weight)
        }
        return (0..<count).map { number in
            let country = countries[random.one(of: byWeight)]
            let made = customer(number, of: country, using: &random)
            guard let known = known[number] else { return made }
            return Customer(key: made.key, name: known.name, attributes: known.attributes)
        }
    }

    private static func customer(
        _ number: Int,
        of country: Country,
        using random: inout SplitMix64
    ) -> Customer {
        let first = random.one(of: country.firstNames)
        let last = random.one(of: country.lastNames)
        let plan = plan(using: &random)
        return Customer(
            key: CustomerKey(number: number),
            name: country.familyFirst ? last + first : "\(first) \(last)",
            attributes: person(
                country.name,
                random.one(of: country.cities),
                plan,
                day(number, using: &random),
                spent(on: plan, using: &random)
            )
        )
    }

    private static func plan(using random: inout SplitMix64) -> String {
        switch random.number(0...99) {
        case ..<58: "Free"
        case ..<88: "Plus"
        default: "Business"
        }
    }

    /// Most customers spent little and a few very much, companies more than people.
    private static func spent(on plan: String, using random: inout SplitMix64) -> String {
        let small = random.number(0...100)
        let factor = random.one(of: [1, 1, 2, 2, 3, 5, 9, 20])
        return String(small * factor * (plan == "Business" ? 4 : plan == "Plus" ? 2 : 1))
    }

    /// The day of the first order: the later the number, the later, more or less.
    private static func day(_ number: Int, using random: inout SplitMix64) -> String {
        // Months from January 2019 to July 2026, which is not over.
        let month = number * 86 / count + random.number(0...5)
        let day = random.number(1...(month == 90 ? 16 : 28))
        let parts = [month % 12 + 1, day].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return "\(2019 + month / 12)-\(parts[0])-\(parts[1])"
    }
}
