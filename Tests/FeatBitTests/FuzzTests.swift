import FeatBit
import FlagModel
import JSON
import Testing

/// Documents that were damaged on the way: one clear error, or changes that a model takes or
/// refuses; never a trap.
struct FuzzTests {
    private static let seed = Seed.value

    @Test(arguments: 0..<20)
    func `damaged bytes are read or refused`(round: Int) throws {
        print("FLAGDECK_SEED=\(Self.seed), round \(round)")
        var damage = Damage(random: SplitMix64(seed: Self.seed &+ UInt64(round)))
        let original = Fixtures.both().canonicalBytes()
        var tally = try Tally()

        for _ in 0..<800 { try tally.count(damage.bytes(original)) }

        #expect(tally.refused > 100)
        #expect(tally.total == 800)
    }

    @Test(arguments: 0..<20)
    func `damaged values are read or refused`(round: Int) throws {
        print("FLAGDECK_SEED=\(Self.seed), round \(round)")
        var damage = Damage(random: SplitMix64(seed: Self.seed &+ 1000 &+ UInt64(round)))
        let original = Fixtures.both()
        var tally = try Tally()

        for _ in 0..<200 { try tally.count(damage.value(original).canonicalBytes()) }

        #expect(tally.refused > 20)
        #expect(tally.applied > 5)
    }

    /// How documents ended.
    private struct Tally {
        private let empty: Workplace
        var refused = 0
        var refusedByModel = 0
        var applied = 0
        var total: Int { refused + refusedByModel + applied }

        init() throws {
            empty = try Workplace()
        }

        mutating func count(_ bytes: [UInt8]) throws {
            var workplace = empty
            do {
                let document = try FeatBitDocument.read(files: [(name: "f", bytes: bytes)])
                try workplace.importing(document)
                _ = FeatBitDocument.export(state: try workplace.state).lineText()
                applied += 1
            } catch let problem as FeatBitProblem {
                refused += 1
                #expect(problem.description.hasSuffix("."))
            } catch is Refusal {
                refusedByModel += 1
            }
        }
    }
}

/// Ways to damage a document.
private struct Damage {
    var random: SplitMix64

    private mutating func number(_ range: Range<Int>) -> Int {
        Int.random(in: range, using: &random)
    }

    /// One to three flips, cuts, repetitions or strange bytes.
    mutating func bytes(_ original: [UInt8]) -> [UInt8] {
        var bytes = original
        for _ in 0...number(0..<3) where bytes.count > 2 {
            let start = number(0..<bytes.count)
            let end = min(bytes.count, start + number(1..<200))
            switch number(0..<6) {
            case 0: bytes[start] ^= UInt8(1 << number(0..<8))
            case 1: bytes[start] = UInt8(number(0..<256))
            case 2: bytes.removeSubrange(start..<end)
            case 3: bytes.insert(contentsOf: bytes[start..<end], at: start)
            case 4: bytes = Array(bytes[..<start])
            default:
                let digits = Array("9999999999999e99-0.5".utf8)
                bytes.insert(contentsOf: digits.prefix(number(1..<digits.count)), at: start)
            }
        }
        return bytes
    }

    /// One to three parts that are of another type, missing or twice.
    mutating func value(_ original: JSONValue) -> JSONValue {
        var value = original
        for _ in 0...number(0..<3) { value = damaged(value) }
        return value
    }

    private mutating func damaged(_ value: JSONValue) -> JSONValue {
        let goesDeeper = number(0..<8) > 0
        switch value {
        case .array(var elements) where !elements.isEmpty && goesDeeper:
            let index = number(0..<elements.count)
            switch number(0..<6) {
            case 0: elements.append(elements[index])
            case 1: elements.remove(at: index)
            default: elements[index] = damaged(elements[index])
            }
            return .array(elements)
        case .object(let object) where !object.members.isEmpty && goesDeeper:
            var members = object.members
            let index = number(0..<members.count)
            switch number(0..<12) {
            case 0: members.remove(at: index)
            case 1:
                members.append(JSONMember(key: "new-\(number(0..<9))", value: members[index].value))
            default: members[index].value = damaged(members[index].value)
            }
            return .object(JSONObject(members))
        default: return other()
        }
    }

    private mutating func other() -> JSONValue {
        let values: [JSONValue] = [
            .null, true, false, 0, 1, .integer(.max), .integer(.min), .number(1e300),
            .number(-0.0), .number(0.123_456_789), .number(1e-300), "", " ", "\u{0}\u{202E}",
            "旗", "a", "b", .string(String(repeating: "x", count: 70_000)), .array([]), [0, 1],
            .object(JSONObject()), "9999-12-31T23:59:59.999Z", "1969-12-31T23:59:59Z",
            "2026-01-05T10:00:00.100+23:59", "IsOneOf", "[\"x\"]", "User is in segment",
            "[\"3f0f6c52-3333-4333-8333-000000000009\"]",
        ]
        return values[number(0..<values.count)]
    }
}
