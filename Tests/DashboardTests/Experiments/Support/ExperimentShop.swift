import Experiments
import FlagAPI
import FlagModel
import TerminalUI

@testable import Dashboard

/// A shop with experiments in every state, and what was counted of each.
enum ExperimentShop {
    /// What the run of an experiment is like.
    enum Story: UInt8, CaseIterable {
        case win = 60
        case uneven = 61
        case undecided = 62
        case planned = 63
        case loss = 64
        case early = 65
        case nobody = 66
        case mixed = 67
        case harmed = 68
        case same = 69
        case unknown = 70

        var id: GUID { Fixture.id(rawValue) }

        var name: String {
            switch self {
            case .win: "Checkout speed"
            case .uneven: "Basket reminder"
            case .undecided: "Gift wrap hint"
            case .planned: "Loyalty points"
            case .loss: "Old search page"
            case .early: "Chat on the help page"
            case .nobody: "Student discount"
            case .mixed: "One-click reorder"
            case .harmed: "Refund without photo"
            case .same: "Trust badge"
            case .unknown: "Address check"
            }
        }

        /// Full days since the start.
        var days: Int {
            switch self {
            case .early: 3
            case .nobody: 2
            case .planned: 0
            default: 14
            }
        }

        var isStopped: Bool { self == .loss }
    }

    private static let flagNumber: UInt8 = 30
    private static let day: Int64 = 86_400_000_000

    static let flag: Flag = {
        var flag = Flag(
            id: Fixture.id(flagNumber),
            key: Fixture.key("checkout-layout"),
            name: "Checkout layout",
            kind: .string,
            variations: [
                Variation(id: "a", name: "Today's checkout", value: "a"),
                Variation(id: "b", name: "Version B", value: "b"),
                Variation(id: "c", name: "Version C", value: "c"),
            ],
            defaultVariationID: "a",
            offVariationID: "a",
            revision: Fixture.id(flagNumber),
            createdAt: Fixture.ago(days: 60)
        )
        flag.isEnabled = true
        flag.defaultRule = Serving(parts: [("a", 34_000), ("b", 33_000), ("c", 33_000)])
        return flag
    }()

    static func plan(_ story: Story) -> Experiment {
        var plan = Experiment(
            id: story.id,
            key: FlagModel.Key(slugOf: story.name) ?? Fixture.key("e-\(story.rawValue)"),
            name: story.name,
            flagID: flag.id,
            baselineVariationID: "a",
            metric: .init(
                eventName: "checkout-finished",
                title: "people who finish checkout",
                measure: .conversion,
                higherIsBetter: true
            ),
            plannedDays: 14,
            createdAt: Fixture.ago(days: 20)
        )
        plan.guardrails = [
            .init(
                eventName: "refund",
                title: "people who ask for a refund",
                measure: .conversion,
                higherIsBetter: false,
                margin: 2500
            )
        ]
        plan.plannedPeople = story == .planned ? nil : 40_000
        guard story != .planned else { return plan }
        let start = Fixture.midnight.adding(microseconds: -Int64(story.days) * day)
        plan.runs = [
            Experiment.Run(startedAt: start, endedAt: story.isStopped ? Fixture.midnight : nil)
        ]
        plan.state = story.isStopped ? .stopped : .running
        return plan
    }

    static let model: Model = {
        let changes: [Change] =
            [
                .createFlag(environment: Fixture.live, flag),
                .stopExperiment(environment: Fixture.live, experiment: Fixture.id(60), at: nil),
                .deleteExperiment(environment: Fixture.live, experiment: Fixture.id(60)),
            ]
            + Story.allCases.map { .createExperiment(environment: Fixture.live, plan($0)) }
        do {
            return try Fixture.quiet.previewing(changes)
        } catch {
            preconditionFailure("The shop of experiments does not fit: \(error)")
        }
    }()

    // MARK: - Counts

    /// People a day of each version, and how many of 1,000 finish and ask for a refund.
    private struct Rates {
        var daily = [1160, 1130, 1130]
        var finish = [620, 620, 620]
        var refund = [20, 20, 20]
        var mixed = 0
    }

    private static func rates(_ story: Story) -> Rates {
        var rates = Rates()
        switch story {
        case .win: rates.finish = [620, 645, 617]
        case .uneven: rates.daily = [1160, 1130, 900]
        case .undecided: (rates.daily, rates.finish) = ([360, 350, 350], [620, 640, 625])
        case .loss: rates.finish = [620, 590, 618]
        case .mixed: rates.mixed = 220
        case .harmed: (rates.finish, rates.refund) = ([620, 645, 621], [20, 31, 20])
        case .same: rates.daily = [9160, 8860, 8860]
        case .unknown: (rates.finish, rates.refund) = ([620, 650, 620], [20, 23, 20])
        case .planned, .early, .nobody: break
        }
        return rates
    }

    /// What was counted by the end of every day, and by the tests' moment.
    static func counts(_ story: Story) -> ExperimentCounts {
        let plan = plan(story)
        let rates = rates(story)
        let start = plan.runs.first?.startedAt ?? Fixture.midnight
        let whole = story == .nobody ? [] : Array(1...max(1, story.days))
        var days = whole.map { number in
            DayCounts(
                until: start.adding(microseconds: Int64(number) * day),
                periods: [period(since: start, rates, days: Double(number))],
                mixed: rates.mixed * number,
                leftOut: 12 * number
            )
        }
        let asOf = story.isStopped ? Fixture.midnight : Fixture.now
        if !story.isStopped {
            let part = story == .nobody ? 0 : Double(story.days) + 0.4
            days.append(
                DayCounts(
                    until: asOf,
                    periods: [period(since: start, rates, days: part)],
                    mixed: Int(Double(rates.mixed) * part),
                    leftOut: Int(12 * part)
                )
            )
        }
        return ExperimentCounts(
            experimentID: story.id,
            run: 0,
            variationIDs: ["a", "b", "c"],
            days: days,
            asOf: asOf,
            eventCount: story == .nobody ? 0 : 120_000,
            firstSeenAt: story == .nobody ? nil : start,
            lastSeenAt: story == .nobody ? nil : asOf
        )
    }

    /// What was counted of the experiment that every test's shop has: a clear win.
    static let fixtureCounts: ExperimentCounts = {
        let start = Fixture.midnight.adding(microseconds: -14 * day)
        let rates = Rates(daily: [1500, 1500], finish: [620, 645], refund: [20, 20])
        var days = (1...14).map { number in
            DayCounts(
                until: start.adding(microseconds: Int64(number) * day),
                periods: [period(since: start, rates, days: Double(number))]
            )
        }
        let whole = period(since: start, rates, days: 14.4)
        days.append(DayCounts(until: Fixture.now, periods: [whole]))
        return ExperimentCounts(
            experimentID: Fixture.id(60),
            run: 0,
            variationIDs: ["off", "on"],
            days: days,
            asOf: Fixture.now,
            eventCount: 70_000,
            firstSeenAt: start,
            lastSeenAt: Fixture.now
        )
    }()

    /// What customers did in the last two weeks who were given a flag: 20,000 on the first day,
    /// then 1,000 new ones each day.
    static func traffic(of baselineID: String, at now: Moment) -> PlanTraffic {
        let start = now.adding(microseconds: -14 * day)
        let days = (1...14).map { number in
            let people = 19_000 + 1000 * number
            let arm = ArmCounts(
                people: people,
                metrics: [
                    conversions(people * 62 / 100, of: people),
                    conversions(people / 50, of: people),
                ]
            )
            return DayCounts(
                until: start.adding(microseconds: Int64(number) * day),
                periods: [PeriodCounts(since: start, weights: [1], arms: [arm])]
            )
        }
        return PlanTraffic(
            source: .flag,
            counts: ExperimentCounts(
                experimentID: .zero,
                run: 0,
                variationIDs: [baselineID],
                days: days,
                asOf: now,
                eventCount: 33_000,
                firstSeenAt: start,
                lastSeenAt: now
            ),
            days: 14,
            weights: [34_000, 33_000, 33_000]
        )
    }

    private static func period(since: Moment, _ rates: Rates, days: Double) -> PeriodCounts {
        let isPair = rates.daily.count == 2
        return PeriodCounts(
            since: since,
            weights: isPair ? [50_000, 50_000] : [34_000, 33_000, 33_000],
            arms: rates.daily.indices.map { arm in
                let people = Int(Double(rates.daily[arm]) * days)
                return ArmCounts(
                    people: people,
                    metrics: [
                        conversions(people * rates.finish[arm] / 1000, of: people),
                        conversions(people * rates.refund[arm] / 1000, of: people),
                    ]
                )
            }
        )
    }

    static func conversions(_ active: Int, of people: Int) -> MetricCounts {
        var sums = ExactSums()
        sums.count = people
        sums.value = Int128(active) * Int128(ExactSums.unit)
        sums.square = sums.value * Int128(ExactSums.unit)
        return MetricCounts(sums: sums, active: active)
    }

    // MARK: - Screens

    /// The list of experiments.
    static func deck(columns: Int = 80, rows: Int = 24, glyphs: Glyphs = .unicode) -> Deck {
        let deck = Deck(model, columns: columns, rows: rows, glyphs: glyphs)
        for story in Story.allCases where story != .planned {
            deck.service.experiments[story.id] = counts(story)
        }
        return deck.press("3").rest()
    }

    /// The page of an experiment.
    static func deck(
        _ story: Story,
        columns: Int = 80,
        rows: Int = 24,
        glyphs: Glyphs = .unicode
    ) -> Deck {
        let deck = deck(columns: columns, rows: rows, glyphs: glyphs)
        return deck.press("/").type(story.name).press(.enter, .enter).rest()
    }
}
