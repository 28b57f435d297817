internal import FlagModel
internal import TerminalUI

/// How one line of a flag hands out versions: shares to move, always 100 % together.
struct SharesBox: Equatable, Sendable {
    let flagID: GUID
    /// A rule or everyone else.
    let part: FlagPart
    /// As it was when the box was opened.
    let first: ShareSlider
    var slider: ShareSlider
    var view: ListView
    /// The number that is being typed for the selected version.
    var typed = ""
    /// The shares before that number was typed: every digit starts from them.
    private var base: ShareSlider?
    /// Why the last key did nothing.
    var problem: String?
    /// What was just saved, where the box only asks how the new line is shared out.
    var saved: String?

    /// Digits and a decimal point of a number from 0 to 100.
    private static let typedLimit = 7

    init(_ part: FlagPart, _ serving: Serving, of flag: Flag) {
        flagID = flag.id
        self.part = part
        slider = ShareSlider(serving, of: flag)
        first = slider
        view = ListView(count: slider.rows.count)
        // The version that is not for off is what people came to change.
        let on = slider.rows.firstIndex { $0.variationID != flag.offVariationID }
        view.select(on ?? 0, height: slider.rows.count)
    }

    mutating func move(_ movement: ListView.Movement) {
        (typed, base, problem) = ("", nil, nil)
        view.move(movement, height: max(1, view.count))
    }

    /// Changes the shares, and keeps what was typed out of it.
    mutating func change(
        _ flag: Flag,
        _ edit: (inout ShareSlider) throws(ShareSlider.Obstacle) -> Void
    ) {
        (typed, base) = ("", nil)
        attempt(flag, edit)
    }

    private mutating func attempt(
        _ flag: Flag,
        _ edit: (inout ShareSlider) throws(ShareSlider.Obstacle) -> Void
    ) {
        problem = nil
        do throws(ShareSlider.Obstacle) {
            try edit(&slider)
        } catch {
            problem = words(for: error, flag)
        }
    }

    /// Takes a digit, a decimal point or Backspace.
    ///
    /// - Returns: whether the key was one of them.
    mutating func type(_ key: Key, _ flag: Flag) -> Bool {
        var text = typed
        switch key {
        case .character(let sign) where sign.isASCII && (sign.isNumber || ".,".contains(sign)):
            guard text.count < Self.typedLimit else { return true }
            text.append(sign)
        case .character("%") where !text.isEmpty: return true
        case .backspace where !text.isEmpty: text.removeLast()
        default: return false
        }
        let start = base ?? slider
        (slider, base, typed, problem) = (start, start, text, nil)
        guard !text.isEmpty else { return true }
        guard let parts = DashboardState.parts(percent: text) else {
            problem = "Type a number from 0 to 100, with up to 3 decimals."
            return true
        }
        let index = view.selection
        guard parts != slider.rows[index].parts else { return true }
        attempt(flag) { slider throws(ShareSlider.Obstacle) in try slider.set(index, to: parts) }
        if problem == nil, slider.rows[index].parts != parts {
            let most = slider.percents[index]
            problem = "More than \(most) is not to be had: \(pinnedNames(flag)) stay as they are."
        }
        return true
    }

    private func words(for obstacle: ShareSlider.Obstacle, _ flag: Flag) -> String {
        let row = slider.rows[view.selection]
        let name = flag.name(ofVersion: row.variationID)
        switch obstacle {
        case .onlyOne:
            return "There is only one version, so everyone gets it. v on the page adds one."
        case .pinned: return "\(name) is pinned. Space lets it move again."
        case .othersPinned:
            let names = pinnedNames(flag)
            return names.isEmpty
                ? "There is no other share to take from."
                : "\(names): pinned. Space on one of them lets it move again."
        case .nothingLeft:
            return row.parts == Share.whole
                ? "\(name) has everyone already."
                : "Nothing is left to take: \(pinnedNames(flag)) stay as they are."
        case .already:
            if row.parts == Share.whole { return "\(name) has everyone already." }
            return row.parts == 0 ? "\(name) has nobody already." : "The shares are equal already."
        }
    }

    private func pinnedNames(_ flag: Flag) -> String {
        let pinned = slider.rows.indices.filter { slider.rows[$0].isPinned && $0 != view.selection }
        return Words.list(pinned.map { flag.name(ofVersion: slider.rows[$0].variationID) })
    }
}

extension Flag {
    /// What people call a version.
    func name(ofVersion id: String?) -> String {
        id.flatMap { variation($0)?.name } ?? "nothing"
    }

    /// How a line of the page hands out versions; `nil` where it does not or is gone.
    func serving(of part: FlagPart) -> Serving? {
        switch part {
        case .rule(let id): rules.first { $0.id == id }?.serving
        case .everyoneElse: defaultRule
        case .named, .whileOff, .version: nil
        }
    }
}

extension DashboardState {
    /// Opens the shares of a line of the open flag.
    mutating func openShares(_ part: FlagPart) {
        guard let id = currentFlagID, let flag = flagView(id)?.latest,
            let serving = flag.serving(of: part)
        else {
            complain("That line is gone: somebody changed the flag.")
            return
        }
        openShares(part, serving, of: flag)
    }

    /// Opens shares that the model need not hold yet.
    ///
    /// - Parameters:
    ///   - part: the line.
    ///   - serving: how it is shared out.
    ///   - flag: the flag that has the line.
    ///   - saved: what was just saved about it, in a few words.
    mutating func openShares(
        _ part: FlagPart,
        _ serving: Serving,
        of flag: Flag,
        saved: String? = nil
    ) {
        var box = SharesBox(part, serving, of: flag)
        box.saved = saved
        open(.shares(box))
        countSoon()
    }

    /// The edit that a box stands for; `nil` when it changes nothing or its line is gone.
    func edit(of box: SharesBox) -> FlagEdit? {
        guard let flag = flagView(box.flagID)?.latest, box.slider.rows != box.first.rows else {
            return nil
        }
        switch box.part {
        case .everyoneElse:
            let new = box.slider.serving(like: flag.defaultRule)
            return new == flag.defaultRule ? nil : .setDefaultRule(new)
        case .rule(let id):
            guard var rule = flag.rules.first(where: { $0.id == id }) else { return nil }
            let new = box.slider.serving(like: rule.serving)
            guard new != rule.serving else { return nil }
            rule.serving = new
            return .replaceRule(rule)
        case .named, .whileOff, .version: return nil
        }
    }

    /// The flag as it would be with the shares of a box.
    func flag(of box: SharesBox) -> Flag? {
        guard var flag = flagView(box.flagID)?.latest else { return nil }
        switch edit(of: box) {
        case .setDefaultRule(let serving): flag.defaultRule = serving
        case .replaceRule(let rule):
            if let index = flag.rules.firstIndex(where: { $0.id == rule.id }) {
                flag.rules[index] = rule
            }
        default: break
        }
        return flag
    }

    mutating func perform(_ action: OverlayAction, in box: SharesBox) {
        guard action == .choose || action == .submit else { return }
        save(box)
    }

    /// Does what a key asks of the box on top.
    mutating func changeShares(_ action: FlagEditorAction) {
        guard case .shares(var box)? = overlays.last else { return }
        guard let flag = flagView(box.flagID)?.latest else {
            overlays.removeLast()
            return
        }
        let index = box.view.selection
        switch action {
        case .step(let parts):
            box.change(flag) { slider throws(ShareSlider.Obstacle) in
                try slider.set(index, to: slider.rows[index].parts + parts)
            }
        case .makeEqual:
            box.change(flag) { slider throws(ShareSlider.Obstacle) in try slider.makeEqual() }
        case .pin:
            box.change(flag) { slider throws(ShareSlider.Obstacle) in slider.togglePin(index) }
        default: return
        }
        replaceTop(.shares(box))
        countSoon()
    }

    mutating func type(_ key: Key, in box: SharesBox) -> Bool {
        guard let flag = flagView(box.flagID)?.latest else { return false }
        var box = box
        guard box.type(key, flag) else { return false }
        replaceTop(.shares(box))
        countSoon()
        return true
    }

    mutating func paste(_ text: String, in box: SharesBox) {
        let digits = text.filter { $0.isNumber || ".,".contains($0) }
        guard !digits.isEmpty, digits.count <= 7 else {
            complain("Type a number for the share. The pasted text holds none.")
            return
        }
        for character in digits {
            guard case .shares(let box)? = overlays.last else { return }
            _ = type(.character(character), in: box)
        }
    }

    /// Makes the change of the box, at once or as a draft.
    private mutating func save(_ box: SharesBox) {
        guard let place = environmentID, let flag = flagView(box.flagID)?.latest,
            flag.serving(of: box.part) != nil
        else {
            var box = box
            box.problem =
                waiting.isEmpty
                ? "That line is gone: somebody changed the flag. Nothing was saved."
                : "One moment: the last change is still being saved."
            replaceTop(.shares(box))
            return
        }
        guard box.problem == nil || box.typed.isEmpty else { return }
        guard let edit = edit(of: box) else {
            overlays.removeLast()
            sayUnchanged(box)
            return
        }
        let changes = [Change.editFlag(environment: place, flag: flag.id, edit)]
        let subject = Subject.flag(environment: place, flag.id)
        if let problem = obstacle(to: changes, about: subject) {
            var box = box
            box.problem = problem
            replaceTop(.shares(box))
            return
        }
        overlays.removeLast()
        send(.init(changes: changes, subject: subject, words: words(for: box, flag)))
    }

    /// Says that nothing was changed, and what had been saved before.
    private mutating func sayUnchanged(_ box: SharesBox) {
        guard let saved = box.saved else {
            say("The shares stay as they are.")
            return
        }
        if asksForDrafts {
            say(
                "Draft saved: \(saved). Not live yet.",
                hints: [(.undo, "u", "undo"), (.publish, "p", "publish")]
            )
        } else {
            say("Saved: \(saved).", hints: [(.undo, "u", "undo")])
        }
    }

    /// "Summer sale banner 25% → 50%", "Free returns, VIP: 50% On, 50% Off".
    private func words(for box: SharesBox, _ flag: Flag) -> String {
        guard let after = self.flag(of: box), let old = flag.serving(of: box.part),
            let new = after.serving(of: box.part)
        else { return flag.name }
        let (before, now) = (flag.onParts(of: old), after.onParts(of: new))
        let place = box.part == .everyoneElse ? "" : ", \(title(of: box.part, in: flag))"
        guard flag.variations.count == 2, before != now else {
            return "\(flag.name)\(place): \(after.served(new))"
        }
        return "\(flag.name)\(place) \(Words.percent(parts: before, to: now))"
    }

    /// What people call a line of a flag.
    func title(of part: FlagPart, in flag: Flag) -> String {
        switch part {
        case .named: "customers by name"
        case .rule(let id):
            flag.rules.first { $0.id == id }?.title(in: environmentInWords) ?? "a new rule"
        case .everyoneElse: flag.rules.isEmpty ? "everyone" : "everyone else"
        case .whileOff: "everyone while it is off"
        case .version(let id): flag.name(ofVersion: id)
        }
    }
}
