package import FlagModel

/// A zone as somebody else worked it out: when its clocks are set in the year of the proof.
///
/// What the service is given is read from a file of the zone database that is made here; what it
/// should do is worked out from the moments, which come from Python's `zoneinfo`.
package struct ProofZone: Sendable {
    /// Its name, as in `Europe/Berlin`.
    package let name: String
    /// Seconds since 1970 at which the year begins.
    let begin: Int
    /// The rule of its file; `nil` where the file lists the moments.
    let rule: String?
    /// Seconds east of UTC before the first change.
    let firstOffset: Int
    /// From a second on, clocks are so many seconds east of UTC.
    let changes: [(start: Int, offset: Int)]

    init(
        name: String,
        begin: Int,
        rule: String?,
        firstOffset: Int,
        changes: [(start: Int, offset: Int)]
    ) {
        self.name = name
        self.begin = begin
        self.rule = rule
        self.firstOffset = firstOffset
        self.changes = changes
    }

    /// The same zone in a year that begins two days before clocks are set; for short lives.
    var nearChange: ProofZone {
        guard let change = changes.first(where: { $0.start > begin + 2 * 86_400 }) else {
            return self
        }
        return ProofZone(
            name: name,
            begin: change.start / 86_400 * 86_400 - 2 * 86_400,
            rule: rule,
            firstOffset: firstOffset,
            changes: changes
        )
    }

    /// Seconds east of UTC, by looking at every change.
    func offset(at second: Int) -> Int {
        var offset = firstOffset
        for change in changes where change.start <= second { offset = change.offset }
        return offset
    }

    /// The table that the service gets.
    package var table: Zone? { ZoneFile(file).zone(throughYear: 2030) }

    /// The bytes of its file in the zone database.
    private var file: [UInt8] {
        let listed = rule == nil ? changes : []
        var offsets = [firstOffset]
        for change in listed where !offsets.contains(change.offset) {
            offsets.append(change.offset)
        }
        let types: [UInt8] = offsets.flatMap { Self.bytes($0, 4) + [0, 0] }
        let indices = listed.map { UInt8(offsets.firstIndex(of: $0.offset) ?? 0) }
        let starts: [UInt8] = listed.flatMap { Self.bytes($0.start, 8) }
        let body = starts + indices + types + [0]
        let short = Self.header(times: 0, types: 1) + [0, 0, 0, 0, 0, 0, 0]
        return short + Self.header(times: listed.count, types: offsets.count) + body
            + Array("\n\(rule ?? "")\n".utf8)
    }

    private static func header(times: Int, types: Int) -> [UInt8] {
        let counts: [UInt8] = [0, 0, 0, times, types, 1].flatMap { bytes($0, 4) }
        return Array("TZif2".utf8) + Array(repeating: 0, count: 15) + counts
    }

    private static func bytes(_ number: Int, _ size: Int) -> [UInt8] {
        (0..<size).reversed().map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
}
