import FlagAPI
import FlagModel
import JSON
import NIOHTTP1
import TestSupport
import Testing

@testable import FlagServer

/// `docs/reference/openapi.json` and the server know the same paths.
struct EndpointDocumentTests {
    /// A method and a path of the document, and what it calls that.
    private struct Operation {
        let method: HTTPMethod
        let path: String
        let name: String
    }

    private static func document() throws -> JSONValue {
        try JSONValue(parsing: TextFile(path: "docs/reference/openapi.json").bytes)
    }

    private static func operations() throws -> [Operation] {
        try members(document()["paths"]).flatMap { path in
            members(path.value).map { method in
                Operation(
                    method: HTTPMethod(rawValue: method.key.uppercased()),
                    path: path.key,
                    name: method.value["operationId"]?.text ?? ""
                )
            }
        }
    }

    private static func members(_ value: JSONValue?) -> [JSONMember] {
        guard case .object(let object)? = value else { return [] }
        return object.members
    }

    /// The endpoint of a path, with a word in the place of what the document leaves open.
    private static func endpoint(of operation: Operation) -> Endpoint {
        let parts = operation.path.split(separator: "/", omittingEmptySubsequences: false)
        let path = parts.map { $0.hasPrefix("{") ? "word" : String($0) }.joined(separator: "/")
        return Endpoint(operation.method, RequestTarget(path))
    }

    @Test func `every path of the document is answered, under the name that it has there`() throws {
        for operation in try Self.operations() {
            let endpoint = Self.endpoint(of: operation)
            #expect(Self.number(of: endpoint) != nil, "\(operation.path)")
            #expect("\(endpoint)".hasPrefix(operation.name), "\(operation.path): \(endpoint)")
        }
    }

    @Test func `everything that is answered is in the document, once`() throws {
        let numbers = try Self.operations().compactMap { Self.number(of: Self.endpoint(of: $0)) }

        #expect(numbers.sorted() == Array(0..<Self.count))
    }

    @Test func `every question that can be asked over HTTP is in the document`() throws {
        let schema = try Self.document()["components"]?["schemas"]?["Question"]
        guard case .array(let names)? = schema?["properties"]?["ask"]?["enum"] else {
            Issue.record("The document lists the questions.")
            return
        }
        let rows = try PermissionTable.rows(on: PermissionStage())
        var asked = Set(rows.compactMap { $0.request.json["ask"]?.text })
        // The data is given away on its own machine only.
        asked.remove("hand-over")

        #expect(Set(names.compactMap(\.text)) == asked)
    }

    /// A number for each endpoint that has a path; a new one does not compile until it has one.
    private static func number(of endpoint: Endpoint) -> Int? {
        switch endpoint {
        case .streaming: 0
        case .latestForServer: 1
        case .latestForClient: 2
        case .track: 3
        case .evaluate: 4
        case .openFeatureFlag: 5
        case .openFeatureFlags: 6
        case .openFeatureEvents: 7
        case .runTrigger: 8
        case .ask: 9
        case .bulk: 10
        case .picture: 11
        case .entries: 12
        case .liveness: 13
        case .readiness: 14
        case .metrics: 15
        case .preflight, .otherMethod, .unknown: nil
        }
    }

    private static let count = 16
}

extension JSONValue {
    fileprivate subscript(key: String) -> JSONValue? {
        if case .object(let object) = self { object[key] } else { nil }
    }

    fileprivate var text: String? {
        if case .string(let text) = self { text } else { nil }
    }
}
