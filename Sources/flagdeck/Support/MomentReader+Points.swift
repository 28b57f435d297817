import FlagAPI
import FlagModel

extension MomentReader {
    /// With the clock and the zone of this machine.
    static var ofThisMachine: MomentReader {
        let now = Surroundings.now()
        return MomentReader(now: now, zone: Surroundings.zone(around: now))
    }

    /// The point in history that a text means: the number of an entry, or a moment that has been.
    ///
    /// - Throws: ``CommandFailure`` when it is neither.
    func point(_ text: String) throws(CommandFailure) -> PastPoint {
        guard let point = try pointIfAny(text) else {
            throw CommandFailure(
                .wrongUsage,
                "\"\(text)\" is no moment. Write an entry's number, as history shows it, or "
                    + "\(Self.examples)."
            )
        }
        return point
    }

    /// As ``point(_:)``; `nil` for what is neither.
    func pointIfAny(_ text: String) throws(CommandFailure) -> PastPoint? {
        let digits = text.hasPrefix("#") ? text.dropFirst() : text[...]
        if !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }) {
            return UInt64(digits).map(PastPoint.entry)
        }
        guard let moment = moment(text, .end) else { return try dated(text).map(PastPoint.time) }
        if moment > now {
            guard let start = self.moment(text, .start), start <= now else {
                throw CommandFailure(
                    .wrongUsage,
                    "\"\(text)\" has not come yet: only what has been can be looked at."
                )
            }
        }
        return .time(min(moment, now))
    }

    /// A date with its year in any of the ways in which ends are written: "1 July 2026".
    ///
    /// Without a year it could be any, and a weekday or a span means what is to come.
    private func dated(_ text: String) throws(CommandFailure) -> Moment? {
        let words = text.split { $0 == " " || $0 == "." || $0 == "," }
        let hasYear = words.contains { $0.count == 4 && Int($0) != nil }
        let zone = Surroundings.zone(around: now)
        guard hasYear, case .at(let end) = EndReader(now: now, zone: zone).read(text) else {
            return nil
        }
        let isDay = !text.contains(":")
        // The last minute of a day, to its end.
        let moment = isDay ? end.adding(microseconds: 59_999_999) : end
        guard moment > now else { return moment }
        guard isDay, zone.day(of: moment) == zone.day(of: now) else {
            throw CommandFailure(
                .wrongUsage,
                "\"\(text)\" has not come yet: only what has been can be looked at."
            )
        }
        return now
    }
}
