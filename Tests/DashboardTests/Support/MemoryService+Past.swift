import FlagAPI
import FlagModel

/// The past as far as the entries that are held in memory tell it.
extension MemoryService {
    func undoPlan(of entry: UInt64) async throws(ServiceProblem) -> UndoPlan {
        let changes = try await inverse(of: entry)
        return UndoPlan(entry: entry, changes: changes, lines: [], obstacles: [])
    }

    func picture(at point: PastPoint) async throws(ServiceProblem) -> PastPicture {
        let now = try await picture()
        guard case .entry(now.entry) = point else { throw .unknownEntry(now.entry) }
        return PastPicture(picture: now, time: nil)
    }

    func differences(
        from first: UInt64,
        to second: UInt64
    ) async throws(ServiceProblem) -> [Difference] {
        guard first == second else { throw .unknownEntry(first) }
        return []
    }
}
