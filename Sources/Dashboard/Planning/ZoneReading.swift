internal import FlagModel
internal import TerminalUI

/// What is known of a zone by its name.
enum NamedZone: Equatable, Sendable {
    /// It is being looked up.
    case asked
    /// When its clocks are set.
    case known(Zone)
    /// This machine has no zone of that name.
    case unknown
}

extension DashboardState {
    /// The zone with a name; `nil` before anybody looked it up.
    func zone(named name: String) -> NamedZone? {
        if name == zoneName { return .known(zone) }
        return name == "UTC" || name.isEmpty ? .known(.utc) : zones[name]
    }

    /// Has a zone looked up, once.
    mutating func askZone(_ name: String) {
        guard zone(named: name) == nil, zones.count < Self.zoneLimit,
            Limits.zoneNameLength.contains(name.count)
        else { return }
        zones[name] = .asked
        outbox.append(.zone(name))
    }

    /// Takes what is known of a zone, and tells the form that waits for it.
    mutating func takeZone(_ name: String, _ found: Zone?) {
        zones[name] = found.map(NamedZone.known) ?? .unknown
        guard case .form(var form)? = overlays.last, form.text(.zone).trimmed == name else {
            return
        }
        refreshHints(of: &form)
        replaceTop(.form(form))
    }

    /// Names that are looked up in one run; nobody types more by hand.
    private static let zoneLimit = 1000

    /// The zone that is typed in a form, or what to say about it.
    func readZone(_ form: Form) -> Result<TypedZone, TypedProblem> {
        let name = form.text(.zone).trimmed
        switch zone(named: name) {
        case .known(let zone):
            return .success(TypedZone(name: name.isEmpty ? "UTC" : name, zone: zone))
        case .unknown:
            let shown = Words.short(name, 30)
            return .failure(
                TypedProblem("Nothing is known here of \"\(shown)\". Try Europe/Berlin or UTC.")
            )
        case .asked: return .failure(TypedProblem("One moment: the zone is being looked up."))
        case nil: return .failure(TypedProblem("Type a zone, as in Europe/Berlin or UTC."))
        }
    }

    /// Where times are shown, in a few words: "Europe/Berlin (UTC+1)".
    var zoneWords: SafeText {
        let offset = times.zoneName(at: now)
        let name = SafeText(zoneName)
        return name == offset ? name : "\(name) (\(offset))"
    }
}

/// A zone that was typed.
struct TypedZone: Equatable, Sendable {
    /// Its name.
    let name: String
    /// When its clocks are set.
    let zone: Zone
}
