import Experiments
import FlagAPI
import FlagModel

/// Does one thing that is due.
///
/// The entry that does it also says what becomes of the plan: it is gone, or it waits for its next
/// time, which is found here and carried in the entry.
extension LocalService {
    func fire(_ due: Schedule) async throws(ServiceProblem) {
        if let rule = due.stopsWhen, rule.isWatching, let reason = await reasonToStop(rule) {
            _ = try await make(proposal(due, [.holdSchedule(due.id, true)], note: reason))
            return
        }
        // Somebody may have changed or stopped it while the experiment was asked.
        guard ahead.model.schedule(due.id) == due else { return }
        let zone = zone(of: due)
        let happening = due.happening(at: world.now(), in: zone)
        let rest = happening.rest.map(Change.saveSchedule) ?? .discardSchedule(due.id)
        var reason: String
        switch ahead.model.fitting(happening.changes, of: due) {
        case .success(let changes):
            do throws(ServiceProblem) {
                let note = note(of: due, changes, isZoneKnown: zone != nil)
                _ = try await make(proposal(due, changes + [rest], note: note))
                return
            } catch {
                guard case .refused(let refusal) = error else { throw error }
                reason = refusal.description
            }
        case .failure(let misfit): reason = misfit.reason
        }
        // One that comes back only misses this time; half of any other is nobody's decision.
        let end = due.recurrence == nil ? .discardSchedule(due.id) : rest
        reason = Words.spelledOut(reason)
        try await passOver(due, end, because: reason)
    }

    private func note(of due: Schedule, _ changes: [Change], isZoneKnown: Bool) -> String {
        guard isZoneKnown || due.recurrence == nil else {
            return "It is stopped: nothing is known here of the zone \(Words.spelledOut(due.zone))."
        }
        return changes.isEmpty ? "It was like that already." : due.note
    }

    /// Takes one out of the model that did not happen, or lets it wait for its next time, and says
    /// why if a note can hold it.
    private func passOver(
        _ schedule: Schedule,
        _ end: Change,
        because reason: String
    ) async throws(ServiceProblem) {
        let sentence = "Did not happen."
        do throws(ServiceProblem) {
            _ = try await make(proposal(schedule, [end], note: "\(sentence) \(reason)"))
        } catch {
            guard case .refused = error else { throw error }
            _ = try await make(proposal(schedule, [end], note: sentence))
        }
    }

    private func proposal(_ schedule: Schedule, _ changes: [Change], note: String) -> Proposal {
        var random = WorldRandom(world: world)
        return Proposal(
            id: GUID(using: &random),
            actor: schedule.author,
            note: note,
            origin: .scheduled,
            changes: changes
        )
    }

    // MARK: - Zones

    /// The zone in which a plan is told; `nil` when this machine knows nothing of it.
    private func zone(of schedule: Schedule) -> Zone? {
        schedule.zone.isEmpty ? .utc : world.zone(schedule.zone)
    }

    /// Refuses what is planned in a zone that nobody could find the next time in.
    func checkZones(of proposal: Proposal) throws(Refusal) {
        switch proposal.origin {
        // What was planned before is put back or goes on whatever is known today.
        case .undo, .scheduled, .triggered: return
        case .direct, .publish, .importing, .drafting, .reviewing, .emergency: break
        }
        for case .saveSchedule(let schedule) in proposal.changes where zone(of: schedule) == nil {
            throw .unknownZone(schedule.zone)
        }
    }

    // MARK: - Experiments that stop a plan

    /// Why a plan must not go on, in a sentence; `nil` when it may.
    ///
    /// It goes on while harm is not known. It stops when nobody can know: a guard that does not see
    /// anything guards nothing.
    private func reasonToStop(_ rule: Schedule.StopRule) async -> String? {
        await ScheduleKeeping.$isAsking.withValue(true) {
            await self.findReasonToStop(rule)
        }
    }

    private func findReasonToStop(_ rule: Schedule.StopRule) async -> String? {
        let request = ExperimentCountsRequest(
            environmentID: rule.environmentID,
            experimentID: rule.experimentID
        )
        do throws(ServiceProblem) {
            let counts = try await experimentCounts(request)
            let state = ahead.model.environment(rule.environmentID)
            guard let plan = state?.experiment(rule.experimentID) else {
                return "Stopped: the experiment that watches over it does not exist any more."
            }
            let result = await Self.result(of: plan, counts, at: world.now())
            let versions = state?.flag(plan.flagID)?.variations ?? []
            return result.reasonToStop(plan) { id in
                versions.first { $0.id == id }?.name ?? id
            }
        } catch {
            let reason = Words.short(Words.spelledOut(error.description), 500)
            return "Stopped: nobody can say whether it does harm. \(reason)"
        }
    }

    @concurrent
    private static func result(
        of plan: Experiment,
        _ counts: ExperimentCounts,
        at now: Moment
    ) async -> ExperimentResult {
        ExperimentResult(of: plan, counts: counts, now: now)
    }
}

extension ExperimentResult {
    /// Why a plan that this experiment watches over must stop.
    func reasonToStop(_ plan: Experiment, _ version: (String) -> String) -> String? {
        for metric in metrics where metric.role == .guardrail {
            guard let harmed = metric.versions.first(where: { $0.safety == .harmed }) else {
                continue
            }
            let name = version(harmed.arm.variationID)
            return "Stopped: \(plan.name) found that \(metric.metric.title) got worse with \(name)."
        }
        return switch verdict {
        case .nothingArrived: "Stopped: nothing was reported to \(plan.name) yet."
        case .unevenSplit, .mixedCustomers:
            "Stopped: the numbers of \(plan.name) cannot be trusted."
        default: nil
        }
    }
}
