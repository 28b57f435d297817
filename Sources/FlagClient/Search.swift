import FlagAPI

/// When a search for whoever has the data has taken too long.
struct Search {
    /// Tries that met the same problem, at the least: one slow try on a busy machine does not use
    /// up all patience.
    static let fewestTries = 3

    /// How long the same problem may last.
    let patience: Duration
    /// How long all of them may.
    let longest: Duration

    /// How often it was tried.
    private(set) var tries = 0
    private var first: ContinuousClock.Instant?
    private var problem: ServiceProblem?
    private var since: ContinuousClock.Instant?
    private var triesOfProblem = 0

    /// Begins a search; nothing was tried yet.
    init(patience: Duration, longest: Duration) {
        self.patience = patience
        self.longest = longest
    }

    /// Notes that a try has failed.
    ///
    /// A problem that names another process than the one before shows that things are moving: the
    /// patience begins anew.
    ///
    /// - Parameters:
    ///   - next: what stood in the way.
    ///   - now: when.
    /// - Returns: whether those who wait should be told.
    mutating func isOver(after next: ServiceProblem, at now: ContinuousClock.Instant) -> Bool {
        tries += 1
        let start = first ?? now
        first = start
        if next != problem {
            (problem, since, triesOfProblem) = (next, now, 0)
        }
        triesOfProblem += 1
        let lasted = (since ?? now).duration(to: now) >= patience
        return lasted && triesOfProblem >= Self.fewestTries || start.duration(to: now) >= longest
    }
}
