import Evaluation
import FlagAPI
import FlagModel

/// What a trial changes for one customer, flag by flag.
struct TrialSheet {
    let key: CustomerKey
    let name: String
    private let state: EnvironmentState
    private let customer: EvaluationCustomer

    init(_ key: CustomerKey, _ known: Customer?, in state: EnvironmentState) {
        self.key = key
        self.state = state
        name = known?.name ?? ""
        customer = EvaluationCustomer(
            key: key.text,
            name: name,
            attributes: known?.attributes.map { (name: $0.key, value: $0.value) } ?? []
        )
    }

    /// "Anna Schmidt (C-10428)".
    var who: String { name.isEmpty ? key.text : "\(name) (\(key.text))" }

    /// What the customer gets differently once changes are made.
    func differences(in model: Model, after changes: [Change]) -> [AnswerDifference] {
        guard let preview = try? model.previewing(changes.filter { !$0.isAboutSchedules }),
            let later = preview.environment(state.environment.id)
        else { return [] }
        let before = Evaluator(state)
        return before.differences(to: Evaluator(later), for: customer)
    }

    /// Prints what differs under a line of its own.
    func print(_ differences: [AnswerDifference], _ head: String) {
        guard !differences.isEmpty else {
            return Printer.print("No flag gives \(who) anything else by it.")
        }
        Printer.print(head)
        Printer.print(
            ["  FLAG", "NOW", "THEN"],
            differences.map {
                ["  " + Words.short($0.flag, 50), Words.short($0.before), Words.short($0.after)]
            }
        )
    }
}

extension Desk {
    /// What is known of a customer, to say what a trial changes for them.
    func trialSheet(_ key: CustomerKey, in state: EnvironmentState) async throws -> TrialSheet {
        TrialSheet(key, try await customers([key], in: state).first, in: state)
    }
}
