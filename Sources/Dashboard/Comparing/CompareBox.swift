internal import FlagModel
internal import TerminalUI

/// Two environments side by side: the flags that differ, and what copying some of them would do.
struct CompareBox: Equatable, Sendable {
    var comparison: EnvironmentComparison
    /// The flags that are to be copied.
    var marks: Set<FlagModel.Key> = []
    var view = ListView()
    /// How far what differs is scrolled, below the list or in the preview.
    var scroll = 0
    /// Whether missing audiences are copied too.
    var withAudiences = true
    /// What copying would do, once it is asked for.
    var preview: CopyPlan?

    /// What people call where flags come from.
    let from: String
    /// What people call where they go.
    let to: String

    /// - Parameters:
    ///   - comparison: what differs.
    ///   - title: what people call an environment, also where several are LIVE.
    init(_ comparison: EnvironmentComparison, title: (Environment) -> String) {
        self.comparison = comparison
        from = title(comparison.source.environment)
        to = title(comparison.target.environment)
        view = ListView(count: comparison.flags.count)
    }

    /// The flag under the pointer.
    var selected: FlagComparison? {
        comparison.flags.indices.contains(view.selection)
            ? comparison.flags[view.selection] : nil
    }
}

/// What keys do with two environments.
enum ComparingAction: Hashable, Sendable {
    /// Offers the environments to compare with.
    case ask
    case with(GUID)
    case swap
    case mark
    case markAll
    /// Shows what would happen.
    case preview
    case toggleAudiences
    case scroll(Int)
    /// Does it.
    case make
}

extension DashboardState {
    mutating func performComparing(_ action: ComparingAction) {
        switch action {
        case .ask: return askComparison()
        case .with(let id): return compare(with: id)
        default: break
        }
        guard case .compare(var box)? = overlays.last else { return }
        switch action {
        case .ask, .with: break
        case .swap:
            box = comparing(from: box.comparison.target, to: box.comparison.source, box)
        case .mark: mark(in: &box)
        case .markAll: markAll(in: &box)
        case .preview: return preview(box)
        case .toggleAudiences:
            box.withAudiences.toggle()
            return preview(box)
        case .scroll(let rows): box.scroll = max(0, min(box.scroll + rows, scrollEnd(box)))
        case .make: return makeCopies(box)
        }
        replaceTop(.compare(box))
    }

    private mutating func askComparison() {
        guard let environment else { return }
        let others = model.environments.filter { $0.environment.id != environmentID }
        guard !others.isEmpty else {
            complain("\(environmentTitle) is the only environment: there is nothing to compare.")
            return
        }
        guard others.count > 1 else { return compare(with: others[0].environment.id) }
        let project = environment.environment.projectID
        let ordered =
            others.filter { $0.environment.projectID == project }
            + others.filter { $0.environment.projectID != project }
        openList(
            "Compare \(SafeText(environmentTitle)) with which environment?",
            ordered.map { other in
                ListBox.Line(
                    title: SafeText(title(of: other.environment)),
                    note: SafeText(Words.count(other.flagCount, "flag")),
                    action: .flags(.comparing(.with(other.environment.id)))
                )
            }
        )
    }

    private mutating func compare(with id: GUID) {
        guard let environment, let other = model.environment(id) else { return }
        open(.compare(comparing(from: environment, to: other)))
    }

    /// Two environments side by side; what was chosen about audiences stays.
    private func comparing(
        from source: EnvironmentState,
        to target: EnvironmentState,
        _ earlier: CompareBox? = nil
    ) -> CompareBox {
        var box = CompareBox(
            EnvironmentComparison(from: source, to: target),
            title: title(of:)
        )
        if let earlier { box.withAudiences = earlier.withAudiences }
        return box
    }

    /// Compares anew when something happened in one of the two.
    mutating func comparisonChanged() {
        guard case .compare(let box)? = overlays.last,
            let source = model.environment(box.comparison.source.environment.id),
            let target = model.environment(box.comparison.target.environment.id),
            source.clock != box.comparison.source.clock
                || target.clock != box.comparison.target.clock
        else { return }
        let key = box.selected?.key
        var new = comparing(from: source, to: target, box)
        new.marks = box.marks.intersection(new.comparison.flags.map(\.key))
        let place = new.comparison.flags.firstIndex { $0.key == key }
        new.view.select(place ?? box.view.selection, height: compareListHeight)
        replaceTop(.compare(new))
        if box.preview != nil { say("Something changed meanwhile. Look again, then go on.") }
    }

    // MARK: - Marks

    private mutating func mark(in box: inout CompareBox) {
        guard let flag = box.selected else { return }
        if flag.presence == .onlyInTarget {
            complain(
                "\(flag.name) is only in \(box.to): there is nothing to copy from \(box.from)."
            )
        } else if box.marks.remove(flag.key) == nil {
            box.marks.insert(flag.key)
        }
        box.view.move(.rows(1), height: compareListHeight)
        box.scroll = 0
    }

    private func markAll(in box: inout CompareBox) {
        let all = Set(
            box.comparison.flags.filter { $0.presence != .onlyInTarget }.map(\.key)
        )
        box.marks = box.marks == all ? [] : all
    }

    // MARK: - Copying

    /// Shows what copying the marked flags, or the selected one, would do.
    private mutating func preview(_ box: CompareBox) {
        var box = box
        if box.marks.isEmpty, let flag = box.selected { box.marks = [flag.key] }
        var plan = model.plan(
            copying: box.marks.subtracting(draftedKeys(box).keys),
            of: box.comparison,
            withAudiences: box.withAudiences,
            at: now,
            using: &random
        )
        for (key, reason) in draftedKeys(box).sorted(by: { $0.key < $1.key })
        where box.marks.contains(key) {
            let name = box.comparison.flags.first { $0.key == key }?.name ?? key.text
            plan.leave(key, name, reason)
        }
        box.preview = plan
        box.scroll = 0
        replaceTop(.compare(box))
    }

    /// Flags about which something waits in the target: their drafts come first.
    private func draftedKeys(_ box: CompareBox) -> [FlagModel.Key: String] {
        let place = box.comparison.target.environment.id
        var keys: [FlagModel.Key: String] = [:]
        for draft in present.drafts {
            for change in draft.changes {
                guard case .flag(place, let id) = change.subject,
                    let flag = box.comparison.target.flag(id)
                else { continue }
                keys[flag.key] = "\(draft.authorWords) has a draft about it in \(box.to)"
            }
        }
        return keys
    }

    private mutating func makeCopies(_ box: CompareBox) {
        guard let plan = box.preview, !plan.changes.isEmpty else {
            complain("There is nothing to copy. Esc goes back to the flags.")
            return
        }
        let request = CopyRequest(
            target: box.comparison.target.environment.id,
            changes: plan.changes,
            words: "\(Words.count(plan.copied.count, "flag")) as in \(box.from)"
        )
        let settings = box.comparison.target.environment.settings
        guard settings.requiresReason, !settings.asksForDrafts else { return copy(request) }
        var form = Form(
            .copying(request),
            title: "Why?",
            intro: "\(box.to) wants a reason with every change.\n\(request.words)",
            fields: [
                Form.text(.reason, "Reason", limit: 500, hint: "Others read it in the history")
            ]
        )
        form.submitLabel = "make the changes"
        open(.form(form))
    }

    mutating func submitCopying(_ form: inout Form, _ request: CopyRequest) -> Bool {
        let reason = form.text(.reason).trimmed
        guard !reason.isEmpty else {
            form.mark(.reason, "Say in a few words why.")
            return false
        }
        overlays.removeLast()
        copy(request, note: reason)
        return true
    }

    /// Makes the copies as one: a draft where the environment asks for drafts, else at once.
    private mutating func copy(_ request: CopyRequest, note: String = "") {
        guard waiting.isEmpty else {
            complain("One moment: the last change is still being saved.")
            return
        }
        if case .compare? = overlays.last { overlays.removeLast() }
        let target = model.environment(request.target)?.environment
        guard target?.settings.asksForDrafts ?? true else {
            propose(request.changes, origin: .direct, note: note, WaitingChange(kind: .direct))
            return
        }
        let draft = Draft(
            id: GUID(using: &random),
            author: actor,
            createdAt: now,
            note: "",
            changes: request.changes
        )
        propose(
            [.saveDraft(draft)],
            origin: .drafting,
            WaitingChange(kind: .draft("\(request.words), in \(target?.title ?? "")"))
        )
    }
}

/// Copies that wait for their reason.
struct CopyRequest: Equatable, Sendable {
    var target: GUID
    var changes: [Change]
    var words: String
}
