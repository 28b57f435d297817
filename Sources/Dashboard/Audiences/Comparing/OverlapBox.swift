internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// Two audiences side by side: who is in both, and who in only one.
struct OverlapBox: Equatable, Sendable {
    let first: GUID
    let second: GUID
    /// How many would be in each new audience, in the order of the kinds; empty where they cannot
    /// be listed.
    let listedCounts: [Int]
    /// Why they cannot be listed.
    let obstacle: String?
    var view = ListView()
}

extension DashboardState {
    mutating func pickOtherAudience() {
        guard let id = currentAudienceID, let name = audienceView(id)?.name else { return }
        openList(
            "Compare \(SafeText(Words.short(name))) with",
            from: .audiences(otherThan: id),
            verb: "compare"
        )
    }

    /// The line of an audience that can be compared with.
    func comparisonLine(_ id: GUID) -> ListBox.Line? {
        guard let view = audienceView(id), let audience = view.latest else { return nil }
        return ListBox.Line(
            title: SafeText(view.name),
            note: "\(SafeText.count(audience.members.count)) by name",
            action: .audiences(.compareWith(id))
        )
    }

    /// Opens the comparison of the selected audience with another one.
    mutating func compare(withAudience other: GUID) {
        guard let first = currentAudienceID.flatMap(audienceView)?.latest,
            let second = audienceView(other)?.latest
        else { return }
        let obstacle = Self.obstacle(first, second)
        var compare = OverlapBox(
            first: first.id,
            second: second.id,
            listedCounts: obstacle == nil
                ? AudienceCombination.Kind.allCases.map {
                    AudienceCombination.members($0, first, second).count
                } : [],
            obstacle: obstacle
        )
        compare.view = ListView(count: AudienceCombination.Kind.allCases.count)
        open(.compared(compare))
        countOnScreen()
    }

    /// Why those in two audiences cannot be listed.
    private static func obstacle(_ first: Audience, _ second: Audience) -> String? {
        let ruled = [first, second].filter { !$0.rules.isEmpty }.map { Words.short($0.name) }
        guard !ruled.isEmpty else { return nil }
        return
            "\(Words.list(ruled)) \(ruled.count == 1 ? "has" : "have") rules: whom they hold for "
            + "changes, so there is no list to make an audience of."
    }

    // MARK: - Keys

    func overlapBindings(_ box: OverlapBox) -> [Binding] {
        let counts = box.listedCounts
        let isEmpty = counts.indices.contains(box.view.selection) && counts[box.view.selection] == 0
        let availability: Availability =
            if box.obstacle != nil {
                .no(reason: "Rules cannot be listed, so no audience can be made of this.")
            } else if isEmpty {
                .no(reason: "Nobody would be in it.")
            } else {
                .yes
            }
        return [
            Binding(
                .enter,
                action: .overlay(.choose),
                label: "make audience",
                help: "Make an audience of the selected ones",
                footer: 1,
                availability: availability
            )
        ] + Binding.moves(letters: true, pages: false, footer: 2) + [
            Binding(.escape, action: .back, label: "close", help: "Close it", footer: 4)
        ]
    }

    mutating func move(_ movement: ListView.Movement, in box: OverlapBox) {
        var box = box
        box.view.move(movement, height: box.view.count)
        replaceTop(.compared(box))
    }

    mutating func choose(in box: OverlapBox) {
        let kinds = AudienceCombination.Kind.allCases
        guard box.obstacle == nil, kinds.indices.contains(box.view.selection) else { return }
        let kind = kinds[box.view.selection]
        overlays.removeLast()
        makeCombined(AudienceCombination(kind: kind, first: box.first, second: box.second))
    }

    // MARK: - A new audience

    mutating func makeCombined(_ combination: AudienceCombination) {
        guard let first = audienceView(combination.first)?.latest,
            let second = audienceView(combination.second)?.latest
        else { return }
        let members = AudienceCombination.members(combination.kind, first, second)
        let name = combination.suggestedName(first.name, second.name)
        var form = Form(
            .combined(combination),
            title: "New audience with \(Words.count(members.count, "customer"))",
            intro: "A list of those who are in them now: it does not follow later changes.",
            fields: [
                Form.text(.name, "Name", name),
                Form.text(
                    .key,
                    "Key",
                    FlagModel.Key(slugOf: name)?.text ?? "",
                    hint: "What commands call it; it can never change"
                ),
            ]
        )
        form.submitLabel = asksForDrafts ? "save as draft" : "make it"
        open(.form(form))
    }

    mutating func submitCombination(
        _ form: inout Form,
        _ combination: AudienceCombination
    ) -> Bool {
        guard let environmentID, let (name, key) = newNameAndKey(&form),
            let first = audienceView(combination.first)?.latest,
            let second = audienceView(combination.second)?.latest
        else { return false }
        var audience = Audience(id: GUID(using: &random), key: key, name: name, createdAt: now)
        audience.members = AudienceCombination.members(combination.kind, first, second)
        audience.description = combination.about(first.name, second.name)
        let change = Change.createAudience(environment: environmentID, audience)
        return finish(
            &form,
            [change],
            about: change.subject,
            words: "new audience \(name)",
            selecting: audience.id
        )
    }
}

extension AudienceCombination {
    /// A name to begin with.
    func suggestedName(_ first: String, _ second: String) -> String {
        let (first, second) = (Words.short(first), Words.short(second))
        return switch kind {
        case .either: "\(first) or \(second)"
        case .both: "\(first) and \(second)"
        case .onlyFirst: "\(first) without \(second)"
        case .onlySecond: "\(second) without \(first)"
        }
    }

    /// Where the list came from.
    func about(_ first: String, _ second: String) -> String {
        switch kind {
        case .either: "Those in \(first) or \(second) when this was made."
        case .both: "Those in both \(first) and \(second) when this was made."
        case .onlyFirst: "Those in \(first) but not in \(second) when this was made."
        case .onlySecond: "Those in \(second) but not in \(first) when this was made."
        }
    }
}
