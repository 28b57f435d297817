internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// The drafts of an environment, and what must be typed to make them real.
struct PublishBox: Equatable, Sendable {
    /// What is typed.
    var typed = TextField(limit: 200)
    /// Why, where the environment wants to know.
    var reason = TextField(limit: 500)
    var part = Part.word
    /// How many of the asked words were typed; each flag that goes off for everyone is one.
    var confirmed = 0
    var problem: String?
    /// The selected draft.
    var view = ListView()
    /// The drafts that were read; when others come, the reading begins anew.
    var read: [Draft] = []
    /// What all of it does to running experiments, in sentences.
    var spoilings: [String] = []
    /// The draft to publish without its review; `nil` publishes what may be published.
    var emergency: GUID?
    /// Which of the drafts that may be published are listed.
    var scope = Scope.everything

    /// What keys go to.
    enum Part: Equatable, Sendable {
        /// The list of drafts.
        case list
        /// The reason.
        case reason
        /// The number or the name.
        case word
    }

    var isTyping: Bool { part != .list }

    /// Whether these are the drafts that were read, whatever people said about them since.
    func hasRead(_ drafts: [Draft]) -> Bool {
        read.count == drafts.count
            && zip(read, drafts).allSatisfy { $0.id == $1.id && $0.changes == $1.changes }
    }

    /// Puts text where the cursor is.
    mutating func insert(_ text: String) {
        problem = nil
        switch part {
        case .list: break
        case .reason:
            let leftOut = reason.insert(text)
            if leftOut > 0 {
                problem = DashboardState.tooLong(limit: reason.limit, leftOut: leftOut)
            }
        case .word: typed.insert(text)
        }
    }

    /// Nothing typed any more.
    var cleared: PublishBox {
        var box = self
        box.typed = TextField(limit: 200)
        box.confirmed = 0
        box.problem = nil
        return box
    }
}

extension DashboardState {
    /// What must be typed to publish: the names of flags that go off for everyone, else the number
    /// of changes.
    var publishWords: [String] {
        let names = publishList.turnedOff
        return names.isEmpty ? ["\(publishCount)"] : names
    }

    /// Whether the box in front asks why: an emergency always does.
    var publishWantsReason: Bool { wantsReason || emergencyDraft != nil }

    /// Opens the box for what may be published, or for one draft in an emergency.
    mutating func openPublish(emergency: GUID? = nil) {
        var box = PublishBox()
        box.emergency = emergency
        if emergency == nil { box.scope = firstScope }
        open(.publish(box))
        readDrafts(into: box)
    }

    /// Shows the drafts that the box in front is about, as they are now.
    private mutating func readDrafts(into box: PublishBox) {
        var box = box
        // What is listed follows from the box.
        replaceTop(.publish(box))
        box.read = publishList.views.map(\.draft)
        box.view = ListView(count: publishCount)
        box.spoilings = spoilings(of: box.read)
        box.part = publishWantsReason && box.reason.isEmpty ? .reason : .word
        replaceTop(.publish(box))
        countOnScreen()
        askForReview()
    }

    /// The running experiments that drafts make worth less, in sentences.
    private func spoilings(of drafts: [Draft]) -> [String] {
        model.spoils(drafts.flatMap(\.changes), at: shownTime).map(\.sentence)
    }

    /// What would be lost with the secrets that the drafts take back, in sentences.
    var secretWarnings: [String] {
        guard let environment = environment?.environment else { return [] }
        var secrets = environment.secrets
        for case .editEnvironment(environment.id, let edit) in publishList.views
            .flatMap(\.draft.changes)
        {
            switch edit {
            case .revokeSecret(let id): secrets.removeAll { $0.id == id }
            case .addSecret(let secret, _): secrets.append(secret)
            default: break
            }
        }
        return Secret.Kind.allCases.compactMap { kind in
            guard environment.secrets.contains(where: { $0.kind == kind }),
                !secrets.contains(where: { $0.kind == kind })
            else { return nil }
            let whose = kind == .server ? "servers" : "browsers and phones"
            return "This takes back the last secret for \(whose): none of their applications can "
                + "connect to \(environmentTitle) afterwards."
        }
    }

    // MARK: - Typing

    /// Takes keys that came faster than one by one: they are typed like any others.
    ///
    /// Only Enter on its own publishes, so text that was meant for another window cannot.
    ///
    /// - Returns: whether the box is in front and takes text.
    mutating func typeIntoPublish(_ text: String) -> Bool {
        guard case .publish(var box)? = overlays.last, box.isTyping else { return false }
        box.insert(text)
        replaceTop(.publish(box))
        return true
    }

    /// A paste goes into the reason; the number or name proves that a person read the list.
    mutating func paste(_ text: String, in box: PublishBox) {
        var box = box
        if box.part == .reason {
            box.insert(text)
        } else {
            box.problem =
                "Pasted text is not taken here: type it, so that nothing is published by accident."
        }
        replaceTop(.publish(box))
    }

    func publishBindings(_ box: PublishBox) -> [Binding] {
        var bindings = [
            Binding(
                .enter,
                action: .overlay(.submit),
                label: "publish",
                help: "Make the drafts real, all together",
                footer: 1
            ),
            Binding(
                .tab,
                action: .overlay(.next),
                label: box.isTyping ? "to the list" : "to the number",
                help: "Go to the next part of the box",
                footer: 2
            ),
            Binding(.backTab, action: .overlay(.previous), label: "back", help: "The part before"),
            Binding(
                .control("n"),
                action: .editor(.showNames),
                label: "by name",
                help: "Who gets something else, by name",
                footer: 3,
                availability: publishList.question == nil
                    ? .no(reason: "There is nothing that could be published.") : .yes
            ),
            Binding(
                .control("o"),
                action: .overlay(.others),
                label: scopeLabel(box),
                help: "Only your own drafts, what was approved, or everything",
                footer: narrowScope == nil ? nil : 2,
                availability: othersAvailability(box)
            ),
            Binding(.escape, action: .back, label: "not now", help: "Publish nothing", footer: 4),
        ]
        if box.part == .list {
            bindings +=
                [
                    Binding(
                        .character("d"),
                        action: .overlay(.dropDraft),
                        label: "remove",
                        help: "Throw the selected draft away",
                        footer: 3
                    ),
                    timeBinding(
                        help: "Not now: let the selected draft happen at a time",
                        footer: 3,
                        publishCount > 0 ? .yes : .no(reason: "There are no drafts here.")
                    ),
                ] + Binding.moves(letters: true, pages: false)
        }
        return bindings
    }

    mutating func perform(_ action: OverlayAction, in box: PublishBox) {
        var box = box
        switch action {
        case .next: box.part = part(after: box.part)
        case .previous:
            box.part = part(after: box.part)
            if publishWantsReason { box.part = part(after: box.part) }
        case .dropDraft:
            guard let draft = selectedView(box)?.draft, waiting.isEmpty else { return }
            drop(draft, name: draft.changes.first.map { name(of: $0.subject) } ?? "it")
            return
        case .others:
            box = box.cleared
            box.scope = box.scope == .everything ? narrowScope ?? .everything : .everything
            readDrafts(into: box)
            return
        case .submit, .choose:
            submit(box)
            return
        default: return
        }
        replaceTop(.publish(box))
    }

    private func part(after part: PublishBox.Part) -> PublishBox.Part {
        switch part {
        case .list: publishWantsReason ? .reason : .word
        case .reason: .word
        case .word: .list
        }
    }

    /// Publishes when what was typed is what was asked for.
    private mutating func submit(_ box: PublishBox) {
        var box = box
        if box.part == .list || box.part == .reason {
            box.part = part(after: box.part)
            replaceTop(.publish(box))
            return
        }
        let words = publishWords
        box.problem = obstacle(box, words: words)
        if box.problem == nil {
            box.confirmed += 1
            box.typed = TextField(limit: 200)
            if box.confirmed >= words.count {
                publish(reason: box.reason.text)
                return
            }
        }
        replaceTop(.publish(box))
    }

    private func obstacle(_ box: PublishBox, words: [String]) -> String? {
        guard waiting.isEmpty else { return "One moment: the last change is still being saved." }
        guard publishCount > 0 else {
            return drafts.count == 0
                ? "There are no drafts to publish." : "Nothing here may be published yet."
        }
        if let (view, plan) = overdueView {
            let when = times.soon(plan.at).text
            return
                "\(draftTitle(view).text) was to happen \(when), which is over. Tab, then S sets "
                + "another time. Nothing was published."
        }
        if let view = publishList.views.first(where: { $0.problem != nil }),
            let problem = view.problem
        {
            let name = view.draft.changes.first.map { self.name(of: $0.subject) } ?? ""
            return "\(name) does not fit any more: \(problem.description) Nothing was published."
        }
        if publishWantsReason, box.reason.text.allSatisfy({ $0 == " " }) {
            guard box.emergency == nil else {
                return "Say why this cannot wait for a review; the history keeps it for ever."
            }
            return "\(environmentTitle) wants a reason with every change."
        }
        let word = words.indices.contains(box.confirmed) ? words[box.confirmed] : ""
        if box.typed.isEmpty { return "Type \(word) first, then Enter." }
        let isRight = box.typed.text.trimmed == word.trimmed
        return isRight ? nil : "That is not \(word). Nothing was published."
    }

    /// The first draft whose time is over.
    private var overdueView: (DraftView, Schedule)? {
        for view in publishList.views {
            if let plan = overduePlan(view.draft) { return (view, plan) }
        }
        return nil
    }

    /// Makes all drafts of the environment one entry of the history.
    private mutating func publish(reason: String) {
        let waitingDrafts = publishList.views.map(\.draft)
        let changes = waitingDrafts.flatMap(\.changes)
        let count = publishCount
        propose(
            changes + waitingDrafts.map { .discardDraft($0.id) },
            origin: emergencyDraft == nil ? .publish : .emergency,
            note: reason,
            WaitingChange(kind: .publish(count))
        )
        overlays.removeLast()
    }

    /// The service did not publish: says which one does not fit, and shows the list again.
    mutating func publishRefused(_ problem: ServiceProblem) {
        openPublish()
        guard case .publish(var box)? = overlays.last else { return }
        box.problem = problem.description + " Nothing was published."
        replaceTop(.publish(box))
    }

    /// When drafts come or go while the box is open, it must be read again.
    mutating func publishListChanged() {
        let now = publishList.views.map(\.draft)
        for index in overlays.indices {
            guard case .publish(let box) = overlays[index], !box.hasRead(now) else { continue }
            var fresh = box.cleared
            fresh.read = now
            fresh.spoilings = spoilings(of: now)
            fresh.view.setCount(publishCount, height: overlayListHeight)
            if !box.typed.isEmpty { fresh.problem = "The drafts changed. Read them again." }
            overlays[index] = .publish(fresh)
        }
    }
}

extension String {
    /// Without blanks at both ends.
    var trimmed: String {
        var text = Substring(self)
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
