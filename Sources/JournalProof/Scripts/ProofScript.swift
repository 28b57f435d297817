package import Journal

/// A short life of a journal that crashes are put into.
///
/// To attack a new command, make a type with this protocol and add it to
/// ``ProofScripts/all``: every crash attack then runs on it.
package protocol ProofScript: Sendable {
    /// What it is about, in a few words.
    var name: String { get }
    /// Prepares the disk; nothing of this is attacked.
    func prepare(_ disk: SimulatedDisk) async throws
    /// Lives. Every change of the disk is a place to crash.
    ///
    /// It must do the same operations in every run.
    func run(on disk: SimulatedDisk, _ notes: inout ProofNotes) async throws
    /// Judges what a crash left.
    ///
    /// - Parameters:
    ///   - image: the disk after the crash.
    ///   - recording: the life without the crash.
    ///   - answered: how much had been answered before.
    /// - Returns: what is wrong, nil when nothing is.
    func judge(
        _ image: DiskImage,
        _ recording: ProofRecording,
        _ answered: ProofNotes.Answer
    ) async -> Flaw?
}

extension ProofScript {
    /// Begins with an empty directory.
    package func prepare(_ disk: SimulatedDisk) async throws {}

    /// Opens for writing; what was answered must be there, and nothing else but what was asked.
    package func judge(
        _ image: DiskImage,
        _ recording: ProofRecording,
        _ answered: ProofNotes.Answer
    ) async -> Flaw? {
        await ProofJournal.judge(image, expecting: recording.entries, answered)
    }
}

/// What a script has been told, and when.
package struct ProofNotes: Sendable {
    /// What had been answered at some time.
    package struct Answer: Hashable, Sendable {
        /// How many of the entries of ``ProofRecording/entries`` were answered.
        package var entries = 0
        /// Whether making the journal was answered.
        package var isMade = false

        /// Nothing answered yet, unless told otherwise.
        package init(entries: Int = 0, isMade: Bool = false) {
            self.entries = entries
            self.isMade = isMade
        }
    }

    var answers: [(operations: Int, answer: Answer)] = []
    private var latest = Answer()

    /// Notes what was just answered.
    ///
    /// - Parameters:
    ///   - disk: the disk that the script lives on.
    ///   - entries: how many entries are answered now; nil as before.
    package mutating func answered(on disk: SimulatedDisk, entries: Int? = nil) {
        latest.isMade = true
        latest.entries = entries ?? latest.entries
        answers.append((ProofJournal.operationsThroughLastSync(of: disk), latest))
    }
}

/// A script's life without any crash.
package struct ProofRecording: Sendable {
    /// The script.
    package let script: any ProofScript
    /// The disk after 0, 1, 2 … operations.
    package let images: [DiskImage]
    /// The operations.
    package let log: ArraySlice<DiskOperation>
    /// What the journal held in the end, without its own notes on cut ends.
    package let entries: [JournalEntry]
    private let answers: [(operations: Int, answer: ProofNotes.Answer)]
    private let first: ProofNotes.Answer

    /// Lets a script live once.
    ///
    /// - Throws: whatever the script throws; it meets no fault.
    package init(_ script: any ProofScript) async throws {
        let disk = ProofJournal.emptyDisk()
        try await script.prepare(disk)
        let start = disk.image
        let prepared = disk.log.count
        first = ProofJournal.answer(in: start)
        var notes = ProofNotes()
        try await script.run(on: disk, &notes)
        self.script = script
        log = disk.log[prepared...]
        var image = start
        var images = [image]
        for operation in log {
            image.apply(operation)
            images.append(image)
        }
        self.images = images
        answers = notes.answers.map { ($0.operations - prepared, $0.answer) }
        entries = ProofJournal.entries(in: disk.image)
    }

    /// What had been answered after so many operations.
    package func answer(after operations: Int) -> ProofNotes.Answer {
        answers.last { $0.operations <= operations }?.answer ?? first
    }

    /// The operation at `index`, from 0.
    package func operation(_ index: Int) -> DiskOperation { log[log.startIndex + index] }
}
