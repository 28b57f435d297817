import FlagAPI
import FlagModel
import NIOHTTP1

/// Turns a flag on or off because its trigger's address was asked.
struct TriggerRunning: Sendable {
    let service: any FlagServiceAPI
    let random: @Sendable () -> UInt64

    /// What is answered to whoever holds the token.
    ///
    /// A flag that is like that already is a success: who asks twice wants it once.
    func run(_ id: GUID) async -> HTTPAnswer {
        do throws(ServiceProblem) {
            let model = try await service.picture().model
            guard let trigger = model.trigger(id), trigger.isEnabled,
                let flag = model.environment(trigger.environmentID)?.flag(trigger.flagID)
            else { return .noTrigger }
            guard flag.isEnabled != trigger.action.isOn else { return .empty(.ok) }
            _ = try await service.propose(
                Proposal(
                    id: newID(),
                    actor: trigger.actor,
                    note: "Its trigger was asked over HTTP.",
                    changes: [
                        .editFlag(
                            environment: trigger.environmentID,
                            flag: trigger.flagID,
                            .setEnabled(trigger.action.isOn)
                        )
                    ]
                )
            )
            return .empty(.ok)
        } catch {
            switch error {
            case .refused(.nothingToChange): return .empty(.ok)
            case .refused: return .text("The flag cannot be changed now.", .conflict)
            default: return .text("Try again in a moment.", .serviceUnavailable)
            }
        }
    }

    private func newID() -> GUID {
        var bits = Bits(random: random)
        return GUID(using: &bits)
    }

    private struct Bits: RandomNumberGenerator {
        let random: @Sendable () -> UInt64

        mutating func next() -> UInt64 { random() }
    }
}

extension HTTPAnswer {
    /// A token that is none, was taken back, or whose trigger is disabled: always the same.
    static let noTrigger = HTTPAnswer.text("There is nothing here.", .notFound)
}

extension LoopDesk {
    /// Answers a trigger's address.
    func trigger(_ token: String, _ request: Request) -> Response {
        guard !isClosing else { return .answer(.text("Closing", .serviceUnavailable)) }
        guard let id = site.triggers[TriggerToken.digest(of: token)], let triggers = front.triggers
        else {
            let seconds = front.refuseTrigger(request.address)
            return .answer(seconds > 0 ? .tooManyTokens(seconds) : .noTrigger)
        }
        return .later { await triggers.run(id) }
    }
}

extension HTTPAnswer {
    fileprivate static func tooManyTokens(_ seconds: Int) -> HTTPAnswer {
        .text("Too many tries with a wrong token.", .tooManyRequests)
            .with("retry-after", String(seconds))
    }
}
