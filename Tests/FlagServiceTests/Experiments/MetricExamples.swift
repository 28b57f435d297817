import FlagModel

extension Experiment.Metric {
    /// Who does something, of which more is better.
    static func conversion(_ event: String, _ title: String) -> Experiment.Metric {
        Experiment.Metric(
            eventName: event,
            title: title,
            measure: .conversion,
            higherIsBetter: true
        )
    }
}
