package import JSON
package import Statistics

/// The arms of a case, read into samples.
extension CaseFields {
    /// Every metric that a case may have.
    static let metrics = [
        "binomial", "mean", "ratio", "ratio_binomial", "mean_cuped", "binomial_cuped",
        "ratio_cuped", "quantile_unit", "quantile_event",
    ]

    /// The sample of the arm behind a key.
    package func arm(_ key: String, _ metric: String) throws(JSONShapeError) -> ArmSample {
        let arm = try part(key)
        do {
            return try arm.sample(metric)
        } catch {
            // The metric is one of the case, not of the arm.
            throw error.path.first == .key("metric") ? error : error.inside(.key(key))
        }
    }

    /// The sample of an arm.
    ///
    /// - Throws: ``JSONShapeError`` for a metric that is not known or a sum that is missing.
    package func sample(_ metric: String) throws(JSONShapeError) -> ArmSample {
        switch metric {
        case "binomial": return .mean(try moments(["sum"], [["sum"]], [.yesOrNo]))
        case "mean": return .mean(try moments(["sum"], [["sum_squares"]], [.amount]))
        case "ratio": return .ratio(try ratio(of: .amount, squares: "main_sum_squares"))
        case "ratio_binomial": return .ratio(try ratio(of: .yesOrNo, squares: "main_sum"))
        case "mean_cuped": return .adjustedMean(try adjustedMean())
        case "binomial_cuped": return .adjustedMean(try adjustedRate())
        case "ratio_cuped": return .adjustedRatio(try adjustedRatio())
        case "quantile_unit", "quantile_event": return .quantile(try quantile())
        default:
            let known = Self.metrics.joined(separator: ", ")
            throw JSONShapeError("is \"\(metric)\", which is none of \(known)")
                .inside(.key("metric"))
        }
    }

    private func moments(
        count: String = "n",
        _ sums: [String],
        _ products: [[String]],
        _ kinds: [JointMoments.Kind]
    ) throws(JSONShapeError) -> JointMoments {
        var values: [Double] = []
        for key in sums { values.append(try number(key)) }
        var squares: [Double] = []
        for row in products { for key in row { squares.append(try number(key)) } }
        let moments = JointMoments(
            count: try self.count(count),
            sums: values,
            products: squares,
            kinds: kinds
        )
        guard let moments else { throw JSONShapeError("has sums that do not belong together") }
        return moments
    }

    private func adjustedMean() throws(JSONShapeError) -> JointMoments {
        try moments(
            ["sum", "covariate_sum"],
            [["sum_squares", "sum_product"], ["covariate_sum_squares"]],
            [.amount, .amount]
        )
    }

    private func adjustedRate() throws(JSONShapeError) -> JointMoments {
        try moments(
            ["sum", "covariate_sum"],
            [["sum", "sum_product"], ["covariate_sum"]],
            [.yesOrNo, .yesOrNo]
        )
    }

    private func ratio(
        of kind: JointMoments.Kind,
        squares: String,
        count: String = "n"
    ) throws(JSONShapeError) -> JointMoments {
        try moments(
            count: count,
            ["main_sum", "denominator_sum"],
            [[squares, "main_denominator_sum_product"], ["denominator_sum_squares"]],
            [kind, .amount]
        )
    }

    private func adjustedRatio() throws(JSONShapeError) -> JointMoments {
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

    private func quantile() throws(JSONShapeError) -> QuantileSample {
        let isOfEvents = try optionalNumber("n_clusters") != nil
        return QuantileSample(
            count: try count("n"),
            intervalCount: try optionalCount("n_star"),
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

extension ArmSample {
    /// The metric as it was measured; 0 for nobody.
    var measuredValue: Double {
        switch self {
        case .mean(let moments), .adjustedMean(let moments): moments.means[0]
        case .ratio(let moments), .adjustedRatio(let moments):
            moments.means[1] == 0 ? 0 : moments.means[0] / moments.means[1]
        case .quantile(let quantile): quantile.quantile
        }
    }
}
