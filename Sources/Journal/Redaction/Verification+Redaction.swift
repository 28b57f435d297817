extension Verification {
    /// Everything blanked is explained, everything explained is blanked, and nothing is half done.
    mutating func checkRedactions(
        _ outcome: ChainReader.Outcome,
        _ head: HeadSlot?
    ) throws(JournalError) {
        if let intent = try directory.redactionUnderWay(of: id, on: disk) {
            problem(
                directory.redacting,
                "A redaction (entry \(intent.entry)) is not finished. The next start of Flagdeck "
                    + "finishes it."
            )
        }
        guard !outcome.redacted.isEmpty || !outcome.redactions.isEmpty else { return }
        var check = RedactionCheck(
            RedactionSource(
                outcome.views,
                through: outcome.end.entry,
                seed: id.checksumSeed,
                on: disk
            )
        )
        for finding in try check.unexplained(outcome.redacted)
        where try isSettled(finding.record, outcome.end, head) {
            let corruption = JournalError.Corruption(
                unexplained: finding.record,
                in: finding.path
            )
            report.problems.append(
                VerificationReport.Problem(
                    path: finding.path,
                    offset: corruption.offset,
                    entry: corruption.entry,
                    description: corruption.description
                )
            )
        }
        guard try directory.redactionUnderWay(of: id, on: disk) == nil else { return }
        for entry in try check.unblanked(outcome.redactions, outcome.redacted) {
            problem(
                directory.path,
                "Entry \(entry) was redacted, and its old content is there again, for example "
                    + "from a copy. Redact it once more."
            )
        }
    }

    /// What another process redacts at this moment is not judged: the head has moved on.
    private func isSettled(
        _ record: RedactedRecord,
        _ end: ChainState,
        _ head: HeadSlot?
    ) throws(JournalError) -> Bool {
        guard record.mark.redactedBy > end.entry else { return true }
        var opening = JournalOpening(directory, on: disk, options: JournalOptions())
        try opening.readHead(of: id)
        return (opening.head?.sequence ?? 0) <= (head?.sequence ?? 0)
    }
}
