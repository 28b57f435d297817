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

    /// When something begins: a minute that is still to come.
    func beginning(_ text: String) throws -> Moment {
        if case .withoutClock? = EndReader(now: now, zone: zone).readBeginning(text) {
            throw CommandFailure(
                .wrongUsage,
                "\"\(text)\" does not say at which time. Write it as \"2026-12-04 09:00\" or "
                    + "\"Friday 9:00\"."
            )
        }
        guard let moment = try end(text) else {
            throw CommandFailure(.wrongUsage, "\"\(text)\" is no time at which something happens.")
        }
        return moment
    }

    /// When something ends; `nil` for what has no end.
    func end(_ text: String) throws -> Moment? {
        switch EndReader(now: now, zone: zone).read(text) {
        case .never: return nil
        case .at(let moment) where moment > now: return moment
        case .at:
            throw CommandFailure(.wrongUsage, "\"\(text)\" is over. Choose a later time.")
        case nil:
            throw CommandFailure(
                .wrongUsage,
                "\"\(text)\" is no time. Write \(EndReader.examples)."
            )
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
