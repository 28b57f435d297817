import ArgumentParser
import Experiments
import FlagAPI
import FlagModel
import JSON

/// How a result is written down.
enum ReportFormat: String, CaseIterable, ExpressibleByArgument {
    case text, json, csv, markdown, svg
}

extension ExperimentCommands {
    struct Results: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "results",
            abstract: "Say what an experiment found so far, and how sure that is.",
            discussion: """
                The answer comes first. You may look as often as you like: looking early does no \
                harm. What every number means: docs/reference/statistics.md.
                """
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var list: ListOptions
        @Argument(help: "The experiment's key.") var key: String
        @Option(help: "Which run, from 1; the last one unless you say so.") var run: Int?
        @Option(help: "text, json, csv, markdown (a page to send around) or svg (a picture).")
        var format = ReportFormat.text
        @Option(
            name: .customLong("by"),
            help: "Look at groups by an attribute, such as country. For ideas, not for deciding."
        )
        var attribute: String?

        func validate() throws {
            guard attribute == nil || ![.markdown, .svg].contains(format) else {
                throw ValidationError("With --by, the result is text, json or csv.")
            }
        }

        func run(_ desk: Desk) async throws {
            let (state, experiment) = try desk.experiment(key)
            try checkRun(of: experiment, desk)
            var request = ExperimentCountsRequest(
                environmentID: state.environment.id,
                experimentID: experiment.id,
                run: run.map { $0 - 1 }
            )
            if let attribute {
                let request = ExperimentGroupsRequest(counts: request, attribute: attribute)
                let groups = try await desk.service.experimentGroups(request)
                let reports = groups.map { group in
                    (group.name.words, experiment.report(group.counts, in: state, at: desk.now))
                }
                return print(reports, of: experiment, by: attribute, in: state, desk)
            }
            let counts = try await desk.service.experimentCounts(request)
            var byFirstVersion: ExperimentCounts?
            if let mixed = counts.days.last?.mixed, mixed > 0 {
                request.firstVersionCounts = true
                // Where it is not known any more, nothing is said about it.
                byFirstVersion = try? await desk.service.experimentCounts(request)
            }
            print(
                experiment.report(
                    counts,
                    byFirstVersion: byFirstVersion,
                    in: state,
                    at: desk.now
                )
            )
        }

        private func checkRun(of experiment: Experiment, _ desk: Desk) throws {
            guard !experiment.runs.isEmpty else {
                throw CommandFailure(
                    .refused,
                    "\(experiment.name) has not run yet, so there is nothing to tell. Start it "
                        + "with: " + desk.hint("experiment start \(experiment.key.text)")
                )
            }
            guard let run, !(1...experiment.runs.count).contains(run) else { return }
            let runs = Words.count(experiment.runs.count, "run")
            throw CommandFailure(.wrongUsage, "\(experiment.name) has \(runs); run \(run) is none.")
        }

        private func print(
            _ groups: [(name: String, report: ExperimentReport)],
            of experiment: Experiment,
            by attribute: String,
            in state: EnvironmentState,
            _ desk: Desk
        ) {
            switch list.wantsJSON ? .json : format {
            case .json:
                Printer.print([
                    "attribute": .string(attribute),
                    "groups": .array(
                        groups.map { ["group": .string($0.name), "result": $0.report.json] }
                    ),
                ])
            case .csv:
                Printer.print(bytes: Array(ExperimentReport.csv(of: groups, by: attribute).utf8))
            case .text, .markdown, .svg:
                Printer.print(experiment.groupsPage(groups, by: attribute, in: state, desk))
            }
        }

        private func print(_ report: ExperimentReport) {
            switch list.wantsJSON ? .json : format {
            case .text: report.page.forEach(Printer.print)
            case .json: Printer.print(report.json)
            case .csv: Printer.print(bytes: Array(report.csv.utf8))
            case .markdown: Printer.print(bytes: Array(report.markdown.utf8))
            case .svg: Printer.print(bytes: Array(report.svg().utf8))
            }
        }
    }

    struct Check: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract:
                "Check your setup: split the customers of one version into halves, 1,000 times.",
            discussion: """
                Both halves saw the same, so whatever differs is chance. When far more than 4 in \
                100 of the splits claim a difference, something is wrong with the data.
                """
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var list: ListOptions
        @Argument(help: "The experiment's key.") var key: String

        func run(_ desk: Desk) async throws {
            let (state, experiment) = try desk.experiment(key)
            let check = try await desk.service.checkSetup(
                ExperimentCountsRequest(
                    environmentID: state.environment.id,
                    experimentID: experiment.id
                )
            )
            guard !list.wantsJSON else { return Printer.print(check.summary) }
            for sentence in check.sentences { Printer.print(sentence) }
        }
    }
}

extension Experiment {
    /// The result of a run with the names of this environment.
    func report(
        _ counts: ExperimentCounts,
        byFirstVersion: ExperimentCounts? = nil,
        in state: EnvironmentState,
        at now: Moment
    ) -> ExperimentReport {
        let words = ExperimentWords(
            ExperimentResult(of: self, counts: counts, now: now),
            plan: self,
            names: names(in: state, at: now),
            byFirstVersion: byFirstVersion.map {
                ExperimentResult(of: self, counts: $0, now: now)
            }
        )
        return ExperimentReport(words, counts: counts)
    }

    /// What its things are called in this environment.
    private func names(in state: EnvironmentState, at now: Moment) -> ExperimentNames {
        let variations = state.flag(flagID)?.variations ?? []
        return ExperimentNames(
            versions: Dictionary(variations.map { ($0.id, $0.name) }) { first, _ in first },
            zone: Surroundings.zone(around: now)
        )
    }

    /// One line for each group, with the warning that belongs to looking at many of them.
    fileprivate func groupsPage(
        _ groups: [(name: String, report: ExperimentReport)],
        by attribute: String,
        in state: EnvironmentState,
        _ desk: Desk
    ) -> String {
        var lines = ["\(name) by \(attribute), for ideas only:", ""]
        let words = groups.map(\.report.words)
        lines += zip(groups, words).map { group, words in
            let line = words.line
            let ends = line.ends.map { "\($0.lower) to \($0.upper)" } ?? "not known yet"
            let people = words.result.progress.people
            return "  \(group.name): \(Words.count(people, "customer")), "
                + "\(line.effect), likely \(ends)"
        }
        let warning = Breakdown(words.map(\.result))
            .sentences(self, names(in: state, at: desk.now)) { groups[$0].name }
        if !warning.isEmpty { lines += ["", warning.joined(separator: " ")] }
        return lines.joined(separator: "\n")
    }
}

extension ExperimentGroup.Name {
    fileprivate var words: String {
        switch self {
        case .value(let value): value
        case .none: "(not known)"
        case .rest: "(all others)"
        }
    }
}

extension SetupCheck {
    /// The check as programs rely on it.
    fileprivate var summary: JSONValue {
        [
            "people": .integer(people), "splits": .integer(pValues.count),
            "claimed": .integer(claimed), "sound": .bool(isSound),
            "evenness": .number(evenness),
        ]
    }
}

extension Printer {
    /// A piece of a report.
    fileprivate static func print(_ part: PagePart) {
        switch part {
        case .line(let text): print(text)
        case .table(let head, let rows): print(head, rows)
        }
    }
}
