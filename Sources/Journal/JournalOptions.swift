/// What a test may choose and a service leaves alone.
package struct JournalOptions: Sendable {
    /// The size in bytes from which a segment is sealed.
    package var segmentBytes = JournalLimits.segmentBytes
    /// The free space in bytes below which changes are refused.
    package var freeBytes = JournalLimits.freeBytes
    /// How long the journal rests before it makes the head file durable, in milliseconds; nil
    /// leaves that to the end, so that a run does the same calls every time.
    package var headSyncMilliseconds: Int? = JournalLimits.headSyncMilliseconds
    /// Wall time in microseconds since 1970, UTC.
    package var now: @Sendable () -> Int64 = wallClockMicroseconds

    /// Microseconds since any moment, never running backwards: how long a sync took.
    package var uptime: @Sendable () -> Int64 = uptimeMicroseconds

    /// What a service uses.
    package init() {}
}
