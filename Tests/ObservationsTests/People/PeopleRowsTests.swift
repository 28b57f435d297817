import FlagAPI
import FlagModel
import Foundation
import GRDB
import Testing

@testable import Observations

/// Which people a slice consists of, also where some were forgotten.
struct PeopleRowsTests {
    @Test(arguments: [1, 3, 7, 100])
    func `runs tell everybody once, over the gaps of those who were forgotten`(
        count: Int
    ) async throws {
        let store = try await Self.store(forgotten: [1, 4, 5, 6, 20])

        var (keys, next): ([String], Int?) = ([], 0)
        while let from = next {
            let look = try await Self.look(.run(from: from, count: count), store)
            #expect(look.known == 15)
            #expect(look.looked <= count)
            keys += look.tallies.joined()
            next = look.next
        }

        let rest = Set(1...20).subtracting([1, 4, 5, 6, 20]).sorted()
        #expect(keys == rest.map { "C-\($0)" })
    }

    @Test(arguments: [[], [1], [20], [1, 2, 19, 20], [10]])
    func `runs tell everybody once, wherever gaps are or are not`(forgotten: [Int]) async throws {
        let store = try await Self.store(forgotten: forgotten)
        let rest = Set(1...20).subtracting(forgotten).sorted()

        for count in [1, 4, 5, rest.count - 1, rest.count, rest.count + 1] {
            var (keys, sizes, next): ([String], [Int], Int?) = ([], [], 0)
            while let from = next {
                let look = try await Self.look(.run(from: from, count: count), store)
                keys += look.tallies.joined()
                sizes.append(look.looked)
                next = look.next
            }
            #expect(keys == rest.map { "C-\($0)" }, "\(count) at once")
            #expect(sizes.dropLast().allSatisfy { $0 == count }, "\(count) at once")
        }
    }

    @Test func `a place behind everybody, however far, is the end`() async throws {
        for forgotten in [[], [10]] {
            let store = try await Self.store(forgotten: forgotten)
            for from in [20, 21, Int.max - 1, .max] {
                let look = try await Self.look(.run(from: from, count: 7), store)
                #expect(look.looked == 0)
                #expect(look.next == nil)
            }
        }
    }

    @Test func `nobody has to be counted to find the ends`() async throws {
        let store = try await Self.store(forgotten: [])
        let plans = try await store.store.pool.read { database in
            try ["min", "max"].flatMap { end in
                try Row.fetchAll(
                    database,
                    sql: "EXPLAIN QUERY PLAN SELECT \(end)(id) FROM customer"
                )
                .map { $0["detail"] as String }
            }
        }

        #expect(plans.count == 2)
        #expect(plans.allSatisfy { $0.hasPrefix("SEARCH") })
    }

    @Test(arguments: [1, 2, 8, 14])
    func `a spread tells nobody twice, over gaps too`(count: Int) async throws {
        let store = try await Self.store(forgotten: [1, 4, 5, 6, 20])

        let look = try await Self.look(.spread(count), store)

        let keys = look.tallies.flatMap { $0 }
        #expect(Set(keys).count == keys.count)
        #expect((1...count).contains(keys.count))
        #expect(look.looked == keys.count)
        #expect(look.next == nil)
    }

    /// The limit makes a failure of a search that waits for ever; it is long, because the time of
    /// all tests that run beside this one counts.
    @Test(.timeLimit(.minutes(60)))
    func `a search does not wait for two counts`() async throws {
        let fixture = try await Self.store(forgotten: [])
        let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self)
        let gate = DispatchSemaphore(value: 0)
        let looks = (0..<2).map { _ in
            Task {
                try await fixture.store.look(
                    at: .run(from: 0, count: 20),
                    in: fixture.live,
                    attributes: [],
                    from: 0
                ) { count, _ in
                    if count == 0 {
                        arrival.yield()
                        gate.wait()
                        gate.signal()
                    }
                    count += 1
                }
            }
        }
        var waiting = 0
        for await _ in arrivals {
            waiting += 1
            if waiting == 2 * PeopleRows.threads { break }
        }
        defer { gate.signal() }
        try #require(waiting == 2 * PeopleRows.threads)

        let page = try await fixture.store.find(CustomerRequest(text: "C-20", limit: 50))

        #expect(page.count == 1)
        gate.signal()
        for look in looks { #expect(try await look.value.looked == 20) }
    }

    @Test func `a text with escapes and one without tell the same attributes`() throws {
        let attributes = ["a": "\"quoted\" \\ \u{1}", "b": "plain", "c": "ü\u{2028}旗"]
        let scanner = AttributeScanner([Array("b".utf8), Array("c".utf8), Array("x".utf8)])

        for all in [attributes, attributes.filter { $0.key != "a" }, ["b": ""], [:]] {
            let text = Array(CustomerTable.attributeText(of: all).utf8)
            let found = try text.withUnsafeBytes { try scanner.attributes(in: $0) }
            #expect(
                Dictionary(uniqueKeysWithValues: found.map { ($0.name, $0.value) })
                    == all.filter { $0.key != "a" }
            )
        }
    }

    // MARK: - Support

    /// Customers `C-1` to `C-20` in a file of their own, without some.
    private static func store(forgotten: [Int]) async throws -> TrafficFixture {
        let fixture = try TrafficFixture()
        _ = try await fixture.store.import((1...20).map { try Customer.sample("C-\($0)") })
        for number in forgotten {
            _ = try await fixture.store.forget(try CustomerKey("C-\(number)"))
        }
        return fixture
    }

    private static func look(
        _ slice: PeopleRequest.Slice,
        _ fixture: TrafficFixture
    ) async throws -> PeopleLook<[String]> {
        try await fixture.store.look(
            at: slice,
            in: fixture.live,
            attributes: [],
            from: []
        ) { keys, person in
            keys.append(person.key)
        }
    }
}
