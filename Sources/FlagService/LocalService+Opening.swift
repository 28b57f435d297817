public import FlagAPI
import FlagModel
package import Journal

extension LocalService {
    /// Makes an empty journal in a directory, and opens the service on it.
    ///
    /// - Throws: ``ServiceProblem`` when there is one already.
    public static func create(
        in directory: DataDirectory,
        world: World
    ) throws(ServiceProblem) -> LocalService {
        try directory.make()
        do throws(JournalError) {
            let id = JournalID(high: world.random(), low: world.random())
            try Journal.create(
                at: directory.journal,
                id: id,
                timeMicroseconds: world.now().microseconds
            )
        } catch {
            throw ServiceProblem(error)
        }
        return try open(directory, world: world).service
    }

    /// Opens the service on a directory that holds a journal.
    ///
    /// - Returns: the service, and sentences about what opening found that people should know.
    /// - Throws: ``ServiceProblem/unreachable(text:)`` when another process owns the directory.
    public static func open(
        _ directory: DataDirectory,
        world: World
    ) throws(ServiceProblem) -> (service: LocalService, notes: [String]) {
        try open(directory, world: world) { path throws(JournalError) in
            try Journal.open(at: path, access: .write)
        }
    }

    /// Opens the service on a journal on any disk; nothing else may be asked of it.
    package static func open(
        _ directory: DataDirectory,
        on disk: any Disk,
        options: JournalOptions,
        world: World
    ) throws(ServiceProblem) -> (service: LocalService, notes: [String]) {
        try open(directory, world: world) { path throws(JournalError) in
            try Journal.open(at: path, access: .write, on: disk, options: options)
        }
    }

    private static func open(
        _ directory: DataDirectory,
        world: World,
        _ openJournal: (String) throws(JournalError) -> (journal: Journal, report: OpeningReport)
    ) throws(ServiceProblem) -> (service: LocalService, notes: [String]) {
        do {
            let (journal, report) = try openJournal(directory.journal)
            let folded = try StateFolding.state(of: journal)
            let service = LocalService(
                directory: directory,
                journal: journal,
                world: world,
                state: folded.state,
                snapshotPolicy: SnapshotPolicy(entries: folded.entries, bytes: folded.bytes)
            )
            if world.wait != nil {
                Task(executorPreference: world.executor) { await service.begun() }
            }
            let cuts = report.tailCuts.map { cut in
                "The last write before a crash was unfinished and had not been confirmed: "
                    + "\(cut.size) bytes were cut off and kept in \(cut.keptAt)."
            }
            return (service, cuts + report.warnings + folded.warnings)
        } catch let error as JournalError {
            throw ServiceProblem(error)
        } catch let error as OpeningProblem {
            throw ServiceProblem(of: error)
        } catch {
            throw .journal(code: "journal.failed", text: "\(error)")
        }
    }
}

extension ServiceProblem {
    /// What the journal said, for people.
    init(_ error: JournalError) {
        switch error {
        case .locked, .absent: self = .unreachable(text: error.description)
        case .busy, .overtaken: self = .busy
        default: self = .journal(code: error.code, text: error.description)
        }
    }

    /// A problem of the journal, or of the entries in it.
    init(of error: any Error) {
        switch error {
        case let error as JournalError: self = ServiceProblem(error)
        case OpeningProblem.journal(let error): self = ServiceProblem(error)
        case OpeningProblem.entry(let problem):
            self = .journal(code: "journal.unknown-entry", text: problem.text)
        default: self = .journal(code: "journal.failed", text: "\(error)")
        }
    }
}

extension ChangeSet {
    /// An entry that the journal wrote about itself, in words.
    static func aboutJournal(_ entry: JournalEntry) -> ChangeSet {
        let sentence =
            entry.kind == Redaction.kind
            ? redactionSentence(entry) : JournalSentence.text(of: entry)
        return ChangeSet(
            id: GUID.zero,
            actor: entry.actor.isEmpty ? "Flagdeck" : entry.actor,
            note: "",
            time: Moment(microseconds: entry.timeMicroseconds),
            origin: .direct,
            steps: [],
            sentence: sentence,
            lines: [sentence]
        )
    }
}
