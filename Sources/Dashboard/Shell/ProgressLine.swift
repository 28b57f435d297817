internal import FlagModel
internal import TerminalUI

extension DashboardState {
    /// How far a count is, and how long it will still take, while it takes more than a moment.
    var progressLine: Line? {
        guard let count = people.counts.last(where: \.isUnderWay) else { return nil }
        let elapsed = now.microseconds - count.beganAt.microseconds
        guard elapsed >= Int64(PeopleCounts.quietMilliseconds) * 1000 else { return nil }
        var line = Line("Counting everybody")
        let progress = count.progress
        if progress > 0 {
            let seconds = Int(
                (Double(elapsed) / progress * (1 - progress) / 1_000_000).rounded(.up)
            )
            line.append(": \(Int(progress * 100))%, \(SafeText(Self.timeLeft(seconds))) left")
        }
        line.append("   ")
        line.append("Esc", .key)
        line.append(" stops", .dim)
        return line
    }

    /// "about 3 seconds", "about 2 minutes".
    private static func timeLeft(_ seconds: Int) -> String {
        seconds < 90
            ? "about \(Words.count(max(1, seconds), "second"))"
            : "about \(Words.count((seconds + 30) / 60, "minute"))"
    }

    /// Stops the count whose progress is on screen.
    ///
    /// - Returns: whether there was one.
    mutating func stopShownCount() -> Bool {
        guard progressLine != nil, let count = people.counts.last(where: \.isUnderWay) else {
            return false
        }
        impact.stopped = count.question
        stopCounting()
        say("Counting stopped: the numbers stay estimates.")
        return true
    }

    // MARK: - Signs in an empty find field

    /// In an empty find field `?` is a question about keys and `/` asks for the field again.
    ///
    /// - Returns: whether the key was one of them.
    mutating func takeFindSign(_ key: Key) -> Bool {
        guard isFindFieldEmpty else { return false }
        switch key {
        case .character("/"): return true
        case .character("?"):
            openHelp()
            return true
        default: return false
        }
    }

    private var isFindFieldEmpty: Bool {
        switch tab {
        case .flags: !flags.list.isFiltered
        case .audiences: audiences.page == nil && !audiences.list.isFiltered
        case .experiments: !experiments.list.isFiltered
        case .customers:
            customers.sheet.map { $0.finding.query.isEmpty } ?? customers.query.isEmpty
        case .review: false
        case .history: !history.list.isFiltered
        }
    }
}
