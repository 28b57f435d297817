internal import Evaluation
internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// How often applications asked for one flag in the last 24 hours.
struct FlagTraffic: Equatable, Sendable {
    /// Which flag.
    let flagID: GUID
    /// The question whose answer is wanted.
    var generation: Int
    /// The beginning of the first of the hours.
    private(set) var from: Moment
    /// How often in each hour, the oldest first; `nil` before the first answer.
    private(set) var hours: [Int]?
    /// How often each version was handed out, by its id.
    private(set) var versions: [String: Int] = [:]
    /// Why it could not be asked.
    private(set) var problem: String?

    /// Hours that are looked at, the one that is not over included.
    static let hourCount = 24
    private static let hour: Int64 = 3_600_000_000

    init(flagID: GUID, generation: Int, now: Moment) {
        self.flagID = flagID
        self.generation = generation
        from = Self.start(now)
    }

    /// How often altogether.
    var total: Int { versions.values.reduce(0) { $0.addingReportingOverflow($1).partialValue } }

    /// The beginning of the first hour when it is `now`.
    static func start(_ now: Moment) -> Moment {
        let this = now.microseconds - (now.microseconds % hour + hour) % hour
        return Moment(microseconds: this - Int64(hourCount - 1) * hour)
    }

    /// The question about a flag of an environment.
    static func request(_ flagKey: String, in environmentID: GUID, now: Moment) -> CountsRequest {
        let from = start(now)
        return CountsRequest(
            environmentID: environmentID,
            flagKey: flagKey,
            from: from,
            until: from.adding(microseconds: Int64(hourCount) * hour)
        )
    }

    /// Asks again; what is known stays on screen until the answer.
    mutating func ask(_ generation: Int) { self.generation = generation }

    /// Takes an answer to a question that was asked at `now`; counts of other hours are left out.
    mutating func take(_ counts: [EvaluationCount], now: Moment) {
        from = Self.start(now)
        var hours = Array(repeating: 0, count: Self.hourCount)
        versions = [:]
        for count in counts {
            let place = (count.hour.microseconds - from.microseconds) / Self.hour
            guard count.hour >= from, hours.indices.contains(Int(place)) else { continue }
            hours[Int(place)] += max(0, count.count)
            versions[count.variationID, default: 0] += max(0, count.count)
        }
        (self.hours, problem) = (hours, nil)
    }

    /// Notes that the question could not be answered.
    mutating func fail(_ problem: String) { self.problem = problem }
}

extension DashboardState {
    /// Asks how often applications asked for a flag; again and again while its page is open.
    mutating func askCounts(_ id: GUID) {
        guard let environmentID, let flag = environment?.flag(id) else {
            flags.traffic = nil
            return
        }
        generation += 1
        if flags.traffic?.flagID == id {
            flags.traffic?.ask(generation)
        } else {
            flags.traffic = FlagTraffic(flagID: id, generation: generation, now: shownTime)
        }
        let request = FlagTraffic.request(flag.key.text, in: environmentID, now: shownTime)
        outbox.append(.counts(request, generation: generation))
        // What is past does not grow.
        guard flags.page != nil, past == nil else { return }
        outbox.append(.timer(.traffic, milliseconds: Self.trafficMilliseconds))
    }

    /// Takes how often applications asked for the flag on screen.
    mutating func takeCounts(
        _ generation: Int,
        _ result: Result<[EvaluationCount], ServiceProblem>
    ) {
        guard flags.traffic?.generation == generation else { return }
        switch result {
        case .success(let counts):
            let time = shownTime
            flags.traffic?.take(counts, now: time)
        case .failure(let problem): flags.traffic?.fail(problem.description)
        }
    }

    /// Looks for rules of a flag that hold for nobody.
    mutating func findFaults(_ id: GUID) {
        guard let environment else { return }
        let evaluator = Evaluator(environment, only: id)
        let faults = evaluator.flags.first.map(evaluator.faults) ?? []
        flags.faults = FlagsPane.Faults(flagID: id, sentences: faults)
    }

    // MARK: - Words

    /// A chart by the hour and totals by version; nothing before the first answer.
    func trafficLines(_ flag: Flag, width: Int) -> [Line] {
        guard let traffic = flags.traffic, traffic.flagID == flag.id else { return [] }
        let heading = Line(past == nil ? "LAST 24 HOURS" : "24 HOURS BEFORE", .heading)
        if let problem = traffic.problem {
            return [heading]
                + Line.wrapped("Could not be read: \(problem)", .dim, width: width) + [""]
        }
        guard let hours = traffic.hours else { return [] }
        guard traffic.total > 0 else {
            return [heading]
                + Line.wrapped(
                    past == nil
                        ? "No application has asked for it in the last 24 hours."
                        : "No application had asked for it in these 24 hours.",
                    .dim,
                    width: width
                ) + [""]
        }
        let times = Span(traffic.total == 1 ? " time" : " times", .dim)
        let asked = Line([
            Span("   asked for ", .dim), Span(.count(traffic.total)), times,
            Span(", by hour", .dim),
        ])
        let chart = HourChart(hours: hours, glyphs: glyphs, width: width)
        let labels = chart.labels { hour in
            self.times.clock(traffic.from.adding(microseconds: Int64(hour) * 3_600_000_000))
        }
        return [heading + asked] + chart.lines + [labels]
            + versionTotals(flag, traffic, width: width) + [""]
    }

    private func versionTotals(_ flag: Flag, _ traffic: FlagTraffic, width: Int) -> [Line] {
        let total = traffic.total
        let known = flag.variations.compactMap { variation in
            traffic.versions[variation.id].map { (variation.name, $0) }
        }
        let rest = total - known.reduce(0) { $0 + $1.1 }
        let all = known + (rest > 0 ? [("versions that are gone", rest)] : [])
        let rows = all.filter { $0.1 > 0 }.sorted { $0.1 > $1.1 }
        let column = min(24, max(8, rows.map { SafeText($0.0).width }.max() ?? 0))
        let bar = max(0, min(20, width - column - 22))
        var lines = rows.prefix(8).map { name, count in
            let parts = Int(Double(count) / Double(total) * Double(Share.whole))
            var line = Line(SafeText(name).padded(to: column))
            line.append("  ")
            line.append(SafeText.count(count).padded(to: 11, alignment: .trailing))
            line.append(
                SafeText(Words.percent(parts: max(1, parts))).padded(to: 8, alignment: .trailing)
            )
            line.append(" ")
            let share = Double(count) / Double(total)
            line.append(bar > 4 ? glyphs.bar(share: share, width: bar) : "", .some)
            return line
        }
        if rows.count > 8 { lines.append(Line("and \(SafeText.count(rows.count - 8)) more", .dim)) }
        return lines
    }

    /// Rules that hold for nobody, as sentences to look at.
    func faultLines(_ id: GUID, width: Int) -> [Line] {
        guard let faults = flags.faults, faults.flagID == id, !faults.sentences.isEmpty else {
            return []
        }
        let shown = faults.sentences.prefix(5).flatMap { sentence in
            Line.wrapped("\(glyphs.look.text) \(sentence)", .look, width: width)
        }
        let rest = faults.sentences.count - 5
        return shown + (rest > 0 ? [Line("and \(SafeText.count(rest)) more", .look)] : []) + [""]
    }
}
