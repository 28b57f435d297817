import FlagAPI
import JSON
import TestSupport
import Testing

/// The page about the socket lists what can be asked over it.
struct SocketPageTests {
    @Test func `the page lists every request once, and nothing else`() throws {
        let asked = Set(try Self.requests().map(\.name))

        #expect(Self.rows.map(\.name).sorted() == asked.sorted())
    }

    @Test func `each line names the fields that a request has`() throws {
        let lines = Dictionary(Self.rows.map { ($0.name, $0.with) }) { first, _ in first }

        for request in try Self.requests() {
            let missing = request.fields.filter { lines[request.name]?.contains("`\($0)`") != true }
            #expect(missing == [], "\(request.name) in docs/reference/socket.md")
        }
    }

    /// The lines of the page's table of requests.
    private static var rows: [(name: String, with: String)] {
        let page = String(decoding: TextFile(path: "docs/reference/socket.md").bytes, as: UTF8.self)
        return page.split(separator: "\n").drop { !$0.hasPrefix("| `ask` |") }.dropFirst(2)
            .prefix { $0.hasPrefix("|") }
            .map { line in
                let cells = line.split(separator: "|").map { $0.trimmed }
                return (cells[0].filter { $0 != "`" }, cells[1])
            }
    }

    /// One request of each kind, and the fields that it carries on the wire.
    ///
    /// The table of permissions has all of them: a new kind does not compile without a row there.
    private static func requests() throws -> [(name: String, fields: [String])] {
        try PermissionTable.rows(on: PermissionStage()).map { row in
            let json = JSONObject(row.request.json)
            // A proposal and what it changes are in the journal's words.
            let isProposal = if case .propose = row.request { true } else { false }
            let with = isProposal ? nil : json?["with"].flatMap(JSONObject.init(_:))
            return (json?["ask"]?.text ?? "", with?.members.map(\.key) ?? [])
        }
    }
}

extension JSONObject {
    fileprivate init?(_ value: JSONValue) {
        guard case .object(let object) = value else { return nil }
        self = object
    }
}

extension JSONValue {
    fileprivate var text: String? {
        if case .string(let text) = self { text } else { nil }
    }
}

extension Substring {
    fileprivate var trimmed: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
