import FlagAPI
import FlagModel
import Foundation
import Testing

@testable import Observations

/// A customer who is deleted is nowhere any more, not even in the bytes of the files.
struct ForgettingBytesTests {
    private let fixture: TrafficFixture
    private let ada: CustomerKey

    init() throws {
        fixture = try TrafficFixture()
        ada = try CustomerKey("ada-qzkvw@example.com")
    }

    /// Texts of which no byte may stay.
    private static let traces = [
        "qzkvw", "Zyxqualm", "zyxqualm", "Vrowjthing", "vrowjthing", "Kwmbfirst", "Kwmbsecond",
        "Kwmbimport",
    ]

    @Test func `no byte of a customer who is deleted stays in the files`() async throws {
        try await live()
        try await crowd()
        #expect(try found() == Self.traces)

        #expect(try await fixture.store.forget(ada) == "")

        #expect(try found() == [])
        #expect(try rowsOfAda() == 0)
        let page = try await fixture.store.find(CustomerRequest(text: ""))
        #expect(page.known == 300)
        #expect(page.customers.contains { $0.key == ada } == false)
        #expect(try await fixture.store.find(CustomerRequest(text: "zyxqualm")).count == 0)
        #expect(try await fixture.store.find(CustomerRequest(text: "person 17")).count == 13)
    }

    @Test func `the letters of earlier names leave the search as well`() async throws {
        try await live()
        try await crowd()

        _ = try await fixture.store.forget(ada)

        try fixture.execute("INSERT INTO customerText (customerText) VALUES ('integrity-check')")
        for letters in ["zyx", "xqu", "vro", "wjt", "zkv"] {
            let sql = "SELECT count(*) FROM customerText WHERE customerText MATCH '\(letters)'"
            #expect(try fixture.rows(sql) == ["0"])
            #expect(try found([letters]) == [])
        }
    }

    @Test func `every table that names customers is cleared`() async throws {
        try await live()

        let named = try fixture.rows(
            """
            SELECT list.name FROM sqlite_master AS list JOIN pragma_table_info(list.name) AS field
            WHERE list.type = 'table' AND field.name = 'customer' ORDER BY 1
            """
        )

        #expect(named == CustomerForgetting.tables.sorted())
    }

    @Test func `values leave the samples of attributes, other values stay`() async throws {
        await fixture.describe(ada.text, "", ["mail": ada.text, "plan": "free"])
        await fixture.describe("C-2", "", ["mail": "bo@example.com", "plan": "pro"])

        _ = try await fixture.store.forget(ada)

        let attributes = try await fixture.store.attributes(in: fixture.live)
        #expect(attributes.map(\.samples) == [["bo@example.com"], ["pro"]])
    }

    @Test func `others keep everything`() async throws {
        await report("C-2", "Bo", ["plan": "free"])
        fixture.clock.advance(seconds: 60)
        await report("C-2", "Bo", ["plan": "pro"])
        try await live()
        let counts = "SELECT count(*) FROM evaluationCount JOIN variation"

        let before = try await whole("C-2")
        let counted = try fixture.rows(counts)
        _ = try await fixture.store.forget(ada)

        #expect(try await whole("C-2") == before)
        #expect(before.count == 4)
        #expect(try fixture.rows(counts) == counted)
    }

    @Test func `somebody who is not known is told so`() async throws {
        #expect(try await fixture.store.forget(ada) == nil)
        await fixture.describe(ada.text, "", [:])

        #expect(try await fixture.store.forget(ada) == "")
        #expect(try await fixture.store.forget(ada) == nil)
    }

    @Test func `what waits is written first, so it is deleted, too`() async throws {
        let item = try ObservedItem.sample(ada.text, "Ada Zyxqualm", flags: [.sample("a")])
        fixture.store.ingest.offer([item], in: fixture.live)

        #expect(try await fixture.store.forget(ada) == "Ada Zyxqualm")
        await fixture.store.flush()

        #expect(try fixture.rows("SELECT count(*) FROM customer") == ["0"])
        #expect(fixture.store.ingest.report.written == 1)
    }

    @Test func `somebody who comes again begins anew`() async throws {
        try await live()
        _ = try await fixture.store.forget(ada)

        await report(ada.text, "Ada", ["plan": "new"])

        let then = try await fixture.store.customers(
            withKeys: [ada],
            in: fixture.live,
            at: .sample(after: 0)
        )
        #expect(then == [])
        let now = try await fixture.store.customers(withKeys: [ada], in: fixture.live)
        #expect(now.map(\.attributes) == [["plan": "new"]])
        #expect(try fixture.rows("SELECT count(*) FROM given") == ["2"])
        #expect(try fixture.rows("SELECT count(*) FROM exposure") == ["2"])
    }

    @Test func `an older file is written anew, because it may hold what was deleted before`()
        async throws
    {
        try SecondFormat.make(fixture)
        // Without overwriting, the bytes of a value stay when it is replaced.
        let long = String(repeating: "Kwmbfirst ", count: 40)
        try fixture.execute(
            """
            PRAGMA secure_delete = OFF;
            UPDATE sighting SET attributes = '{"plan":"\(long)"}' WHERE customer = 1;
            UPDATE sighting SET attributes = '{}' WHERE customer = 1;
            PRAGMA wal_checkpoint(TRUNCATE);
            """
        )
        #expect(try found(["Kwmbfirst"]) == ["Kwmbfirst"])

        #expect(try await fixture.store.forget(try CustomerKey("C-1")) == "Ada")

        #expect(try found(["Kwmbfirst"]) == [])
        #expect(try fixture.rows("SELECT isClean FROM total") == ["1"])
        #expect(try await fixture.store.find(CustomerRequest(text: "")).known == 2)
    }

    // MARK: - Support

    /// A customer with everything that can be known: two names, two descriptions in each of two
    /// environments, versions, events, an import.
    private func live() async throws {
        for (name, value) in [("Ada Zyxqualm", "Kwmbfirst"), ("Ada Vrowjthing", "Kwmbsecond")] {
            fixture.clock.advance(seconds: 3600)
            await report(ada.text, name, ["secret": value])
            await report(ada.text, name, ["secret": value], in: fixture.dev)
        }
        fixture.clock.advance(seconds: 3600)
        _ = try await fixture.store.import([.sample(ada.text, "", ["team": "Kwmbimport"])])
    }

    /// Others around, before and after, so that pages are split and put together.
    private func crowd() async throws {
        for round in 0..<2 {
            await fixture.report(
                try (0..<300).map { number in
                    try .sample(
                        "C-\(number)",
                        "Person \(number)",
                        ["plan": "plan \(round)", "number": "\(number)"],
                        flags: [.sample("a", round == 0 ? "on" : "off", after: Int64(round))],
                        did: [.sample("x", Double(number))]
                    )
                }
            )
            fixture.clock.advance(seconds: 60)
        }
        // The last names that were seen push the samples of everybody before.
        try await live()
    }

    private func report(
        _ key: String,
        _ name: String,
        _ attributes: [String: String],
        in place: GUID? = nil
    ) async {
        let item = try? ObservedItem.sample(
            key,
            name,
            attributes,
            flags: [.sample("a"), .sample("b")],
            did: [.sample("x", 3)]
        )
        await fixture.report(item.map { [$0] } ?? [], in: place)
    }

    /// Those of the texts that are in the bytes of the file or of those beside it.
    private func found(_ texts: [String] = traces) throws -> [String] {
        let folder = fixture.folder.path
        var all = Data()
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            all += try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name)) + [0]
        }
        return texts.filter { all.range(of: Data($0.utf8)) != nil }
    }

    /// Rows with the number of the first customer, who is Ada.
    private func rowsOfAda() throws -> Int {
        try CustomerForgetting.tables.reduce(0) {
            let sql = "SELECT count(*) FROM \($1) WHERE customer = 1"
            return try $0 + (fixture.rows(sql).first.flatMap { Int($0) } ?? 0)
        }
    }

    /// Everything that is told of a customer.
    private func whole(_ key: String) async throws -> [String] {
        let key = try CustomerKey(key)
        let store = fixture.store
        var answers: [String] = []
        for second in [0, 3600] {
            let then = try await store.customers(
                withKeys: [key],
                in: fixture.live,
                at: .sample(after: Int64(second))
            )
            answers += then.map { "\($0)" }
        }
        let request = GivenRequest(
            customer: key,
            environmentID: fixture.live,
            time: .sample(after: 7200)
        )
        return answers + (try await store.given(request)).map { "\($0)" }
    }
}
