import FlagAPI
import FlagModel
import FlagService
import Journal

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The customers whom a team's service knows, and what each of them gets: worked out plainly, one
/// after the other, to compare with what the service counts.
struct TaleCustomers {
    let keys: [CustomerKey]

    /// C-0, C-1 and so on.
    init(count: Int) {
        keys = (0..<count).compactMap { try? CustomerKey("C-\($0)") }
    }

    /// Tells the service of them.
    func enter(_ service: LocalService) async throws {
        guard !keys.isEmpty else { return }
        _ = try await service.importCustomers(
            keys.map { Customer(key: $0, name: $0.text, attributes: [:]) }
        )
    }

    /// Whether so few of them get something else that a rule with a share asks for no review.
    func areFew(from before: Model, to after: Model, in place: GUID) -> Bool {
        let rule = before.environment(place)?.environment.settings.review
        guard let share = rule?.people, !keys.isEmpty else { return false }
        let moved = keys.count { version($0, before, place) != version($0, after, place) }
        return moved * 10_000 <= share * keys.count
    }

    /// What a customer gets of all flags.
    private func version(_ key: CustomerKey, _ model: Model, _ place: GUID) -> [GUID: String] {
        guard let state = model.environment(place) else { return [:] }
        let pairs = state.flags.map { ($0.id, Self.version(of: $0, key, state)) }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    private static func version(
        of flag: Flag,
        _ key: CustomerKey,
        _ state: EnvironmentState
    ) -> String {
        guard flag.isEnabled else { return flag.offVariationID }
        let rule = flag.rules.first { rule in
            rule.conditions.allSatisfy { condition in
                condition.audienceIDs.contains { state.audience($0)?.members.contains(key) == true }
            }
        }
        let shares = (rule?.serving ?? flag.defaultRule).shares
        return shares.first { $0.upper > $0.lower }?.variationID ?? ""
    }
}

extension ReviewRule {
    /// Whether a rule lets more through than another, said once more in other words than the
    /// model's; of teams, which have neither tags nor experiments in their rules.
    func letsMoreThrough(than before: ReviewRule) -> Bool {
        let everybody = 0
        return approvals < before.approvals || (people ?? everybody) > (before.people ?? everybody)
    }
}

/// A folder of the real disk for what is observed, which the disk in memory does not hold.
final class TaleFolder: Sendable {
    let path: String

    init() throws {
        let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        path = try ScratchFolder.make("flagdeck-team", in: parent)
    }

    deinit {
        for ending in ["", "-wal", "-shm"] { unlink("\(path)/observations.sqlite\(ending)") }
        rmdir(path)
    }
}
