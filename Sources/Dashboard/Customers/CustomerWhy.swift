internal import Evaluation
internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// Why a customer gets what they get of one flag.
extension DashboardState {
    /// Shares that are listed under the bar.
    private static let listedShares = 12

    /// The cells of a line of the page.
    var whyWidth: Int { max(10, size.columns - (frame.layout == .tiny ? 0 : 2)) }

    /// "Anna Schmidt, Summer sale banner".
    var whyTitle: SafeText {
        guard let sheet = customers.sheet else { return "" }
        let flag = sheet.currentFlagID.flatMap(flagView)?.now?.name ?? ""
        return "\(SafeText(sheet.title)), \(SafeText(flag))"
    }

    /// The steps about the flag that keys act on.
    func whyExplanation(_ sheet: CustomerSheet) -> Explanation? {
        guard let answer = sheet.currentAnswer, let compiled = sheet.compiled,
            let flag = sheet.flag(answer)
        else { return nil }
        return compiled.evaluator.explanation(of: flag, for: sheet.evaluated)
    }

    /// What they get of it.
    func whyVersion(_ sheet: CustomerSheet) -> String {
        guard let answer = sheet.currentAnswer, let flag = sheet.flag(answer)?.flag else {
            return ""
        }
        return flag.versionName(answer.answer)
    }

    /// A step as a sentence, such as "Rule 1, Staff: matches".
    static func sentence(_ step: Explanation.Step) -> String {
        let detail = step.detail.isEmpty ? "" : ": \(step.detail)"
        return "\(step.text)\(detail).".onOneLine
    }

    /// Everything about why, for the page and the detail; nothing when no flag is meant.
    func whyLines(width: Int) -> [Line] {
        guard let sheet = customers.sheet, let explanation = whyExplanation(sheet),
            let answer = sheet.currentAnswer,
            let flag = sheet.flag(answer)?.flag
        else { return [] }
        let version = SafeText(flag.versionName(answer.answer))
        var lines = [
            past == nil
                ? Line([Span("Gets  ", .dim), Span(version, .heading)])
                : Line([Span("Would have got  ", .dim), Span(version, .heading)])
        ]
        let until = endingWords(ofCustomer: sheet.customer.key, flag: flag.id)
        if !until.isEmpty { lines[0].append("  \(until)", .dim) }
        lines += givenLines(sheet, width: width)
        if answer.isDifferent {
            let usual = sheet.compiled?.usualNames(answer) ?? []
            lines.append(
                Line([
                    Span("Most  ", .dim), Span(SafeText(usual.joined(separator: " or "))),
                ])
            )
        }
        if case .unknown = sheet.lookup {
            lines += Line.wrapped(
                "Nothing is known of this customer: rules about attributes see them as empty.",
                .look,
                width: width
            )
        }
        lines += ["", Line("HOW IT WAS DECIDED, IN ORDER", .heading)]
        for (index, step) in explanation.steps.enumerated() {
            lines += stepLines(index + 1, step, width: width)
        }
        if let place = explanation.placeParts, let serving = flag.serving(of: answer.answer.reason)
        {
            lines.append("")
            lines += placeLines(place, serving, flag, width: width)
        }
        return lines + whatIfLines(sheet, flag, explanation, width: width)
    }

    private func stepLines(_ number: Int, _ step: Explanation.Step, width: Int) -> [Line] {
        let (mark, role): (SafeText, Role) =
            switch step.isDecisive {
            case true?: (glyphs.check, .good)
            case false?: (glyphs.cross, .dim)
            case nil: (" ", .dim)
            }
        let text = SafeText.wrapped(Self.sentence(step), width: max(1, width - 5))
        return text.enumerated().map { index, words in
            let place: SafeText = index == 0 ? SafeText("\(number)") : ""
            return Line([
                Span(place.padded(to: 2, alignment: .trailing), .dim), Span(" "),
                Span(index == 0 ? mark : " ", role), Span(" "),
                Span(words, step.isDecisive == nil ? .dim : .text),
            ])
        }
    }

    // MARK: - The place among shares

    private func placeLines(
        _ place: Int,
        _ serving: Serving,
        _ flag: Flag,
        width: Int
    ) -> [Line] {
        let shares = serving.shares.filter { $0.parts > 0 }
        let attribute = serving.dispatchKey.flatMap { $0 == "keyId" || $0.isEmpty ? nil : $0 }
        let about =
            attribute.map { "Customers with the same \($0) have the same fixed place" }
            ?? "Every customer has a fixed place"
        let percent = Words.percent(parts: place)
        var lines = [Line("WHERE THEY FALL AMONG THE SHARES", .heading)]
        lines += Line.wrapped(
            "\(about) for this flag, from 0 to 100. This one is \(percent.dropLast()).",
            width: width
        )
        let bar = max(10, min(60, width - 6))
        lines += [pointerLine(place, bar: bar), barLine(shares, bar: bar)]
        let own = shares.firstIndex { $0.lower <= place && place <= $0.upper }
        for (index, share) in shares.prefix(Self.listedShares).enumerated() {
            lines.append(shareLine(share, flag, isOwn: index == own, sign: sign(of: index)))
        }
        let rest = shares.count - Self.listedShares
        if rest > 0 { lines.append(Line("and \(SafeText.count(rest)) more", .dim)) }
        return lines
    }

    private func pointerLine(_ place: Int, bar: Int) -> Line {
        let at = min(bar - 1, place * bar / Share.whole)
        return Line([Span(.blanks(2 + at)), Span(glyphs.down, .accent)])
    }

    /// Shares alternate between full and light cells; each has one cell at least where there is
    /// room.
    private func barLine(_ shares: [Share], bar: Int) -> Line {
        var line = Line("0 ", .dim)
        var x = 0
        for (index, share) in shares.enumerated() {
            let end = index == shares.count - 1 ? bar : share.upper * bar / Share.whole
            let count = min(bar, max(end, x + 1)) - x
            guard count > 0 else { continue }
            let cells = Array(repeating: sign(of: index), count: count).joined()
            line.append(cells, index.isMultiple(of: 2) ? .some : .dim)
            x += count
        }
        line.append(" 100", .dim)
        return line
    }

    private func sign(of index: Int) -> SafeText {
        index.isMultiple(of: 2) ? glyphs.full : glyphs.light
    }

    private func shareLine(_ share: Share, _ flag: Flag, isOwn: Bool, sign: SafeText) -> Line {
        func edge(_ parts: Int) -> SafeText { SafeText(Words.percent(parts: parts).dropLast()) }
        let range: SafeText = "\(edge(share.lower)) to \(edge(share.upper))"
        let name = SafeText(flag.variation(share.variationID)?.name ?? share.variationID)
        var line = Line([
            Span(sign, .dim), Span(" "), Span(range.padded(to: 14), .dim),
            Span(name, isOwn ? .heading : .text),
        ])
        if isOwn { line.append("  this customer", .accent) }
        return line
    }

    // MARK: - Copying

    /// Why, as one paragraph for a ticket.
    ///
    /// It is one line on purpose: text that holds names from outside and ends in line feeds would
    /// be run line by line where somebody pastes it into a shell by mistake.
    var whyText: String {
        guard let sheet = customers.sheet, let explanation = whyExplanation(sheet),
            let flag = sheet.currentFlagID.flatMap(flagView)?.now
        else { return "" }
        let customer = sheet.customer
        let who =
            customer.name.isEmpty ? customer.key.text : "\(customer.name) (\(customer.key.text))"
        let steps = explanation.steps.enumerated().map { index, step in
            "\(index + 1). \(Self.sentence(step))"
        }
        let verb = past == nil ? "gets" : "would have got"
        let until = endingWords(ofCustomer: customer.key, flag: flag.id).text
        let given = givenLines(sheet, width: 2000).map { line in
            line.spans.map(\.text.text).joined() + " "
        }
        let text =
            "\(who) \(verb) \"\(whyVersion(sheet))\"\(until.isEmpty ? "" : " (\(until))") of the "
            + "flag \(flag.name) in "
            + "\(environmentTitle), as of \(times.exact(shownTime).text). " + given.joined()
            + steps.joined(separator: " ")
        return text.onOneLine
    }
}
