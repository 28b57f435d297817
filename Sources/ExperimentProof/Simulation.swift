internal import Statistics

/// Many made-up experiments, and what must hold of them.
package struct Simulation: Sendable {
    /// Its short name, such as F1.
    package let id: String
    /// The name without the letter: F9 for F9a.
    package var family: Substring {
        id[..<(id.lastIndex { $0.isNumber }.map(id.index(after:)) ?? id.startIndex)]
    }
    /// What is simulated, in words.
    package let what: String
    /// How many experiments there are in a full run.
    package let runs: Int
    /// What is asked of each experiment.
    package let questions: [Question]
    /// Makes up one experiment and answers the questions about it, in their order.
    let answer: @Sendable (inout Chance) throws -> [Double?]

    /// One number of each experiment, and what must hold of all of them.
    package struct Question: Sendable {
        /// What is asked, in words.
        package let what: String
        /// What must hold.
        package let limit: Limit

        /// Asks something.
        package init(_ what: String, _ limit: Limit) {
            self.what = what
            self.limit = limit
        }
    }

    /// What must hold of the answers to a question.
    package enum Limit: Hashable, Sendable {
        /// The share of experiments in which it is so is within this range.
        case share(ClosedRange<Double>)
        /// The average is within this range.
        case average(ClosedRange<Double>)
        /// The numbers are spread evenly over 0 to 1: the p-value of that is above this.
        case even(Double)
        /// Nothing; the share is only told.
        case told

        /// At most this share.
        static func atMost(_ share: Double) -> Limit { .share(0...share) }
        /// At least this share.
        static func atLeast(_ share: Double) -> Limit { .share(share...1) }
    }

    /// Puts a simulation together.
    ///
    /// - Parameters:
    ///   - id: a short name.
    ///   - what: what is simulated.
    ///   - runs: how many experiments.
    ///   - questions: what is asked.
    ///   - answer: makes up an experiment; answers are 1 for yes and 0 for no, or a number, or
    ///     `nil` when there is nothing to say.
    package init(
        _ id: String,
        _ what: String,
        runs: Int,
        _ questions: [Question],
        _ answer: @escaping @Sendable (inout Chance) throws -> [Double?]
    ) {
        self.id = id
        self.what = what
        self.runs = runs
        self.questions = questions
        self.answer = answer
    }
}
