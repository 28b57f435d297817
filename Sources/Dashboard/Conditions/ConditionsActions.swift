internal import Evaluation
internal import FlagModel
internal import TerminalUI

/// What keys do with the conditions of a rule.
enum ConditionsAction: Hashable, Sendable {
    /// One more line.
    case new
    /// The selected line goes away.
    case remove
    /// The selected choice is marked, or not any more.
    case mark
}

extension DashboardState {
    /// Opens the box, and learns which attributes there are.
    mutating func openConditions(_ box: ConditionsBox) {
        askAttributes()
        open(.conditions(box))
        if box.lines.isEmpty { perform(.conditions(.new), in: box) } else { countOnScreen() }
    }

    mutating func perform(_ action: OverlayAction, in box: ConditionsBox) {
        var box = box
        if box.picker != nil {
            switch action {
            case .choose, .submit: takeChoice(in: box)
            case .conditions(.mark): mark(in: box)
            default: break
            }
            return
        }
        box.problem = nil
        switch action {
        case .submit:
            saveConditions(box)
            return
        case .next, .previous:
            let step = action == .next ? 1 : -1
            box.part = ConditionsBox.Part(rawValue: box.part.rawValue + step) ?? box.part
        case .choose: openPicker(&box)
        case .conditions(.new): addLine(&box)
        case .conditions(.remove): removeLine(&box)
        default: return
        }
        replaceTop(.conditions(box))
        countOnScreen()
    }

    /// The lines that the box shows at once.
    var conditionsHeight: Int { max(1, frame.body.height - 6) }

    mutating func move(_ movement: ListView.Movement, in box: ConditionsBox) {
        var box = box
        if box.picker != nil {
            box.picker?.view.move(movement, height: overlayListHeight)
        } else {
            box.view.move(movement, height: conditionsHeight)
            box.problem = nil
        }
        replaceTop(.conditions(box))
    }

    /// One step back: closes the list that is open, then the box.
    mutating func leave(_ box: ConditionsBox) {
        var box = box
        if box.picker != nil {
            box.picker = nil
            if box.line?.isBlank ?? false { removeLine(&box) }
            replaceTop(.conditions(box))
        } else if box.isChanged, !box.hasAsked {
            box.hasAsked = true
            replaceTop(.conditions(box))
            say("Esc again leaves without saving.")
        } else {
            overlays.removeLast()
            toast = nil
            countOnScreen()
        }
    }

    // MARK: - Lines

    private mutating func addLine(_ box: inout ConditionsBox) {
        guard box.lines.count < Limits.conditionCount.upperBound else {
            let most = Words.grouped(Limits.conditionCount.upperBound)
            box.problem = "A rule has \(most) lines at the most."
            return
        }
        box.lines.append(ConditionLine(id: GUID(using: &random).text))
        linesChanged(&box)
        box.view.select(box.lines.count - 1, height: conditionsHeight)
        box.part = .what
        openPicker(&box)
    }

    private func removeLine(_ box: inout ConditionsBox) {
        guard let place = box.selected else { return }
        box.lines.remove(at: place)
        linesChanged(&box)
    }

    private func linesChanged(_ box: inout ConditionsBox) {
        box.hasAsked = false
        box.problem = nil
        box.view.setCount(box.lines.count, height: conditionsHeight)
    }

    /// Opens the list of a part; where an earlier part is missing, that one.
    private func openPicker(_ box: inout ConditionsBox) {
        guard let line = box.line else {
            box.problem = "There is no line yet: n adds one."
            return
        }
        if let missing = line.missing, missing.rawValue < box.part.rawValue { box.part = missing }
        if box.part == .value, line.needsNoValue {
            box.problem = "\"\(line.words(.how, in: nil))\" needs no value."
            return
        }
        box.picker = picker(box.part, of: line, in: box)
    }

    // MARK: - The open list

    mutating func type(_ key: Key, in box: ConditionsBox) -> Bool {
        guard var picker = box.picker else { return false }
        // A blank marks what was found; in a name or value that is being typed it is a blank.
        if key == .character(" "), picker.isMany, !picker.goesOnWithBlank,
            picker.selected.map({ !$0.isTyped }) ?? false
        {
            return false
        }
        let before = picker.query.text
        guard picker.query.handle(key) else { return false }
        if picker.query.text != before { typed(&picker, in: box) }
        var box = box
        box.picker = picker
        replaceTop(.conditions(box))
        return true
    }

    mutating func paste(_ text: String, in box: ConditionsBox) {
        var box = box
        guard var picker = box.picker else { return }
        let pieces = text.split { $0.isNewline }.map { String($0).trimmed }.filter { !$0.isEmpty }
        if pieces.count > 1, picker.isMany, box.line?.what != .audience {
            let new = pieces.map(ConditionPicker.Choice.Pick.text)
            var seen = Set(picker.marked)
            let added = new.filter { seen.insert($0).inserted }
            let room = max(0, ConditionPicker.valueLimit - picker.marked.count)
            picker.marked += added.prefix(room)
            picker.problem = added.count > room ? Self.tooManyValues : nil
        } else {
            picker.query.insert(text)
            typed(&picker, in: box)
        }
        box.picker = picker
        replaceTop(.conditions(box))
    }

    private static var tooManyValues: String {
        let most = Words.grouped(ConditionPicker.valueLimit)
        return "\(most) values are the most here. Longer lists belong into an audience."
    }

    /// Finds what is typed, and tells what is wrong with it.
    private func typed(_ picker: inout ConditionPicker, in box: ConditionsBox) {
        picker.find(height: overlayListHeight)
        picker.problem = nil
        guard picker.part == .value, !picker.typed.isEmpty, var line = box.line,
            line.what != .audience, !line.takesList
        else { return }
        line.texts = [picker.typed]
        picker.problem = line.problem
    }

    private mutating func mark(in box: ConditionsBox) {
        var box = box
        guard var picker = box.picker, picker.isMany else { return }
        if picker.mark() {
            picker.problem = nil
            if !picker.query.isEmpty {
                picker.query.replace(with: "")
                picker.find(height: overlayListHeight)
            } else {
                picker.view.move(.rows(1), height: overlayListHeight)
            }
        } else {
            picker.problem = Self.tooManyValues
        }
        box.picker = picker
        replaceTop(.conditions(box))
    }

    /// Takes what was chosen, and goes on to the next part that is missing.
    private mutating func takeChoice(in box: ConditionsBox) {
        var box = box
        guard var picker = box.picker, let place = box.selected else { return }
        let taken = picker.taken
        guard !taken.isEmpty else {
            picker.problem = picker.choices.isEmpty ? "Type a value." : "Choose a line first."
            box.picker = picker
            replaceTop(.conditions(box))
            return
        }
        var line = box.lines[place]
        line.take(taken)
        if let problem = line.problem {
            picker.problem = problem
            box.picker = picker
            replaceTop(.conditions(box))
            return
        }
        box.lines[place] = line
        box.picker = nil
        linesChanged(&box)
        if let missing = line.missing {
            box.part = missing
            openPicker(&box)
        }
        replaceTop(.conditions(box))
        countOnScreen()
    }
}

extension ConditionLine {
    /// Takes what was chosen from a list.
    fileprivate mutating func take(_ picks: [ConditionPicker.Choice.Pick]) {
        var (texts, audiences): ([String], [GUID]) = ([], [])
        for pick in picks {
            switch pick {
            case .what(let new): take(new)
            case .how(let new): take(new)
            case .text(let text): texts.append(text)
            case .audience(let id): audiences.append(id)
            case .inAudience(let id):
                take(.audience)
                take(.isIn)
                audiences.append(id)
            }
        }
        if !texts.isEmpty { self.texts = texts }
        if !audiences.isEmpty { self.audiences = audiences }
    }

    /// Why the line cannot hold for anybody, in a sentence; `nil` when it can.
    var problem: String? {
        if case .attribute(let name)? = what, name.utf8.count > Limits.attributeNameBytes.upperBound
        {
            return "A name of more than \(Limits.attributeNameBytes.upperBound) bytes is too long."
        }
        guard let condition else { return nil }
        if case .compares(let comparison)? = how, comparison.operand == .number {
            return condition.fault == nil ? nil : "Type a number, such as 100 or 9.5."
        }
        return condition.fault.map { "That cannot be used: \(Words.short($0, 120))." }
    }
}
