import FlagAPI
import FlagModel
import FlagService
import JSON
import Journal
import JournalProof
import Synchronization

/// One made-up team at work on one service, and everything that went wrong.
struct ReviewTale {
    /// Somebody, and what they have on the screen: often something older than what is there.
    struct Person {
        let name: String
        var screen: Model
    }

    /// An entry of the journal, who made it, and whether it took another one back.
    struct Entry {
        let number: UInt64
        let person: String
        let isUndo: Bool
    }

    var random: SeededRandom
    let service: LocalService
    let disk: SimulatedDisk
    let world: LocalService.World
    let live: GUID
    let customers: TaleCustomers
    let directory: DataDirectory
    /// Where what is observed lies; only teams whose customers are counted have one.
    private let folder: TaleFolder?
    let clock: TaleClock
    var people: [Person]
    var book: ReviewBook
    var entries: [Entry] = []
    var tally = ReviewTally()
    /// Is given a line for each thing that somebody asked for; `nil` where nobody reads it.
    var told: (@Sendable (String) -> Void)?

    static var options: JournalOptions {
        var options = JournalOptions()
        options.segmentBytes = 1 << 20
        options.freeBytes = 0
        options.headSyncMilliseconds = nil
        return options
    }

    /// Sets a team up: 2 to 8 people, three flags and an audience in a LIVE environment that asks
    /// for one or two approvals: half of the teams of every change, the others of what gives more
    /// than a share of up to 50 customers something else.
    init(seed: UInt64, number: Int) async throws {
        var random = SeededRandom(seed: seed, case: number)
        let clock = TaleClock(seed: random.next())
        world = LocalService.World(now: { clock.now() }, random: { clock.random() })
        self.clock = clock
        let count = Int(random.next() % 7) + 2
        let approvals = min(count - 1, Int(random.next() % 2) + 1)
        let rule = ReviewRule(approvals: approvals, people: Self.share(using: &random))
        folder = rule.people == nil ? nil : try TaleFolder()
        directory = DataDirectory(path: folder?.path ?? "/data")
        disk = SimulatedDisk(DiskImage(directory: directory.path), keepsLog: false)
        try Journal.create(
            at: directory.journal,
            id: ProofJournal.id,
            timeMicroseconds: 1,
            on: disk
        )
        service = try LocalService.open(
            directory,
            on: disk,
            options: Self.options,
            world: world
        ).service
        customers = TaleCustomers(count: rule.people == nil ? 0 : Int(random.next() % 51))
        try await customers.enter(service)
        let start = try TaleStart(rule: rule, using: &random)
        live = start.live
        let receipt = try await service.propose(
            Proposal(id: GUID(using: &random), actor: "Start", changes: start.changes)
        )
        precondition(receipt.entry == 1, "The journal is new.")
        let model = try await service.picture().model
        people = (0..<count).map { Person(name: "Person \($0)", screen: model) }
        book = ReviewBook(rule: rule)
        self.random = random
    }

    /// None for every second team; else up to half of all customers, in hundredths of a percent.
    static func share(using random: inout SeededRandom) -> Int? {
        random.next() % 2 == 0 ? nil : Int(random.next() % 10) * 500 + 100
    }

    /// Works for so many steps, and then reads the journal back.
    mutating func run(steps: Int) async throws -> ReviewTally {
        for _ in 0..<steps {
            let before = try await service.picture().model
            let index = Int(random.next() % UInt64(people.count))
            if random.next() % 2 == 0 { people[index].screen = before }
            let isLicensed = try await act(index, before)
            let after = try await service.picture().model
            check(before, after, isLicensed: isLicensed)
        }
        let last = try await service.picture().model
        await service.close()
        let again = try LocalService.open(
            directory,
            on: SimulatedDisk(disk.image, keepsLog: false),
            options: Self.options,
            world: world
        ).service
        let replayed = try await again.picture().model
        if replayed.json.canonicalBytes() != last.json.canonicalBytes() {
            tally.note(.replay, "the journal gives another state")
        }
        await again.close()
        tally.teams = 1
        return tally
    }

    /// Whatever was live stays, unless the book allows what has just happened.
    private mutating func check(_ before: Model, _ after: Model, isLicensed: Bool) {
        if !isLicensed, before.environment(live) != after.environment(live),
            ReviewBook.live(before, live) != ReviewBook.live(after, live),
            !ReviewBook.onlyAsksForMore(before, after, live)
        {
            if isSmall(from: before, to: after) {
                tally.small += 1
            } else {
                tally.note(.unapproved, "LIVE changed without an approval")
            }
        }
        for plan in after.schedules where !book.plans.contains(plan.id) {
            tally.note(.unapproved, "a plan waits that nobody approved")
        }
        for draft in after.drafts
        where draft != before.draft(draft.id)
            && book.pages[draft.id]?.text != ReviewBook.text(of: draft)
        {
            tally.note(.lost, "a draft says what nobody wrote")
        }
        for id in book.pages.keys where after.draft(id) == nil {
            tally.note(.lost, "a draft has gone by itself")
        }
        if let rule = after.environment(live)?.environment.settings.review { book.rule = rule }
    }

    /// Whether nobody has to read what happened between two models: it reaches few, and holds back
    /// as much as before.
    private func isSmall(from before: Model, to after: Model) -> Bool {
        let rule = after.environment(live)?.environment.settings.review
        guard let rule, !rule.letsMoreThrough(than: book.rule) else { return false }
        return customers.areFew(from: before, to: after, in: live)
    }

    /// Whether few customers get something else by some changes together, none of which waits.
    func areFew(by changes: [Change], in present: Model) -> Bool {
        let isNow = changes.allSatisfy { if case .saveSchedule = $0 { false } else { true } }
        guard isNow, let after = try? present.previewing(changes) else { return false }
        return customers.areFew(from: present, to: after, in: live)
    }

    /// Proposes something; `nil` when it was done, otherwise the refusal.
    mutating func propose(
        _ changes: [Change],
        by person: String,
        _ origin: ChangeSet.Origin,
        note: String = ""
    ) async throws -> FlagModel.Refusal? {
        tally.proposals += 1
        let proposal = Proposal(
            id: GUID(using: &random),
            actor: person,
            note: note,
            origin: origin,
            changes: changes
        )
        do throws(ServiceProblem) {
            let receipt = try await service.propose(proposal)
            entries.append(Entry(number: receipt.entry, person: person, isUndo: false))
            told?("\(receipt.entry) \(person), \(origin): \(changes)")
            return nil
        } catch {
            guard case .refused(let refusal) = error else { throw error }
            tally.refusals += 1
            told?("refused: \(person), \(origin): \(changes): \(refusal)")
            return refusal
        }
    }

    /// One of some things; `nil` when there are none.
    mutating func one<Element>(of some: [Element]) -> Element? {
        some.isEmpty ? nil : some[Int(random.next() % UInt64(some.count))]
    }

    /// An id that nothing has yet.
    mutating func newID() -> GUID { GUID(using: &random) }
}

/// A clock that goes on by a second a look, and random numbers of its own.
final class TaleClock: Sendable {
    private let state: Mutex<(time: Int64, random: SeededRandom)>

    init(seed: UInt64) {
        state = Mutex((1_780_000_000_000_000, SeededRandom(seed: seed)))
    }

    func now() -> Moment {
        state.withLock {
            $0.time += 1_000_000
            return Moment(microseconds: $0.time)
        }
    }

    func random() -> UInt64 { state.withLock { $0.random.next() } }

    /// Lets hours pass.
    func pass(hours: Int64) { state.withLock { $0.time += hours * 3_600_000_000 } }
}
