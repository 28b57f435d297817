import Statistics

/// A made-up experiment that is looked at again and again.
struct SimulatedExperiment: Hashable, Sendable {
    /// How people behave.
    var model: MetricModel
    /// The true relative change in the treatment; 0 when both arms are the same.
    var lift: Double
    /// How many people each arm gets between two looks.
    var peoplePerLook: Int
    /// How many looks there are; the last one is at the planned end.
    var looks: Int

    /// Plans an experiment.
    init(model: MetricModel, lift: Double = 0, peoplePerLook: Int, looks: Int) {
        self.model = model
        self.lift = lift
        self.peoplePerLook = peoplePerLook
        self.looks = looks
    }

    /// The planned number of people in both arms together.
    var plannedCount: Double { Double(2 * peoplePerLook * looks) }

    /// Runs it once, handing each look's comparison to `judge` until that returns an answer.
    ///
    /// - Parameters:
    ///   - generator: where chance comes from.
    ///   - judge: gets the comparison and when it is; returns `nil` to go on.
    /// - Returns: the answer and the number of the look, from 1, or `nil` when there was none.
    /// - Throws: ``StatisticsError`` of the judge.
    func run<Answer>(
        using generator: inout SeededGenerator,
        judge: (Comparison, Look) throws(StatisticsError) -> Answer?
    ) throws(StatisticsError) -> (answer: Answer, look: Int)? {
        var control = model.sample(people: peoplePerLook, lift: 0, using: &generator)
        var treatment = model.sample(people: peoplePerLook, lift: lift, using: &generator)
        for look in 1...max(looks, 1) {
            if look > 1 {
                let more = model.sample(people: peoplePerLook, lift: 0, using: &generator)
                control = try control.merged(with: more)
                let others = model.sample(people: peoplePerLook, lift: lift, using: &generator)
                treatment = try treatment.merged(with: others)
            }
            let comparison = try Comparison(control: control, treatment: treatment)
            if let answer = try judge(comparison, look >= looks ? .plannedEnd : .running) {
                return (answer, look)
            }
        }
        return nil
    }

    /// Runs it once through a rule.
    ///
    /// - Returns: the outcome of the look that decided, or undecided.
    /// - Throws: ``StatisticsError`` of the rule, but for looks that have no spread yet.
    func decide(
        by rule: DecisionRule,
        using generator: inout SeededGenerator
    ) throws(StatisticsError) -> Outcome {
        let decided = try run(using: &generator) {
            comparison,
            look throws(StatisticsError) -> Outcome? in
            guard let effect = try comparison.effectIfAny() else { return nil }
            let outcome = try rule.decide([Candidate(effect: effect)], at: look)[0]
            return outcome == .undecided ? nil : outcome
        }
        return decided?.answer ?? .undecided
    }
}

extension Comparison {
    /// The absolute effect, or `nil` when an arm has no spread yet.
    func effectIfAny() throws(StatisticsError) -> Effect? {
        do {
            return try effect(.absolute)
        } catch {
            guard error == .noVariation else { throw error }
            return nil
        }
    }
}
