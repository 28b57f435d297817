import FlagAPI
import FlagModel

@testable import Dashboard

/// What may be asked about the past, by going through every entry.
extension PureService {
    /// The model after an entry; 0 is before the first.
    func model(after entry: UInt64) throws -> Model {
        guard entry <= entries.count else { throw ServiceProblem.unknownEntry(entry) }
        return before[entry + 1] ?? model
    }

    func picture(at point: PastPoint) throws -> PastPicture {
        let entry =
            switch point {
            case .entry(let number): number
            case .time(let time): entries.last { $0.changeSet.time <= time }?.number ?? 0
            }
        let model = try model(after: entry)
        let time = entry == 0 ? nil : entries[Int(entry) - 1].changeSet.time
        return PastPicture(picture: Picture(model: model, entry: entry), time: time)
    }

    /// Things of which something was changed again stay; the others go back.
    func undoPlan(of number: UInt64) throws -> UndoPlan {
        guard let before = before[number] else { throw ServiceProblem.unknownEntry(number) }
        let entry = entries[Int(number) - 1]
        let later = entries.dropFirst(Int(number)).filter { !isUndone($0) }
        var obstacles: [UndoPlan.Obstacle] = []
        for subject in entry.changeSet.subjects {
            guard let last = later.last(where: { $0.changeSet.subjects.contains(subject) }) else {
                continue
            }
            let name = model.name(of: subject)
            obstacles.append(.init(name: name, entry: last.number, later: last))
        }
        let blocked = Set(later.flatMap(\.changeSet.subjects))
        let changes = try before.inverse(of: entry.changeSet).filter {
            !blocked.contains($0.subject)
        }
        var now = model
        let lines = try changes.filter { !$0.isAboutDrafts || changes.count == 1 }.map { change in
            let next = try now.previewing([change])
            defer { now = next }
            return change.sentence(before: now, after: next)
        }
        return UndoPlan(entry: number, changes: changes, lines: lines, obstacles: obstacles)
    }

    private func isUndone(_ entry: HistoryEntry) -> Bool {
        if case .undo = entry.changeSet.origin { return true }
        return entries.contains { $0.changeSet.origin == .undo(entry.number) }
    }

    /// The switch, the share and the name of flags; of other things only that they came, went or
    /// changed.
    func differences(from first: UInt64, to second: UInt64) throws -> [Difference] {
        let (old, new) = (try model(after: first), try model(after: second))
        return new.environments.flatMap { after -> [Difference] in
            let place = after.environment
            let before = old.environment(place.id)
            let flags = after.flags.compactMap { flag -> Difference? in
                let earlier = before?.flag(flag.id)
                let facets = earlier.map { Self.facets($0, flag) } ?? []
                guard earlier == nil || !facets.isEmpty else { return nil }
                return Difference(
                    subject: .flag(environment: place.id, flag.id),
                    name: flag.name,
                    place: place.title,
                    fate: earlier == nil ? .made : .changed,
                    facets: facets
                )
            }
            let audiences = after.audiences.compactMap { audience -> Difference? in
                guard let earlier = before?.audience(audience.id),
                    earlier.members != audience.members
                else { return nil }
                func count(_ audience: Audience) -> String {
                    Words.count(audience.members.count, "customer")
                }
                return Difference(
                    subject: .audience(environment: place.id, audience.id),
                    name: audience.name,
                    place: place.title,
                    fate: .changed,
                    facets: [
                        .init(
                            title: "members",
                            before: count(earlier),
                            after: count(audience)
                        )
                    ]
                )
            }
            return (flags + audiences).sorted { $0.name < $1.name }
        }
    }

    private static func facets(_ old: Flag, _ new: Flag) -> [Difference.Facet] {
        let words: [(String, (Flag) -> String)] = [
            ("on or off", { $0.isEnabled ? "on" : "off" }),
            ("everybody else", { $0.served($0.defaultRule) }), ("name", { $0.name }),
        ]
        return words.compactMap { title, value in
            value(old) == value(new)
                ? nil : .init(title: title, before: value(old), after: value(new))
        }
    }
}

extension ChangeSet {
    /// The kinds that tests ask for.
    var kinds: Set<HistoryKind> {
        var kinds: Set<HistoryKind> = []
        if case .undo = origin { kinds.insert(.undone) }
        if origin == .drafting { kinds.insert(.drafts) }
        if origin == .publish { kinds.insert(.published) }
        for step in steps {
            switch step.change {
            case .editFlag(_, _, .setEnabled): kinds.insert(.onOff)
            case .editFlag(_, _, .setDefaultRule): kinds.insert(.who)
            case .editAudience: kinds.insert(.audiences)
            default: break
            }
        }
        return kinds
    }
}
