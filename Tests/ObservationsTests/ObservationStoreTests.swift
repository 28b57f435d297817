import FlagAPI
import FlagModel
import Foundation
import GRDB
import Observations
import Testing

struct ObservationStoreTests {
    private let folder: TemporaryFolder
    private let store: ObservationStore

    init() throws {
        folder = try TemporaryFolder()
        store = ObservationStore(path: folder.file)
    }

    @Test func `no file is made before it is needed`() async throws {
        #expect(!FileManager.default.fileExists(atPath: folder.file))

        _ = try await store.find(CustomerRequest(text: ""))

        #expect(FileManager.default.fileExists(atPath: folder.file))
    }

    @Test(arguments: ["", "-wal", "-shm"])
    func `only the owner may read the files`(suffix: String) async throws {
        _ = try await store.import([.sample("C-1")])

        let attributes = try FileManager.default.attributesOfItem(atPath: folder.file + suffix)

        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    @Test func `what was imported is there after opening again`() async throws {
        let ada = try Customer.sample("C-1", "Ada", ["plan": "pro", "note": "a\u{0}b\n\"é\""])
        _ = try await ObservationStore.open(at: folder.file).import([ada, .sample("C-2")])

        let page = try await store.find(CustomerRequest(text: "ada"))

        #expect(page == CustomerPage(customers: [ada], count: 1, known: 2))
    }

    @Test func `new and known customers are counted`() async throws {
        _ = try await store.import([.sample("C-1", "Ada"), .sample("C-2", "Bob")])

        let done = try await store.import([
            .sample("C-1", "Ada"), .sample("C-2", "Robert"), .sample("C-3"), .sample("C-3", "Cy"),
        ])

        #expect(done == CustomerImport(added: 1, updated: 3))
        #expect(try await store.find(CustomerRequest(text: "")).known == 3)
        #expect(try await names("cy") == ["Cy"])
    }

    @Test func `a customer who was renamed is found by the new name only`() async throws {
        _ = try await store.import([.sample("C-1", "Margarete")])

        _ = try await store.import([.sample("C-1", "Susanne")])

        #expect(try await names("garet") == [])
        #expect(try await names("usann") == ["Susanne"])
        try checkFullTextIndex()
    }

    @Test func `attributes are put in place of the earlier ones`() async throws {
        _ = try await store.import([.sample("C-1", "Ada", ["plan": "pro", "old": "x"])])

        _ = try await store.import([.sample("C-1", "Ada", ["plan": "é"])])
        _ = try await store.import([.sample("C-1", "Ada", ["plan": "e\u{301}"])])

        let found = try await store.customers(withKeys: [CustomerKey("C-1")])
        #expect(found.map(\.attributes.count) == [1])
        #expect(found.first?.attributes["plan"].map { Array($0.utf8) } == [0x65, 0xCC, 0x81])
    }

    @Test func `keys are compared byte by byte`() async throws {
        let composed = try Customer.sample("é", "composed")
        let decomposed = try Customer.sample("e\u{301}", "decomposed")
        let upper = try Customer.sample("É", "upper")

        let done = try await store.import([composed, decomposed, upper])

        #expect(done == CustomerImport(added: 3, updated: 0))
        #expect(try await store.customers(withKeys: [decomposed.key]) == [decomposed])
    }

    @Test func `keys may hold any text`() async throws {
        let keys = ["a\u{0}b", "a", "a\u{0}", "'; DROP TABLE customer; --", "\u{202E}", " "]
        let customers = try keys.map { try Customer.sample($0, "x\u{0}y") }

        let done = try await store.import(customers)

        #expect(done.added == keys.count)
        #expect(try await store.customers(withKeys: customers.map(\.key)) == customers)
    }

    @Test func `customers come in the order of the keys, each once`() async throws {
        let customers = try (0..<1200).map { try Customer.sample("C-\($0)", "N\($0)") }
        _ = try await store.import(customers)
        let stranger = try CustomerKey("stranger")

        let found = try await store.customers(
            withKeys: customers.reversed().map(\.key) + [stranger, customers[5].key]
        )

        #expect(found == customers.reversed())
    }

    @Test(arguments: [(100_000, true), (100_001, false)])
    func `a hundred thousand keys may be asked for`(count: Int, isAnswered: Bool) async throws {
        let keys = try (0..<count).map { try CustomerKey("C-\($0)") }
        let last = try Customer.sample("C-99999")
        _ = try await store.import([last])

        let result = await Result { try await store.customers(withKeys: keys) }

        switch result {
        case .success(let found): #expect(isAnswered && found == [last])
        case .failure(let error):
            #expect(!isAnswered)
            #expect(
                error as? ObservationsError == .requestTooLarge(count: count, limit: 100_000)
            )
        }
    }

    @Test(arguments: [
        (1024, 1024, 256, 100, nil),
        (1025, 1024, 256, 100, CustomerFault.longName(bytes: 1025)),
        (1024, 1025, 256, 100, .longValue(attribute: "0", bytes: 1025)),
        (1024, 1024, 257, 100, .attributeName(bytes: 257)),
        (1024, 1024, 0, 100, .attributeName(bytes: 0)),
        (1024, 1024, 256, 101, .manyAttributes(count: 101)),
    ])
    func `a customer may be as large as the limits and no larger`(
        nameBytes: Int,
        valueBytes: Int,
        attributeNameBytes: Int,
        attributeCount: Int,
        fault: CustomerFault?
    ) async throws {
        var customer = try Customer.sample("C-1", String(repeating: "n", count: nameBytes))
        for number in 1..<attributeCount - 1 { customer.attributes["\(number)"] = "v" }
        customer.attributes["0"] = String(repeating: "v", count: valueBytes)
        customer.attributes[String(repeating: "a", count: attributeNameBytes)] = "v"
        let others = try [Customer.sample("C-0"), customer]

        let result = await Result { try await store.import(others) }

        let known = try await store.find(CustomerRequest(text: "")).known
        switch result {
        case .success(let done): #expect(fault == nil && done.added == 2 && known == 2)
        case .failure(let error):
            let expected = fault.map { ObservationsError.customerTooLarge(customer.key, $0) }
            #expect(error as? ObservationsError == expected)
            #expect(known == 0)
        }
    }

    @Test func `two stores share one file`() async throws {
        let other = try ObservationStore.open(at: folder.file)
        let customers = try (0..<400).map { try Customer.sample("C-\($0)", "Name \($0)") }

        async let first = store.import(Array(customers[..<250]))
        async let second = other.import(Array(customers[150...]))
        let added = try await first.added + second.added

        #expect(added == 400)
        #expect(try await store.find(CustomerRequest(text: "name")).count == 400)
        #expect(try await other.find(CustomerRequest(text: "")).known == 400)
        try checkFullTextIndex()
    }

    @Test func `two stores may make the file at once`() async throws {
        let stores = (0..<8).map { _ in ObservationStore(path: folder.file) }

        let added = try await withThrowingTaskGroup(of: Int.self) { group in
            for (number, store) in stores.enumerated() {
                group.addTask { try await store.import([.sample("C-\(number)")]).added }
            }
            return try await group.reduce(0, +)
        }

        #expect(added == 8)
    }

    @Test func `a file of a newer Flagdeck is refused and left alone`() async throws {
        _ = try await store.import([.sample("C-1")])
        try write("PRAGMA user_version = 99")

        let error = #expect(throws: ObservationsError.self) {
            try ObservationStore.open(at: folder.file)
        }

        #expect(error == .newerSchema(path: folder.file, found: 99, known: 5))
        #expect(error?.description.contains("Use the newer version") == true)
    }

    @Test func `a database of another program is refused and left alone`() throws {
        try write("CREATE TABLE other (x)")
        let before = try Data(contentsOf: URL(fileURLWithPath: folder.file))

        #expect(throws: ObservationsError.foreignFile(path: folder.file)) {
            try ObservationStore.open(at: folder.file)
        }

        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file)) == before)
    }

    @Test func `a file that is no database is refused and left alone`() throws {
        let text = Data(String(repeating: "not a database. ", count: 100).utf8)
        try text.write(to: URL(fileURLWithPath: folder.file))

        #expect(throws: ObservationsError.foreignFile(path: folder.file)) {
            try ObservationStore.open(at: folder.file)
        }

        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file)) == text)
    }

    @Test(arguments: [
        ("", "it is not a file"), ("/missing/x.sqlite", "there is no such folder"),
    ])
    func `a path that cannot be opened says why`(part: String, reason: String) throws {
        let path = folder.path + part

        #expect(throws: ObservationsError.cannotOpen(path: path, reason: reason)) {
            try ObservationStore.open(at: path)
        }
    }

    private func names(_ text: String) async throws -> [String] {
        try await store.find(CustomerRequest(text: text)).customers.map(\.name)
    }

    /// FTS5 compares its index with the table and throws when they differ.
    private func checkFullTextIndex() throws {
        try write("INSERT INTO customerText (customerText, rank) VALUES ('integrity-check', 1)")
    }

    private func write(_ sql: String) throws {
        try DatabaseQueue(path: folder.file).writeWithoutTransaction { try $0.execute(sql: sql) }
    }
}

extension Result where Failure == any Error {
    /// What an asynchronous function returns or throws.
    init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
