import ArgumentParser
import Evaluation
import Experiments
import FlagAPI
import FlagModel
import JSON

extension CustomerCommands {
    /// One customer: what is known, and what every flag gives them and why.
    struct Show: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show one customer: what is known, and what they get and why.",
            discussion: """
                At another time (flagdeck at yesterday customer show KEY) it also says what \
                applications were in fact given then.
                """
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var table: TableOptions
        @OptionGroup var unknown: UnknownOption
        @Argument(help: "The customer's key, or a name that only they have.") var key: String

        func run(_ desk: Desk) async throws {
            let customerKey = try await desk.customer(key, takesUnknown: unknown.isAllowed)
            let state = try desk.environment()
            let known = try await desk.customers([customerKey], in: state).first
            var given: [GivenAnswer] = []
            if let time = desk.time {
                let request = GivenRequest(
                    customer: customerKey,
                    environmentID: state.environment.id,
                    time: time
                )
                given = try await desk.service.given(request).sorted { $0.flagKey < $1.flagKey }
            }
            let sheet = CustomerSheetText(
                key: customerKey.text,
                known: known,
                given: given,
                state: state
            )
            switch table.chosen {
            case .json: Printer.print(sheet.json(isPast: desk.isPast))
            case .csv: sheet.printTable(desk)
            case .text: sheet.print(isPast: desk.isPast)
            }
        }
    }
}

/// Everything about one customer at one time.
private struct CustomerSheetText {
    let key: String
    let known: Customer?
    let given: [GivenAnswer]
    let state: EnvironmentState
    private let evaluator: Evaluator
    private let customer: EvaluationCustomer

    init(key: String, known: Customer?, given: [GivenAnswer], state: EnvironmentState) {
        self.key = key
        self.known = known
        self.given = given
        self.state = state
        evaluator = Evaluator(state)
        customer = EvaluationCustomer(
            key: key,
            name: known?.name ?? "",
            attributes: known?.attributes.map { (name: $0.key, value: $0.value) } ?? []
        )
    }

    private var answers: [(flag: FlagModel.Flag, answer: Answer)] {
        evaluator.flags.filter { !$0.flag.isArchived }.map {
            ($0.flag, evaluator.answer($0, for: customer))
        }
    }

    private var attributes: [(key: String, value: String)] {
        (known?.attributes ?? [:]).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    private var audiences: [Audience] { evaluator.audiences(of: customer) }

    func json(isPast: Bool) -> JSONValue {
        var members: [JSONMember] = [
            JSONMember(key: "key", value: .string(key)),
            JSONMember(key: "name", value: .string(known?.name ?? "")),
            JSONMember(
                key: "attributes",
                value: .object(
                    JSONObject(
                        attributes.map { JSONMember(key: $0.key, value: .string($0.value)) }
                    )
                )
            ),
            JSONMember(
                key: "audiences",
                value: .array(audiences.map { .string($0.key.text) })
            ),
            JSONMember(
                key: "flags",
                value: .array(answers.map { json(of: $0.flag, $0.answer) })
            ),
        ]
        if isPast {
            let list = given.map { answer -> JSONValue in
                [
                    "flag": .string(answer.flagKey), "variation": .string(answer.variationID),
                    "since": .string(answer.since.text), "last": .string(answer.lastAt.text),
                ]
            }
            members.append(JSONMember(key: "given", value: .array(list)))
        }
        return .object(JSONObject(members))
    }

    private func json(of flag: FlagModel.Flag, _ answer: Answer) -> JSONValue {
        let version = answer.variationIndex.map { flag.variations[$0] }
        return [
            "flag": .string(flag.key.text), "variation": version.map { .string($0.name) } ?? .null,
            "value": version.map { .string($0.value) } ?? .null,
            "reason": .string(answer.reason.word),
            "because": .string(answer.because(flag, in: state)),
        ]
    }

    /// A row for each flag; what applications reported is known of the past only.
    func printTable(_ desk: Desk) {
        let reported = reported
        let past = desk.isPast ? ["was given", "given since", "given last"] : []
        let header = ["customer", "name", "flag", "flag name", "version", "value", "reason"]
        Printer.print(
            csv: header + ["because"] + past,
            answers.map { flag, answer in
                let version = answer.variationIndex.map { flag.variations[$0] }
                let row: [SafeCSV.Cell] = [
                    .text(key), .text(known?.name ?? ""), .text(flag.key.text), .text(flag.name),
                    .text(version?.name ?? ""), .text(version?.value ?? ""),
                    .text(answer.reason.word), .text(answer.because(flag, in: state)),
                ]
                return row + (desk.isPast ? cells(of: reported[flag.key.text], flag) : [])
            },
            of: state,
            desk
        )
    }

    private func cells(of given: GivenAnswer?, _ flag: FlagModel.Flag) -> [SafeCSV.Cell] {
        let version = given.map { flag.variation($0.variationID)?.name ?? $0.variationID }
        return [version, given?.since.text, given?.lastAt.text].map { .text($0 ?? "") }
    }

    private var reported: [String: GivenAnswer] {
        Dictionary(given.map { ($0.flagKey, $0) }) { first, _ in first }
    }

    func print(isPast: Bool) {
        let name = known?.name ?? ""
        Printer.print(name.isEmpty ? key : "\(name) (\(key))")
        for attribute in attributes { Printer.print("  \(attribute.key): \(attribute.value)") }
        let names = audiences.map(\.name)
        if !names.isEmpty { Printer.print("  in \(Words.list(names, most: 12))") }
        if known == nil {
            Printer.print("  Nobody had told Flagdeck anything about \(key).")
        }
        Printer.print("")
        let reported = reported
        let past = isPast ? ["WAS GIVEN"] : []
        Printer.print(
            ["FLAG", "NAME", isPast ? "WOULD GET" : "GETS"] + past + ["BECAUSE"],
            answers.map { flag, answer in
                let version = answer.variationIndex.map { flag.variations[$0].name }
                let row = [
                    flag.key.text, Words.short(flag.name), Words.short(version ?? "no version"),
                ]
                let told = isPast ? [words(about: reported[flag.key.text], flag)] : []
                return row + told + [Words.short(answer.because(flag, in: state), 60)]
            }
        )
    }

    /// "Blue banner, 2026-07-03 09:12 to 16:40"; nothing where nobody reported.
    private func words(about given: GivenAnswer?, _ flag: FlagModel.Flag) -> String {
        guard let given else { return "not reported" }
        let version = flag.variation(given.variationID)?.name ?? given.variationID
        let (since, last) = (
            Surroundings.localTime(given.since), Surroundings.localTime(given.lastAt)
        )
        let end = since.prefix(10) == last.prefix(10) ? String(last.dropFirst(11)) : last
        return "\(Words.short(version)), \(since)" + (since == last ? "" : " to \(end)")
    }
}

extension Answer.Reason {
    /// A word that programs rely on.
    fileprivate var word: String {
        switch self {
        case .archived: "archived"
        case .off: "off"
        case .targeted: "targeted"
        case .rule: "rule"
        case .defaultRule: "default"
        }
    }
}
