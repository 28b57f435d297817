internal import Evaluation
internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// The whole page of a customer as text, for a ticket.
extension DashboardState {
    /// Flags that applications asked for which are told, at the most.
    private static let toldAsked = 20

    /// Everything that the page says, as one paragraph: what differs, experiments, audiences, what
    /// is known, what was asked last.
    ///
    /// It is one line for the same reason as ``whyText``.
    func pageText(_ sheet: CustomerSheet) -> String {
        let customer = sheet.customer
        let who =
            customer.name.isEmpty ? customer.key.text : "\(customer.name) (\(customer.key.text))"
        var parts = ["\(who) in \(environmentTitle), as of \(times.exact(shownTime).text)."]
        parts.append(sheetSentence(sheet).text)
        let different = sheet.answers.filter(\.isDifferent).compactMap { flagText($0, sheet) }
        parts += part("Different", different)
        parts += part("Experiments", sheet.experiments.map { experimentText($0, sheet) })
        parts += part(
            "Audiences",
            zip(sheet.audiences, sheet.belongings).map { "\($0.name) (\($1))" }
        )
        parts.append(knownText(customer))
        let asked = sheet.asked.answers
        parts += part(
            "Applications asked",
            asked.prefix(Self.toldAsked).map { given in
                "\(askedFlagName(given, sheet)): \(askedVersionName(given, sheet)), last "
                    + times.moment(given.lastAt).text
            },
            more: asked.count - Self.toldAsked
        )
        return parts.joined(separator: " ").onOneLine
    }

    private func part(_ title: String, _ lines: [String], more: Int = 0) -> [String] {
        guard !lines.isEmpty else { return [] }
        let rest = more > 0 ? "; and \(Words.grouped(more)) more" : ""
        return ["\(title): \(lines.joined(separator: "; "))\(rest)."]
    }

    private func flagText(_ answer: FlagAnswer, _ sheet: CustomerSheet) -> String? {
        guard let compiled = sheet.compiled, let flag = sheet.flag(answer)?.flag else { return nil }
        let because = flag.because(answer.answer, in: compiled.evaluator.state)
        let until = endingWords(ofCustomer: sheet.customer.key, flag: flag.id).text
        let end = until.isEmpty ? "" : ", \(until)"
        return "\(flag.name): \(flag.versionName(answer.answer)) (\(because)\(end))"
    }

    private func experimentText(_ experiment: Experiment, _ sheet: CustomerSheet) -> String {
        let answer = sheet.answer(about: experiment.flagID)
        let flag = answer.flatMap(sheet.flag)?.flag
        let version = answer.flatMap { flag?.versionName($0.answer) } ?? ""
        return "\(experiment.name): \(version)"
    }

    private func knownText(_ customer: Customer) -> String {
        let seen = customer.lastSeenAt.map { "last seen \(times.moment($0).text)" }
        let known = customer.attributes.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        let all = (seen.map { [$0] } ?? []) + known
        return all.isEmpty ? "Nothing is known of them." : "Known: \(all.joined(separator: ", "))."
    }
}
