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

    /// Measures both built-in scenarios, or the flags of a FeatBit document after `--scenario`.
    static func run(_ arguments: [String]) throws {
        guard arguments.first == "--scenario", arguments.count == 2 else {
            try measure(.ruleAndSplit())
            try measure(.list())
            return
        }
        try measure(.document(at: arguments[1]))
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
            customers.count { evaluator.answer(flag, for: $0).variationIndex == 0 }
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
            let start = processorSeconds()
            var (done, seconds) = (0, 0.0)
            repeat {
                checksum &+= work()
                done += count
                seconds = processorSeconds() - start
            } while seconds < roundSeconds
            return Double(done) / seconds
        }
        .sorted()
        precondition(checksum >= 0, "The answers are used, so that none is left out.")
        let best = Words.grouped(Int(rates[rounds - 1]))
        print("  \(name): \(best) per second, median \(Words.grouped(Int(rates[rounds / 2])))")
    }

    /// Of this thread.
    static func processorSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1_000_000_000
    }
}
