import FlagModel

/// Reads the parts of a plan as people type them.
enum PlanReader {
    /// The word that takes something out of a plan.
    private static let nothing = "none"

    /// A whole number without a sign; `nil` for "none".
    static func number(_ text: String, _ option: String) throws -> Int? {
        guard text != nothing else { return nil }
        guard let number = whole(text) else {
            throw CommandFailure(
                .wrongUsage,
                "\"\(text)\" is no number for \(option): use digits only, or none."
            )
        }
        return number
    }

    /// Hundredths of a percent: "5", "5%" and "0.25".
    static func percent(_ text: String, _ option: String) throws -> Int {
        guard let hundredths = Words.hundredths(of: text) else {
            throw CommandFailure(
                .wrongUsage,
                "\"\(text)\" is no percentage for \(option): use a number such as 5 or 0.25."
            )
        }
        return hundredths
    }

    /// What is counted, with the other event or the days that it takes.
    static func measure(
        _ word: String,
        over: String?,
        between: String?
    ) throws -> Experiment.Metric.Measure {
        switch word {
        case "conversion": return .conversion
        case "numeric": return .numeric
        case "ratio":
            guard let over else {
                throw CommandFailure(
                    .wrongUsage,
                    "A ratio needs the event that it is divided by: --over EVENT, such as visit."
                )
            }
            return .ratio(over: over)
        case "retention":
            let days = (between ?? "").split(separator: "-", omittingEmptySubsequences: false)
                .map { whole(String($0)) }
            guard days.count == 2, let from = days[0], let to = days[1] else {
                throw CommandFailure(
                    .wrongUsage,
                    "Retention needs the days between which people come back: --between 7-14."
                )
            }
            return .retention(from: from, to: to)
        default:
            throw CommandFailure(
                .wrongUsage,
                "\"\(word)\" cannot be measured: use conversion, numeric, ratio or retention."
            )
        }
    }

    /// An event and what people call it: `refund=refunds`.
    static func metric(_ text: String, moreIsBetter: Bool) -> Experiment.Metric {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            .map(String.init)
        return Experiment.Metric(
            eventName: parts[0],
            title: parts.count == 2 ? parts[1] : parts[0],
            measure: .conversion,
            higherIsBetter: moreIsBetter
        )
    }

    /// An audience of the environment by its key; `nil` for "none".
    static func audience(_ text: String, in state: EnvironmentState) throws -> GUID? {
        guard text != nothing else { return nil }
        guard let audience = (try? Key(text)).flatMap({ state.audience($0) }) else {
            throw CommandFailure(
                .refused,
                "There is no audience \"\(text)\" in \(state.environment.title). "
                    + "See what there is with: flagdeck audience list"
            )
        }
        return audience.id
    }

    /// A part of a layer, in percent: `shop:0-50`; `nil` for "none".
    static func layer(_ text: String) throws -> Experiment.LayerPlace? {
        guard text != nothing else { return nil }
        guard let place = Experiment.LayerPlace(text: text) else { throw noLayer(text) }
        return place
    }

    private static func noLayer(_ text: String) -> CommandFailure {
        CommandFailure(
            .wrongUsage,
            "\"\(text)\" is no part of a layer: write NAME:FROM-TO in percent, such as shop:0-50."
        )
    }

    private static func whole(_ text: String) -> Int? {
        guard (1...18).contains(text.utf8.count), text.utf8.allSatisfy(isDigit) else { return nil }
        return Int(text)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
}
