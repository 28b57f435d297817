internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// What there is to choose from for each part of a line.
extension DashboardState {
    /// The list for a part of a line; `nil` where the part has nothing to choose.
    func picker(_ part: ConditionsBox.Part, of line: ConditionLine, in box: ConditionsBox)
        -> ConditionPicker?
    {
        var picker: ConditionPicker
        switch part {
        case .what:
            picker = ConditionPicker(
                .what,
                title: "What about them?",
                choices: whatChoices(box.offersAudiences)
            )
        case .how:
            guard let what = line.what else { return nil }
            let choices = howChoices(what)
            picker = ConditionPicker(.how, title: "\(what.words): how?", choices: choices)
        case .value:
            guard let how = line.how, !line.needsNoValue, let what = line.what else { return nil }
            let words = what == .audience ? "Which audience?" : "\(what.words) \(how.words(of: 1))"
            picker = ConditionPicker(
                .value,
                title: line.takesList && what != .audience ? "\(words): which values?" : words,
                choices: what == .audience ? audienceChoices : valueChoices(line),
                isMany: line.takesList,
                marked: line.takesList ? marks(of: line) : []
            )
        }
        picker.find(height: overlayListHeight)
        if part == .value, !line.takesList { point(&picker, at: line) }
        return picker
    }

    private func marks(of line: ConditionLine) -> [ConditionPicker.Choice.Pick] {
        line.what == .audience
            ? line.audiences.map(ConditionPicker.Choice.Pick.audience)
            : line.texts.map(ConditionPicker.Choice.Pick.text)
    }

    /// Begins at the value that the line has.
    private func point(_ picker: inout ConditionPicker, at line: ConditionLine) {
        guard let text = line.texts.first, !text.isEmpty else { return }
        if let place = picker.choices.firstIndex(where: { $0.pick == .text(text) }) {
            picker.view.select(place, height: overlayListHeight)
        } else {
            picker.query.replace(with: text)
            picker.find(height: overlayListHeight)
        }
    }

    private func whatChoices(_ offersAudiences: Bool) -> [ConditionPicker.Choice] {
        var choices: [ConditionPicker.Choice] = []
        if offersAudiences, !usableAudiences.isEmpty {
            choices.append(
                .init(pick: .what(.audience), title: "Audience", note: "in it, or not in it")
            )
        }
        let attributes = catalogue
        let own = ["keyId", "name"]
        choices += attributes.names.filter { !own.contains($0) }.map { name in
            let samples = attributes[name]
            let kind = AttributeKind(samples: samples)
            let some = Words.list(samples.prefix(3).map { Words.short($0, 20) }, most: 3)
            let note: SafeText =
                [.text, .unknown].contains(kind)
                ? SafeText(some) : "\(kind.words): \(SafeText(some))"
            return .init(pick: .what(.attribute(name)), title: name, note: note)
        }
        for name in own {
            let what = ConditionLine.What.attribute(name)
            let note: SafeText = name == "keyId" ? "what applications call them" : ""
            choices.append(.init(pick: .what(what), title: what.words, note: note))
        }
        return choices + (offersAudiences ? directAudienceChoices : [])
    }

    private func howChoices(_ what: ConditionLine.What) -> [ConditionPicker.Choice] {
        guard case .attribute(let name) = what else {
            return [
                .init(pick: .how(.isIn), title: "is", note: "they are in it"),
                .init(pick: .how(.isNotIn), title: "is not", note: "they are not in it"),
            ]
        }
        let kind = AttributeKind(samples: samples(of: name))
        return kind.all.map { comparison in
            .init(
                pick: .how(.compares(comparison)),
                title: comparison.words,
                note: kind.note(on: comparison)
            )
        }
    }

    private func valueChoices(_ line: ConditionLine) -> [ConditionPicker.Choice] {
        guard case .attribute(let name)? = line.what else { return [] }
        let seen = samples(of: name)
        let isList = line.takesList
        let own = isList ? line.texts.filter { !seen.contains($0) } : []
        if case .compares(let comparison)? = line.how, comparison.operand == .pattern { return [] }
        return seen.map { .init(pick: .text($0), title: $0, note: "") }
            + own.prefix(ConditionPicker.valueLimit).map {
                .init(pick: .text($0), title: $0, note: "")
            }
    }

    private func samples(of name: String) -> [String] { catalogue[name] }

    private var catalogue: AttributeCatalogue { AttributeCatalogue(knownAttributes, environment) }

    /// Attributes have come: shows them in the list that is open, at the same choice.
    mutating func attributesCame() {
        for place in overlays.indices {
            guard case .conditions(var box) = overlays[place], let open = box.picker,
                open.part != .how, let line = box.line,
                var picker = picker(open.part, of: line, in: box)
            else { continue }
            (picker.query, picker.marked, picker.problem) = (open.query, open.marked, open.problem)
            picker.find(height: overlayListHeight)
            if let pick = open.selected?.pick,
                let row = picker.shown.firstIndex(where: { $0.pick == pick }), !open.isUntouched
            {
                picker.view.select(row, height: overlayListHeight)
            }
            box.picker = picker
            overlays[place] = .conditions(box)
        }
    }

    /// The audiences that a rule can ask for, by name; also those that wait as drafts, because all
    /// drafts are published together.
    private var usableAudiences: [Audience] {
        guard let state = environmentInWords else { return [] }
        return state.audiences.filter { !$0.isArchived }.sorted { $0.name < $1.name }
    }

    private var audienceChoices: [ConditionPicker.Choice] {
        usableAudiences.map { audience in
            .init(pick: .audience(audience.id), title: audience.name, note: note(on: audience))
        }
    }

    /// Audiences by name, for whoever types what they want before saying that it is an audience.
    private var directAudienceChoices: [ConditionPicker.Choice] {
        usableAudiences.map { audience in
            .init(
                pick: .inAudience(audience.id),
                title: "in \(audience.name)",
                note: "audience, \(note(on: audience))"
            )
        }
    }

    /// "5,000 by name", "by rules", "by rules and 3 by name, draft".
    private func note(on audience: Audience) -> SafeText {
        let count: SafeText = "\(SafeText.count(audience.members.count)) by name"
        let who: SafeText =
            audience.rules.isEmpty
            ? count : audience.members.isEmpty ? "by rules" : "by rules, \(count)"
        let isNew = environment?.audience(audience.id) == nil
        return isNew ? "\(who), not live yet" : who
    }
}
