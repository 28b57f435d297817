internal import FlagModel
internal import TerminalUI

extension DashboardState {
    mutating func performAudiences(_ action: AudiencesAction) {
        switch action {
        case .show(let id): show(audience: id)
        case .new: newAudience()
        case .edit: editAudience()
        case .add: pickCustomers(for: .members)
        case .keepOut: pickCustomers(for: .never)
        case .remove: if audiences.page == nil { askAudienceRemoval() } else { askTakingOff() }
        case .sort:
            audiences.order = audiences.order == .name ? .changed : .name
            prepareAudiences(isWhole: true, selecting: nil)
            say("Audiences \(audiences.order.words.text).")
        case .toggleArchived:
            audiences.showsArchived.toggle()
            prepareAudiences(isWhole: true, selecting: nil)
        case .who:
            guard let id = currentAudienceID, let subject = audienceSubject(id) else { return }
            showHistory(of: [subject], named: name(of: subject))
        case .copyKey: copyAudienceKey()
        case .archive(let id): setAudienceArchived(id, true)
        case .restore(let id): setAudienceArchived(id, false)
        case .askDelete(let id): askAudienceDeletion(id)
        case .takeOff(let key, let part): takeOff(key, part)
        case .letStay(let key, let part): letStay(key, part)
        case .addPasted: addPasted()
        case .newRule: newAudienceRule()
        case .editRule: editAudienceRule()
        case .removeRule(let id): removeAudienceRule(id)
        case .moveRule(let step): moveAudienceRule(by: step)
        case .importKeys: askImport()
        case .newFromList: newAudienceFromList()
        case .compare: pickOtherAudience()
        case .compareWith(let id): compare(withAudience: id)
        case .use: pickFlagForAudience()
        case .useIn(let flag, let audience): use(audience, in: flag)
        }
    }

    func audienceSubject(_ id: GUID) -> Subject? {
        environmentID.map { .audience(environment: $0, id) }
    }

    private mutating func copyAudienceKey() {
        let key = audiences.page?.selected?.text ?? currentAudience?.latest?.key.text
        guard let key else { return }
        copyOut(key, Words.short(key, 60))
    }

    /// Makes one edit of an audience: at once or as a draft.
    private mutating func edit(_ id: GUID, _ edit: AudienceEdit, words: String) {
        guard let environmentID, let subject = audienceSubject(id) else { return }
        change(
            [.editAudience(environment: environmentID, audience: id, edit)],
            about: subject,
            words: words
        )
    }

    // MARK: - Who belongs

    private mutating func pickCustomers(for part: AudiencePage.Part) {
        guard let view = currentAudience else { return }
        let name = Words.short(view.name)
        if part == .never {
            openCustomers(.excluded(from: view.id), title: "Never in \(name): find, or paste keys")
        } else {
            openCustomers(.members(of: view.id), title: "Add to \(name): find, or paste keys")
        }
    }

    /// Takes the customers that were chosen in the box.
    mutating func takeCustomers(_ keys: [CustomerKey], for purpose: CustomerBox.Purpose) {
        if case .named(let flag) = purpose {
            askVersion(for: keys, on: flag)
            return
        }
        guard let id = purpose.audienceID, let view = audienceView(id), let audience = view.latest
        else {
            complain("Somebody deleted the audience meanwhile.")
            return
        }
        let part = purpose.part
        let new = Self.missing(keys, in: part == .never ? audience.excluded : audience.members)
        let who = keys.count == 1 ? customerTitle(keys[0]) : Words.count(new.count, "customer")
        guard let first = new.first else {
            let already = part == .never ? "kept out of" : "named in"
            complain(
                keys.count == 1
                    ? "\(who) is \(already) \(view.name) already."
                    : "All of them are \(already) \(view.name) already."
            )
            return
        }
        if audiences.page != nil { show(part: part) }
        audiences.wanted = first
        let list = new.map { Insertion($0) }
        let verb = new.count == 1 ? "joins" : "join"
        if part == .never {
            edit(view.id, .addExcluded(list), words: "\(who) never in \(view.name)")
        } else {
            let isOut = keys.count == 1 && audience.excluded.contains(keys[0])
            let note = isOut ? ", but NEVER still keeps them out" : ""
            edit(view.id, .addMembers(list), words: "\(who) \(verb) \(view.name)\(note)")
        }
    }

    /// The keys that a list does not hold yet, each once.
    ///
    /// - Complexity: O(*n*) in the list; done once a change.
    private static func missing(_ keys: [CustomerKey], in list: [CustomerKey]) -> [CustomerKey] {
        var wanted = Set(keys)
        if wanted.count == 1, let only = wanted.first { return list.contains(only) ? [] : [only] }
        for key in list where wanted.contains(key) { wanted.remove(key) }
        return keys.filter { wanted.remove($0) != nil }
    }

    /// Takes a paste of several keys, and asks before they are added.
    ///
    /// - Returns: whether there were several; one alone is text like any other.
    mutating func pasteCustomers(_ text: String, for purpose: CustomerBox.Purpose) -> Bool {
        let pasted = PastedCustomers(text, purpose: purpose)
        if case .named(let flag) = purpose { return pasteNamed(pasted, on: flag) }
        guard pasted.keys.count > 1, let id = purpose.audienceID, let view = audienceView(id) else {
            return false
        }
        let audience = view.latest
        let part = purpose.part
        let list = (part == .never ? audience?.excluded : audience?.members) ?? []
        let new = Self.missing(pasted.keys, in: list).count
        overlays.removeLast()
        guard new > 0 else {
            complain("All \(Words.grouped(pasted.keys.count)) pasted customers are there already.")
            return true
        }
        audiences.pasted = pasted
        var text = "You pasted \(Words.count(pasted.keys.count, "key"))."
        let known = pasted.keys.count - new
        if known > 0 {
            let verb = known == 1 ? "is" : "are"
            text += " \(Words.grouped(known)) of them \(verb) there already."
        }
        let unfit = pasted.list.unfitCount
        if unfit > 0 { text += " \(unfit) too long to be a key were left out." }
        let name = Words.short(view.name)
        let title =
            part == .never
            ? "Keep \(Words.count(new, "customer")) out of \(name)?"
            : "Add \(Words.count(new, "customer")) to \(name)?"
        let answer = ChoiceBox.Choice(
            label: part == .never ? "Keep them out" : "Add them",
            note: asksForDrafts ? "makes a draft" : "at once",
            action: .audiences(.addPasted)
        )
        open(.choices(.question(title, text: text, [answer])))
        return true
    }

    private mutating func addPasted() {
        guard let pasted = audiences.pasted else { return }
        audiences.pasted = nil
        takeCustomers(pasted.keys, for: pasted.purpose)
    }

    private mutating func askTakingOff() {
        if audiences.page?.part == .rules {
            askRuleRemoval()
            return
        }
        guard let page = audiences.page, let key = page.selected, let rows = page.rows else {
            return
        }
        let who = customerTitle(key)
        let name = Words.short(currentAudience?.name ?? "")
        let note: SafeText = asksForDrafts ? "changes the draft" : "at once"
        if rows.selectedMark == .leaves {
            let answer = ChoiceBox.Choice(
                label: "Let them stay",
                note: note,
                action: .audiences(.letStay(key, page.part))
            )
            open(.choices(.question("\(who) leaves with the draft", text: "", [answer])))
            return
        }
        let isNever = page.part == .never
        let answer = ChoiceBox.Choice(
            label: isNever ? "Stop keeping them out" : "Take them out",
            note: asksForDrafts ? "makes a draft" : "at once",
            action: .audiences(.takeOff(key, page.part))
        )
        let title = isNever ? "Stop keeping \(who) out of \(name)?" : "Take \(who) out of \(name)?"
        let text =
            isNever
            ? "Members and rules of the audience then decide."
            : currentAudience?.latest?.rules.isEmpty ?? true
                ? "" : "A rule may still hold for them; N keeps them out whatever the rules say."
        open(.choices(.question(title, text: text, [answer])))
    }

    private mutating func takeOff(_ key: CustomerKey, _ part: AudiencePage.Part) {
        guard let view = currentAudience else { return }
        let who = customerTitle(key)
        if part == .never {
            edit(view.id, .removeExcluded([key]), words: "\(who) not kept out of \(view.name)")
        } else {
            edit(view.id, .removeMembers([key]), words: "\(who) leaves \(view.name)")
        }
    }

    private mutating func letStay(_ key: CustomerKey, _ part: AudiencePage.Part) {
        guard let view = currentAudience else { return }
        let back = [Insertion(key)]
        edit(
            view.id,
            part == .never ? .addExcluded(back) : .addMembers(back),
            words: "\(customerTitle(key)) stays in \(view.name)"
        )
    }

    // MARK: - Removing the audience

    private mutating func askAudienceRemoval() {
        guard let view = currentAudience, let audience = view.latest ?? view.now else { return }
        guard view.now != nil else {
            guard let draft = view.draft, let environmentID else { return }
            if let problem = obstacle(toChanging: .audience(environment: environmentID, view.id)) {
                complain(problem)
            } else {
                drop(draft, name: view.name)
            }
            return
        }
        guard audience.isArchived else {
            askArchiving(audience)
            return
        }
        let choices: [ChoiceBox.Choice] = [
            .init(label: "Restore it", note: "", action: .audiences(.restore(audience.id))),
            .init(
                label: "Delete it for good…",
                note: "asks again",
                action: .audiences(.askDelete(audience.id))
            ),
        ]
        open(
            .choices(
                .question(
                    "\(audience.name) is archived",
                    text: "Restored, flags can use it again. Deleted, it is gone for good.",
                    choices
                )
            )
        )
    }

    private mutating func askArchiving(_ audience: Audience) {
        if let users = audiences.users[audience.id], !users.isEmpty {
            complain(
                "\(audience.name) is used by \(Words.list(users, most: 5)). "
                    + "Change who gets \(users.count == 1 ? "that flag" : "those flags") first."
            )
            return
        }
        let answer = ChoiceBox.Choice(
            label: "Archive it",
            note: asksForDrafts ? "makes a draft" : "at once",
            action: .audiences(.archive(audience.id))
        )
        let text = "No flag uses it. It leaves the list and can be restored at any time."
        open(.choices(.question("Archive \(audience.name)?", text: text, [answer])))
    }

    private mutating func setAudienceArchived(_ id: GUID, _ isArchived: Bool) {
        guard let view = audienceView(id) else { return }
        let words = "\(view.name) \(isArchived ? "archived" : "restored")"
        edit(id, .setArchived(isArchived), words: words)
    }
}

/// Keys that were pasted together, and what for.
struct PastedCustomers: Equatable, Sendable {
    let list: KeyList
    let purpose: CustomerBox.Purpose

    init(_ text: String, purpose: CustomerBox.Purpose) {
        var list = KeyList()
        list.take(pasted: text)
        (self.list, self.purpose) = (list, purpose)
    }

    /// Each key once, in order.
    var keys: [CustomerKey] { list.keys }
}

extension CustomerBox.Purpose {
    /// The audience that the customers are for; `nil` where they are for none.
    var audienceID: GUID? {
        switch self {
        case .members(let id), .excluded(let id), .named(let id): id
        case .tryOnCards: nil
        }
    }

    /// The part of its page where they will stand.
    var part: AudiencePage.Part {
        switch self {
        case .members, .named, .tryOnCards: .members
        case .excluded: .never
        }
    }
}
