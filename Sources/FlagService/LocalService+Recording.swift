public import FlagAPI
public import FlagModel
import Journal

extension LocalService {
    /// Makes proposals that happened at other times, in order, as a story that is told once.
    ///
    /// They go the same way as every proposal, check and journal and model, but share syncs: a
    /// story of a thousand entries is written in a few.
    ///
    /// - Throws: ``ServiceProblem`` for the first that cannot be made; the ones before it are kept.
    public func record(
        _ story: [(proposal: Proposal, time: Moment)]
    ) async throws(ServiceProblem) {
        var random = WorldRandom(world: world)
        var batch = Batch(model: state.model)
        for (proposal, time) in story {
            let before = batch.model
            do throws(Refusal) {
                batch.add(try before.making(proposal, at: time, using: &random), before: before)
            } catch {
                throw .refused(error)
            }
            if batch.isFull { try await write(&batch) }
        }
        try await write(&batch)
    }

    private func write(_ batch: inout Batch) async throws(ServiceProblem) {
        guard !batch.outcomes.isEmpty else { return }
        let first: UInt64
        do throws(JournalError) {
            // Others shall get their turn between the batches of a long story.
            first = try await journal.append(
                batch.entries,
                after: state.entry,
                inPlace: false
            ).lowerBound
        } catch {
            throw ServiceProblem(error)
        }
        for (index, made) in batch.outcomes.enumerated() {
            publish(
                made.outcome,
                entry: first + UInt64(index),
                before: made.before,
                bytes: batch.entries[index].payloadParts
            )
        }
        let made = batch.outcomes
        ahead = (state.model, journal.last.entry)
        batch = Batch(model: batch.model)
        for (index, one) in made.enumerated() {
            try await beginPeriods(of: one.outcome, entry: first + UInt64(index))
        }
    }
}

/// Outcomes that wait to be written together.
private struct Batch {
    var model: Model
    private(set) var outcomes: [(outcome: Outcome, before: Model)] = []
    private(set) var entries: [NewEntry] = []

    /// A call to the journal holds at most 1,024 records.
    var isFull: Bool { outcomes.count >= 512 }

    init(model: Model) {
        self.model = model
    }

    mutating func add(_ outcome: Outcome, before: Model) {
        outcomes.append((outcome, before))
        entries.append(EntryCoding.entry(of: outcome.changeSet))
        model = outcome.model
    }
}
