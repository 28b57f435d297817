import Evaluation
import FlagModel
import JSON

/// One flag's possible answers, written out once per change so that asking copies bytes.
///
/// A class, because whoever answers walks over all flags and must not copy each one's lists.
final class RenderedFlag: Sendable {
    /// The flag.
    let flag: Flag
    /// The flag, ready to be asked; `nil` for a deleted one, which goes out as archived.
    let compiled: CompiledFlag?
    /// The greatest of the wire times of the flag and of the audiences that it looks at: whoever
    /// was told of this one knows all that can have changed their answer.
    let version: Int64
    /// Whether applications are told that there is no such flag any more.
    let isGone: Bool
    /// How OpenFeature gets its answers.
    let openFeature: OpenFeatureAnswers

    private let clientHead: [UInt8]
    private let clientVariations: [[UInt8]]
    private let evaluatedHead: [UInt8]
    private let evaluatedVariations: [[UInt8]]
    private let reasons: Reasons<[UInt8]>

    /// Writes what can be written before anybody asks.
    ///
    /// - Parameters:
    ///   - flag: the flag.
    ///   - compiled: the same, ready to be asked; `nil` for a deleted one.
    ///   - version: see ``version``.
    ///   - common: what everybody gets, when it is the same for everybody.
    init(_ flag: Flag, _ compiled: CompiledFlag?, version: Int64, common: Answer? = nil) {
        let kind = Self.text(flag.kind.rawValue)
        self.flag = flag
        self.compiled = compiled
        self.version = version
        isGone = compiled == nil || flag.isArchived
        openFeature = OpenFeatureAnswers(flag, common: common)
        clientHead =
            Self.bytes("{\"id\":\(Self.text(flag.key.text)),\"variationType\":\(kind)")
            + Self.bytes(",\"timestamp\":\(version),\"variationOptions\":")
            + Self.options(flag).canonicalBytes()
        clientVariations = flag.variations.map { variation in
            Self.bytes(
                ",\"variation\":\(Self.text(variation.value))"
                    + ",\"variationId\":\(Self.text(variation.id))"
            )
        }
        evaluatedHead = Self.bytes(
            "{\"key\":\(Self.text(flag.key.text)),\"variation\":{\"type\":\(kind)"
        )
        evaluatedVariations = flag.variations.map { variation in
            Self.bytes(
                ",\"value\":\(Self.text(variation.value)),\"id\":\(Self.text(variation.id))"
            )
        }
        reasons = Reasons(flag) { reason in
            Self.bytes(",\"matchReason\":\(Self.text(reason.featBitText(flag)))")
        }
    }

    /// Appends FeatBit's evaluated flag, as SDKs for browsers and phones get it.
    ///
    /// Source: `ClientSdkPayload.cs`: an archived flag has no value, one whose shares leave the
    /// customer out an empty one.
    func writeClient(
        _ customer: EvaluationCustomer,
        _ evaluator: Evaluator,
        to bytes: inout [UInt8]
    ) {
        bytes += clientHead
        write(answer(customer, evaluator), clientVariations, ("variation", "variationId"), &bytes)
        bytes.append(UInt8(ascii: "}"))
    }

    /// Appends FeatBit's answer to `featureflag/evaluate`.
    func writeEvaluated(
        _ customer: EvaluationCustomer,
        _ evaluator: Evaluator,
        to bytes: inout [UInt8]
    ) {
        bytes += evaluatedHead
        write(answer(customer, evaluator), evaluatedVariations, ("value", "id"), &bytes)
        bytes += "}}".utf8
    }

    private func answer(_ customer: EvaluationCustomer, _ evaluator: Evaluator) -> Answer? {
        isGone ? nil : compiled.map { evaluator.answer($0, for: customer) }
    }

    private func write(
        _ answer: Answer?,
        _ variations: [[UInt8]],
        _ fields: (value: String, id: String),
        _ bytes: inout [UInt8]
    ) {
        guard let answer else {
            bytes += ",\"\(fields.value)\":null,\"\(fields.id)\":null".utf8
            bytes += reasons[.archived]
            bytes += Self.countsNot
            return
        }
        if let index = answer.variationIndex {
            bytes += variations[index]
        } else {
            bytes += ",\"\(fields.value)\":\"\",\"\(fields.id)\":\"\"".utf8
        }
        bytes += reasons[answer.reason]
        bytes += answer.countsForExperiments ? Self.counts : Self.countsNot
    }

    private static func options(_ flag: Flag) -> JSONValue {
        .array(flag.variations.map { ["id": .string($0.id), "value": .string($0.value)] })
    }

    private static let counts = bytes(",\"sendToExperiment\":true")
    private static let countsNot = bytes(",\"sendToExperiment\":false")

    private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    private static func text(_ text: String) -> String {
        String(decoding: JSONValue.string(text).canonicalBytes(), as: UTF8.self)
    }
}

/// Something for every way in which an answer can come about.
struct Reasons<Value: Sendable>: Sendable {
    private let values: [Value]

    /// Makes a value for each way.
    init(_ flag: Flag, _ make: (Answer.Reason) -> Value) {
        let rules = flag.rules.indices.map(Answer.Reason.rule)
        values = ([.archived, .off, .targeted, .defaultRule] + rules).map(make)
    }

    subscript(_ reason: Answer.Reason) -> Value {
        switch reason {
        case .archived: values[0]
        case .off: values[1]
        case .targeted: values[2]
        case .defaultRule: values[3]
        case .rule(let index): values[4 + index]
        }
    }
}

extension Answer.Reason {
    /// What FeatBit's evaluation server calls it (`UserVariation.cs`).
    func featBitText(_ flag: Flag) -> String {
        switch self {
        case .archived: "flag archived"
        case .off: "flag disabled"
        case .targeted: "targeted"
        case .rule(let index): flag.rules[index].name
        case .defaultRule: "default"
        }
    }
}
