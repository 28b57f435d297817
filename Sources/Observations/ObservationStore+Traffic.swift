public import FlagAPI
public import FlagModel
import GRDB

extension ObservationStore {
    /// Customers with exactly these keys as applications of one environment described them last.
    ///
    /// For somebody who was never seen there: as they were imported, and
    /// ``FlagAPI/Customer/lastSeenAt`` is `nil`. Those who are not known at all are left out.
    ///
    /// - Throws: ``ObservationsError/requestTooLarge(count:limit:)`` for more than
    ///   ``maximumKeys`` keys.
    public func customers(
        withKeys keys: [CustomerKey],
        in environmentID: GUID
    ) async throws(ObservationsError) -> [Customer] {
        guard keys.count <= Self.maximumKeys else {
            throw .requestTooLarge(count: keys.count, limit: Self.maximumKeys)
        }
        return try await pool.read { database in
            try CustomerTable.customers(
                withKeys: keys,
                .environment(environmentID),
                from: database
            )
        }
    }

    /// How often flags were evaluated, hour by hour, the oldest hour first.
    ///
    /// When there are more rows than ``FlagAPI/CountsRequest/maximumRows``, the oldest hours are
    /// left out, and every hour that is told is whole.
    public func counts(
        _ request: CountsRequest
    ) async throws(ObservationsError) -> [EvaluationCount] {
        try await pool.read { try CountTable.counts(request, from: $0) }
    }

    /// The attributes that applications of an environment described customers with, in the order
    /// of their names' bytes.
    public func attributes(
        in environmentID: GUID
    ) async throws(ObservationsError) -> [ObservedAttribute] {
        try await pool.read { try AttributeTable.attributes(in: environmentID, from: $0) }
    }

    /// The metric events that applications of an environment report, the one that happened last
    /// first.
    public func eventNames(
        in environmentID: GUID
    ) async throws(ObservationsError) -> [ObservedEvent] {
        try await pool.read { try EventTable.events(in: environmentID, from: $0) }
    }

    /// Keeps the exposures of a flag anew from a moment on, as an experiment needs that starts
    /// then: of each customer and version, the first exposure since then is kept.
    ///
    /// Exposures that were written before this call are not looked at again, so call it before
    /// the experiment is announced. Midnights in UTC need no call; repeating one is harmless.
    ///
    /// - Throws: ``ObservationsError/manyPeriods(flagKey:limit:)`` when the flag has 1,000 such
    ///   moments already.
    public func startPeriod(
        ofFlag flagKey: String,
        in environmentID: GUID,
        at moment: Moment
    ) async throws(ObservationsError) {
        let isAdded = try await pool.write { database in
            try ExposurePeriods.add(
                moment.milliseconds,
                flagKey: flagKey,
                environmentID: environmentID,
                to: database
            )
        }
        guard isAdded else {
            throw .manyPeriods(flagKey: flagKey, limit: TrafficLimits.periodStarts)
        }
    }

    /// Takes what applications report.
    ///
    /// What is taken is in memory first and in the file a moment later; ``flush()`` waits for it.
    public var ingest: any ObservationIngest { traffic }

    /// Takes what applications reported at another time, as it would have been taken then.
    ///
    /// The times of events are held against that time, not against now; made-up histories need it.
    public func offer(
        _ items: [ObservedItem],
        in environmentID: GUID,
        receivedAt moment: Moment
    ) {
        traffic.offer(items, in: environmentID, arrival: moment.milliseconds)
    }

    /// Waits until everything that was offered before is in the file, or was dropped and counted.
    public func flush() async {
        await traffic.flush()
    }

    /// Takes no more reports, and tries once to write those that wait.
    ///
    /// Ends within a bounded time: a try waits at most 5 seconds for another process. Questions
    /// are still answered afterwards.
    public func close() async {
        await traffic.close()
    }
}
