import FlagModel
public import Journal

/// Which entries behind damage still fit a model that lacks the damaged ones.
public struct Salvage: Hashable, Sendable {
    /// An entry behind the damage.
    public struct Entry: Hashable, Sendable {
        /// Its number before the repair.
        public var number: UInt64
        /// Who made it and what it did; for an unreadable one that it cannot be read.
        public var sentence: String
        /// Why it cannot be written again; nil when it can.
        public var obstacle: String?
    }

    /// Every whole entry behind the damage, in order.
    public var entries: [Entry] = []

    /// The numbers of those that can be written again.
    public var fitting: [UInt64] { entries.filter { $0.obstacle == nil }.map(\.number) }

    /// Applies each entry in turn to what the good ones make, and leaves out what does not fit.
    ///
    /// - Parameter plan: what was found of the journal.
    /// - Returns: every later entry; when the good ones make no state, none of them fits.
    public static func of(_ plan: RepairPlan) -> Salvage {
        var salvage = Salvage()
        var model = try? StateFolding.state(of: plan.kept).state.model
        var seen: Set<GUID> = []
        for later in plan.later { salvage.add(later, to: &model, &seen) }
        return salvage
    }

    private mutating func add(
        _ later: LaterEntry,
        to model: inout Model?,
        _ seen: inout Set<GUID>
    ) {
        let entry = later.asEntry
        guard !later.isOwn else {
            let sentence = "Flagdeck \(JournalSentence.text(of: entry))"
            return note(later, sentence, "it tells of the damaged journal only")
        }
        let changeSet: ChangeSet
        do throws(EntryProblem) {
            guard let found = try EntryCoding.changeSet(of: entry) else {
                return note(later, later.entry.kind, "it is no change")
            }
            changeSet = found
        } catch {
            return note(later, later.entry.kind, "it \(error.reason)")
        }
        let sentence = "\(changeSet.actor) \(changeSet.sentence)"
        guard let before = model else {
            return note(later, sentence, "nothing that it could follow can be read")
        }
        guard seen.insert(changeSet.id).inserted else {
            return note(later, sentence, "it is there twice")
        }
        do throws(Refusal) {
            model = try before.applying(changeSet)
            note(later, sentence, nil)
        } catch {
            note(later, sentence, "it does not fit without what is lost")
        }
    }

    private mutating func note(_ later: LaterEntry, _ sentence: String, _ obstacle: String?) {
        entries.append(Entry(number: later.number, sentence: sentence, obstacle: obstacle))
    }
}
