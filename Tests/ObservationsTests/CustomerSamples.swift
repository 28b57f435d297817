import FlagAPI
import FlagModel

extension Customer {
    /// A customer in one line.
    static func sample(
        _ key: String,
        _ name: String = "",
        _ attributes: [String: String] = [:]
    ) throws -> Customer {
        Customer(key: try CustomerKey(key), name: name, attributes: attributes)
    }

    /// Made-up people whose names share their parts, some of them with accents.
    static func crowd(
        _ count: Int,
        using random: inout some RandomNumberGenerator
    ) throws -> [Customer] {
        try (0..<count).map { number in
            let first = firstNames.randomElement(using: &random) ?? ""
            let last = (0..<Int.random(in: 1...3, using: &random)).map { _ in
                syllables.randomElement(using: &random) ?? ""
            }.joined()
            let name = Int.random(in: 0..<10, using: &random) == 0 ? "" : "\(first) \(last)"
            let plan = ["free", "pro", "team"].randomElement(using: &random) ?? ""
            return try sample("C-\(10_000 + number)", name, ["plan": plan, "country": "DE"])
        }
    }

    private static let firstNames = [
        "Maria", "Søren", "Łukasz", "Đorđe", "André", "Jörg", "Zoë", "Ægir", "Ana-Lucía", "O'Neil",
        "Jean  Luc", "ΣΊΣΥΦΟΣ", "Ирина", "山田", "김", "İpek", "Strauß", "Mary", "mark", "Quinn",
    ]
    private static let syllables = [
        "mar", "son", "ra", "ri", "qui", "zan", "berg", "ström", "ß", "ski", "å", "_", "%", "\"x",
    ]
}
