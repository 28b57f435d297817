public import FlagAPI
public import FlagModel

/// What became of asking the address of a trigger.
public enum TriggerOutcome: Hashable, Sendable {
    /// The flag is now as the trigger wants it.
    case done(Receipt)
    /// The flag was like that already; nothing was written.
    case isSo
    /// There is no such trigger, it is disabled, or its flag is gone.
    case unknown
}

extension LocalService {
    /// Turns a flag on or off because the address of its trigger was asked.
    ///
    /// It needs no review, also where every other change does: whoever made the trigger decided
    /// about exactly this switch, and where reviews are asked for, others have approved that.
    ///
    /// - Parameter id: the trigger.
    /// - Returns: what became of it.
    /// - Throws: ``ServiceProblem/refused(_:)`` when the flag cannot be changed now.
    public func run(trigger id: GUID) async throws(ServiceProblem) -> TriggerOutcome {
        await begun()
        let model = ahead.model
        guard let trigger = model.trigger(id), trigger.isEnabled,
            let flag = model.environment(trigger.environmentID)?.flag(trigger.flagID)
        else { return .unknown }
        guard flag.isEnabled != trigger.action.isOn else { return .isSo }
        var random = WorldRandom(world: world)
        let proposal = Proposal(
            id: GUID(using: &random),
            actor: trigger.actor,
            note: "Its trigger was asked over HTTP.",
            origin: .triggered,
            changes: [
                .editFlag(
                    environment: trigger.environmentID,
                    flag: trigger.flagID,
                    .setEnabled(trigger.action.isOn)
                )
            ]
        )
        do throws(ServiceProblem) {
            return .done(try await make(proposal, leave: .all))
        } catch {
            // Somebody was faster.
            if case .refused(.nothingToChange) = error { return .isSo }
            throw error
        }
    }
}
