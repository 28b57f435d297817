/// Reads a zone from a file of the zone database, in the form that RFC 8536 calls TZif.
///
/// Such a file holds a table of past changes and one rule for the future, such as
/// `CET-1CEST,M3.5.0,M10.5.0/3`. Both become one table, up to a year that the reader chooses.
public struct ZoneFile: Sendable {
    private let bytes: [UInt8]

    /// Takes the bytes of a file.
    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The zone; `nil` when the bytes are none.
    ///
    /// - Parameter lastYear: the last year for which changes are in the table.
    /// - Returns: the table of the zone.
    public func zone(throughYear lastYear: Int) -> Zone? {
        guard let first = header(at: 0) else { return nil }
        guard bytes[4] >= UInt8(ascii: "2") else {
            return table(first, at: Self.headerSize, timeSize: 4, rule: nil, lastYear)
        }
        let second = Self.headerSize + first.size(timeSize: 4)
        guard let header = header(at: second) else { return nil }
        let start = second + Self.headerSize
        let footer = start + header.size(timeSize: 8)
        guard footer < bytes.count, bytes[footer] == UInt8(ascii: "\n"),
            let end = bytes[(footer + 1)...].firstIndex(of: UInt8(ascii: "\n"))
        else { return nil }
        let text = String(decoding: bytes[(footer + 1)..<end], as: UTF8.self)
        guard !text.isEmpty else {
            return table(header, at: start, timeSize: 8, rule: nil, lastYear)
        }
        guard let rule = ZoneRule(text) else { return nil }
        return table(header, at: start, timeSize: 8, rule: rule, lastYear)
    }

    private static let headerSize = 44
    /// Seconds since 1970 of the years 1 to 9999.
    private static let seconds = -62_135_596_800...253_402_300_799

    private struct Header {
        var utcCount, standardCount, leapCount, timeCount, typeCount, nameCount: Int

        func size(timeSize: Int) -> Int {
            timeCount * (timeSize + 1) + typeCount * 6 + nameCount + leapCount * (timeSize + 4)
                + standardCount + utcCount
        }
    }

    private func header(at offset: Int) -> Header? {
        guard offset + Self.headerSize <= bytes.count,
            Array(bytes[offset..<offset + 4]) == Array("TZif".utf8)
        else { return nil }
        let counts = (0..<6).map { number(at: offset + 20 + 4 * $0, size: 4) }
        let header = Header(
            utcCount: counts[0],
            standardCount: counts[1],
            leapCount: counts[2],
            timeCount: counts[3],
            typeCount: counts[4],
            nameCount: counts[5]
        )
        // Times are read as signed; a count never is that large in a sound file.
        guard counts.allSatisfy({ (0...1_000_000).contains($0) }), header.typeCount > 0,
            offset + Self.headerSize + header.size(timeSize: 4) <= bytes.count
        else { return nil }
        return header
    }

    private func table(
        _ header: Header,
        at start: Int,
        timeSize: Int,
        rule: ZoneRule?,
        _ lastYear: Int
    ) -> Zone? {
        let types = start + header.timeCount * (timeSize + 1)
        guard start + header.size(timeSize: timeSize) <= bytes.count else { return nil }
        func offset(ofType type: Int) -> Int { number(at: types + 6 * type, size: 4) }
        var changes: [Zone.Change] = []
        for index in 0..<header.timeCount {
            let seconds = number(at: start + timeSize * index, size: timeSize)
            let type = Int(bytes[start + timeSize * header.timeCount + index])
            guard type < header.typeCount else { return nil }
            // A file may begin with the beginning of time, which no moment is.
            guard Self.seconds.contains(seconds) else { continue }
            changes.append(
                Zone.Change(
                    start: Moment(microseconds: Int64(seconds) * 1_000_000),
                    offsetSeconds: offset(ofType: type)
                )
            )
        }
        guard let rule else {
            return Zone(firstOffsetSeconds: offset(ofType: 0), changes: changes)
        }
        let last = changes.last?.start ?? Moment(microseconds: 0)
        let firstYear = CalendarTime(last).year - 1
        if changes.isEmpty || rule.summer != nil, firstYear <= lastYear {
            let known = changes.last?.start
            changes += (firstYear...lastYear).flatMap(rule.changes).filter { change in
                known.map { $0 < change.start } ?? true
            }
        }
        let first = changes.isEmpty ? rule.offsetSeconds : offset(ofType: 0)
        return Zone(firstOffsetSeconds: first, changes: changes)
    }

    /// A big-endian signed number.
    private func number(at offset: Int, size: Int) -> Int {
        let raw = bytes[offset..<offset + size].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return size == 8
            ? Int(truncatingIfNeeded: raw) : Int(Int32(truncatingIfNeeded: raw))
    }
}
