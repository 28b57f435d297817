import FlagAPI
import FlagModel

/// Who did what kind of thing to what, entry by entry, small enough to keep for every entry.
///
/// It knows a run of entries without gaps and grows at both ends: towards the newest as entries
/// are made, towards the first as the journal is read. About one subject there is a chain of
/// entries from the newest to the oldest, so that nobody looks through a million entries for one
/// flag.
///
/// - Shape: 16 bytes an entry and 8 bytes for each thing that it is about, besides one look-up for
///   each person and thing.
struct HistoryIndex: Sendable {
    /// What the index knows of an entry.
    struct Facts: Sendable {
        let time: Moment
        let actor: String
        let kinds: Set<HistoryKind>
        let subjects: [Subject]
    }

    /// What a search found, and how far it looked.
    struct Found: Hashable, Sendable {
        /// Numbers of entries, newest first.
        var numbers: [UInt64] = []
        /// Whether as many were found as were asked for.
        var isFull = false
        /// Whether so many entries in a row were made before the moment that is asked about that
        /// older ones need not be looked at.
        var isPastFrom = false
    }

    /// Entries in a row that were made before the moment from which a search asks, after which it
    /// ends: clocks are set back by less.
    static let quietEntries = 10_000

    private struct Row: Sendable {
        let time: Int64
        let actor: UInt32
        let kinds: UInt16
    }

    private struct Posting: Sendable {
        let entry: UInt32
        /// The next older posting about the same thing, counted from 1; 0 is none yet.
        var older: UInt32 = 0
    }

    private struct Chain: Sendable {
        var newest: UInt32
        var oldest: UInt32
    }

    /// Every number up to this one was met going back, every one above it going forward.
    private let start: UInt64
    private var back: [Row] = []
    private var forward: [Row] = []
    private var postings: [Posting] = []
    private var chains: [Subject: Chain] = [:]
    private var people: [String: UInt32] = [:]

    /// Knows nothing yet; entries up to `start` are added backwards, later ones forwards.
    init(startingAt start: UInt64) {
        self.start = start
    }

    /// The number of the oldest entry that is known; one more than `start` when none is.
    var first: UInt64 { start + 1 - UInt64(back.count) }

    /// The number of the newest entry that is known.
    var last: UInt64 { start + UInt64(forward.count) }

    /// Adds the entry after the newest one.
    mutating func addNewer(_ facts: Facts) {
        forward.append(row(facts))
        let entry = UInt32(clamping: last)
        for subject in facts.subjects {
            var posting = Posting(entry: entry)
            posting.older = chains[subject]?.newest ?? 0
            postings.append(posting)
            let number = UInt32(postings.count)
            chains[subject, default: Chain(newest: number, oldest: number)].newest = number
        }
    }

    /// Adds the entry before the oldest one.
    mutating func addOlder(_ facts: Facts) {
        back.append(row(facts))
        let entry = UInt32(clamping: first)
        for subject in facts.subjects {
            postings.append(Posting(entry: entry))
            let number = UInt32(postings.count)
            if let chain = chains[subject] { postings[Int(chain.oldest) - 1].older = number }
            chains[subject, default: Chain(newest: number, oldest: number)].oldest = number
        }
    }

    private mutating func row(_ facts: Facts) -> Row {
        let name = facts.actor.lowercased()
        let actor = people[name] ?? UInt32(people.count)
        people[name] = actor
        let kinds = facts.kinds.reduce(into: UInt16(0)) { $0 |= $1.bit }
        return Row(time: facts.time.microseconds, actor: actor, kinds: kinds)
    }

    private func row(_ entry: UInt64) -> Row {
        entry > start ? forward[Int(entry - start) - 1] : back[Int(start - entry)]
    }

    /// Looks for entries among those that are known, the newest first.
    ///
    /// - Parameters:
    ///   - request: what is asked; its `before` and `limit` are not looked at.
    ///   - before: only entries with a smaller number.
    ///   - limit: the most numbers, at least 1.
    /// - Returns: the numbers.
    /// - Complexity: O(*k*) in the entries about the subjects, if there are any in the request,
    ///   else O(*n*) in the entries.
    func search(_ request: HistoryRequest, before: UInt64, limit: Int) -> Found {
        guard let filter = filter(request) else { return Found() }
        var found = Found()
        guard request.subjects.isEmpty else {
            for entry in entries(about: request.subjects, before: before) where filter(row(entry)) {
                found.numbers.append(entry)
                found.isFull = found.numbers.count >= limit
                if found.isFull { break }
            }
            return found
        }
        var quiet = 0
        var entry = min(before, last + 1)
        while entry > first, !found.isFull {
            entry -= 1
            let row = row(entry)
            if let from = request.from {
                quiet = row.time < from.microseconds ? quiet + 1 : 0
                found.isPastFrom = quiet >= Self.quietEntries
                if found.isPastFrom { break }
            }
            guard filter(row) else { continue }
            found.numbers.append(entry)
            found.isFull = found.numbers.count >= limit
        }
        return found
    }

    /// - Returns: `nil` when nothing that is known can be meant.
    private func filter(_ request: HistoryRequest) -> ((Row) -> Bool)? {
        let actor = request.actor.map { people[$0.lowercased()] }
        if let actor, actor == nil { return nil }
        let kinds = request.kinds.reduce(into: UInt16(0)) { $0 |= $1.bit }
        let from = request.from?.microseconds ?? .min
        let until = request.until?.microseconds ?? .max
        return { row in
            (actor == nil || row.actor == actor)
                && (kinds == 0 || row.kinds & kinds != 0)
                && row.time >= from && (row.time < until || until == .max)
        }
    }

    /// The entries about any of some things, newest first, each once.
    private func entries(
        about subjects: Set<Subject>,
        before: UInt64
    ) -> some Sequence<UInt64> {
        var cursors = subjects.compactMap { chains[$0]?.newest }
        return AnyIterator {
            while true {
                var newest: UInt32 = 0
                for cursor in cursors where cursor != 0 {
                    newest = Swift.max(newest, postings[Int(cursor) - 1].entry)
                }
                guard newest > 0 else { return nil }
                for index in cursors.indices where cursors[index] != 0 {
                    let posting = postings[Int(cursors[index]) - 1]
                    if posting.entry == newest { cursors[index] = posting.older }
                }
                if UInt64(newest) < before { return UInt64(newest) }
            }
        }
    }
}

extension HistoryKind {
    /// A bit of its own.
    fileprivate var bit: UInt16 {
        switch self {
        case .onOff: 1
        case .who: 1 << 1
        case .audiences: 1 << 2
        case .experiments: 1 << 3
        case .made: 1 << 4
        case .removed: 1 << 5
        case .words: 1 << 6
        case .settings: 1 << 7
        case .drafts: 1 << 8
        case .published: 1 << 9
        case .undone: 1 << 10
        case .imported: 1 << 11
        case .journal: 1 << 12
        case .planned: 1 << 13
        }
    }
}
