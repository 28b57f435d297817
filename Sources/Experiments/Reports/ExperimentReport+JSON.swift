internal import FlagModel
public import JSON

extension ExperimentReport {
    /// The report as data.
    ///
    /// - Shape: described in `docs/reference/statistics.md`; every number reads back as the same
    ///   double.
    public var json: JSONValue {
        var fields: [JSONMember] = [
            JSONMember(key: "experiment", value: .string(plan.key.text)),
            JSONMember(key: "run", value: .integer(counts.run)),
            JSONMember(key: "verdict", value: .string(result.verdict.word)),
        ]
        if let id = result.verdict.variationID {
            fields.append(JSONMember(key: "variation", value: .string(id)))
        }
        if let guardrail = result.verdict.guardrail {
            let event = plan.metrics[guardrail].eventName
            fields.append(JSONMember(key: "guardrail", value: .string(event)))
        }
        fields += [
            JSONMember(key: "decidedAt", value: Self.time(result.decidedAt)),
            JSONMember(key: "answer", value: .array(words.answer.map { .string($0) })),
            JSONMember(key: "progress", value: progress),
            JSONMember(key: "metrics", value: .array(result.metrics.indices.map(metric))),
            JSONMember(key: "split", value: split),
            JSONMember(key: "byFirstVersion", value: byFirstVersion),
            JSONMember(key: "days", value: .array(result.days.map(Self.day))),
        ]
        return .object(JSONObject(fields))
    }

    private static func time(_ moment: Moment?) -> JSONValue {
        moment.map { .string($0.text) } ?? .null
    }

    private static func count(_ number: Int?) -> JSONValue { number.map { .integer($0) } ?? .null }

    private static func number(_ number: Double?) -> JSONValue {
        number.map { $0.isFinite ? .number($0) : .null } ?? .null
    }

    private var progress: JSONValue {
        let progress = result.progress
        return [
            "startedAt": Self.time(progress.startedAt), "endedAt": Self.time(progress.endedAt),
            "asOf": Self.time(progress.asOf), "fullDays": .integer(progress.fullDays),
            "plannedDays": .integer(progress.plannedDays), "people": .integer(progress.people),
            "immature": .integer(progress.immature),
            "plannedPeople": Self.count(progress.plannedPeople),
            "daysLeft": Self.count(progress.daysLeft), "events": .integer(progress.eventCount),
        ]
    }

    private func metric(_ index: Int) -> JSONValue {
        let metric = result.metrics[index]
        return [
            "event": .string(metric.metric.eventName), "title": .string(metric.metric.title),
            "measure": .string(metric.metric.measure.word), "role": .string(metric.role.word),
            "baseline": .object(JSONObject(arm(metric.baseline, of: index))),
            "versions": .array(metric.versions.map { version($0, of: index) }),
        ]
    }

    private func arm(_ arm: ArmResult, of metric: Int) -> [JSONMember] {
        let sums = sums(of: metric, variationID: arm.variationID)
        let unit = Double(ExactSums.unit)
        return [
            JSONMember(key: "variation", value: .string(arm.variationID)),
            JSONMember(key: "people", value: .integer(arm.people)),
            JSONMember(key: "active", value: .integer(arm.active)),
            JSONMember(key: "sum", value: .number(Double(sums.value) / unit)),
            JSONMember(key: "sumSquares", value: .number(Double(sums.square) / (unit * unit))),
            JSONMember(key: "value", value: Self.number(arm.value)),
        ]
    }

    private func version(_ version: VersionResult, of metric: Int) -> JSONValue {
        let fields = [
            JSONMember(key: "difference", value: Self.range(version.difference)),
            JSONMember(key: "change", value: Self.range(version.change)),
            JSONMember(key: "chanceBetter", value: .number(version.chanceBetter)),
            JSONMember(key: "expectedLoss", value: .number(version.expectedLoss)),
            JSONMember(key: "pValue", value: Self.number(version.pValues?.once)),
            JSONMember(key: "pValueAnyTime", value: Self.number(version.pValues?.anyTime)),
            JSONMember(key: "outcome", value: .string(version.outcome.word)),
            JSONMember(key: "safety", value: version.safety.map { .string($0.word) } ?? .null),
        ]
        return .object(JSONObject(arm(version.arm, of: metric) + fields))
    }

    private static func range(_ range: VersionResult.Range?) -> JSONValue {
        guard let range else { return .null }
        return [
            "lower": number(range.lower), "bestGuess": number(range.bestGuess),
            "measured": number(range.measured), "upper": number(range.upper),
        ]
    }

    private var split: JSONValue {
        let split = result.split
        let parts = split.parts.map { part -> JSONValue in
            [
                "variation": .string(part.variationID), "planned": .number(part.planned),
                "people": .integer(part.people),
            ]
        }
        return [
            "parts": .array(parts), "pValue": Self.number(split.pValue),
            "broken": .bool(split.isBroken), "brokenSince": Self.time(split.brokenSince),
            "mixed": .integer(split.mixed), "leftOut": .integer(split.leftOut),
        ]
    }

    /// What would be said if customers who saw two versions counted under the first one.
    private var byFirstVersion: JSONValue {
        guard let other = words.byFirstVersion else { return .null }
        return [
            "verdict": .string(other.verdict.word),
            "variation": other.verdict.variationID.map { .string($0) } ?? .null,
            "people": .integer(other.progress.people),
        ]
    }

    private static func day(_ day: DayResult) -> JSONValue {
        ["until": time(day.until), "changes": .array(day.changes.map(range))]
    }
}
