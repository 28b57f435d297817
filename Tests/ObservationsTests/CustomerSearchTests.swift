import FlagAPI
import FlagModel
import Foundation
import Testing

@testable import Observations

struct CustomerSearchTests {
    private let folder: TemporaryFolder
    private let store: ObservationStore

    init() throws {
        folder = try TemporaryFolder()
        store = ObservationStore(path: folder.file)
    }

    @Test(arguments: [
        ("soren", "Søren Kierkegaard"), ("SØREN", "Søren Kierkegaard"), ("ø", "Søren Kierkegaard"),
        ("kier", "Søren Kierkegaard"), ("gaard sor", "Søren Kierkegaard"),
        ("c-7 ki", "Søren Kierkegaard"), ("strasse", "Anna Straße"), ("raß", "Anna Straße"),
        ("lukasz", "Łukasz"), ("Ł", "Łukasz"), ("100%", "100%_\"*"), ("_", "100%_\"*"),
        ("\"*", "100%_\"*"), ("\u{0}luk\u{0}", "Łukasz"),
    ])
    func `a customer is found by any part`(text: String, name: String) async throws {
        try await importSamples()

        #expect(try await find(text).customers.map(\.name) == [name])
    }

    @Test(arguments: [
        "soren x", "xx", "%%", "**", "a AND b", "NEAR(", "folded:anna", "^anna", "anna*", "'", "--",
        "\"\"\"", "(", "{anna}", "ANNA OR x", "9\" ", "C-7Sør", "ard c-7 c-8", "\u{10FFFF}",
    ])
    func `what no customer holds finds nobody`(text: String) async throws {
        try await importSamples()

        let page = try await find(text)

        #expect(page == CustomerPage(customers: [], count: 0, known: 4))
    }

    @Test(arguments: ["", " ", "\u{0}\n\t", "\u{301}"])
    func `a text without letters finds everybody`(text: String) async throws {
        try await importSamples()

        let page = try await find(text, limit: 2)

        #expect(page.customers.map(\.name) == ["100%_\"*", "Anna Straße"])
        #expect(page.count == 4)
    }

    @Test(arguments: ["x", "x ", "\"", "%*_\" ", "ab", "søß"])
    func `ten thousand letters are harmless`(part: String) async throws {
        try await importSamples()

        let page = try await find(String(repeating: part, count: 10_000 / part.utf8.count))

        #expect(page.known == 4)
    }

    @Test func `hundreds of different words are harmless`() async throws {
        try await importSamples()

        let page = try await find((0..<1000).map { "word\($0)" }.joined(separator: " "))

        #expect(page.count == 0)
    }

    @Test(arguments: ["Max", "Jo"], [CustomerSearch.fewCustomers, 0])
    func `two long words do not push a short one out`(short: String, few: Int) async throws {
        _ = try await store.import([
            .sample("C-1", "Alexandergrossmann Friedrichwilhelmson \(short)"),
            .sample("C-2", "Alexandergrossmann Friedrichwilhelmson Kai"),
        ])
        let text = "alexandergrossmann friedrichwilhelmson \(short)"

        let search = CustomerSearch(CustomerRequest(text: text), few: few)
        let page = try await store.pool.read { try search.page(from: $0) }

        #expect(page.customers.map(\.key.text) == ["C-1"])
        #expect(page.count == 1)
    }

    @Test func `the longest name is found by its whole text`() async throws {
        let name = String(repeating: "İ", count: Customer.maximumTextBytes / 2)
        _ = try await store.import([.sample("C-1", name)])

        #expect(try await find(name).count == 1)
    }

    @Test func `exact key, then beginnings of names, then the others`() async throws {
        _ = try await store.import([
            .sample("C-1", "Tamara"), .sample("C-2", "mara zwei"), .sample("mara", "Zed"),
            .sample("C-4", "Mära eins"), .sample("mara-5"), .sample("C-6", "Al Mara"),
        ])

        let page = try await find("mara")

        #expect(
            page.customers.map(\.key.text) == ["mara", "C-4", "C-2", "mara-5", "C-6", "C-1"]
        )
        #expect(page.count == 6)
    }

    @Test(arguments: [1, 2, 3, 5])
    func `a short page is the beginning of a long one`(limit: Int) async throws {
        var random = SeededRandom(for: "a short page is the beginning of a long one")
        _ = try await store.import(try Customer.crowd(500, using: &random))

        let short = try await find("mar", limit: limit)
        let long = try await find("mar", limit: 1000)

        #expect(short.customers == Array(long.customers.prefix(limit)))
        #expect(short.count == long.count)
    }

    @Test(arguments: [("n", 10_001), ("na", 10_001), ("nam", 10_001), ("", 10_001), ("9999", 1)])
    func `counting stops one after the limit`(text: String, count: Int) async throws {
        let customers = try (0..<10_002).map { try Customer.sample("C-\($0)", "name") }
        _ = try await store.import(customers)

        let page = try await find(text)

        #expect(page.count == count)
        #expect(page.known == 10_002)
    }

    @Test(arguments: [(0, false), (1, true), (1000, true), (1001, false)])
    func `a page has one to a thousand customers`(limit: Int, isAnswered: Bool) async throws {
        try await importSamples()

        let result = await Result { try await find("a", limit: limit) }

        switch result {
        case .success(let page): #expect(isAnswered && page.customers.count == min(limit, 3))
        case .failure(let error):
            #expect(!isAnswered)
            #expect(error as? ObservationsError == .requestTooLarge(count: limit, limit: 1000))
        }
    }

    @Test func `a search whose asker left ends`() async throws {
        try await importSamples()

        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await Result { try await find("anna") }
        }

        let result = await task.value
        #expect(throws: ObservationsError.cancelled) { try result.get() }
    }

    @Test(arguments: [CustomerSearch.fewCustomers, 0])
    func `every search finds what looking at everybody finds`(few: Int) async throws {
        var random = SeededRandom(for: "every search finds what looking at everybody finds")
        let customers = try Customer.crowd(2000, using: &random)
        _ = try await store.import(customers)
        let everybody = customers.map(Known.init)

        for _ in 0..<300 {
            let text = Self.query(from: customers, using: &random)
            let search = CustomerSearch(CustomerRequest(text: text, limit: 1000), few: few)
            let page = try await store.pool.read { try search.page(from: $0) }
            let expected = Self.naive(text, in: everybody, few: few)
            #expect(page.customers == Array(expected.prefix(1000)), "\(text)")
            #expect(page.count == expected.count, "\(text)")
        }
    }

    @Test(
        arguments: [
            ("berlin", "C-1"), ("BERL", "C-1"), ("rlin", "C-1"), ("Zürich", "C-2"), ("zu", "C-2"),
            ("z", "C-2"), ("york", "C-3"), ("new yo", "C-3"), ("bo zurich", "C-2"),
            ("c-3 pro", "C-3"),
        ],
        [CustomerSearch.fewCustomers, 0]
    )
    func `customers are found by what is known of them`(
        question: (text: String, key: String),
        few: Int
    ) async throws {
        _ = try await store.import([
            .sample("C-1", "Ana", ["city": "Berlin"]), .sample("C-2", "Bo", ["city": "Zürich"]),
            .sample("C-3", "Cy", ["city": "New York", "plan": "pro"]),
        ])

        let search = CustomerSearch(CustomerRequest(text: question.text), few: few)
        let page = try await store.pool.read { try search.page(from: $0) }

        #expect(page.customers.map(\.key.text) == [question.key])
    }

    @Test func `an import in place of another is found by its own values only`() async throws {
        _ = try await store.import([.sample("C-1", "Ana", ["city": "Berlin"])])
        _ = try await store.import([.sample("C-1", "Ana", ["city": "Hamburg"])])

        #expect(try await find("berlin").count == 0)
        #expect(try await find("hamburg").count == 1)
    }

    @Test func `five thousand customers are imported`() async throws {
        var random = SeededRandom(for: "five thousand customers are imported")
        let customers = try Customer.crowd(5000, using: &random)
        let clock = ContinuousClock()

        let opening = try clock.measure { _ = try ObservationStore.open(at: folder.file) }
        let start = clock.now
        let done = try await store.import(customers)
        let importing = clock.now - start

        print("opening: \(opening), importing 5,000 customers: \(importing)")
        #expect(done.added == 5000)
    }

    /// A customer with the texts that are searched.
    private struct Known {
        let customer: Customer
        let key: String
        let name: String
        /// The words of all values.
        let facts: [String]
        /// What stands first on a screen, then what else there is.
        let shown: [UInt8]

        init(_ customer: Customer) {
            self.customer = customer
            key = FoldedText(customer.key.text).text
            name = FoldedText(customer.name).text
            facts = customer.attributes.values.flatMap { FoldedText($0).words }
            shown = Array((name.isEmpty ? key : "\(name)\n\(key)").utf8)
        }

        func rank(_ text: String, _ beginning: [UInt8]) -> Int {
            if customer.key.text.utf8.elementsEqual(text.utf8) { return 0 }
            return shown.starts(with: beginning) ? 1 : 2
        }

        /// Compares bytes; folded text holds no U+0000.
        func holds(_ word: String, few: Int) -> Bool {
            let isShort = word.unicodeScalars.count < 3
            if isShort, few == 0 {
                return (FoldedText(key).words + FoldedText(name).words + facts).contains {
                    $0.utf8.starts(with: word.utf8)
                }
            }
            if strstr(key, word) != nil || strstr(name, word) != nil { return true }
            return facts.contains {
                isShort ? $0.utf8.starts(with: word.utf8) : strstr($0, word) != nil
            }
        }
    }

    /// Looks at every customer; the same order as ``ObservationStore/find(_:)`` promises.
    private static func naive(_ text: String, in everybody: [Known], few: Int) -> [Customer] {
        let folded = FoldedText(text)
        let words = folded.words
        let beginning = Array(folded.text.utf8)
        let found = everybody.enumerated().filter { _, known in
            words.allSatisfy { known.holds($0, few: few) } || known.rank(text, beginning) < 2
        }
        let isShort = words.allSatisfy { $0.unicodeScalars.count < 3 }
        let isSorted = found.count <= CustomerSearch.sortedMatches || few > 0 && isShort
        return found.map { index, known in
            let rank = known.rank(text, beginning)
            return (rank, rank < 2 || isSorted ? known.shown : [], index, known.customer)
        }
        .sorted { (left: (Int, [UInt8], Int, Customer), right) in
            if left.0 != right.0 { return left.0 < right.0 }
            if left.1 != right.1 { return left.1.lexicographicallyPrecedes(right.1) }
            return left.2 < right.2
        }
        .map(\.3)
    }

    /// A part of somebody's name or key, or two, or one that nobody has.
    private static func query(
        from customers: [Customer],
        using random: inout some RandomNumberGenerator
    ) -> String {
        let parts = (0..<Int.random(in: 1...2, using: &random)).map { _ in
            let customer = customers.randomElement(using: &random)
            let isKey = Int.random(in: 0..<4, using: &random) == 0
            let text = Array((isKey ? customer?.key.text : customer?.name) ?? "")
            guard !text.isEmpty else { return "zz" }
            let start = Int.random(in: 0..<text.count, using: &random)
            let end = min(text.count, start + Int.random(in: 1...7, using: &random))
            let part = String(text[start..<end])
            return Bool.random(using: &random) ? part : part.uppercased()
        }
        return parts.joined(separator: " ")
    }

    private func find(_ text: String, limit: Int = 50) async throws -> CustomerPage {
        try await store.find(CustomerRequest(text: text, limit: limit))
    }

    private func importSamples() async throws {
        _ = try await store.import([
            .sample("C-7", "Søren Kierkegaard"), .sample("C-8", "Anna Straße"),
            .sample("D-9", "Łukasz"), .sample("D-10", "100%_\"*"),
        ])
    }
}
