internal import Evaluation
internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// What would change what a customer gets of a flag.
extension DashboardState {
    /// The last part of the page about why; nothing when there is nothing to say.
    func whatIfLines(
        _ sheet: CustomerSheet,
        _ flag: Flag,
        _ explanation: Explanation,
        width: Int
    ) -> [Line] {
        var lines: [Line] = []
        if let end = ending(ofCustomer: sheet.customer.key, flag: flag.id) {
            lines += Line.wrapped(
                "It ends by itself \(times.soon(end).text), and goes back to what was before.",
                width: width
            )
        }
        if let words = shareWords(flag, explanation) { lines += Line.wrapped(words, width: width) }
        if sheet.why != nil, !sheet.draftWords.isEmpty {
            lines += Line.wrapped(sheet.draftWords, .draft, width: width)
        }
        return lines.isEmpty ? [] : ["", Line("WHAT WOULD CHANGE IT", .heading)] + lines
    }

    /// A sentence such as "Keeps Blue banner as long as its share is 8% or more".
    private func shareWords(_ flag: Flag, _ explanation: Explanation) -> String? {
        guard let place = explanation.placeParts,
            let serving = flag.serving(of: explanation.answer.reason)
        else { return nil }
        let shares = serving.shares.filter { $0.parts > 0 }
        guard shares.count > 1, let first = shares.first else { return nil }
        let name = flag.variation(first.variationID)?.name ?? first.variationID
        // Up to the next tenth of a per cent: what is said must hold.
        let enough = Words.percent(parts: min(Share.whole, (place / 100 + 1) * 100))
        return place < first.upper
            ? "Keeps \(name) as long as its share is \(enough) or more."
            : "Gets \(name) as soon as its share is \(enough) or more."
    }
}
