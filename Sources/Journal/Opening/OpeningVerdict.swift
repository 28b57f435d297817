/// What to do with a journal whose segments were read.
///
/// | # | first bad line | a later intact record says durable | head | verdict |
/// |---|---|---|---|---|
/// | 1 | none | – | none or ≤ last | clean |
/// | 2 | none | – | > last | refuse: entries are missing |
/// | 3 | not in the last segment | anything | any | refuse: a sealed segment is damaged |
/// | 4 | in the last segment | ≥ *k* | any | refuse: *k* had been acknowledged |
/// | 5 | in the last segment | < *k* or none | ≥ *k* | refuse: head says *k* was durable |
/// | 6 | in the last segment | < *k* or none | < *k* or none | cut |
///
/// *k* is the first sequence that a cut would remove: the first record of the entry that holds the
/// bad line. An entry is acknowledged as a whole, so no proof names a record inside one.
enum OpeningVerdict: Equatable {
    case clean
    case cut
    case missing(through: UInt64)
    case damaged(JournalError.Evidence)

    /// Everything that the table looks at.
    struct Finding: Equatable {
        /// The last record of the last whole entry.
        var last: UInt64
        var hasFailure: Bool
        var isLastSegment: Bool
        /// The later record that vouches for the most.
        var laterRecord: (sequence: UInt64, durableThrough: UInt64)?
        var head: UInt64?

        static func == (one: Finding, other: Finding) -> Bool {
            one.last == other.last && one.hasFailure == other.hasFailure
                && one.isLastSegment == other.isLastSegment && one.head == other.head
                && one.laterRecord?.sequence == other.laterRecord?.sequence
                && one.laterRecord?.durableThrough == other.laterRecord?.durableThrough
        }
    }

    /// Walks the table.
    static func of(_ finding: Finding) -> OpeningVerdict {
        let first = finding.last + 1
        guard finding.hasFailure else {
            guard finding.isLastSegment, let head = finding.head, head >= first else {
                return .clean
            }
            return .missing(through: head)
        }
        guard finding.isLastSegment else { return .damaged(.sealed) }
        if let later = finding.laterRecord, later.durableThrough >= first {
            let (sequence, durable) = later
            return .damaged(.laterRecord(sequence: sequence, durableThrough: durable))
        }
        if let head = finding.head, head >= first { return .damaged(.head(sequence: head)) }
        return .cut
    }
}
