import ArgumentParser
import FlagModel

/// In which zone times are written.
struct ZoneOptions: ParsableArguments {
    @Option(
        name: .customLong("zone"),
        help: "The zone of the times, as in Europe/Berlin; otherwise this machine's."
    )
    var named: String?

    /// Its name.
    var name: String { named ?? NamedZones.ofThisMachine }

    /// Reads times in the zone.
    func reader(at now: Moment) throws -> PlanTimeReader {
        guard let zone = NamedZones.zone(name) else {
            throw CommandFailure(Refusal.unknownZone(name))
        }
        return PlanTimeReader(now: now, zone: zone)
    }
}

/// Reads when something that is planned begins and ends.
struct PlanTimeReader {
    let now: Moment
    let zone: Zone

    private static let beginningExamples =
        "\"2026-12-04 09:00\", \"Friday 9:00\" or \"2 hours\""

    /// When something begins: a minute that is still to come.
    func beginning(_ text: String) throws -> Moment {
        if case .withoutClock? = EndReader(now: now, zone: zone).readBeginning(text) {
            throw CommandFailure(
                .wrongUsage,
                "\"\(text)\" does not say at which time. Write it as \"2026-12-04 09:00\" or "
                    + "\"Friday 9:00\"."
            )
        }
        guard let moment = try end(text, examples: Self.beginningExamples) else {
            throw CommandFailure(.wrongUsage, "\"\(text)\" is no time at which something happens.")
        }
        return moment
    }

    /// When something ends; `nil` for what has no end.
    ///
    /// - Parameters:
    ///   - text: as people write it.
    ///   - beginning: when what ends begins; `nil` is now.
    ///   - isNeeded: whether it must end, so that "no end" is not offered.
    /// - Returns: a minute that is still to come, or `nil` for "no end".
    /// - Throws: ``CommandFailure`` for what is over, or no time.
    func end(
        _ text: String,
        from beginning: Moment? = nil,
        isNeeded: Bool = false
    ) throws -> Moment? {
        let examples = isNeeded ? Self.neededExamples : EndReader.examples
        return try end(text, from: beginning, examples: examples)
    }

    private static let neededExamples = "a week, Friday 18:00 or 6 Dec"

    private func end(
        _ text: String,
        from beginning: Moment? = nil,
        examples: String
    ) throws -> Moment? {
        switch EndReader(now: now, from: beginning, zone: zone).read(text) {
        case .never: return nil
        case .at(let moment) where moment > now: return moment
        case .at:
            throw CommandFailure(.wrongUsage, "\"\(text)\" is over. Choose a later time.")
        case nil:
            throw CommandFailure(.wrongUsage, "\"\(text)\" is no time. Write \(examples).")
        }
    }

    /// How often something comes back.
    func rhythm(_ text: String) throws -> RhythmReader.Time {
        guard let time = RhythmReader.read(text) else {
            throw CommandFailure(
                .wrongUsage,
                "\"\(text)\" does not say how often. Write \(RhythmReader.examples)."
            )
        }
        return time
    }
}

extension Desk {
    /// Whoever plans something here, now.
    func planner(_ note: String) -> CustomerSetting.Planner {
        var random = SystemRandomNumberGenerator()
        return CustomerSetting.Planner(
            author: actor,
            note: note,
            now: now,
            id: GUID(using: &random)
        )
    }
}

extension Schedule {
    /// "2026-12-04 09:00": as clocks in its zone show a moment, or those of this machine.
    func shown(_ moment: Moment) -> String {
        guard !zone.isEmpty, let table = NamedZones.zone(zone) else {
            return Surroundings.localTime(moment)
        }
        let text = table.written(moment).text
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(5))"
    }

    /// Where times are told, if that is not this machine's zone.
    var placeWords: String {
        zone.isEmpty || zone == NamedZones.ofThisMachine ? "" : " \(zone)"
    }
}
