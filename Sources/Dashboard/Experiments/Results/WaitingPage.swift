internal import Experiments
internal import FlagModel
internal import TerminalUI

/// How long until which change can be seen.
extension ResultPage {
    /// Parts of everybody that planned shares are counted in.
    private static let parts = 100_000.0

    /// The answer for today's traffic, then a table by weeks.
    ///
    /// - Parameter counts: what is known of the metric and of the traffic.
    /// - Returns: a sentence where nobody can say yet.
    func waiting(_ counts: ExperimentCounts?) -> [Line] {
        let heading = Line("HOW LONG CAN YOU WAIT?", .heading)
        guard let counts, let waiting = waitingPlan(counts) else {
            let text =
                "Nobody can say yet: that takes a day of customers, some who did it and some who "
                + "did not."
            return [heading] + Line.wrapped(text, width: width)
        }
        let smallest = Double(plan.smallestChange) / 10_000
        let matters = ResultNumbers.percent(smallest).text.dropFirst()
        let answer =
            waiting.weeks(toSee: smallest).map {
                "To see a change of \(matters) takes about \(Words.count($0, "week")) altogether."
            } ?? "A change of \(matters) cannot be seen within a year at today's traffic."
        let traffic = Words.count(Int(waiting.arrivals.perDay.rounded()), "new customer")
        var lines = [heading] + Line.wrapped(answer, width: width)
        lines += Line.wrapped("That is at \(traffic) a day.", .dim, width: width) + [""]
        for row in waiting.table { lines += Line.wrapped(row.text, width: width) }
        return lines
    }

    private func waitingPlan(_ counts: ExperimentCounts) -> WaitingPlan? {
        guard let arrivals = Arrivals(counts, since: result.progress.startedAt),
            let base = MetricBase(of: 0, plan: plan, counts: counts)
        else { return nil }
        let baseline = plan.baselineVariationID
        let parts = result.split.parts
        let ordered =
            parts.filter { $0.variationID == baseline }
            + parts.filter { $0.variationID != baseline }
        return WaitingPlan(
            base: base,
            arrivals: arrivals,
            weights: ordered.map { Int(($0.planned * Self.parts).rounded()) }
        )
    }
}
