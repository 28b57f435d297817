internal import FlagModel
internal import TerminalUI

/// How far the steps of a plan are apart.
enum StepSpacing: Equatable, Sendable {
    /// So many days, at the same time of day.
    case days(Int)
    /// So many minutes.
    case minutes(Int)

    /// The most of either.
    static let limit = 10_000

    /// Reads "a day", "2 days", "a week", "12 hours", "30 minutes"; `nil` when it is none of them.
    init?(_ text: String) {
        let words = text.lowercased().split(separator: " ").map(String.init)
        guard words.count == 2 else { return nil }
        let count = ["a", "an", "one"].contains(words[0]) ? 1 : Int(words[0])
        guard let count, (1...Self.limit).contains(count) else { return nil }
        switch words[1].last == "s" ? String(words[1].dropLast()) : words[1] {
        case "minute": self = .minutes(count)
        case "hour": self = .minutes(count * 60)
        case "day": self = .days(count)
        case "week": self = .days(count * 7)
        default: return nil
        }
    }

    /// So many moments, the first one given.
    func moments(from first: Moment, count: Int, in zone: Zone) -> [Moment] {
        let day = zone.day(of: first)
        let time = zone.calendar(first)
        return (0..<count).map { index in
            guard index > 0 else { return first }
            switch self {
            case .minutes(let minutes):
                return first.adding(microseconds: Int64(index * minutes) * 60_000_000)
            case .days(let days):
                return zone.occurrence(
                    day: day + index * days,
                    minute: time.hour * 60 + time.minute
                )
            }
        }
    }
}

extension DashboardState {
    /// The word for what does not wait.
    static let atOnce = "now"
    /// What a time can be, for people who typed something else.
    static let beginningExamples = "now, Friday 18:00, 4 Dec 9:00, or 2 hours"

    /// Reads when something begins.
    ///
    /// - Returns: `nil` for at once.
    func readBeginning(_ text: String, in zone: Zone) -> Result<Moment?, TypedProblem> {
        let typed = text.trimmed
        if ["", Self.atOnce, "at once"].contains(typed.lowercased()) { return .success(nil) }
        switch EndReader(now: now, zone: zone).readBeginning(typed) {
        case .at(let moment) where moment <= now:
            let words = TimeWords(now: now, zone: zone).soon(moment).text
            return .failure(TypedProblem("\(words) is over. Choose a later time."))
        case .at(let moment): return .success(moment)
        case .withoutClock:
            let shown = Words.short(typed, 20)
            return .failure(TypedProblem("At which time? Type it as in \"\(shown) 9:00\"."))
        case nil:
            let shown = Words.short(typed, 20)
            return .failure(
                TypedProblem("\"\(shown)\" is no time. Try \(Self.beginningExamples).")
            )
        }
    }

    /// Reads shares such as "10%, 25%, 50%, everyone".
    static func readShares(_ text: String) -> Result<[Int], TypedProblem> {
        let words = text.split { $0 == "," || $0 == ";" }.map { String($0).trimmed }
        var parts: [Int] = []
        for word in words {
            let share = word.lowercased() == "everyone" ? Share.whole : Self.parts(percent: word)
            guard let share else {
                let shown = Words.short(word, 20)
                return .failure(
                    TypedProblem("\"\(shown)\" is no share. Try 10%, 25%, 50%, everyone.")
                )
            }
            parts.append(share)
        }
        guard !parts.isEmpty else {
            return .failure(TypedProblem("Type the shares: 10%, 25%, 50%, everyone."))
        }
        let most = Limits.scheduleStepCount.upperBound
        guard parts.count <= most else {
            return .failure(TypedProblem("A plan has at most \(most) steps."))
        }
        return .success(parts)
    }
}
