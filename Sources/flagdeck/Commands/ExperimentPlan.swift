import ArgumentParser
import FlagModel

/// What an experiment measures, for whom and how long, as options.
struct PlanOptions: ParsableArguments {
    @Option(help: "What people call it.") var name: String?
    @Option(name: .customLong("expect"), help: "What you expect, in words.")
    var hypothesis: String?

    @Option(name: .customLong("metric"), help: "The event that decides, by its name.")
    var event: String?
    @Option(help: "What people call that: \"people who order\".") var title: String?
    @Option(
        help: """
            conversion (who did it at all), numeric (the sum of its number), ratio (its number \
            for each --over), retention (who did it again --between days).
            """
    )
    var measure: String?
    @Option(name: .customLong("over"), help: "For a ratio: the event that it is divided by.")
    var over: String?
    @Option(
        name: .customLong("between"),
        help: ArgumentHelp(
            "For retention: from and to which day after they first saw it.",
            valueName: "7-14"
        )
    )
    var between: String?
    @ArgumentParser.Flag(
        inversion: .prefixedNo,
        exclusivity: .chooseLast,
        help: "Whether more of it is better."
    )
    var moreIsBetter: Bool?
    @Option(
        name: .customLong("window"),
        help: ArgumentHelp("Only so many days after they first saw it count.", valueName: "days")
    )
    var window: String?

    @Option(
        name: .customLong("guardrail"),
        help: ArgumentHelp(
            "An event that must not rise, such as refund=refunds; give it several times.",
            valueName: "event[=title]"
        )
    )
    var guardrails: [String] = []
    @Option(
        name: .customLong("keep"),
        help: ArgumentHelp(
            "An event that must not fall, as --guardrail.",
            valueName: "event[=title]"
        )
    )
    var kept: [String] = []
    @Option(
        name: .customLong("margin"),
        help: ArgumentHelp("How much worse those may get; 1 unless you say.", valueName: "percent")
    )
    var margin: String?
    @Option(
        name: .customLong("also"),
        help: ArgumentHelp(
            "An event to look at besides; it never decides.",
            valueName: "event[=title]"
        )
    )
    var others: [String] = []

    @Option(help: "The version that the others are compared with; otherwise the one for off.")
    var baseline: String?
    @Option(help: "Full days that it runs; 14 unless you say.") var days: Int?
    @Option(help: "How many people it should have altogether, or none.") var people: String?
    @Option(
        name: .customLong("smallest-change"),
        help: ArgumentHelp(
            "The smallest change that matters; 5 unless you say.",
            valueName: "percent"
        )
    )
    var smallestChange: String?
    @Option(help: "Count only who is in this audience; none for everyone.") var audience: String?
    @Option(
        help: ArgumentHelp(
            """
            A part of a layer, in percent of the customers: shop:0-50. Experiments of one layer \
            share no customers; none takes it out.
            """,
            valueName: "name:from-to"
        )
    )
    var layer: String?

    /// Whether any of them was given.
    var saysAnything: Bool {
        let texts = [
            name, hypothesis, event, title, measure, over, between, window, margin, baseline,
            people,
            smallestChange, audience, layer,
        ]
        return texts.contains { $0 != nil } || moreIsBetter != nil || days != nil
            || !(guardrails + kept + others).isEmpty
    }

    /// Puts what was given into a plan.
    func write(
        to experiment: inout Experiment,
        with flag: FlagModel.Flag,
        in state: EnvironmentState
    ) throws {
        if let name { experiment.name = name }
        if let hypothesis { experiment.hypothesis = hypothesis }
        if let baseline { experiment.baselineVariationID = try flag.version(named: baseline).id }
        if let days { experiment.plannedDays = days }
        if let people { experiment.plannedPeople = try PlanReader.number(people, "--people") }
        if let smallestChange {
            experiment.smallestChange = try PlanReader.percent(smallestChange, "--smallest-change")
        }
        if let audience {
            experiment.audienceID = try PlanReader.audience(audience, in: state)
        }
        if let layer { experiment.layer = try PlanReader.layer(layer) }
        try writeMetric(to: &experiment.metric)
        try writeGuardrails(to: &experiment)
        if !others.isEmpty {
            experiment.otherMetrics = others.map { PlanReader.metric($0, moreIsBetter: true) }
        }
    }

    private func writeMetric(to metric: inout Experiment.Metric) throws {
        if let event {
            if metric.title == metric.eventName { metric.title = event }
            metric.eventName = event
        }
        if let title { metric.title = title }
        if let moreIsBetter { metric.higherIsBetter = moreIsBetter }
        if let window { metric.windowDays = try PlanReader.number(window, "--window") }
        guard measure != nil || over != nil || between != nil else { return }
        metric.measure = try PlanReader.measure(
            measure ?? (over != nil ? "ratio" : between != nil ? "retention" : metric.measure.word),
            over: over,
            between: between
        )
    }

    private func writeGuardrails(to experiment: inout Experiment) throws {
        if !(guardrails + kept).isEmpty {
            experiment.guardrails =
                guardrails.map { PlanReader.metric($0, moreIsBetter: false) }
                + kept.map { PlanReader.metric($0, moreIsBetter: true) }
        }
        guard let margin else { return }
        let hundredths = try PlanReader.percent(margin, "--margin")
        for index in experiment.guardrails.indices {
            experiment.guardrails[index].margin = hundredths
        }
    }
}

extension FlagModel.Flag {
    /// The version with an id or, in any case, a name.
    func version(named text: String) throws -> Variation {
        let found = variations.filter {
            $0.id == text || $0.name.lowercased() == text.lowercased()
        }
        guard let version = found.first, found.count == 1 else {
            let names = Words.list(variations.map(\.name), most: 10)
            throw CommandFailure(
                .refused,
                "The flag \(name) has no version \"\(text)\", or several. There are: \(names)."
            )
        }
        return version
    }
}
