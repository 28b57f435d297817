/// The ends of an axis around no difference, at numbers that are easy to read.
enum ChartScale {
    private static let steps: [Double] = [
        0.001, 0.002, 0.003, 0.004, 0.006, 0.008, 0.01, 0.015, 0.02, 0.03, 0.04, 0.06, 0.08, 0.1,
        0.15, 0.2, 0.3, 0.4, 0.6, 0.8, 1,
    ]

    /// The smallest readable number that is not below `value`; what is larger than 1 is cut there.
    static func limit(_ value: Double) -> Double {
        steps.first { $0 >= value } ?? 1
    }
}
