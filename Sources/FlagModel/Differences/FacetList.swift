/// Collects the aspects in which two versions of one thing differ, in the order of screens.
struct FacetList {
    private(set) var facets: [Difference.Facet] = []

    /// Characters of a value or text that are told of one side; the rest is cut with "…".
    static let textLength = 200

    /// Notes an aspect if its value is another, in words.
    mutating func note<Value: Equatable>(
        _ title: String,
        _ before: Value,
        _ after: Value,
        _ words: (Value) -> String
    ) {
        guard before != after else { return }
        add(title, words(before), words(after))
    }

    /// Notes a text if it is another.
    mutating func note(_ title: String, _ before: String, _ after: String) {
        note(title, before, after) { Words.short($0, Self.textLength) }
    }

    /// Notes a yes or no if it is the other.
    mutating func note(_ title: String, _ before: Bool, _ after: Bool) {
        note(title, before, after) { $0 ? "yes" : "no" }
    }

    /// Notes a list of words if it is another.
    mutating func note(_ title: String, _ before: [String], _ after: [String]) {
        note(title, before, after) { Words.list($0, most: 12) }
    }

    /// Notes who came and who went if a list of customers is another.
    mutating func note(_ title: String, _ before: [CustomerKey], _ after: [CustomerKey]) {
        guard before != after else { return }
        let (old, new) = (Set(before), Set(after))
        let came = after.filter { !old.contains($0) }.map(\.text)
        let went = before.filter { !new.contains($0) }.map(\.text)
        var news: [String] = []
        if !came.isEmpty { news.append("\(Self.names(came)) came") }
        if !went.isEmpty { news.append("\(Self.names(went)) went") }
        if news.isEmpty { news.append("another order") }
        add(
            title,
            Words.count(before.count, "customer"),
            "\(Words.count(after.count, "customer")): \(news.joined(separator: ", "))"
        )
    }

    private static func names(_ customers: [String]) -> String {
        Words.list(customers.prefix(3).map { Words.short($0) }, of: customers.count)
    }

    /// Notes an aspect whose difference is known.
    mutating func add(_ title: String, _ before: String, _ after: String) {
        facets.append(Difference.Facet(title: title, before: before, after: after))
    }
}
