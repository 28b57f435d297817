import Evaluation
import FlagModel

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Evaluations per second of processor time, on one thread.
enum EvaluationBench {
    private static let rounds = 7
    private static let roundSeconds = 0.7

    /// Measures both built-in scenarios and how long compiling takes.
    ///
    /// `--scenario FILE` measures the flag `bench` of a FeatBit document instead. `--answers N`
    /// measures nothing and answers N times in each scenario: a tool that counts how often memory
    /// is asked for finds no difference between few and many.
    static func run(_ arguments: [String]) throws {
        switch (arguments.first, arguments.last, arguments.count) {
        case (nil, _, _):
            try measure(.ruleAndSplit())
            try measure(.list())
            try EvaluationUpdateBench.run()
        case ("--scenario", let path?, 2): try measure(.document(at: path))
        case ("--answers", let count?, 2):
            for scenario in [try EvaluationScenario.ruleAndSplit(), try .list()] {
                try answer(scenario, times: Int(count) ?? 0)
            }
        default: throw BenchProblem(text: "Use: flagdeck-bench evaluate [--scenario FILE]")
        }
    }

    private static func answer(_ scenario: EvaluationScenario, times: Int) throws {
        let evaluator = Evaluator(scenario.state)
        guard let flag = evaluator.flag(EvaluationScenario.flagKey) else { return }
        let customers = EvaluationScenario.customers.map {
            EvaluationCustomer(key: $0.key, attributes: $0.attributes)
        }
        var first = 0
        for index in 0..<times {
            let answer = evaluator.answer(flag, for: customers[index % customers.count])
            if answer.variationIndex == 0 { first += 1 }
        }
        print("\(scenario.name): \(first) of \(times) answers are A")
    }

    private static func measure(_ scenario: EvaluationScenario) throws {
        let evaluator = Evaluator(scenario.state)
        guard let flag = evaluator.flag(EvaluationScenario.flagKey) else {
            throw BenchProblem(text: "There is no flag \"\(EvaluationScenario.flagKey)\".")
        }
        let customers = EvaluationScenario.customers.map {
            EvaluationCustomer(key: $0.key, attributes: $0.attributes)
        }
        let first = customers.count { evaluator.answer(flag, for: $0).variationIndex == 0 }
        if let expected = scenario.expected, first != expected {
            throw BenchProblem(text: "\(first) customers got A, and \(expected) should.")
        }
        print("\(scenario.name): \(first) of \(customers.count) get A")
        report("prepared customers", perRound: customers.count) {
            // Over places: a loop over the customers themselves would copy each of them.
            var count = 0
            for index in customers.indices
            where evaluator.answer(flag, for: customers[index]).variationIndex == 0 { count += 1 }
            return count
        }
        report("each customer prepared anew", perRound: customers.count) {
            EvaluationScenario.customers.count {
                let customer = EvaluationCustomer(key: $0.key, attributes: $0.attributes)
                return evaluator.answer(flag, for: customer).variationIndex == 0
            }
        }
    }

    private static func report(_ name: String, perRound count: Int, _ work: () -> Int) {
        var checksum = 0
        let rates = (0..<rounds).map { _ in
            let start = Stopwatch.threadProcessor()
            var (done, seconds) = (0, 0.0)
            repeat {
                checksum &+= work()
                done += count
                seconds = (Stopwatch.threadProcessor() - start) / 1_000_000
            } while seconds < roundSeconds
            return Double(done) / seconds
        }
        .sorted()
        precondition(checksum >= 0, "The answers are used, so that none is left out.")
        let best = Words.grouped(Int(rates[rounds - 1]))
        print("  \(name): \(best) per second, median \(Words.grouped(Int(rates[rounds / 2])))")
    }
}
