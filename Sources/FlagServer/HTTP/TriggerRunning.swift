import FlagAPI
import FlagModel
import FlagService
import NIOHTTP1

/// Turns a flag on or off because its trigger's address was asked.
struct TriggerRunning: Sendable {
    let service: LocalService

    /// What is answered to whoever holds the token.
    ///
    /// A flag that is like that already is a success: who asks twice wants it once.
    func run(_ id: GUID) async -> HTTPAnswer {
        do throws(ServiceProblem) {
            switch try await service.run(trigger: id) {
            case .done, .isSo: return .empty(.ok)
            case .unknown: return .noTrigger
            }
        } catch {
            guard case .refused = error else {
                return .text("Try again in a moment.", .serviceUnavailable)
            }
            return .text("The flag cannot be changed now.", .conflict)
        }
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
