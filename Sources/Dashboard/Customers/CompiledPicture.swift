internal import Evaluation
internal import FlagModel

/// One environment, ready to tell who gets what; made once for each change of the model.
struct CompiledPicture: Equatable, Sendable {
    /// The entry that made the model so.
    let entry: UInt64
    /// The environment.
    let environmentID: GUID
    /// Its flags and audiences.
    let evaluator: Evaluator
    /// What most customers get of each of the evaluator's flags.
    private let usual: [Set<Int>]
    /// The evaluator's flags that are not archived, in the order of their names.
    private let byName: [Int]

    /// Compiles an environment; what did not change since an earlier picture of it is kept.
    init(_ state: EnvironmentState, entry: UInt64, earlier: CompiledPicture? = nil) {
        self.entry = entry
        environmentID = state.environment.id
        let known = earlier?.environmentID == environmentID ? earlier?.evaluator : nil
        let evaluator = known?.updated(to: state) ?? Evaluator(state)
        self.evaluator = evaluator
        usual = evaluator.flags.map { evaluator.usual($0) }
        byName = evaluator.flags.indices.filter { !evaluator.flags[$0].flag.isArchived }.sorted {
            let (left, right) = (evaluator.flags[$0].flag, evaluator.flags[$1].flag)
            return left.name == right.name ? left.key < right.key : left.name < right.name
        }
    }

    /// The same environment at the same entry answers the same.
    static func == (left: CompiledPicture, right: CompiledPicture) -> Bool {
        left.entry == right.entry && left.environmentID == right.environmentID
    }

    /// What most customers get of a flag of the evaluator, by name.
    func usualNames(_ answer: FlagAnswer) -> [String] {
        let flag = evaluator.flags[answer.index].flag
        return usual[answer.index].sorted().map { flag.variations[$0].name }
    }

    /// What a customer gets of every flag that is not archived, by the flags' names.
    ///
    /// - Complexity: O(*n*) in the flags.
    func answers(for customer: EvaluationCustomer) -> [FlagAnswer] {
        byName.map { index in
            let answer = evaluator.answer(evaluator.flags[index], for: customer)
            let isUsual = answer.variationIndex.map(usual[index].contains) ?? false
            return FlagAnswer(index: index, answer: answer, isDifferent: !isUsual)
        }
    }
}

/// What one customer gets of one flag.
struct FlagAnswer: Equatable, Sendable {
    /// The flag's place among those of the evaluator.
    let index: Int
    let answer: Answer
    /// Whether most customers get something else.
    let isDifferent: Bool
}

extension Evaluator {
    /// The versions that most customers get.
    ///
    /// That is the largest share of what is handed out to somebody of whom nothing is known. Where
    /// several shares are the largest, all of them are usual.
    ///
    /// Asking for such a customer, not only for what is left when no rule matches, lets a rule
    /// like "not in Staff" count as what it is: a rule for nearly everybody.
    func usual(_ flag: CompiledFlag) -> Set<Int> {
        let answer = answer(flag, for: EvaluationCustomer(key: ""))
        guard let serving = flag.flag.serving(of: answer.reason) else {
            return answer.variationIndex.map { [$0] } ?? []
        }
        let variations = flag.flag.variations.enumerated()
        let parts = variations.map { index, variation in
            (index, serving.parts { $0 == variation.id })
        }
        let most = parts.map(\.1).max() ?? 0
        return Set(parts.filter { $0.1 == most }.map(\.0))
    }
}

extension Flag {
    /// The shares that decided; `nil` where there were none to look at.
    func serving(of reason: Answer.Reason) -> Serving? {
        switch reason {
        case .archived, .off, .targeted: nil
        case .rule(let index): rules[index].serving
        case .defaultRule: defaultRule
        }
    }

    /// What somebody gets, in a word.
    func versionName(_ answer: Answer) -> String {
        answer.variationIndex.map { variations[$0].name } ?? "no version"
    }

    /// Why, in a few words: "VIP, in the 25%".
    func because(_ answer: Answer, in state: EnvironmentState) -> String {
        let words = answer.because(self, in: state)
        guard let serving = serving(of: answer.reason), let index = answer.variationIndex else {
            return words
        }
        let parts = serving.parts { $0 == variations[index].id }
        return parts >= Share.whole ? words : "\(words), in the \(Words.percent(parts: parts))"
    }
}
