import Statistics
import Testing

/// The arms of a stored case, read into samples.
extension Vectors.Row {
    /// The sample of an arm under the name that the vectors give to its metric.
    func sample(_ metric: String) throws -> ArmSample {
        switch metric {
        case "binomial": .mean(try moments(["sum"], [["sum"]], [.yesOrNo]))
        case "mean": .mean(try moments(["sum"], [["sum_squares"]], [.amount]))
        case "ratio": .ratio(try ratio(of: .amount, squares: "main_sum_squares"))
        case "ratio_binomial": .ratio(try ratio(of: .yesOrNo, squares: "main_sum"))
        case "mean_cuped":
            .adjustedMean(
                try moments(
                    ["sum", "covariate_sum"],
                    [["sum_squares", "sum_product"], ["covariate_sum_squares"]],
                    [.amount, .amount]
                )
            )
        case "binomial_cuped":
            .adjustedMean(
                try moments(
                    ["sum", "covariate_sum"],
                    [["sum", "sum_product"], ["covariate_sum"]],
                    [.yesOrNo, .yesOrNo]
                )
            )
        case "ratio_cuped": .adjustedRatio(try adjustedRatio())
        case "quantile_unit", "quantile_event": .quantile(try quantile())
        default: throw UnknownMetric(name: metric)
        }
    }

    struct UnknownMetric: Error {
        let name: String
    }

    private func moments(
        count: String = "n",
        _ sums: [String],
        _ products: [[String]],
        _ kinds: [JointMoments.Kind]
    ) throws -> JointMoments {
        try #require(
            JointMoments(
                count: Int(try number(count)),
                sums: try sums.map(number),
                products: try products.flatMap { try $0.map(number) },
                kinds: kinds
            )
        )
    }

    private func ratio(
        of kind: JointMoments.Kind,
        squares: String,
        count: String = "n"
    ) throws -> JointMoments {
        try moments(
            count: count,
            ["main_sum", "denominator_sum"],
            [[squares, "main_denominator_sum_product"], ["denominator_sum_squares"]],
            [kind, .amount]
        )
    }

    private func adjustedRatio() throws -> JointMoments {
        try moments(
            ["m_post_sum", "d_post_sum", "m_pre_sum", "d_pre_sum"],
            [
                ["m_post_sum_squares", "m_post_d_post", "m_post_m_pre", "m_post_d_pre"],
                ["d_post_sum_squares", "m_pre_d_post", "d_post_d_pre"],
                ["m_pre_sum_squares", "m_pre_d_pre"],
                ["d_pre_sum_squares"],
            ],
            [.amount, .amount, .amount, .amount]
        )
    }

    private func quantile() throws -> QuantileSample {
        let isOfEvents = try optionalNumber("n_clusters") != nil
        return QuantileSample(
            count: Int(try number("n")),
            intervalCount: Int(try number("n_star")),
            level: try number("nu"),
            quantile: try number("quantile_hat"),
            lower: try number("quantile_lower"),
            upper: try number("quantile_upper"),
            clusters: isOfEvents
                ? try ratio(of: .amount, squares: "main_sum_squares", count: "n_clusters") : nil,
            hasFloor: true
        )
    }
}
