import FlagAPI
import FlagModel

/// A batch of reports, checked against the limits and added up, before it meets the file.
///
/// Whatever a limit refuses is left out and counted as malformed; the rest of its item is kept.
struct TrafficBatch: Sendable {
    /// A customer in one environment, once a batch.
    struct Sighting: Hashable, Sendable {
        /// Index into ``TrafficBatch/environments``.
        var environment: Int
        var key: CustomerKey
        /// The last name that was not empty.
        var name: String
        /// The last attributes that were not empty.
        var attributes: [String: String]
        /// Milliseconds since 1970, by the clock of this service.
        var lastSeen: Int64
    }

    /// A version of a flag; `environment` is an index into ``TrafficBatch/environments``.
    struct Variation: Hashable, Sendable {
        var environment: Int
        var flagKey: String
        var variationID: String
    }

    /// A kind of event; `environment` is an index into ``TrafficBatch/environments``.
    struct Event: Hashable, Sendable {
        var environment: Int
        var kind: String
        var name: String
    }

    /// What an evaluation counts for: an index into ``TrafficBatch/variations`` and an hour.
    struct Hour: Hashable, Sendable {
        var variation: Int
        /// Hours since 1970, UTC.
        var hour: Int64
    }

    /// A customer was given a version; indices into the lists of the batch.
    struct Handout: Hashable, Sendable {
        var customer: Int
        var variation: Int
        /// Milliseconds since 1970.
        var time: Int64
        /// Whether it is an exposure of an experiment.
        var countsForExperiments: Bool
    }

    /// A customer did something; indices into the lists of the batch.
    struct Metric: Hashable, Sendable {
        var customer: Int
        var event: Int
        /// Milliseconds since 1970.
        var time: Int64
        var value: Double
    }

    private(set) var environments: [GUID] = []
    private(set) var sightings: [Sighting] = []
    private(set) var variations: [Variation] = []
    private(set) var events: [Event] = []
    private(set) var counts: [Hour: Int] = [:]
    private(set) var handouts: [Handout] = []
    private(set) var metrics: [Metric] = []
    /// Events that are sound.
    private(set) var kept = 0
    /// Events and attributes that were left out.
    private(set) var malformed = 0

    private var environmentIndex: [GUID: Int] = [:]
    private var sightingIndex: [Place: Int] = [:]
    private var variationIndex: [Variation: Int] = [:]
    private var eventIndex: [Event: Int] = [:]

    private struct Place: Hashable {
        var environment: Int
        var key: CustomerKey
    }

    /// Adds entries up.
    ///
    /// - Complexity: O(*n*) in entries, events and attributes.
    init(_ entries: [IngestQueue.Entry]) {
        for entry in entries { add(entry) }
    }

    private mutating func add(_ entry: IngestQueue.Entry) {
        let environment = Self.index(of: entry.environmentID, &environmentIndex, &environments)
        let customer = add(entry.item.customer, environment, entry.arrival)
        for evaluation in entry.item.evaluations {
            add(evaluation, environment, customer, entry.arrival)
        }
        for metric in entry.item.metrics { add(metric, environment, customer, entry.arrival) }
        if entry.item.evaluations.isEmpty, entry.item.metrics.isEmpty { kept += 1 }
    }

    private mutating func add(_ customer: Customer, _ environment: Int, _ arrival: Int64) -> Int {
        let sound = SoundDescription(customer)
        malformed += sound.leftOut
        let place = Place(environment: environment, key: customer.key)
        if let index = sightingIndex[place] {
            if !sound.name.isEmpty { sightings[index].name = sound.name }
            if !sound.attributes.isEmpty { sightings[index].attributes = sound.attributes }
            sightings[index].lastSeen = max(sightings[index].lastSeen, arrival)
            return index
        }
        let index = sightings.count
        sightingIndex[place] = index
        sightings.append(
            Sighting(
                environment: environment,
                key: customer.key,
                name: sound.name,
                attributes: sound.attributes,
                lastSeen: arrival
            )
        )
        return index
    }

    private mutating func add(
        _ evaluation: ObservedEvaluation,
        _ environment: Int,
        _ customer: Int,
        _ arrival: Int64
    ) {
        guard TrafficLimits.flagKeyBytes.contains(evaluation.flagKey.utf8.count),
            TrafficLimits.variationIDBytes.contains(evaluation.variationID.utf8.count)
        else {
            malformed += 1
            return
        }
        let name = Variation(
            environment: environment,
            flagKey: evaluation.flagKey,
            variationID: evaluation.variationID
        )
        let variation = Self.index(of: name, &variationIndex, &variations)
        let time = Self.sound(evaluation.time, arrival)
        counts[Hour(variation: variation, hour: TrafficTime.hour(of: time)), default: 0] += 1
        handouts.append(
            Handout(
                customer: customer,
                variation: variation,
                time: time,
                countsForExperiments: evaluation.countsForExperiments
            )
        )
        kept += 1
    }

    private mutating func add(
        _ metric: ObservedMetric,
        _ environment: Int,
        _ customer: Int,
        _ arrival: Int64
    ) {
        guard TrafficLimits.eventNameBytes.contains(metric.eventName.utf8.count),
            TrafficLimits.eventKindBytes.contains(metric.kind.utf8.count), metric.value.isFinite
        else {
            malformed += 1
            return
        }
        let name = Event(environment: environment, kind: metric.kind, name: metric.eventName)
        metrics.append(
            Metric(
                customer: customer,
                event: Self.index(of: name, &eventIndex, &events),
                time: Self.sound(metric.time, arrival),
                value: metric.value
            )
        )
        kept += 1
    }

    private static func index<Name: Hashable>(
        of name: Name,
        _ index: inout [Name: Int],
        _ names: inout [Name]
    ) -> Int {
        if let known = index[name] { return known }
        index[name] = names.count
        names.append(name)
        return names.count - 1
    }

    /// The time that an application claims, or the arrival when its clock cannot be right.
    private static func sound(_ time: Moment, _ arrival: Int64) -> Int64 {
        let claimed = time.microseconds / 1000
        let earliest = arrival - Int64(TrafficLimits.pastDays) * TrafficTime.day
        let latest = arrival + Int64(TrafficLimits.futureMinutes) * TrafficTime.minute
        return (earliest...latest).contains(claimed) ? claimed : arrival
    }
}
