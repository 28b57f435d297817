/// One version that a customer was given for one flag, again and again.
///
/// Times are milliseconds since 1970.
struct GivenRun: Sendable {
    /// The number of the version.
    var variation: Int64
    /// The first time.
    var since: Int64
    /// The last time that is known.
    var last: Int64
    /// The last time that is in the file.
    var written: Int64
    /// Whether something in this batch may change more than ``last``.
    var isOpen = false

    private static let hour = Int64(TrafficLimits.givenHours) * TrafficTime.hour

    /// A run that begins.
    init(variation: Int64, since: Int64, last: Int64) {
        self.variation = variation
        self.since = since
        self.last = last
        written = last
    }

    /// Whether the file says less than it promises.
    var isDue: Bool { last - written >= Self.hour }

    /// Takes note of a report that changes nothing in the file.
    ///
    /// - Returns: `false` for one that may; then all later ones of the batch are looked at, too.
    mutating func takes(_ variation: Int64, at time: Int64) -> Bool {
        guard !isOpen, variation == self.variation, time >= since, time - written < Self.hour
        else {
            isOpen = true
            return false
        }
        last = max(last, time)
        return true
    }
}
