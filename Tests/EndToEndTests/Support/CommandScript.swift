import Foundation
import Testing

/// Commands one after another, each an entry of its own, and what is known of them.
struct CommandScript {
    /// An entry whose command said that it was done.
    private struct Confirmed: Hashable {
        let sequence: Int
        let sentence: String
        let note: String
    }

    private let workplace: Workplace
    private var step = 0
    private var confirmed: [Confirmed] = []
    /// The command that was killed last before it said anything, and so may or may not be there.
    private var open: String?
    private var killCount = 0
    private var commandSeconds = 0.1
    /// The entries that were there when it was last looked.
    private var known: [RecordedEntry]

    init(_ workplace: Workplace) throws {
        self.workplace = workplace
        known = try workplace.history()
    }

    /// Finds out how long a command takes on this machine now.
    mutating func measure() throws {
        let start = ContinuousClock.now
        let program = try next()
        confirm(try program.end(), note: "step \(step)")
        commandSeconds = start.duration(to: .now) / .seconds(1)
    }

    /// Runs commands until a moment, then kills the one that is running.
    ///
    /// - Parameter share: the moment, as a share of the time that one command takes.
    /// - Throws: ``Unexpected`` when a command cannot be started.
    mutating func runUntilKilled(after share: Double) throws {
        let moment = ContinuousClock.now + .seconds(share * commandSeconds)
        while true {
            let start = ContinuousClock.now
            let program = try next()
            if let outcome = program.ended(by: moment) {
                confirm(outcome, note: "step \(step)")
                commandSeconds = (commandSeconds + start.duration(to: .now) / .seconds(1)) / 2
                continue
            }
            // The machine may have become slower; some commands must come to their end.
            if share > 1 { commandSeconds *= 1.1 }
            program.send(SIGKILL)
            confirm(try program.end(), note: "step \(step)")
            return
        }
    }

    /// Every confirmed entry is there with its words, and nothing is there by halves.
    mutating func check() throws {
        let entries = try workplace.history(limit: 50)
        let newest = entries.first?.sequence ?? 0
        #expect(entries.map(\.sequence) == Array((1...newest).reversed().prefix(50)))
        for entry in confirmed.suffix(20) {
            let found = entries.first { $0.sequence == entry.sequence }
            #expect(found?.sentence == entry.sentence)
            #expect(found?.note == entry.note)
        }
        for entry in entries where entry.sequence > (known.first?.sequence ?? 0) {
            let isExpected =
                open == entry.note || confirmed.contains { $0.note == entry.note }
            #expect(isExpected, "\(entry) came from nowhere")
            #expect(entry.changes.count == 1)
        }
        #expect(entries.filter { known.contains($0) } == known.filter { entries.contains($0) })
        known = entries
    }

    /// The whole history and what it has led to fit together.
    func checkEverything() throws {
        let entries = try workplace.history(limit: 500)
        let members = try Document.read(
            workplace.done("audience", "members", "vip", "--json")
        )
        let added = entries.filter { $0.sentence.hasPrefix("added ") }

        #expect(Set(entries.map(\.note)).isSuperset(of: confirmed.map(\.note)))
        #expect(members.elements.count == added.count)
        #expect(Set(entries.map(\.sequence)).count == entries.count)
        #expect(try workplace.done("journal", "verify").contains("The journal is whole"))
        print("confirmed: \(confirmed.count), killed: \(killCount), entries: \(entries.count)")
    }

    /// Starts the next command.
    private mutating func next() throws -> Program {
        step += 1
        return try workplace.start([
            "audience", "add", "vip", "C-\(step)", "--note", "step \(step)",
        ])
    }

    /// Remembers what a command that has ended had said.
    private mutating func confirm(_ outcome: Outcome, note: String) {
        guard let match = outcome.output.firstMatch(of: #/^(.+)\. Entry (\d+); /#) else {
            #expect(outcome.signal == SIGKILL, "\(outcome)")
            (open, killCount) = (note, killCount + 1)
            return
        }
        let sentence = match.1.prefix(1).lowercased() + match.1.dropFirst()
        confirmed.append(
            Confirmed(sequence: Int(match.2) ?? 0, sentence: sentence, note: note)
        )
    }
}
