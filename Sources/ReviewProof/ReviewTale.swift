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

    var random: SeededRandom
    let service: LocalService
    let disk: SimulatedDisk
    let world: LocalService.World
    let live: GUID
    let clock: TaleClock
    var people: [Person]
    var book: ReviewBook
    var entries: [(number: UInt64, person: String)] = []
    var tally = ReviewTally()
    var nextID = 1000

    static let directory = DataDirectory(path: "/data")

    static var options: JournalOptions {
        var options = JournalOptions()
        options.segmentBytes = 1 << 20
        options.freeBytes = 0
        options.headSyncMilliseconds = nil
        return options
    }

    /// Sets a team up: 2 to 8 people, three flags and an audience in a LIVE environment that asks
    /// for one or two approvals of every change.
    init(seed: UInt64, number: Int) async throws {
        var random = SeededRandom(seed: seed, case: number)
        let clock = TaleClock(seed: random.next())
        world = LocalService.World(now: { clock.now() }, random: { clock.random() })
        self.clock = clock
        disk = SimulatedDisk(DiskImage(directory: "/data"), keepsLog: false)
        try Journal.create(
            at: Self.directory.journal,
            id: ProofJournal.id,
            timeMicroseconds: 1,
            on: disk
        )
        service = try LocalService.open(
            Self.directory,
            on: disk,
            options: Self.options,
            world: world
        ).service
        let count = Int(random.next() % 7) + 2
        let approvals = min(count - 1, Int(random.next() % 2) + 1)
        let start = try TaleStart(approvals: approvals, using: &random)
        live = start.live
        let receipt = try await service.propose(
            Proposal(id: GUID(using: &random), actor: "Start", changes: start.changes)
        )
        precondition(receipt.entry == 1, "The journal is new.")
        let model = try await service.picture().model
        people = (0..<count).map { Person(name: "Person \($0)", screen: model) }
        book = ReviewBook(approvals: approvals)
        self.random = random
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
            Self.directory,
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
            ReviewBook.live(before, live) != ReviewBook.live(after, live)
        {
            tally.note(.unapproved, "LIVE changed without an approval")
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
        book.approvals = after.environment(live)?.environment.settings.review?.approvals ?? 0
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
            entries.append((receipt.entry, person))
            return nil
        } catch {
            guard case .refused(let refusal) = error else { throw error }
            tally.refusals += 1
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
