import Evaluation
import FlagModel
import JSON

/// One flag's possible answers in OpenFeature's remote evaluation protocol, written out.
///
/// Source: OFREP 0.3.0, `service/openapi.yaml`. `variant` is always sent and the reason is always
/// one of OpenFeature's names, because providers fail without.
struct OpenFeatureAnswers: Sendable {
    /// Whether somebody without a targeting key can be answered.
    let needsKey: Bool
    /// The whole answer, when it is the same for everybody.
    private(set) var forAll: [UInt8]?

    /// Up to the reason, by version.
    private let beginnings: [Beginning]
    /// The reason and the closing brace.
    private let endings: Reasons<[UInt8]>
    private let noVersion: [UInt8]
    private let keyMissing: [UInt8]

    private enum Beginning: Sendable {
        case value([UInt8])
        /// The version's value is not what its type says; nothing follows.
        case broken([UInt8])
    }

    /// Writes what can be written before anybody asks.
    ///
    /// - Parameters:
    ///   - flag: whose answers these are.
    ///   - common: what everybody gets, when it is the same for everybody.
    init(_ flag: Flag, common: Answer? = nil) {
        let hasFractions =
            flag.kind == .number
            && flag.variations.contains { $0.value.utf8.contains(where: Self.isFraction) }
        let head = Self.bytes("{\"key\":\(Self.text(flag.key.text))")
        beginnings = flag.variations.map { variation in
            Self.beginning(head, variation, kind: flag.kind, hasFractions: hasFractions)
        }
        endings = Reasons(flag) { reason in
            Self.bytes(
                ",\"reason\":\"\(reason.openFeatureName(flag))\"" + Self.metadata(reason, flag)
                    + "}"
            )
        }
        noVersion = head + Self.problem("GENERAL", "The rule that decides hands out no version.")
        keyMissing =
            head
            + Self.problem(
                "TARGETING_KEY_MISSING",
                "This flag depends on who asks: give the context a targetingKey."
            )
        needsKey = flag.asksForKey
        guard let common else { return }
        var bytes: [UInt8] = []
        write(common, to: &bytes)
        forAll = bytes
    }

    /// Appends the answer to the customer; ends with a closing brace.
    ///
    /// - Returns: whether there is a value; otherwise it is an error with its code.
    @discardableResult
    func write(_ answer: Answer, to bytes: inout [UInt8]) -> Bool {
        guard let index = answer.variationIndex else {
            bytes += noVersion
            return false
        }
        switch beginnings[index] {
        case .value(let beginning):
            bytes += beginning
            bytes += endings[answer.reason]
            return true
        case .broken(let problem):
            bytes += problem
            return false
        }
    }

    /// Appends that the flag needs a targeting key.
    func writeKeyMissing(to bytes: inout [UInt8]) {
        bytes += keyMissing
    }

    private static func problem(_ code: String, _ details: String) -> [UInt8] {
        bytes(",\"errorCode\":\"\(code)\",\"errorDetails\":\(text(details))}")
    }

    private static func beginning(
        _ head: [UInt8],
        _ variation: Variation,
        kind: ValueKind,
        hasFractions: Bool
    ) -> Beginning {
        guard let value = value(of: variation.value, kind: kind, hasFractions: hasFractions) else {
            return .broken(
                head
                    + problem(
                        "PARSE_ERROR",
                        "The value of the version \"\(variation.name)\" is no \(kind.rawValue)."
                    )
            )
        }
        let name = variation.name.isEmpty ? variation.id : variation.name
        return .value(head + bytes(",\"value\":") + value + bytes(",\"variant\":\(text(name))"))
    }

    /// A version's text as JSON of its type; `nil` when it is not of that type.
    ///
    /// Providers take `1` for an integer and `1.0` for a fraction: if one version of a flag has a
    /// fraction, all are written with one.
    private static func value(of text: String, kind: ValueKind, hasFractions: Bool) -> [UInt8]? {
        switch kind {
        case .boolean:
            switch text.lowercased() {
            case "true": return bytes("true")
            case "false": return bytes("false")
            default: return nil
            }
        case .string: return bytes(Self.text(text))
        case .number:
            guard let parsed = try? JSONValue(parsing: Array(text.utf8)) else { return nil }
            switch parsed {
            case .integer: return bytes(hasFractions ? "\(text).0" : text)
            case .number: return bytes(text)
            default: return nil
            }
        case .json:
            guard (try? JSONValue(parsing: Array(text.utf8))) != nil else { return nil }
            return Array(text.utf8)
        }
    }

    private static func isFraction(_ byte: UInt8) -> Bool {
        [UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E")].contains(byte)
    }

    private static func metadata(_ reason: Answer.Reason, _ flag: Flag) -> String {
        guard case .rule(let index) = reason, !flag.rules[index].name.isEmpty else { return "" }
        return ",\"metadata\":{\"rule\":\(text(flag.rules[index].name))}"
    }

    private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    private static func text(_ text: String) -> String {
        String(decoding: JSONValue.string(text).canonicalBytes(), as: UTF8.self)
    }
}

extension Answer.Reason {
    /// What OpenFeature calls it.
    func openFeatureName(_ flag: Flag) -> String {
        switch self {
        case .archived, .off: "DISABLED"
        case .targeted: "TARGETING_MATCH"
        case .rule(let index): flag.rules[index].serving.isSplit ? "SPLIT" : "TARGETING_MATCH"
        case .defaultRule where flag.defaultRule.isSplit: "SPLIT"
        case .defaultRule: flag.rules.isEmpty && flag.targets.isEmpty ? "STATIC" : "DEFAULT"
        }
    }
}

extension Serving {
    /// Whether more than one version is handed out.
    var isSplit: Bool { shares.filter { $0.upper > $0.lower }.count > 1 }
}

extension Flag {
    /// Whether nothing about the customer can decide what they get.
    var isSameForAll: Bool {
        !isEnabled || (targets.isEmpty && rules.isEmpty && !defaultRule.isSplit)
    }

    /// Whether the customer's key can decide what they get.
    var asksForKey: Bool {
        guard isEnabled else { return false }
        let servings = rules.map(\.serving) + [defaultRule]
        return !targets.isEmpty
            || servings.contains { $0.isSplit && ($0.dispatchKey ?? "").isKeyName }
            || rules.contains { $0.conditions.contains(where: \.asksForKey) }
    }
}

extension Condition {
    fileprivate var asksForKey: Bool {
        switch test {
        case .attribute(let name, _, _): name == "keyId"
        case .isInAudience, .isNotInAudience: true
        }
    }
}

extension String {
    /// Whether it stands for the customer's key: nothing, blanks, or FeatBit's word for it.
    fileprivate var isKeyName: Bool { isBlank || self == "keyId" }
}
