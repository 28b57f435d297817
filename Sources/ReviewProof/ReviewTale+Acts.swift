import FlagAPI
import FlagModel
import FlagService
import JournalProof

extension ReviewTale {
    /// One person does one thing.
    ///
    /// - Returns: whether the book allows what LIVE became through it.
    mutating func act(_ index: Int, _ present: Model) async throws -> Bool {
        let person = people[index].name
        let screen = people[index].screen
        switch random.next() % 20 {
        case 0..<4: try await keepDraft(by: person, screen, present)
        case 4: try await join(person, present)
        case 5..<10: try await decide(by: person, screen, present)
        case 10: try await forge(by: person, present)
        case 11: try await discard(by: person, present)
        case 12: return try await emergency(by: person, present)
        case 13, 14: try await changeAtOnce(by: person, present)
        case 15: return try await undo(by: person, present)
        case 16:
            clock.pass(hours: Int64(random.next() % 20))
            await service.fireDueSchedules()
            return true
        default: return try await publish(by: person, screen, present)
        }
        return false
    }

    /// Something that changes LIVE.
    private mutating func change(_ model: Model) -> Change {
        guard let state = model.environment(live),
            let flag = one(of: state.flags.sorted { $0.id < $1.id }),
            let audience = state.audiences.first(where: { _ in true })
        else {
            return .editEnvironment(live, .describe("x"))
        }
        let edit: FlagEdit
        switch random.next() % 8 {
        case 0, 1: edit = .setEnabled(!flag.isEnabled)
        case 2: edit = .setDefaultRule(Serving(everyone: random.next() % 2 == 0 ? "on" : "off"))
        case 3:
            let rule = Rule(
                id: newID().text,
                name: "",
                conditions: [Condition(id: "c", test: .isInAudience([audience.id]))],
                serving: Serving(everyone: "on")
            )
            edit = .addRule(rule, at: 0)
        case 4:
            let key = Int(random.next() % 50)
            guard let customer = try? CustomerKey("C-\(key)") else { fallthrough }
            return .editAudience(
                environment: live,
                audience: audience.id,
                .addMembers([Insertion(customer)])
            )
        case 5:
            let people = customers.keys.isEmpty ? nil : Self.share(using: &random)
            let rule = ReviewRule(approvals: Int(random.next() % 2) + 1, people: people)
            return .editEnvironment(live, .setReview(rule))
        case 6:
            return .saveSchedule(
                Schedule(
                    id: newID(),
                    author: "Plan",
                    createdAt: clock.now(),
                    at: clock.now().adding(microseconds: 10 * 3_600_000_000),
                    title: "Plan",
                    changes: [
                        .editFlag(environment: live, flag: flag.id, .setEnabled(!flag.isEnabled))
                    ]
                )
            )
        default: edit = .setOwner("Owner \(random.next() % 1000)")
        }
        return .editFlag(environment: live, flag: flag.id, edit)
    }

    private mutating func keepDraft(
        by person: String,
        _ screen: Model,
        _ present: Model
    ) async throws {
        let others = random.next() % 2 == 0 ? one(of: screen.drafts) : nil
        var draft =
            others
            ?? Draft(
                id: one(of: Array(book.gone.keys).sorted()).flatMap {
                    random.next() % 4 == 0 ? $0 : nil
                }
                    ?? newID(),
                author: person,
                createdAt: clock.now(),
                note: "",
                changes: []
            )
        if random.next() % 3 == 0 { draft.changes = [] }
        let count = draft.changes.isEmpty ? Int(random.next() % 2) + 1 : 1
        for _ in 0..<count { draft.changes.append(change(screen)) }
        guard try await propose([.saveDraft(draft)], by: person, .drafting) == nil,
            let kept = try await service.picture().model.draft(draft.id)
        else { return }
        if ReviewBook.text(of: kept) != ReviewBook.text(of: draft) {
            tally.note(.lost, "a draft was kept as something else")
        }
        // Who saves what was there word for word has written nothing.
        let earlier = present.draft(draft.id).map(ReviewBook.text)
        if earlier != ReviewBook.text(of: draft), !kept.isBy(person) {
            tally.note(.unapproved, "an author is not named")
        }
        book.keep(kept, by: person)
    }

    private mutating func join(_ person: String, _ present: Model) async throws {
        guard var draft = one(of: present.drafts), !draft.isBy(person) else { return }
        draft.others.append(person)
        guard try await propose([.saveDraft(draft)], by: person, .drafting) == nil else { return }
        book.keep(draft, by: person)
    }

    private mutating func decide(
        by person: String,
        _ screen: Model,
        _ present: Model
    ) async throws {
        guard let draft = one(of: screen.drafts) else { return }
        let reading = ReviewBook.reading(draft, in: screen)
        let isSendingBack = random.next() % 5 == 0
        let decision = Decision(
            person: person,
            verdict: isSendingBack ? .sendBack : .approve,
            reason: isSendingBack ? "No." : "",
            ground: draft.ground(in: screen)
        )
        let refusal = try await propose(
            [.decide(draft: draft.id, revision: draft.revision, decision)],
            by: person,
            .reviewing
        )
        let there = present.draft(draft.id).map { ReviewBook.reading($0, in: present) }
        let mayDecide = there == reading && book.pages[draft.id]?.isBy(person) == false
        if refusal == nil {
            tally.decisions += 1
            if !mayDecide {
                let what = there == reading ? "what they wrote" : "what they had not read"
                tally.note(.unapproved, "decided about \(what)")
            }
            book.say(
                isSendingBack ? nil : reading,
                about: draft.id,
                by: person,
                mark: decision.ground
            )
        } else if mayDecide, there == reading {
            // The text came back as it was, by other hands: reading it again is asked for.
            tally.repeated += 1
        }
    }

    private mutating func discard(by person: String, _ present: Model) async throws {
        guard let draft = one(of: present.drafts) else { return }
        guard try await propose([.discardDraft(draft.id)], by: person, .drafting) == nil else {
            return
        }
        book.drop(draft.id)
    }

    /// Publishes as screens do, from what is on the screen; now and then it tries something else.
    private mutating func publish(
        by person: String,
        _ screen: Model,
        _ present: Model
    ) async throws -> Bool {
        let drafts = screen.drafts.filter {
            book.isApproved($0, in: present) || random.next() % 4 == 0
        }
        guard !drafts.isEmpty else { return false }
        var changes = drafts.flatMap(\.changes)
        var isHonest = true
        switch random.next() % 8 {
        case 0:
            changes.append(change(screen))
            isHonest = false
        case 1:
            changes.insert(change(screen), at: 0)
            isHonest = false
        default: break
        }
        let areFew = areFew(by: drafts.flatMap(\.changes), in: present)
        let isAllowed =
            isHonest
            && drafts.allSatisfy { draft in
                guard let there = present.draft(draft.id) else { return false }
                let isReady =
                    areFew && !book.isSentBack(there) && !book.isWeakened(by: there.changes)
                return ReviewBook.text(of: there) == ReviewBook.text(of: draft)
                    && (isReady || book.isApproved(there, in: present))
            }
        let refusal = try await propose(
            changes + drafts.map { .discardDraft($0.id) },
            by: person,
            .publish
        )
        guard let refusal else {
            if !isAllowed { tally.note(.unapproved, "published without an approval") }
            tally.published += drafts.count
            published(drafts)
            return isAllowed
        }
        if isAllowed, case .review = refusal {
            tally.note(.lost, "an approval did not count: \(refusal)")
        }
        return false
    }

    /// What the book knows once drafts are real.
    private mutating func published(_ drafts: [Draft]) {
        for draft in drafts {
            book.drop(draft.id)
            for case .saveSchedule(let plan) in draft.changes { book.plans.insert(plan.id) }
        }
    }

    private mutating func emergency(by person: String, _ present: Model) async throws -> Bool {
        guard random.next() % 4 == 0, let draft = one(of: present.drafts) else { return false }
        let hasReason = random.next() % 2 == 0
        let refusal = try await propose(
            draft.changes + [.discardDraft(draft.id)],
            by: person,
            .emergency,
            note: hasReason ? "The shop is down." : " "
        )
        guard refusal == nil else { return false }
        if !hasReason { tally.note(.unapproved, "an emergency without a reason") }
        tally.emergencies += 1
        published([draft])
        return hasReason
    }

    /// Changes LIVE past every draft, under every name that a proposal may have.
    private mutating func changeAtOnce(by person: String, _ present: Model) async throws {
        let origins: [ChangeSet.Origin] = [
            .direct, .importing, .drafting, .reviewing, .publish, .scheduled, .undo(1),
        ]
        let change = change(present)
        if case .editEnvironment(_, .setReview) = change, !book.isWeakened(by: [change]) { return }
        if case .editEnvironment(_, .describe) = change { return }
        guard let origin = one(of: origins) else { return }
        let needsNobody = areFew(by: [change], in: present) && !book.isWeakened(by: [change])
        guard let refusal = try await propose([change], by: person, origin) else {
            if !needsNobody { tally.note(.unapproved, "made at once as \(origin)") }
            return
        }
        if needsNobody, origin == .direct, case .review = refusal {
            tally.note(.lost, "what reaches few was held back: \(refusal)")
        }
    }

    /// Says things in other names, and brings decisions along.
    private mutating func forge(by person: String, _ present: Model) async throws {
        guard let draft = one(of: present.drafts), let other = one(of: people)?.name else { return }
        let ground = draft.ground(in: present)
        let decision = Decision(person: other, verdict: .approve, ground: ground)
        if random.next() % 2 == 0 {
            let reading = ReviewBook.reading(draft, in: present)
            let isAuthor = book.pages[draft.id]?.isBy(person) ?? true
            let change = Change.decide(draft: draft.id, revision: draft.revision, decision)
            guard try await propose([change], by: person, .reviewing) == nil else { return }
            if isAuthor { tally.note(.unapproved, "an author approved in another name") }
            book.say(reading, about: draft.id, by: person, mark: ground)
            return
        }
        var forged = Draft(
            id: draft.id,
            author: other,
            createdAt: draft.createdAt,
            note: draft.note,
            changes: draft.changes
        )
        forged.revision = draft.revision
        forged.decisions = people.map {
            Decision(person: $0.name, verdict: .approve, ground: ground)
        }
        if random.next() % 2 == 0 { forged.changes.append(change(present)) }
        guard try await propose([.saveDraft(forged)], by: person, .drafting) == nil,
            let kept = try await service.picture().model.draft(draft.id)
        else { return }
        book.keep(kept, by: person)
    }

    /// Takes an entry back; what that makes of drafts is compared with what people said.
    private mutating func undo(by person: String, _ present: Model) async throws -> Bool {
        guard let entry = entryToTakeBack(by: person) else { return false }
        let request = UndoRequest(
            id: newID(),
            entry: entry.number,
            actor: person,
            isPartial: random.next() % 4 == 0
        )
        tally.proposals += 1
        do throws(ServiceProblem) {
            let receipt = try await service.undo(request)
            entries.append(Entry(number: receipt.entry, person: person, isUndo: true))
            told?("\(receipt.entry) \(person) takes back \(entry.number)")
        } catch {
            switch error {
            case .refused, .cannotUndo: return false
            default: throw error
            }
        }
        tally.undone += 1
        let page = try await service.history(HistoryRequest(limit: 200))
        let origin = page.entries.first { $0.number == entry.number }?.changeSet.origin
        let after = try await service.picture().model
        take(after, undoneBy: person)
        return entry.person == person && origin?.isPublishing == true
    }

    /// Any entry, or one of the last of their own, or one that took another back: people think
    /// again, and so do others about what they thought.
    private mutating func entryToTakeBack(by person: String) -> Entry? {
        switch random.next() % 3 {
        case 0: one(of: entries)
        case 1: one(of: entries.filter { $0.person == person }.suffix(3))
        default: one(of: entries.filter(\.isUndo).suffix(3))
        }
    }

    private mutating func take(_ after: Model, undoneBy person: String) {
        for draft in after.drafts {
            let text = ReviewBook.text(of: draft)
            guard var page = book.pages[draft.id] else {
                if !book.bringBack(draft) { tally.note(.lost, "another draft came back") }
                continue
            }
            guard page.text == text else {
                book.keep(draft, by: person)
                continue
            }
            page.named = Set(draft.authors)
            // Only their own word may be another now, and only one that they once said.
            let own = draft.decisions.first { $0.person == person }
            page.words[person] = nil
            switch own?.verdict {
            case nil: break
            case .sendBack: page.words[person] = .some(nil)
            case .approve:
                let said = own.flatMap { page.approved[person]?[$0.ground] }
                if let said, said.text == text { page.words[person] = .some(said) }
            }
            book.pages[draft.id] = page
        }
        for id in book.pages.keys where after.draft(id) == nil { book.drop(id) }
    }
}
