import FlagModel
import JSON
import Testing

@testable import Evaluation

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Answers that FeatBit's own code gave, or its evaluation server specifies.
///
/// `Vectors/featbit-vectors.json` says of each where it comes from.
struct VectorTests {
    /// One hash that FeatBit computed.
    struct Hash: Sendable {
        let key: String
        let place: Double
    }

    /// One comparison and its answer.
    struct Comparison: Sendable {
        let op: String
        let value: String
        let user: String?
        /// `nil` where the server throws.
        let answer: Bool?
    }

    @Test(arguments: try hashes())
    func `a text falls where FeatBit's hash puts it`(hash: Hash) {
        for end in 0...hash.key.utf8.count {
            let bytes = Array(hash.key.utf8)
            let (first, second) = (bytes.prefix(end), bytes.suffix(from: end))

            let place = BucketHash.place(Array(first).span, Array(second).span)

            #expect(place == hash.place, "split at byte \(end)")
        }
    }

    @Test(arguments: try hashes("experiment"))
    func `experiments have a place of their own`(hash: Hash) {
        let rest = Array(hash.key.utf8.dropFirst(4))

        let place = BucketHash.place(rest.span, Array(rest.prefix(0)).span, prefix: "expt")

        #expect(place == hash.place)
    }

    @Test(arguments: try comparisons())
    func `an operator answers as the evaluation server`(comparison: Comparison) throws {
        guard let op = Operator(rawValue: comparison.op) else {
            // A name that nobody knows never comes as far as the model, and holds for nobody.
            #expect(comparison.answer == false)
            return
        }
        let condition = Condition(id: "c", test: .attribute("plan", op, comparison.value))
        let attributes = comparison.user.map { [(name: "plan", value: $0)] } ?? []
        let customer = EvaluationCustomer(key: "u", attributes: attributes)

        var rules = CompiledRules()
        rules.add([condition], audiences: [:])
        let holds = rules.holds(condition: 0, for: customer)

        #expect(holds == (Self.decision(on: comparison) ?? comparison.answer))
    }

    /// The rows on which Flagdeck decided otherwise than the server: thousands separators make no
    /// number, and what the server throws for holds for nobody.
    private static func decision(on comparison: Comparison) -> Bool? {
        switch (comparison.op, comparison.value, comparison.user) {
        case ("LessThan", "1,000", "999"), ("LessEqualThan", "1,000", "999"): false
        case ("MatchRegex", "(", "abc"), ("NotMatchRegex", "(", "abc"): false
        case ("IsOneOf", "a,b", "a"), ("NotOneOf", "a,b", "a"): false
        default: nil
        }
    }

    @Test func `every row of the vectors is there`() throws {
        #expect(try Self.comparisons().count == 139)
        #expect(try Self.comparisons().filter { $0.answer == nil }.count == 4)
        #expect(try Self.hashes().count == 37)
    }

    // MARK: - Reading

    private static func document() throws -> JSONFields {
        let folder = #filePath.split(separator: "/").dropLast().joined(separator: "/")
        let path = "/\(folder)/Vectors/featbit-vectors.json"
        let file = try #require(fopen(path, "r"))
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = fread(&bytes, 1, bytes.count, file)
        return try JSONFields(JSONValue(parsing: Array(bytes.prefix(count))))
    }

    private static func hashes() throws -> [Hash] {
        try hashes("official") + hashes("dispatch") + hashes("experiment") + [
            Hash(key: "", place: 0.3004114832729101)
        ]
    }

    private static func hashes(_ name: String) throws -> [Hash] {
        try document().list(name) { value throws(JSONShapeError) in
            let fields = try JSONFields(value)
            return Hash(
                key: try fields.text("key"),
                place: try fields.required("rollout") { value throws(JSONShapeError) in
                    try value.asNumber()
                }
            )
        }
    }

    private static func comparisons() throws -> [Comparison] {
        try document().list("operators") { value throws(JSONShapeError) in
            let fields = try JSONFields(value)
            let answer: Bool? =
                if case .bool(let answer)? = fields.object["evaluationServer"] { answer } else {
                    nil
                }
            let user: String? =
                if case .string(let user)? = fields.object["user"] { user } else { nil }
            return Comparison(
                op: try fields.text("op"),
                value: try fields.text("value"),
                user: user,
                answer: answer
            )
        }
    }
}
