import Journal

/// Crashes that come while an earlier one is being recovered from.
package enum RecoveryAttack {
    /// C3: four crashes, each in the opening and the short life after the one before.
    package static let chain = Attack(
        id: "C3",
        what: "four crashes, three of them in the opening or the short life after the one before"
    ) { settings in
        let recording = try await ProofRecording(LongScript(commands: 40))
        let count = settings.size(short: 80, long: 10_000)
        return await Tally.sweep(count, workers: settings.workers) { index, tally in
            var random = SeededRandom(seed: settings.seed, case: index)
            let number = Int.random(in: 0..<recording.log.count, using: &random)
            let cut = Int.random(in: 0...recording.operation(number).writtenBytes, using: &random)
            let answer = recording.answer(after: number)
            var chain = Chain(
                image: recording.killed(in: number, after: cut),
                answered: recording.entries.prefix(answer.entries).map(\.command),
                isMade: answer.isMade
            )
            for level in 0..<3 {
                if Bool.random(using: &random) { chain.losePower(&random) }
                await chain.liveAndCrash(level, &random)
            }
            if Bool.random(using: &random) { chain.losePower(&random) }
            let flaw = await chain.flaw()
            tally.add(flaw, "case \(index), operation \(number) byte \(cut)")
        }
    }

    /// A disk that crashes again and again, and everything that was answered on it.
    private struct Chain {
        var image: DiskImage
        var answered: [String]
        var isMade: Bool

        mutating func losePower(_ random: inout SeededRandom) {
            image = image.afterPowerLoss(.drawn, &random)
        }

        /// Opens and appends, and then crashes somewhere in all that.
        mutating func liveAndCrash(_ level: Int, _ random: inout SeededRandom) async {
            let disk = SimulatedDisk(image)
            guard let (journal, _) = try? ProofJournal.open(disk) else { return }
            var answers: [(operations: Int, command: String)] = []
            for number in 0..<Int.random(in: 0...3, using: &random) {
                let entry = NewEntry.example("level \(level) \(number)", parts: 1 + number)
                guard (try? await journal.append([entry])) != nil else { break }
                let operations = ProofJournal.operationsThroughLastSync(of: disk)
                answers.append((operations, entry.command))
            }
            await journal.close()
            let log = disk.log
            let number = Int.random(in: 0...log.count, using: &random)
            for operation in log[..<number] { image.apply(operation) }
            answered += answers.filter { $0.operations <= number }.map(\.command)
            guard number < log.count else { return }
            let cut = Int.random(in: 0...log[number].writtenBytes, using: &random)
            if let part = log[number].prefix(cut) { image.apply(part) }
        }

        /// Opens a last time.
        func flaw() async -> Flaw? {
            do {
                let (journal, _) = try ProofJournal.open(SimulatedDisk(image, keepsLog: false))
                let kept = Set(try journal.entries(from: 1).map(\.command))
                await journal.close()
                let lost = answered.filter { !kept.contains($0) }
                return lost.isEmpty ? nil : .lost("\(lost)")
            } catch JournalError.absent where !isMade && answered.isEmpty {
                return nil
            } catch {
                return .refused("\(error)")
            }
        }
    }
}
