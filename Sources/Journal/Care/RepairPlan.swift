/// What can be kept of a damaged journal and what would be lost; nothing was changed.
public struct RepairPlan: Sendable {
    /// The journal's id.
    public let id: JournalID
    /// What is wrong, each once; empty in a journal that opens.
    public let problems: [VerificationReport.Problem]
    /// Whether all that is wrong is that acknowledged entries are not there at all, as after an
    /// older copy of the files was put beside a newer head file.
    public let isOnlyMissing: Bool
    /// The entries up to the damage, as a journal that can be read; it is not writable.
    public let kept: Journal
    /// Whole entries behind the damage that read back, in order.
    public let later: [LaterEntry]
    /// The highest entry number that a line, a file or the head file speaks of.
    ///
    /// When only the head file names records beyond the last readable one, this counts each of
    /// them as an entry: never too few.
    public let lastKnownEntry: UInt64
    /// The head file, if it reads back.
    public let head: ExpectedHead?

    let survey: RepairSurvey

    /// The last entry up to which everything reads back.
    public var goodThrough: UInt64 { kept.last.entry }

    /// How many entries are lost when everything after one entry goes, at the most.
    ///
    /// - Parameter entry: the last entry that is kept.
    /// - Returns: the number of entries.
    public func lost(keepingThrough entry: UInt64) -> UInt64 {
        lastKnownEntry - min(entry, lastKnownEntry)
    }

    /// The numbers of entries behind the good ones of which no whole copy reads back.
    public var unreadable: [ClosedRange<UInt64>] {
        var ranges: [ClosedRange<UInt64>] = []
        var next = goodThrough + 1
        for number in later.map(\.number) + [lastKnownEntry + 1] where number >= next {
            if number > next { ranges.append(next...number - 1) }
            next = number + 1
        }
        return ranges
    }
}

/// A whole entry behind the damage, as it was written.
public struct LaterEntry: Hashable, Sendable {
    /// Its number before the repair.
    public let number: UInt64
    /// What it says, in as many parts as it was written in.
    public let entry: NewEntry
    /// The chain hash at its last record.
    public let chainHash: Digest

    /// Whether the journal wrote it about itself.
    public var isOwn: Bool { entry.kind.hasPrefix("journal.") }

    /// The entry as it would be read in a whole journal; it has no sequences.
    public var asEntry: JournalEntry {
        let parts = entry.payloadParts
        let comma = [UInt8(ascii: ",")]
        let list = [UInt8(ascii: "[")] + parts.joined(separator: comma) + [UInt8(ascii: "]")]
        return JournalEntry(
            number: number,
            kind: entry.kind,
            version: entry.version,
            timeMicroseconds: entry.timeMicroseconds,
            actor: entry.actor,
            command: entry.command,
            payload: parts.count == 1 ? parts[0] : list,
            partCount: parts.count,
            redactedBy: nil,
            firstSequence: 0,
            lastSequence: 0
        )
    }
}

/// How a damaged journal is made whole.
public enum RepairMode: Hashable, Sendable {
    /// Keeps the entries through one of the good ones; the rest goes.
    case keepThrough(UInt64)
    /// Keeps all good entries, and writes these later ones anew behind them, in order.
    case salvage([UInt64])
    /// Accepts that entries which the head file names are not there; keeps all that are.
    case acceptMissing(through: UInt64)

    /// Its name in the entry that tells of it.
    var name: String {
        switch self {
        case .keepThrough: "keep-through"
        case .salvage: "salvage"
        case .acceptMissing: "accept-missing"
        }
    }
}

/// What a repair did.
public struct RepairReport: Hashable, Sendable {
    /// The last entry that was kept as it was.
    public var keptThrough: UInt64
    /// How many entries are lost, at the most.
    public var lost: UInt64
    /// Entries that were written anew: the old number and the new one.
    public var salvaged: [(UInt64, UInt64)]
    /// The entry that tells of the repair.
    public var told: UInt64
    /// Where the damaged journal lies now, its bytes untouched.
    public var brokenDirectory: String

    /// Compares every field.
    public static func == (one: RepairReport, other: RepairReport) -> Bool {
        one.keptThrough == other.keptThrough && one.lost == other.lost && one.told == other.told
            && one.brokenDirectory == other.brokenDirectory
            && one.salvaged.elementsEqual(other.salvaged) { $0 == $1 }
    }

    /// Feeds what identifies it.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(told)
        hasher.combine(brokenDirectory)
    }
}

/// Why a journal was not repaired; nothing was changed.
public enum RepairProblem: Error, Hashable, Sendable {
    /// There is nothing to repair.
    case nothingWrong
    /// More is wrong than that entries are missing.
    case notOnlyMissing
    /// Entries are good only through another number.
    case notGood(through: UInt64)
    /// An entry to be salvaged is not among the later ones that read back.
    case notReadable(UInt64)
    /// Another number of entries is lost than the caller said.
    case otherCount(UInt64)
    /// The journal changed since the plan was made.
    case changed
    /// What was built does not hold a sound journal.
    case unsound(VerificationReport.Problem)
    /// The files could not be read or written.
    case journal(JournalError)
}
