import ArgumentParser
import Experiments
import FlagAPI
import FlagModel
import JSON

extension ExperimentCommands {
    struct Forecast: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "plan",
            abstract: "Say before the start what a plan will show: how long can you wait?",
            discussion: """
                It is reckoned from what customers did lately: those who were given the flag, \
                otherwise everybody whom applications reported. Nothing is changed.
                """
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var list: ListOptions
        @Argument(help: "The experiment's key.") var key: String

        func run(_ desk: Desk) async throws {
            let (state, experiment) = try desk.experiment(key)
            let traffic = try await desk.service.planTraffic(
                ExperimentCountsRequest(
                    environmentID: state.environment.id,
                    experimentID: experiment.id
                )
            )
            let forecast = PlanForecast(experiment, traffic)
            guard !list.wantsJSON else { return Printer.print(forecast.summary) }
            for sentence in forecast.sentences { Printer.print(sentence) }
            guard let waiting = forecast.waiting else { return }
            Printer.print("")
            Printer.print(
                ["WEEKS", "CUSTOMERS", "CHANGES OF"],
                waiting.table.map { row in
                    [
                        String(row.weeks), Words.grouped(row.people),
                        row.changeWords.map { "\($0) or more" } ?? "none would be seen",
                    ]
                }
            )
        }
    }
}

extension PlanForecast {
    /// The forecast as programs rely on it; percents as numbers: 5 is 5 %.
    fileprivate var summary: JSONValue {
        let rows = (waiting?.table ?? []).map { row -> JSONValue in
            [
                "weeks": .integer(row.weeks), "people": .integer(row.people),
                "smallestChangePercent": Self.percent(row.smallestChange),
            ]
        }
        let guardrails = guardrails.map { outlook -> JSONValue in
            [
                "event": .string(outlook.metric.eventName),
                "marginPercent": .number(Double(outlook.metric.margin) / 100),
                "smallestMarginPercent": Self.percent(outlook.smallestLimit),
            ]
        }
        return [
            "experiment": .string(plan.key.text), "days": .integer(plan.plannedDays),
            "smallestChangePercent": Self.percent(smallestChange),
            "wantedChangePercent": .number(Double(plan.smallestChange) / 100),
            "weeksNeeded": weeksNeeded.map(JSONValue.integer) ?? .null,
            "answer": .array(sentences.map(JSONValue.string)), "weeks": .array(rows),
            "guardrails": .array(guardrails),
            "from": [
                "source": .string(traffic.source.rawValue), "days": .integer(traffic.days),
                "people": .integer(traffic.people),
            ],
        ]
    }

    private static func percent(_ share: Double?) -> JSONValue {
        share.map { .number($0 * 100) } ?? .null
    }
}
