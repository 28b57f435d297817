#if os(Linux)
import Journal

/// What writers said that they had kept, and whether it is there.
struct ProcessesLedger {
    /// The command that was acknowledged under each number.
    private(set) var acknowledged: [UInt64: String] = [:]
    /// Every entry's number that stands for it and all before it, as far as it was read.
    private(set) var hashes: [UInt64] = []
    private var commands: Set<String> = []
    private var uncheckedAcknowledgements: [UInt64] = []

    /// Notes the line `ok NUMBER COMMAND`; other lines say nothing here.
    mutating func note(_ line: String) {
        let words = line.split(separator: " ")
        guard words.count == 3, words[0] == "ok", let number = UInt64(words[1]) else { return }
        acknowledged[number] = String(words[2])
        uncheckedAcknowledgements.append(number)
    }

    /// Reads what is new in a journal and compares it with what was said.
    ///
    /// - Parameters:
    ///   - journal: open; everything that was acknowledged must be in it.
    ///   - row: what is wrong is counted there.
    mutating func check(_ journal: Journal, _ row: inout ProcessesRow) {
        do throws(JournalError) {
            var reader = try journal.reader(from: UInt64(hashes.count) + 1)
            while let entry = try reader.next() { take(entry, &row) }
        } catch {
            row.refuse("reading: \(error.code): \(error.description)")
        }
        for number in uncheckedAcknowledgements where number > UInt64(hashes.count) {
            row.lose(1, "entry \(number) was acknowledged, the journal ends at \(hashes.count)")
        }
        uncheckedAcknowledgements = []
    }

    /// Reads everything again from the beginning: nothing may have changed since it was read first.
    mutating func checkAgain(_ journal: Journal, _ row: inout ProcessesRow) {
        let before = hashes
        hashes = []
        commands = []
        check(journal, &row)
        if Array(hashes.prefix(before.count)) != before {
            row.damage("entries that were read before have changed or are gone")
        }
    }

    private mutating func take(_ entry: JournalEntry, _ row: inout ProcessesRow) {
        if entry.number != UInt64(hashes.count) + 1 {
            row.damage("entry \(entry.number) comes after entry \(hashes.count)")
        }
        if let flaw = ProcessesEntry.flaw(of: entry) { row.damage(flaw) }
        if entry.kind == ProcessesEntry.kind, !commands.insert(entry.command).inserted {
            row.damage("\(entry.command) is there twice")
        }
        if let command = acknowledged[entry.number], command != entry.command {
            row.lose(1, "entry \(entry.number) was \(command) and is \(entry.command)")
        }
        hashes.append(ProcessesEntry.mix(hashes.last ?? 0, entry))
    }
}
#endif
