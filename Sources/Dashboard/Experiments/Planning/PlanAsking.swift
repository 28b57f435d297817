internal import Experiments
internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// What is known of a plan before its experiment starts.
struct PlanAnswer: Equatable, Sendable {
    let plan: Experiment
    let generation: Int
    /// `nil` before the answer.
    var forecast: PlanForecast?
    /// Why it could not be asked, in a sentence.
    var problem: String?
}

/// How long it takes, asked before the start.
extension DashboardState {
    /// Asks what customers did lately, unless that is known of this plan.
    mutating func askForecast(of plan: Experiment) {
        guard plan.state != .running, let environmentID else { return }
        if let known = experiments.planned, known.plan == plan, known.problem == nil { return }
        generation += 1
        experiments.planned = PlanAnswer(plan: plan, generation: generation)
        let request = ExperimentCountsRequest(
            environmentID: environmentID,
            experimentID: plan.id
        )
        outbox.append(.planTraffic(request, generation: generation))
    }

    mutating func takePlanTraffic(
        _ generation: Int,
        _ result: Result<PlanTraffic, ServiceProblem>
    ) {
        guard let known = experiments.planned, known.generation == generation else { return }
        switch result {
        case .success(let traffic):
            experiments.planned?.forecast = PlanForecast(known.plan, traffic)
        case .failure(let problem): experiments.planned?.problem = problem.description
        }
        tellStartQuestion()
    }

    /// What is known of a plan; `nil` when nobody asked.
    func planAnswer(about plan: Experiment) -> PlanAnswer? {
        experiments.planned.flatMap { $0.plan == plan ? $0 : nil }
    }

    /// "How long can you wait?", as sentences for a question.
    func forecastText(of plan: Experiment) -> String {
        guard let answer = planAnswer(about: plan) else { return "" }
        if let forecast = answer.forecast {
            return forecast.warnings.joined(separator: " ")
        }
        return answer.problem == nil
            ? "How long it takes is being counted." : "How long it takes could not be counted."
    }

    /// The whole answer, as lines of a page.
    func forecastLines(of plan: Experiment, width: Int) -> [Line] {
        guard let answer = planAnswer(about: plan) else { return [] }
        let heading = Line("HOW LONG CAN YOU WAIT?", .heading)
        guard let forecast = answer.forecast else {
            return [heading] + Line.wrapped(forecastText(of: plan), .dim, width: width)
        }
        var lines = [heading]
        let role: Role = forecast.isWarning ? .look : .text
        lines += Line.wrapped(forecast.warnings.joined(separator: " "), role, width: width)
        if !forecast.basis.isEmpty {
            lines += Line.wrapped(forecast.basis.joined(separator: " "), .dim, width: width)
        }
        guard let waiting = forecast.waiting else { return lines }
        return lines + [""] + waiting.table.flatMap { Line.wrapped($0.text, width: width) }
    }
}
