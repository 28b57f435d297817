public import FlagModel

/// An answer with every step on the way to it, in the order of evaluation.
///
/// It is made of the same parts as the answer, but only when somebody asks: a plain evaluation
/// keeps no record of what it tried.
public struct Explanation: Hashable, Sendable {
    /// What the customer gets.
    public let answer: Answer
    /// The steps, the first one first.
    ///
    /// Texts in them come from people.
    public let steps: [Step]
    /// Where the customer falls among the shares that decided, in parts of 100,000; `nil` when
    /// everybody there gets the same.
    public let placeParts: Int?

    /// One step: what was looked at, and what came of it.
    public struct Step: Hashable, Sendable {
        /// Whether it led on to the answer; `nil` when it was not needed any more.
        public let isDecisive: Bool?
        /// What was looked at.
        public let text: String
        /// What came of it; may be empty.
        public let detail: String
    }

    /// The steps as numbered lines, as commands print them.
    public var lines: [String] {
        steps.enumerated().map { index, step in
            let mark = step.isDecisive.map { $0 ? "yes" : "no " } ?? " - "
            let detail = step.detail.isEmpty ? "" : ": \(step.detail)"
            return " \(index + 1)  \(mark)  \(step.text)\(detail)"
        }
    }
}

extension Answer {
    /// What decided, in a few words; they may hold texts from people.
    public func because(_ flag: Flag, in state: EnvironmentState) -> String {
        switch reason {
        case .archived: "the flag is archived"
        case .off: "the flag is off"
        case .targeted: "named on the flag"
        case .rule(let index): flag.rules[index].title(in: state)
        case .defaultRule: flag.rules.isEmpty ? "everyone" : "everyone else"
        }
    }
}

extension CompiledFlag {
    /// The shares that an answer comes from; `nil` when none were looked at.
    fileprivate func deciding(_ answer: Answer) -> CompiledServing? {
        switch answer.reason {
        case .archived, .off, .targeted: nil
        case .rule(let index): servings[index]
        case .defaultRule: defaultServing
        }
    }
}

extension Evaluator {
    /// What a customer gets, and every step on the way.
    public func explanation(
        of flag: CompiledFlag,
        for customer: EvaluationCustomer
    ) -> Explanation {
        let answer = answer(flag, for: customer)
        return Explanation(
            answer: answer,
            steps: steps(flag, customer, answer),
            placeParts: flag.deciding(answer).flatMap { placeParts(flag, $0, customer) }
        )
    }

    private func steps(
        _ flag: CompiledFlag,
        _ customer: EvaluationCustomer,
        _ answer: Answer
    ) -> [Explanation.Step] {
        switch answer.reason {
        case .archived: return [step(true, "The flag is archived", "applications do not see it")]
        case .off: return [step(true, "The flag is off", "everybody gets the off version")]
        default: break
        }
        var steps = [step(true, "The flag is on")]
        guard answer.reason != .targeted else {
            return steps + [step(true, "The customer is named on the flag")]
        }
        steps.append(step(false, "The customer is not named on the flag"))
        for (index, rule) in flag.flag.rules.enumerated() {
            steps.append(ruleStep(flag, index, rule, customer, answer))
        }
        if case .rule(let index) = answer.reason {
            return steps
                + place(flag, flag.servings[index], customer, flag.flag.rules[index].serving)
        }
        steps.append(
            flag.flag.rules.isEmpty
                ? step(true, "The flag has no rules", "what everybody gets")
                : step(true, "No rule matches", "what everybody else gets")
        )
        return steps + place(flag, flag.defaultServing, customer, flag.flag.defaultRule)
    }

    private func ruleStep(
        _ flag: CompiledFlag,
        _ index: Int,
        _ rule: Rule,
        _ customer: EvaluationCustomer,
        _ answer: Answer
    ) -> Explanation.Step {
        let title = "Rule \(index + 1), \(rule.title(in: state))"
        if case .rule(let decisive) = answer.reason, index >= decisive {
            return index == decisive
                ? step(true, title, "matches") : step(nil, title, "not needed")
        }
        let places = flag.rules.ranges[index]
        for (condition, place) in zip(rule.conditions, places)
        where !flag.rules.holds(condition: place, for: customer) {
            let words = condition.words(in: state)
            let isWhole = words == rule.title(in: state)
            let isAudience = if case .isInAudience = condition.test { true } else { false }
            let whole = isAudience ? "the customer is not in it" : "that is not so"
            let reason = isWhole ? whole : "it is not so that \(words)"
            let fault =
                condition.fault ?? flag.rules.searchFault(condition: place, for: customer)
            return step(false, title, fault ?? reason)
        }
        return step(false, title)
    }

    /// Where the customer falls, when there is more than one share.
    private func place(
        _ flag: CompiledFlag,
        _ compiled: CompiledServing,
        _ customer: EvaluationCustomer,
        _ serving: Serving
    ) -> [Explanation.Step] {
        guard let parts = placeParts(flag, compiled, customer) else { return [] }
        let by = serving.dispatchKey.map { $0 == "keyId" ? "" : " for this \($0)" } ?? ""
        return [
            step(
                true,
                "The place\(by) is \(Words.percent(parts: parts)) from the bottom",
                flag.flag.served(serving)
            )
        ]
    }

    private func placeParts(
        _ flag: CompiledFlag,
        _ compiled: CompiledServing,
        _ customer: EvaluationCustomer
    ) -> Int? {
        guard let first = compiled.shares.first, !flag.shares[first].isWhole else { return nil }
        return Int(flag.place(of: customer, in: compiled) * Double(Share.whole))
    }

    private func step(
        _ isDecisive: Bool?,
        _ text: String,
        _ detail: String = ""
    ) -> Explanation.Step {
        Explanation.Step(isDecisive: isDecisive, text: text, detail: detail)
    }
}
