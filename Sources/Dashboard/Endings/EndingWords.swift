internal import FlagModel
internal import TerminalUI

/// What ends by itself, in words.
extension DashboardState {
    /// When what a customer has of a flag by hand ends; `nil` when it has no end.
    func ending(ofCustomer customer: CustomerKey, flag: GUID) -> Moment? {
        guard let environmentID else { return nil }
        return model.ending(ofCustomer: customer, flag: flag, in: environmentID)
    }

    /// "until 6 Dec 18:00"; empty when what a customer has of a flag has no end.
    func endingWords(ofCustomer customer: CustomerKey, flag: GUID) -> SafeText {
        ending(ofCustomer: customer, flag: flag).map { "until \(times.soon($0))" } ?? ""
    }

    /// The end that is typed, or what to say about it.
    ///
    /// - Parameters:
    ///   - text: what is typed.
    ///   - zone: where it is told; `nil` is where times are shown.
    ///   - beginning: when what ends begins; `nil` is now.
    /// - Returns: what was read.
    func readEnd(
        _ text: String,
        in zone: Zone? = nil,
        from beginning: Moment? = nil
    ) -> Result<Moment?, TypedProblem> {
        let times = TimeWords(now: now, zone: zone ?? self.zone)
        let reader = EndReader(now: now, from: beginning, zone: times.zone)
        return switch reader.read(text.trimmed) {
        case .never: .success(nil)
        case .at(let moment) where moment <= now:
            .failure(TypedProblem("\(times.soon(moment).text) is over. Choose a later time."))
        case .at(let moment): .success(moment)
        case nil:
            .failure(
                TypedProblem(
                    text.trimmed.isEmpty
                        ? "Type when it ends: \(EndReader.examples)."
                        : "\"\(Words.short(text.trimmed, 20))\" is no time. Try "
                            + "\(EndReader.examples)."
                )
            )
        }
    }
}

/// What is wrong with something that was typed, in a sentence.
struct TypedProblem: Error, Equatable, Sendable {
    let text: String

    init(_ text: String) { self.text = text }
}
