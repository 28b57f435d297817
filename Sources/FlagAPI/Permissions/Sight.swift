public import FlagModel

/// What somebody is shown of what the service holds.
///
/// Whoever may look sees everything but the secrets of webhooks: their secret, the values of their
/// header fields and their template are for those who may set webhooks up.
public enum Sight: Hashable, Sendable {
    /// All there is.
    case everything
    /// All but the secrets of webhooks.
    case withoutSecrets

    /// What somebody sees in a model.
    public init(of standing: Standing, in model: Model) {
        let mayAdminister = model.permission(of: standing, for: .connections).isAllowed
        self = mayAdminister ? .everything : .withoutSecrets
    }

    /// A model as they see it.
    public func of(_ picture: Picture) -> Picture {
        switch self {
        case .everything: picture
        case .withoutSecrets: Picture(model: picture.model.hidingSecrets, entry: picture.entry)
        }
    }

    /// A model of the past as they see it.
    public func of(_ past: PastPicture) -> PastPicture {
        PastPicture(picture: of(past.picture), time: past.time)
    }

    /// An entry of history as they see it.
    public func of(_ entry: HistoryEntry) -> HistoryEntry {
        switch self {
        case .everything: entry
        case .withoutSecrets:
            HistoryEntry(
                number: entry.number,
                changeSet: entry.changeSet.hidingSecrets(of: entry.number)
            )
        }
    }

    /// A page of history as they see it.
    public func of(_ page: HistoryPage) -> HistoryPage {
        HistoryPage(entries: page.entries.map(of(_:)), total: page.total, next: page.next)
    }

    /// What taking an entry back would do, as they see it.
    public func of(_ plan: UndoPlan) -> UndoPlan {
        guard self == .withoutSecrets else { return plan }
        return UndoPlan(
            entry: plan.entry,
            changes: plan.changes.map { $0.hidingSecrets() },
            lines: plan.lines,
            obstacles: plan.obstacles.map { obstacle in
                UndoPlan.Obstacle(
                    name: obstacle.name,
                    entry: obstacle.entry,
                    later: obstacle.later.map(of(_:)),
                    aspects: obstacle.aspects,
                    reason: obstacle.reason
                )
            }
        )
    }
}
