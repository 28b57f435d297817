public import FlagAPI
public import FlagModel
import GRDB

extension ObservationStore {
    /// Customers with exactly these keys as they were described at a moment, in the order of the
    /// keys and each once.
    ///
    /// The attributes are those that applications of the environment had described them with by
    /// then, otherwise the imported ones of that time. ``FlagAPI/Customer/lastSeenAt`` is the last
    /// time before the moment that is known: it may be older than the last time there was. Those
    /// of whom nothing was known are left out, which says nothing about earlier: a file of an
    /// older Flagdeck tells each description from the time on at which it was last seen.
    ///
    /// - Parameters:
    ///   - keys: who; ``maximumKeys`` at the most.
    ///   - environmentID: where.
    ///   - time: the moment.
    /// - Returns: who was known then.
    /// - Throws: ``ObservationsError/requestTooLarge(count:limit:)`` for too many keys.
    public func customers(
        withKeys keys: [CustomerKey],
        in environmentID: GUID,
        at time: Moment
    ) async throws(ObservationsError) -> [Customer] {
        guard keys.count <= Self.maximumKeys else {
            throw .requestTooLarge(count: keys.count, limit: Self.maximumKeys)
        }
        let past = PastCustomers(environmentID: environmentID, time: time.milliseconds)
        return try await pool.read { try past.customers(withKeys: keys, from: $0) }
    }

    /// What applications were given for a customer, last before a moment: one answer a flag, by
    /// their keys' bytes.
    ///
    /// ``FlagAPI/GivenAnswer/lastAt`` is exact to the hour, and the moment itself where the same
    /// version was reported later, too.
    ///
    /// - Parameter request: who, where and when.
    /// - Returns: the answers; none for somebody who is not known.
    /// - Throws: ``ObservationsError`` when the file cannot be read.
    public func given(
        _ request: GivenRequest
    ) async throws(ObservationsError) -> [GivenAnswer] {
        try await pool.read { try GivenTable.given(request, from: $0) }
    }
}
