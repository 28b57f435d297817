import Experiments
import FlagModel

/// Something that arrives at the store.
enum Arrival {
    case exposure(Int64, FoldExposure)
    case event(Int64, FoldEvent)
    case leaveOut(Int64)
}

/// Keeps what arrived, and gives it to a fold as a store has to.
struct FoldDriver {
    private(set) var fold: ExperimentFold
    private(set) var logs: [Int64: CustomerLog] = [:]

    init(_ plan: FoldPlan) { fold = ExperimentFold(plan) }

    mutating func take(_ arrival: Arrival) {
        switch arrival {
        case .exposure(let customer, let exposure):
            logs[customer, default: CustomerLog()].exposures.append(exposure)
            let answer = fold.expose(customer, arm: exposure.arm, at: exposure.at)
            if answer == .began { logs[customer]?.events.forEach { record($0, of: customer) } }
        case .event(let customer, let event):
            logs[customer, default: CustomerLog()].events.append(event)
            record(event, of: customer)
        case .leaveOut(let customer):
            logs[customer, default: CustomerLog()].isLeftOut = true
            fold.leaveOut(customer)
        }
    }

    private mutating func record(_ event: FoldEvent, of customer: Int64) {
        fold.record(
            metric: event.metric,
            part: event.part,
            customer: customer,
            at: event.at,
            amount: event.amount
        )
    }

    mutating func append(_ period: FoldPlan.Period) throws { try fold.append(period) }

    /// Folds those anew who have to be.
    mutating func mend() {
        for customer in fold.takeDirty() { refold(customer) }
    }

    mutating func refold(_ customer: Int64) {
        let log = logs[customer] ?? CustomerLog()
        fold.refold(customer, exposures: log.exposures, events: log.events)
    }
}
