public import FlagModel

/// What a run of an experiment says so far: the answer, and everything that it stands on.
public struct ExperimentResult: Hashable, Sendable {
    /// The answer.
    public var verdict: Verdict
    /// When the answer was first given that stands now; `nil` unless it is decided.
    public var decidedAt: Moment?
    /// How far the run is.
    public var progress: RunProgress
    /// Every metric, in the order of ``FlagModel/Experiment/metrics``: the first one decides.
    public var metrics: [MetricResult]
    /// How people were split.
    public var split: SplitResult
    /// How the primary metric's answer moved: the end of every whole day.
    public var days: [DayResult]

    /// Puts the parts together.
    public init(
        verdict: Verdict,
        decidedAt: Moment? = nil,
        progress: RunProgress,
        metrics: [MetricResult],
        split: SplitResult,
        days: [DayResult]
    ) {
        self.verdict = verdict
        self.decidedAt = decidedAt
        self.progress = progress
        self.metrics = metrics
        self.split = split
        self.days = days
    }
}
