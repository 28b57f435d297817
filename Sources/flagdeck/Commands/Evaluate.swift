import ArgumentParser
import Evaluation
import FlagAPI
import FlagModel
import JSON

/// Who gets what, and why: the answers that applications would get.
struct Evaluate: ServiceCommand {
    static let configuration = CommandConfiguration(
        abstract: "See what one customer gets, and why.",
        discussion: """
            With a flag, every step on the way to the answer; without, all flags in a table. What \
            is known of the customer counts; --attribute adds to it or takes its place. With \
            --attribute the customer need not be known: \"what if somebody from Germany came?\"
            """
    )
    @OptionGroup var global: GlobalOptions
    @OptionGroup var list: ListOptions
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Something about the customer.", valueName: "name=value")
    )
    var attribute: [String] = []
    @OptionGroup var unknown: UnknownOption
    @Argument(help: "The customer's key, or a name that only they have.") var customer: String
    @Argument(help: "The flag's key; all flags without it.") var flag: String?

    func run(_ desk: Desk) async throws {
        // Whoever says what a customer is like asks about somebody who may not be there yet.
        let key = try await desk.customer(
            customer,
            takesUnknown: unknown.isAllowed || !attribute.isEmpty
        )
        let known = try await person(key, desk)
        let asked = EvaluationCustomer(
            key: key.text,
            name: known?.name ?? "",
            attributes: try Self.attributes(attribute)
                + (known?.attributes.map { (name: $0.key, value: $0.value) } ?? [])
        )
        if let flag {
            let (state, flag) = try desk.flag(flag)
            let evaluator = Evaluator(state)
            guard let compiled = evaluator.flags.first(where: { $0.flag.id == flag.id }) else {
                preconditionFailure("Every flag of an environment is compiled.")
            }
            show(FlagAnswer(compiled, asked, evaluator), of: known, key.text)
        } else {
            let evaluator = Evaluator(try desk.environment())
            let flags = evaluator.flags.filter { !$0.flag.isArchived }
            show(flags.map { FlagAnswer($0, asked, evaluator) })
        }
    }

    private func person(_ key: CustomerKey, _ desk: Desk) async throws -> Customer? {
        guard desk.isPast else {
            return try await desk.service.customers(withKeys: [key]).first
        }
        return try await desk.customers([key], in: desk.environment()).first
    }

    /// Splits `country=DE`; the value may hold further equals signs.
    static func attributes(_ words: [String]) throws -> [(name: String, value: String)] {
        try words.map { word in
            guard let end = word.firstIndex(of: "="), end != word.startIndex else {
                throw CommandFailure(
                    .wrongUsage,
                    "\"\(word)\" is not an attribute. Write it like this: --attribute country=DE"
                )
            }
            return (String(word[..<end]), String(word[word.index(after: end)...]))
        }
    }

    private func show(_ answer: FlagAnswer, of known: Customer?, _ key: String) {
        guard !list.wantsJSON else { return Printer.print(answer.json) }
        let who = known.map { $0.name.isEmpty ? key : $0.name } ?? key
        Printer.print("\(who) gets \(answer.version) of \(answer.flag.name).")
        Printer.print("")
        for line in answer.explanation.lines { Printer.print(line) }
        for fault in answer.faults { Printer.print("\nTake a look: \(fault)") }
        guard known == nil else { return }
        Printer.print("\nNobody has told Flagdeck anything about \(key) yet.")
    }

    private func show(_ answers: [FlagAnswer]) {
        guard !list.wantsJSON else { return Printer.print(.array(answers.map(\.json))) }
        Printer.print(
            ["FLAG", "NAME", "GETS", "BECAUSE"],
            answers.map {
                [
                    $0.flag.key.text, Words.short($0.flag.name), Words.short($0.version),
                    Words.short($0.because, 60),
                ]
            }
        )
    }
}

/// One flag's answer for one customer.
private struct FlagAnswer {
    let flag: FlagModel.Flag
    let explanation: Explanation
    let because: String
    let faults: [String]

    init(_ compiled: CompiledFlag, _ customer: EvaluationCustomer, _ evaluator: Evaluator) {
        flag = compiled.flag
        explanation = evaluator.explanation(of: compiled, for: customer)
        because = explanation.answer.because(compiled.flag, in: evaluator.state)
        faults = evaluator.faults(of: compiled)
    }

    private var variation: Variation? {
        explanation.answer.variationIndex.map { flag.variations[$0] }
    }

    /// What people call the version.
    var version: String { variation?.name ?? "no version" }

    var json: JSONValue {
        [
            "flag": .string(flag.key.text),
            "version": variation.map { .string($0.name) } ?? .null,
            "value": variation.map { .string($0.value) } ?? .null,
            "because": .string(because),
            "countsForExperiments": .bool(explanation.answer.countsForExperiments),
            "steps": .array(
                explanation.steps.map { step in
                    [
                        "decisive": step.isDecisive.map(JSONValue.bool) ?? .null,
                        "text": .string(step.text),
                        "detail": .string(step.detail),
                    ]
                }
            ),
        ]
    }
}
