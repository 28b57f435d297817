extension RepairProblem: CustomStringConvertible {
    /// What stands in the way, and what to do next.
    public var description: String {
        switch self {
        case .nothingWrong:
            "There is nothing to repair: the journal is whole."
        case .notOnlyMissing:
            "More is wrong than that entries are missing, so they cannot simply be accepted as "
                + "missing. Nothing was changed. See what can be kept with: "
                + "flagdeck journal repair --plan"
        case .notGood(0):
            "No entry reads back before the damage. Nothing was changed. Restore a backup."
        case .notGood(let through):
            "Entries read back through \(through), not through that one. Nothing was changed. "
                + "Name \(through), or an earlier one."
        case .notReadable(let number):
            "Entry \(number) does not read back as a whole. Nothing was changed."
        case .otherCount(let count):
            "This would lose \(Self.entries(count)), not the number that was given. "
                + "Nothing was changed. To go on, give --lose \(count)."
        case .changed:
            "The journal's files changed in the meantime. Nothing was repaired. "
                + "Close what uses them, then look at the plan again."
        case .unsound(let problem):
            "What was built is not sound, so the journal was left as it is. "
                + "\(problem.path): \(problem.description) Restore a backup."
        case .journal(let error): error.description
        }
    }

    private static func entries(_ count: UInt64) -> String {
        count == 1 ? "1 entry" : "\(count) entries"
    }
}

extension ForgettingProblem: CustomStringConvertible {
    /// What stands in the way, and what to do next.
    public var description: String {
        switch self {
        case .notAtEndOfFile(let possible):
            "Only whole files of the archive can be forgotten. Nothing was changed. "
                + "The last entries of those files: \(Self.list(possible))."
        case .nothingArchived:
            "Nothing is in the archive, and only what is there can be forgotten. "
                + "Nothing was changed. Move older entries there with: flagdeck journal archive"
        case .noSnapshot:
            "No snapshot holds the state behind these entries, so the state would be lost with "
                + "them. Nothing was changed. Write one with: flagdeck journal snapshot"
        case .otherCount(let count):
            "This would forget \(count == 1 ? "1 entry" : "\(count) entries"), not the number "
                + "that was given. Nothing was changed. To go on, give --lose \(count)."
        case .journal(let error): error.description
        }
    }

    /// The numbers, with the middle left out when there are many.
    private static func list(_ numbers: [UInt64]) -> String {
        let texts = numbers.map { "\($0)" }
        guard texts.count > 8 else { return texts.joined(separator: ", ") }
        let ends = [
            texts.prefix(3).joined(separator: ", "), texts.suffix(3).joined(separator: ", "),
        ]
        return ends.joined(separator: ", … ")
    }
}
