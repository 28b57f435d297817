internal import FlagModel
internal import TerminalUI

/// The form for who gets a flag: everyone, a share, nobody.
extension DashboardState {
    /// The choices for everybody whom no rule is about.
    private static let whoChoices = ["everyone", "a share", "nobody"]

    mutating func editServing() {
        guard let id = currentFlagID, let flag = flagView(id)?.latest else { return }
        let off = flag.offVariationID
        var fields: [Form.Field]
        if flag.variations.count == 2 {
            let parts = flag.onParts(of: flag.defaultRule)
            let selected = parts == Share.whole ? 0 : parts == 0 ? 2 : 1
            fields = [Form.choice(.who, "Who gets it", Self.whoChoices, selected: selected)]
            if selected == 1 { fields.append(shareField(parts)) }
        } else {
            let shown = flag.defaultRule.shares.first { $0.parts > 0 }?.variationID ?? off
            let selected = flag.variations.firstIndex { $0.id == shown } ?? 0
            fields = [
                Form.choice(
                    .who,
                    "Everyone gets",
                    flag.variations.map(\.name),
                    selected: selected,
                    hint: "Shares of more than two versions are changed elsewhere"
                )
            ]
        }
        var form = Form(
            .serving(id),
            title: "Who gets \(flag.name)?",
            intro: servingIntro(flag),
            fields: fields
        )
        form.submitLabel = asksForDrafts ? "save as draft" : "save"
        open(.form(form))
    }

    private func servingIntro(_ flag: Flag) -> String {
        var lines: [String] = []
        if flag.variations.count == 2,
            let on = flag.variations.first(where: { $0.id != flag.offVariationID })
        {
            lines.append("Getting it means getting \"\(on.name)\".")
        }
        if !flag.rules.isEmpty {
            let count = Words.count(flag.rules.count, "rule")
            lines.append("This is about everyone else: \(count) for some people stay as they are.")
        }
        if !flag.isEnabled {
            lines.append("It is off: nobody gets it before you turn it on (t).")
        }
        return lines.joined(separator: "\n")
    }

    private func shareField(_ parts: Int) -> Form.Field {
        let percent = Words.percent(parts: parts)
        return Form.text(
            .share,
            "Share",
            String(percent.dropLast()),
            limit: 8,
            hint: "Per cent, such as 25 or 0.5"
        )
    }

    /// Shows the share's field when a share is wanted.
    func servingChanged(_ form: inout Form, _ flagID: GUID) {
        guard flagView(flagID)?.latest?.variations.count == 2 else { return }
        let wantsShare = form[.who]?.selected == 1
        if wantsShare, form[.share] == nil {
            form.fields.append(shareField(10_000))
        } else if !wantsShare {
            form.fields.removeAll { $0.id == .share }
        }
    }

    mutating func submitServing(_ form: inout Form, _ id: GUID) -> Bool {
        guard let environmentID, let flag = flagView(id)?.latest else {
            overlays.removeLast()
            return true
        }
        let old = flag.defaultRule
        var serving = old
        let selected = form[.who]?.selected ?? 0
        if flag.variations.count == 2 {
            let parts: Int
            switch selected {
            case 0: parts = Share.whole
            case 2: parts = 0
            default:
                guard let typed = Self.parts(percent: form.text(.share)) else {
                    form.mark(.share, "Type a number from 0 to 100, with up to 3 decimals.")
                    return false
                }
                parts = typed
            }
            guard parts != flag.onParts(of: old) else { return finishUnchanged() }
            serving.shares = shares(of: flag, parts: parts)
        } else {
            let wanted = Serving(everyone: flag.variations[selected].id)
            guard wanted.shares != old.shares.filter({ $0.parts > 0 }) else {
                return finishUnchanged()
            }
            serving.shares = wanted.shares
        }
        var after = flag
        after.defaultRule = serving
        let before = Words.percent(parts: flag.onParts(of: old))
        let now = Words.percent(parts: after.onParts(of: serving))
        return finish(
            &form,
            [.editFlag(environment: environmentID, flag: id, .setDefaultRule(serving))],
            about: .flag(environment: environmentID, id),
            words: before == now
                ? "\(flag.name) for everyone: \(after.served(serving))"
                : "\(flag.name) \(before) → \(now)"
        )
    }

    private mutating func finishUnchanged() -> Bool {
        overlays.removeLast()
        say("Nothing was changed.")
        return true
    }

    /// Shares in the order that they had, so that those who get it keep it when the share grows.
    private func shares(of flag: Flag, parts: Int) -> [Share] {
        let off = flag.offVariationID
        let on = flag.variations.first { $0.id != off }?.id ?? off
        if parts == Share.whole { return Serving(everyone: on).shares }
        if parts == 0 { return Serving(everyone: off).shares }
        let known = flag.defaultRule.shares.map(\.variationID)
        let isOffFirst = known.count > 1 && known.first == off
        let both = [
            (variationID: on, parts: parts), (variationID: off, parts: Share.whole - parts),
        ]
        return Serving(parts: isOffFirst ? both.reversed() : both).shares
    }

    /// Parts of 100,000 for a per cent number as typed: "25", "0.5", "33,3%".
    static func parts(percent text: String) -> Int? {
        let digits = text.trimmed.filter { $0 != "%" && $0 != " " }
        let pieces = digits.split(
            maxSplits: 1,
            omittingEmptySubsequences: false
        ) { $0 == "." || $0 == "," }
        guard let first = pieces.first, !digits.isEmpty, first.count <= 3 else { return nil }
        let fraction = pieces.count > 1 ? pieces[1] : ""
        guard fraction.count <= 3, (first + fraction).utf8.allSatisfy({ (48...57).contains($0) }),
            !(first + fraction).isEmpty
        else { return nil }
        let padded = fraction + String(repeating: "0", count: 3 - fraction.count)
        let parts = (Int(first) ?? 0) * 1000 + (Int(padded) ?? 0)
        return (0...Share.whole).contains(parts) ? parts : nil
    }
}
