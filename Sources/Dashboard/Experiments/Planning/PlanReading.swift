internal import FlagModel
internal import TerminalUI

/// Percent in whole hundredths, as typed and shown: "5", "2.5", "0.25".
enum PercentOfHundredths {
    /// "2.5" for 250.
    static func text(_ hundredths: Int) -> String {
        let text = ResultNumbers.fixed(Double(hundredths) / 100, places: 2)
        guard text.contains(".") else { return text }
        let plain = text.reversed().drop { $0 == "0" }.drop { $0 == "." }
        return String(plain.reversed())
    }

    /// Reads "2.5", "2,5" or "2.5%"; `nil` for anything finer than a hundredth.
    static func read(_ text: String) -> Int? {
        var text = text.trimmed.replacing(",", with: ".")
        if text.hasSuffix("%") { text = String(text.dropLast()).trimmed }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts[0].count <= 5, let whole = number(parts[0])
        else { return nil }
        guard parts.count == 2 else { return whole * 100 }
        guard (1...2).contains(parts[1].count), let fraction = number(parts[1]) else { return nil }
        return whole * 100 + (parts[1].count == 1 ? fraction * 10 : fraction)
    }

    /// Digits only: no signs.
    private static func number(_ text: Substring) -> Int? {
        text.allSatisfy { $0.isASCII && $0.isNumber } ? Int(text) : nil
    }
}

/// What must not get worse, as typed: `refund = people who ask for a refund, +orders`.
enum GuardrailReading {
    static func text(_ guardrails: [Experiment.Metric]) -> String {
        guardrails.map { metric in
            let event = (metric.higherIsBetter ? "+" : "") + metric.eventName
            return metric.title == metric.eventName ? event : "\(event) = \(metric.title)"
        }.joined(separator: ", ")
    }

    /// How much worse all of them may get, in percent; empty when they differ.
    static func margin(_ guardrails: [Experiment.Metric]) -> String {
        let margins = Set(guardrails.map(\.margin))
        guard margins.count < 2 else { return "" }
        return PercentOfHundredths.text(margins.first ?? Experiment.Metric.usualMargin)
    }

    /// Reads them; what the text does not say stays as it was for the same event.
    ///
    /// - Returns: `nil` when something between the commas has no event or no words.
    static func read(_ text: String, earlier: [Experiment.Metric]) -> [Experiment.Metric]? {
        let pieces = text.split(separator: ",", omittingEmptySubsequences: false)
        guard !text.trimmed.isEmpty else { return [] }
        var guardrails: [Experiment.Metric] = []
        for piece in pieces {
            let parts = piece.split(
                separator: "=",
                maxSplits: 1,
                omittingEmptySubsequences: false
            ).map { String($0).trimmed }
            let isMoreBetter = parts[0].hasPrefix("+")
            let event = isMoreBetter ? String(parts[0].dropFirst()).trimmed : parts[0]
            guard !event.isEmpty, parts.last != "" else { return nil }
            var metric =
                earlier.first { $0.eventName == event }
                ?? Experiment.Metric(
                    eventName: event,
                    title: event,
                    measure: .conversion,
                    higherIsBetter: isMoreBetter
                )
            metric.higherIsBetter = isMoreBetter
            metric.title = parts.count == 2 ? parts[1] : event
            guardrails.append(metric)
        }
        return guardrails
    }
}

/// What is counted of an event, as chosen and typed.
enum MeasureReading {
    private static let names = ["did it", "sum", "quotient", "came back"]

    static func choice(_ measure: Experiment.Metric.Measure?) -> Form.Field {
        let selected =
            switch measure {
            case .conversion, nil: 0
            case .numeric: 1
            case .ratio: 2
            case .retention: 3
            }
        return Form.choice(
            .counted,
            "What counts",
            names,
            selected: selected,
            hint: "Doing it at all, the sum of its numbers, a quotient, coming back later"
        )
    }

    static func detail(_ measure: Experiment.Metric.Measure?) -> Form.Field {
        let text =
            switch measure {
            case .ratio(let other): other
            case .retention(let from, let to): "\(from)-\(to)"
            case .conversion, .numeric, nil: ""
            }
        return Form.text(
            .detail,
            "For that",
            text,
            limit: 256,
            hint: "Quotient: the event to divide by. Came back: the days, such as 7-14"
        )
    }

    /// Reads both; what is wrong is marked.
    static func measure(in form: inout Form) -> Experiment.Metric.Measure? {
        let detail = form.text(.detail).trimmed
        switch form[.counted]?.selected {
        case 1: return .numeric
        case 2:
            guard !detail.isEmpty else {
                form.mark(.detail, "Type the event whose numbers are divided by.")
                return nil
            }
            return .ratio(over: detail)
        case 3:
            let days = detail.split(separator: "-").compactMap { Int(String($0).trimmed) }
            guard days.count == 2, days[0] >= 0, days[0] < days[1] else {
                form.mark(.detail, "Type two days with a line between them, such as 7-14.")
                return nil
            }
            return .retention(from: days[0], to: days[1])
        default: return .conversion
        }
    }
}
