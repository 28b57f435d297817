public import FlagAPI
import FlagModel

extension LocalService {
    /// Obstacles of a plan whose later entry is looked for; more are named without it.
    static let maximumExplainedObstacles = 20

    /// What taking an entry back would do now.
    public func undoPlan(of number: UInt64) async throws(ServiceProblem) -> UndoPlan {
        let entry = try await undoable(number)
        let back = try await Self.puttingBack(entry, into: state.model, at: world.now())
        return try await plan(of: number, back)
    }

    /// Takes an entry back as a new entry.
    public func undo(_ request: UndoRequest) async throws(ServiceProblem) -> Receipt {
        // Asked twice: what it made stands in its own way by now.
        if let receipt = try await receipt(ofRequest: request.id) { return receipt }
        let entry = try await undoable(request.entry)
        var rounds = 0
        while true {
            rounds += 1
            let decided = ahead
            let back = try await Self.puttingBack(entry, into: decided.model, at: world.now())
            let isWhole = back.obstacles.isEmpty
            if !isWhole, !request.isPartial || back.changes.isEmpty {
                try await plan(of: request.entry, back).checkWhole()
            }
            let leave =
                isWhole
                ? try await Self.leave(
                    for: request.actor,
                    to: back.changes,
                    of: entry,
                    in: decided.model,
                    at: world.now()
                ) : .none
            // What cannot be counted needs a review, which errs on the safe side.
            let isCounted = leave == .none && rounds <= Self.mostCounts
            let counted = isCounted ? try? await reach(of: back.changes, in: decided.model) : nil
            if let receipt = try await receipt(ofRequest: request.id) { return receipt }
            // Somebody decided something meanwhile: look again at what can be put back.
            guard ahead.entry == decided.entry else { continue }
            return try await make(
                Proposal(
                    id: request.id,
                    actor: request.actor,
                    note: request.note,
                    origin: .undo(request.entry),
                    changes: back.changes,
                    isPartialUndo: !isWhole
                ),
                reach: counted ?? [:],
                leave: leave
            )
        }
    }

    /// An entry and the model before it.
    private struct Undoable: Sendable {
        let changeSet: ChangeSet
        let before: Model
    }

    private func undoable(_ number: UInt64) async throws(ServiceProblem) -> Undoable {
        guard number > 0, number <= state.entry else { throw .unknownEntry(number) }
        let changeSet = try changeSet(of: number)
        return Undoable(changeSet: changeSet, before: try await model(after: number - 1))
    }

    /// Decides beside the service: a file that was imported may have a hundred thousand changes.
    @concurrent
    private nonisolated static func puttingBack(
        _ entry: Undoable,
        into present: Model,
        at now: Moment
    ) async throws(ServiceProblem) -> PutBack {
        do throws(Refusal) {
            return try present.puttingBack(entry.changeSet, from: entry.before, at: now)
        } catch {
            throw .refused(error)
        }
    }

    /// Who published may put all of it back at once, while everything that it reached people
    /// through is as they left it: what was there before was fine.
    @concurrent
    private nonisolated static func leave(
        for actor: String,
        to changes: [Change],
        of entry: Undoable,
        in present: Model,
        at now: Moment
    ) async throws(ServiceProblem) -> ReviewLeave {
        guard entry.changeSet.isPutBackAtOnce(by: actor, at: now, changes) else { return .none }
        do throws(Refusal) {
            let left = try entry.before.applying(entry.changeSet)
            return present.decidesAlike(about: changes, as: left) ? .all : .none
        } catch {
            throw .refused(error)
        }
    }

    private func plan(of number: UInt64, _ back: PutBack) async throws(ServiceProblem) -> UndoPlan {
        var obstacles: [UndoPlan.Obstacle] = []
        for (index, obstacle) in back.obstacles.enumerated() {
            var later: HistoryEntry?
            if obstacle.reason == nil, index < Self.maximumExplainedObstacles {
                later = try await entry(deciding: obstacle, after: number)
            }
            // One decision about several aspects is one obstacle.
            if let last = obstacles.last, last.name == obstacle.name, last.entry != nil,
                last.entry == later?.number
            {
                obstacles.removeLast()
                obstacles.append(last.and(obstacle.aspect))
            } else {
                obstacles.append(UndoPlan.Obstacle(obstacle, later))
            }
        }
        return UndoPlan(
            entry: number,
            changes: back.changes,
            lines: back.lines,
            obstacles: obstacles
        )
    }

    /// The latest entry after a number that decided about an aspect of something.
    private func entry(
        deciding obstacle: PutBack.Obstacle,
        after number: UInt64
    ) async throws(ServiceProblem) -> HistoryEntry? {
        var request = HistoryRequest(limit: 50, subjects: [obstacle.subject])
        var latest: HistoryEntry?
        repeat {
            let page = try await history(request)
            for entry in page.entries where entry.number > number {
                latest = latest ?? entry
                let decides = entry.changeSet.steps.contains { step in
                    step.change.subject == obstacle.subject
                        && (obstacle.aspect == .existence || step.change.decides(obstacle.aspect))
                }
                if decides { return entry }
            }
            request.before = page.next
        } while (request.before ?? 0) > number + 1
        return latest
    }
}

extension ChangeSet {
    /// Whether somebody takes back at once what they have just published.
    ///
    /// The rule of reviews itself is no part of that.
    fileprivate func isPutBackAtOnce(
        by actor: String,
        at now: Moment,
        _ changes: [Change]
    ) -> Bool {
        let hours = Int64(Limits.putBackHours.upperBound)
        let last = time.adding(microseconds: hours * 3_600_000_000)
        let isOwn = origin.isPublishing && self.actor == actor && now <= last
        return isOwn && !changes.contains(where: \.isAboutReviews)
    }
}

extension UndoPlan {
    /// - Throws: ``ServiceProblem/refused(_:)`` with the first thing that stands in the way.
    fileprivate func checkWhole() throws(ServiceProblem) {
        guard let obstacle = obstacles.first else { return }
        throw .refused(
            obstacle.reason ?? .changedSince(name: obstacle.name, entry: obstacle.entry)
        )
    }
}

extension UndoPlan.Obstacle {
    fileprivate init(_ obstacle: PutBack.Obstacle, _ later: HistoryEntry?) {
        self.init(
            name: obstacle.name,
            entry: later?.number,
            later: later,
            aspects: obstacle.aspect == .existence ? [] : [obstacle.aspect.title],
            reason: obstacle.reason
        )
    }

    fileprivate func and(_ aspect: Aspect) -> UndoPlan.Obstacle {
        UndoPlan.Obstacle(
            name: name,
            entry: entry,
            later: later,
            aspects: aspects.contains(aspect.title) ? aspects : aspects + [aspect.title],
            reason: reason
        )
    }
}
