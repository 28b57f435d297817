/// Milliseconds of a minute, an hour and a day, and where they begin.
enum TrafficTime {
    static let minute: Int64 = 60_000
    static let hour: Int64 = 3_600_000
    static let day: Int64 = 86_400_000

    /// Hours since 1970, rounded down.
    static func hour(of time: Int64) -> Int64 { floor(time, hour) / hour }

    /// The beginning of the day, UTC.
    static func dayStart(of time: Int64) -> Int64 { floor(time, day) }

    private static func floor(_ time: Int64, _ unit: Int64) -> Int64 {
        let rest = time % unit
        return time - (rest < 0 ? rest + unit : rest)
    }
}
