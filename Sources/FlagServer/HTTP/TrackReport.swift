import Evaluation
import FlagAPI
import FlagModel
import JSON
import Observations

/// What an SDK reports in one request: a list of customers with what they were shown and did.
///
/// Source: `Insight.cs`, `VariationInsight.cs`, `MetricInsight.cs` of FeatBit's evaluation server,
/// and what its SDKs send.
struct TrackReport: Sendable {
    /// What makes sense.
    private(set) var items: [ObservedItem] = []
    /// How much does not.
    private(set) var malformedCount = 0

    /// Reads a body; what makes no sense is counted and left out.
    ///
    /// - Parameters:
    ///   - body: a list of customers with their events.
    ///   - picture: tells whether events count that do not say so.
    ///   - now: the time of events that say none.
    init(_ body: [UInt8], _ picture: EnvironmentPicture, at now: Moment) {
        let limits = RequestLimits.json(documentBytes: RequestLimits.reportBytes)
        guard case .array(let elements)? = try? JSONValue(parsing: body, limits: limits) else {
            malformedCount = 1
            return
        }
        items.reserveCapacity(elements.count)
        for element in elements { read(element, picture, now) }
    }

    private mutating func read(
        _ element: JSONValue,
        _ picture: EnvironmentPicture,
        _ now: Moment
    ) {
        guard case .object(let insight) = element, let user = EndUser(featBit: insight["user"]),
            let customer = user.customer
        else {
            malformedCount += 1
            return
        }
        var item = ObservedItem(customer: customer)
        // Only asked for events that do not say whether they count.
        lazy var prepared = user.prepared
        for event in events(insight["variations"]) {
            guard
                let evaluation = Self.evaluation(
                    event,
                    now,
                    counts: { key in
                        guard let compiled = picture.rendered(key: key)?.compiled else {
                            return false
                        }
                        return picture.evaluator.answer(compiled, for: prepared)
                            .countsForExperiments
                    }
                )
            else {
                malformedCount += 1
                continue
            }
            item.evaluations.append(evaluation)
        }
        for event in events(insight["metrics"]) {
            guard let metric = Self.metric(event, now) else {
                malformedCount += 1
                continue
            }
            item.metrics.append(metric)
        }
        items.append(item)
    }

    /// The events of a list; what is none is counted.
    private mutating func events(_ value: JSONValue?) -> [JSONObject] {
        guard let value, value != .null else { return [] }
        guard case .array(let elements) = value else {
            malformedCount += 1
            return []
        }
        return elements.compactMap { element in
            guard case .object(let object) = element else {
                malformedCount += 1
                return nil
            }
            return object
        }
    }

    /// Python's SDK does not say whether an evaluation counts for experiments; FeatBit then takes
    /// it for no, Flagdeck looks.
    private static func evaluation(
        _ event: JSONObject,
        _ now: Moment,
        counts: (String) -> Bool
    ) -> ObservedEvaluation? {
        guard let key = event["featureFlagKey"]?.text, !key.isEmpty,
            case .object(let variation)? = event["variation"], let id = variation["id"]?.text,
            !id.isEmpty
        else { return nil }
        let said = event["sendToExperiment"].flatMap { try? $0.asBool() }
        return ObservedEvaluation(
            flagKey: key,
            variationID: id,
            countsForExperiments: said ?? counts(key),
            time: time(event, now)
        )
    }

    private static func metric(_ event: JSONObject, _ now: Moment) -> ObservedMetric? {
        guard let name = event["eventName"]?.text, !name.isEmpty else { return nil }
        return ObservedMetric(
            eventName: name,
            kind: event["type"]?.text ?? "CustomEvent",
            value: event["numericValue"].flatMap { try? $0.asNumber() } ?? 1,
            time: time(event, now)
        )
    }

    private static func time(_ event: JSONObject, _ now: Moment) -> Moment {
        guard let milliseconds = event["timestamp"].flatMap({ try? $0.asNumber() }),
            milliseconds > 0, milliseconds < 9e12
        else { return now }
        return Moment(milliseconds: Int64(milliseconds))
    }
}
