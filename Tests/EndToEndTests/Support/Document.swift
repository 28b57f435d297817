import Foundation

/// Any JSON document, to compare what went in with what came out.
enum Document: Codable, Hashable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case list([Document])
    case object([String: Document])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([Document].self) {
            self = .list(value)
        } else {
            self = .object(try container.decode([String: Document].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .list(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }

    /// Reads a text.
    static func read(_ text: String) throws -> Document {
        try JSONDecoder().decode(Document.self, from: Data(text.utf8))
    }

    subscript(key: String) -> Document {
        if case .object(let members) = self { members[key] ?? .null } else { .null }
    }

    /// The elements of a list; none of anything else.
    var elements: [Document] {
        if case .list(let elements) = self { elements } else { [] }
    }

    /// A number's value.
    var number: Double? {
        if case .number(let number) = self { number } else { nil }
    }

    /// The text of a string.
    var text: String? {
        if case .string(let text) = self { text } else { nil }
    }
}

/// An entry of `flagdeck history --json`.
struct RecordedEntry: Decodable, Hashable {
    let sequence: Int
    let actor: String
    let note: String
    let sentence: String
    let changes: [String]
}

extension Workplace {
    /// The history, newest first.
    func history(limit: Int = 50) throws -> [RecordedEntry] {
        let text = try done("history", "--json", "--limit", "\(limit)")
        return try JSONDecoder().decode([RecordedEntry].self, from: Data(text.utf8))
    }

    /// A file of FeatBit's benchmark, which the tests of the import use too.
    static func fixture(_ name: String) -> String {
        URL(filePath: #filePath)
            .appending(path: "../../../FeatBitTests/Fixtures/featbit-benchmark-\(name).json")
            .standardizedFileURL.path
    }

    /// A data directory with the five flags of FeatBit's benchmark in it.
    static func withBenchmark() throws -> Workplace {
        let workplace = try Workplace()
        for (name, bytes) in try benchmarkFiles.get() {
            let file = URL(filePath: workplace.data + "/" + name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(),
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
            try bytes.write(to: file)
            chmod(file.path, 0o600)
        }
        return workplace
    }

    /// The files of that directory: the program makes them once, and every test gets a copy.
    private static let benchmarkFiles = Result { () throws -> [String: Data] in
        let workplace = try Workplace()
        try workplace.done("init")
        try workplace.done("import", "featbit", fixture("flags"), fixture("segments"))
        return try workplace.files(below: workplace.data)
    }
}
