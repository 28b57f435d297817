internal import Experiments
internal import FlagModel
internal import TerminalUI

/// Numbers of results as people read them.
enum ResultNumbers {
    /// "+2.4%", "-12%", "0%": a change as a share.
    static func percent(_ share: Double) -> SafeText { "\(bare(share))%" }

    /// "+0.7 … +4.1%".
    static func range(_ range: VersionResult.Range, _ glyphs: Glyphs) -> SafeText {
        let between: SafeText = glyphs.isASCII ? " to " : " … "
        return "\(bare(range.lower))\(between)\(percent(range.upper))"
    }

    /// ">99 in 100", "28 in 100"; never 0 or 100.
    static func chance(_ chance: Double) -> SafeText {
        guard chance.isFinite else { return "unknown" }
        if chance > 0.99 { return ">99 in 100" }
        if chance < 0.01 { return "<1 in 100" }
        return "\(Int((chance * 100).rounded())) in 100"
    }

    /// "33.9": a share of everybody.
    static func share(_ share: Double) -> SafeText { SafeText(fixed(share * 100, places: 1)) }

    /// What a version did: "62.0" of 100 people, or an average.
    static func value(_ value: Double?, _ measure: Experiment.Metric.Measure) -> SafeText {
        guard let value, value.isFinite else { return "none" }
        switch measure {
        case .conversion, .retention: return SafeText(fixed(value * 100, places: 1))
        case .numeric, .ratio: return SafeText(fixed(value, places: 2))
        }
    }

    /// What ``value(_:_:)`` is: "per 100", "on average".
    static func unit(_ measure: Experiment.Metric.Measure) -> SafeText {
        switch measure {
        case .conversion, .retention: "Per 100"
        case .numeric: "On average"
        case .ratio: "Quotient"
        }
    }

    private static func bare(_ share: Double) -> SafeText {
        guard share.isFinite else { return share < 0 ? "less than -999" : "more than 999" }
        let percent = share * 100
        let text = fixed(percent, places: abs(percent) < 9.95 ? 1 : 0)
        let plain = text.hasSuffix(".0") ? String(text.dropLast(2)) : text
        return percent > 0 && plain != "0" ? "+\(SafeText(plain))" : SafeText(plain)
    }

    /// A loss as a share, never said to be nothing: "0.7%", "less than 0.01%".
    static func loss(_ share: Double) -> SafeText {
        guard share.isFinite else { return "not known" }
        return share < 0.0001 ? "less than 0.01%" : "\(SafeText(fixed(share * 100, places: 2)))%"
    }

    /// A number with so many digits behind the point and its thousands apart.
    static func fixed(_ number: Double, places: Int) -> String {
        guard number.isFinite, abs(number) < 1e14 else { return "too large" }
        let unit = (0..<places).reduce(1) { whole, _ in whole * 10 }
        let parts = Int((abs(number) * Double(unit)).rounded())
        let sign = number < 0 && parts > 0 ? "-" : ""
        let whole = SafeText.count(parts / unit).text
        guard places > 0 else { return sign + whole }
        let rest = String(unit + parts % unit).dropFirst()
        return "\(sign)\(whole).\(rest)"
    }

    /// A probability or another small number with three digits that count: "0.0312", "<0.0001".
    static func small(_ number: Double?) -> SafeText {
        guard let number, number.isFinite else { return "none" }
        if number > 0, number < 0.0001 { return "<0.0001" }
        return SafeText(fixed(number, places: 4))
    }
}
