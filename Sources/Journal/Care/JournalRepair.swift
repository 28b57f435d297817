import JSON

extension Journal {
    /// Finds out what can be kept of a journal; reads everything and changes nothing.
    ///
    /// - Parameter directory: the journal's directory.
    /// - Returns: the plan, also for a journal with nothing wrong.
    /// - Throws: ``JournalError`` when there is no journal, or it cannot be read at all.
    /// - Complexity: O(*n*) in the bytes.
    public static func repairPlan(
        at directory: String
    ) throws(JournalError) -> RepairPlan {
        try repairPlan(at: directory, on: SystemDisk())
    }

    /// Makes a whole journal of a damaged one, and leaves the damaged one beside it.
    ///
    /// The new journal has the same id and the same bytes through the last entry that is kept, so
    /// every head that was written down up to there still holds. An entry `journal.repaired`
    /// follows. It is built, made durable and checked before it takes the old one's name.
    ///
    /// - Parameters:
    ///   - plan: what was found; the journal must still be like that.
    ///   - mode: what to keep.
    ///   - count: how many entries the caller expects to lose; must be exact.
    ///   - request: who asks, when and why; it stays in the history.
    /// - Returns: what was kept and lost, and where the damaged journal is now.
    /// - Throws: ``RepairProblem``; the journal is as it was.
    public static func repair(
        _ plan: RepairPlan,
        _ mode: RepairMode,
        losing count: UInt64,
        _ request: CareRequest
    ) throws(RepairProblem) -> RepairReport {
        do {
            return try Repair(plan: plan, mode: mode, count: count, request: request).run()
        } catch let problem as RepairProblem {
            throw problem
        } catch let error as JournalError {
            throw .journal(error)
        } catch let error as DiskError {
            let path = plan.survey.directory.path
            throw .journal(error.isOutOfSpace ? .full(path: path) : error.asJournalError)
        } catch {
            preconditionFailure("Nothing else is thrown by reading and writing files.")
        }
    }

    /// Plans on any disk.
    package static func repairPlan(
        at directory: String,
        on disk: any Disk
    ) throws(JournalError) -> RepairPlan {
        RepairPlan(try RepairSurvey(JournalDirectory(path: directory), on: disk))
    }
}

extension RepairPlan {
    init(_ survey: RepairSurvey) {
        self.survey = survey
        id = survey.id
        (problems, isOnlyMissing) = survey.problems()
        kept = survey.kept
        later = survey.later
        lastKnownEntry = survey.lastKnownEntry
        head = survey.head.map { head in
            ExpectedHead(
                source: "The head file",
                sequence: head.sequence,
                chainHash: head.chainHash
            )
        }
    }

    /// Whether both describe the same files.
    fileprivate func isSame(as other: RepairPlan) -> Bool {
        kept.last == other.kept.last && later == other.later && head == other.head
            && problems == other.problems && lastKnownEntry == other.lastKnownEntry
    }
}

/// One repair under way.
private struct Repair {
    let plan: RepairPlan
    let mode: RepairMode
    let count: UInt64
    let request: CareRequest

    private var survey: RepairSurvey { plan.survey }
    private var disk: any Disk { survey.disk }
    private var time: Int64 { request.timeMicroseconds }

    func run() throws -> RepairReport {
        let (keptThrough, salvaged) = try checked()
        let lost = plan.lost(keepingThrough: keptThrough) - UInt64(salvaged.count)
        guard lost == count else { throw RepairProblem.otherCount(lost) }
        let lock = try JournalLock.take(at: survey.directory.lock, on: disk, time: time)
        defer { lock.close() }
        let now = RepairPlan(try RepairSurvey(survey.directory, on: disk))
        guard now.isSame(as: plan) else { throw RepairProblem.changed }
        let draft = JournalDirectory(
            path: RepairSwap.path(survey.directory, RepairSwap.building, time)
        )
        let told = keptThrough + 1
        let numbers = salvaged.enumerated().map { ($1.number, told + 1 + UInt64($0)) }
        var report = RepairReport(
            keptThrough: keptThrough,
            lost: lost,
            salvaged: numbers,
            told: told,
            brokenDirectory: RepairSwap.path(survey.directory, RepairSwap.broken, time)
        )
        try RepairDraft(survey: survey, draft: draft, time: time).build(through: keptThrough)
        try append([entry(report)] + prepared(salvaged), to: draft)
        let last = report.salvaged.last?.1 ?? told
        try check(draft, endsWith: last)
        try RepairSwap.run(survey.directory, at: time, on: disk)
        report.lost = lost
        return report
    }

    /// What is kept and what is written anew, when the mode fits what was found.
    private func checked() throws(RepairProblem) -> (UInt64, [LaterEntry]) {
        guard !plan.problems.isEmpty else { throw .nothingWrong }
        switch mode {
        case .keepThrough(let entry):
            guard entry <= plan.goodThrough, entry + 1 >= plan.kept.firstEntry else {
                throw .notGood(through: plan.goodThrough)
            }
            return (entry, [])
        case .acceptMissing(let entry):
            guard plan.isOnlyMissing else { throw .notOnlyMissing }
            guard entry == plan.goodThrough else { throw .notGood(through: plan.goodThrough) }
            return (entry, [])
        case .salvage(let numbers):
            var entries: [LaterEntry] = []
            for number in numbers {
                let found = plan.later.first { $0.number == number && !$0.isOwn }
                guard let found, number > entries.last?.number ?? 0 else {
                    throw .notReadable(number)
                }
                entries.append(found)
            }
            return (plan.goodThrough, entries)
        }
    }

    private func prepared(_ entries: [LaterEntry]) throws(JournalError) -> [PreparedEntry] {
        var prepared: [PreparedEntry] = []
        for entry in entries { prepared.append(try entry.entry.checked()) }
        return prepared
    }

    /// Opens the draft as any journal is opened, and writes behind what was kept.
    private func append(
        _ entries: [PreparedEntry],
        to draft: JournalDirectory
    ) throws(JournalError) {
        var options = JournalOptions()
        let now = time
        options.now = { now }
        var opening = JournalOpening(draft, on: disk, options: options)
        let opened = try opening.openForWriting()
        guard var writer = opened.writer, let lock = opened.lock else {
            preconditionFailure("Opening for writing gives a writer.")
        }
        defer {
            writer.head.close()
            writer.file.close()
            lock.close()
        }
        do {
            for entry in entries {
                let parts = entry.entry.payloadParts.indices
                let records = parts.map { PendingRecord(entry: entry, part: $0) }
                _ = try writer.commit(records[...])
            }
            try writer.writeHead()
            try writer.head.sync()
        } catch let failure as SegmentWriter.Failure {
            throw failure.reason
        } catch let error as DiskError {
            throw error.asJournalError
        } catch {
            preconditionFailure("Nothing else is thrown by writing.")
        }
    }

    private func check(_ draft: JournalDirectory, endsWith last: UInt64) throws {
        let report = try Journal.verify(at: draft.path, expecting: nil, on: disk)
        if let problem = report.problems.first { throw RepairProblem.unsound(problem) }
        guard report.entries == last else {
            let text = "It ends with entry \(report.entries), not \(last)."
            throw RepairProblem.unsound(.init(path: draft.path, description: text))
        }
    }

    /// The entry that tells of the repair.
    private func entry(_ report: RepairReport) throws(JournalError) -> PreparedEntry {
        let head: JSONValue =
            plan.head.map { head in
                ["chain": .string(head.chainHash.hex), "sequence": .integer(Int(head.sequence))]
            } ?? .null
        let findings = plan.problems.prefix(Self.findings).map { problem -> JSONValue in
            .string(String(problem.description.prefix(300)))
        }
        let name = report.brokenDirectory.split(separator: "/").last.map(String.init) ?? ""
        return try OwnEntry(
            kind: "journal.repaired",
            actor: request.actor,
            time: time,
            payload: [
                "broken": .string(name),
                "findings": .array(findings),
                "forgotten": survey.mark.map { .object($0.claim) } ?? .null,
                "head": head,
                "journal": .string(plan.id.hex),
                "keptThrough": .integer(Int(report.keptThrough)),
                "lastKnown": .integer(Int(plan.lastKnownEntry)),
                "lost": .integer(Int(report.lost)),
                "mode": .string(mode.name),
                "reason": .string(request.shortReason),
                "salvaged": .array(Self.runs(report.salvaged)),
            ]
        ).prepared()
    }

    private static let findings = 10

    /// The numbers as runs of old number, new number and count, so that they always fit.
    private static func runs(_ numbers: [(UInt64, UInt64)]) -> [JSONValue] {
        var runs: [(old: UInt64, new: UInt64, count: Int)] = []
        for (old, new) in numbers {
            if let last = runs.last, last.old + UInt64(last.count) == old {
                runs[runs.count - 1].count += 1
            } else {
                runs.append((old, new, 1))
            }
        }
        return runs.map { [.integer(Int($0.old)), .integer(Int($0.new)), .integer($0.count)] }
    }
}
