internal import FlagModel
internal import TerminalUI

/// Keys on their way into an audience: read, counted, told, and saved after a yes.
struct ImportBox: Equatable, Sendable {
    /// Where the keys go.
    enum Target: Equatable, Sendable {
        /// Members of an audience.
        case members(GUID)
        /// Those who never belong to an audience.
        case never(GUID)
        /// Members of an audience that is made with them.
        case new(name: String, key: FlagModel.Key)
    }

    /// How far it is.
    enum Stage: Equatable, Sendable {
        /// The file has several columns: which one?
        case choosing([String])
        /// The file is being read.
        case reading
        /// Everything was read and counted.
        case counted
    }

    let target: Target
    let title: String
    /// The file; `nil` for a paste.
    let path: String?
    /// The form that named the file: it comes back when the file cannot be read.
    var form: Form?
    var stage = Stage.reading
    /// The columns, while one is chosen.
    var view = ListView()
    /// The question whose answer is waited for.
    var generation = 0
    /// The first bytes, once they are known.
    var head: KeyFileReader.Head?
    var reader: KeyFileReader?
    /// Bytes that were read, and that there are.
    var readBytes = 0
    var totalBytes = 0
    /// Keys that were found so far.
    var foundCount = 0
    /// What was found, once everything was read.
    var list = KeyList()
    /// Keys that are not in the audience's list yet.
    var new: [CustomerKey] = []
    /// Members among the keys whom NEVER keeps out.
    var keptOutCount = 0
    /// How many of the new keys were looked up, and how many of those nobody is known by.
    var lookedUpCount = 0
    var unknownCount = 0
    var problem: String?

    /// New keys that are looked up, at the most.
    static let lookUpLimit = 100_000
    /// Keys of one look-up.
    static let lookUpCount = 5000

    init(_ target: Target, title: String, path: String?) {
        self.target = target
        self.title = title
        self.path = path
    }

    /// How many of the new keys are looked up altogether.
    var lookUpTotal: Int { min(new.count, Self.lookUpLimit) }

    /// Whether it can be saved.
    var canSave: Bool { stage == .counted && !new.isEmpty && !list.isTooLong }
}

extension ImportBox {
    /// What was found, in sentences.
    var sentences: [String] {
        let total = list.keys.count
        if list.isTooLong {
            let most = Words.grouped(KeyList.limit)
            return ["There are more than \(most) keys, which is the most that an audience holds."]
        }
        guard total > 0 else { return ["There is no key in it. Nothing can be added."] }
        let there = total - new.count
        var counts = ["\(Words.grouped(new.count)) new"]
        if there > 0 { counts.append("\(Words.grouped(there)) there already") }
        if list.repeatedCount > 0 { counts.append("\(Words.grouped(list.repeatedCount)) repeated") }
        if list.blankCount > 0 { counts.append(Words.count(list.blankCount, "blank line")) }
        var lines = ["\(Words.count(total, "key")): \(counts.joined(separator: ", "))."]
        if list.unfitCount > 0 {
            let most = Limits.customerKeyBytes.upperBound
            lines.append(
                "\(Words.grouped(list.unfitCount)) left out: longer than \(most) bytes, or no text."
            )
        }
        if keptOutCount > 0 {
            let verb = keptOutCount == 1 ? "is" : "are"
            lines.append(
                "\(Words.grouped(keptOutCount)) \(verb) kept out all the same: NEVER wins."
            )
        }
        return lines + knownSentences
    }

    private var knownSentences: [String] {
        guard !new.isEmpty else { return ["Nothing would change."] }
        let part = new.count > lookUpTotal ? "Of the first \(Words.grouped(lookUpTotal)), " : ""
        guard lookedUpCount >= lookUpTotal else { return ["Looking up who is known…"] }
        guard unknownCount > 0 else {
            return [part + (part.isEmpty ? "All" : "all") + " are known customers."]
        }
        let verb = unknownCount == 1 ? "is not a known customer" : "are not known customers"
        return ["\(part)\(Words.grouped(unknownCount)) \(verb) yet."]
    }
}
