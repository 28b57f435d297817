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
        guard let moment = moment(text, .end) else { return nil }
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
}
