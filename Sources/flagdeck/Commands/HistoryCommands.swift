import ArgumentParser
import FlagAPI
import FlagModel
import JSON

/// What happened, newest first, in sentences.
struct History: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Show what was changed, by whom, when and why; newest first."
    )
    @OptionGroup var global: GlobalOptions
    @OptionGroup var list: ListOptions
    @Option(name: .customLong("flag"), help: "Only what is about this flag.") var flagKey: String?
    @Option(name: .customLong("audience"), help: "Only what is about this audience.")
    var audienceKey: String?
    @Option(help: "How many entries at the most.") var limit = 50

    func validate() throws {
        guard (1...HistoryRequest.maximumLimit).contains(limit) else {
            throw ValidationError("--limit takes 1 to \(HistoryRequest.maximumLimit).")
        }
    }

    func run(_ desk: Desk) async throws {
        let request = HistoryRequest(limit: limit, subjects: try subjects(desk.model))
        let page = try await desk.service.history(request)
        guard !list.wantsJSON else { return Printer.print(.array(page.entries.map(\.summary))) }
        guard !page.entries.isEmpty else {
            return Printer.print("Nothing has been changed yet.")
        }
        Printer.print(
            ["NUMBER", "WHEN", "WHO", "WHAT"],
            page.entries.map { entry in
                let note = entry.changeSet.note
                let reason = note.isEmpty ? "" : "  (\(Words.short(note, 60)))"
                return [
                    "\(entry.number)", Surroundings.localTime(entry.changeSet.time),
                    Words.short(entry.changeSet.actor, 16), entry.changeSet.sentence + reason,
                ]
            }
        )
    }

    /// A flag that lives in several environments is asked for in all of them.
    private func subjects(_ model: Model) throws -> Set<Subject> {
        var subjects: Set<Subject> = []
        let flag = flagKey.flatMap { try? Key($0) }
        let audience = audienceKey.flatMap { try? Key($0) }
        for state in model.environments {
            let place = state.environment.id
            if let flag,
                let found = state.flag(flag)
                    ?? state.flagTombstones.first(
                        where: { $0.key == flag }
                    )
            {
                subjects.insert(.flag(environment: place, found.id))
            }
            if let audience, let found = state.audience(audience) {
                subjects.insert(.audience(environment: place, found.id))
            }
        }
        if let key = flagKey ?? audienceKey, subjects.isEmpty {
            let kind: Refusal.Kind = flagKey == nil ? .audience : .flag
            throw Refusal.unknown(kind, key)
        }
        return subjects
    }
}

extension HistoryEntry {
    /// The entry as programs rely on it.
    fileprivate var summary: JSONValue {
        [
            "sequence": .integer(Int(number)), "time": .string(changeSet.time.text),
            "actor": .string(changeSet.actor), "note": .string(changeSet.note),
            "sentence": .string(changeSet.sentence),
            "changes": .array(changeSet.lines.map(JSONValue.string)),
        ]
    }
}

/// Takes an entry back.
struct Undo: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo",
        abstract: "Take an entry of the history back, as a new entry."
    )
    @OptionGroup var global: GlobalOptions
    @Option(name: .customLong("note"), help: "Why; it stays in the history.") var note = ""
    @Argument(help: "The entry's number, as history shows it.") var number: UInt64

    func run(_ desk: Desk) async throws {
        var random = SystemRandomNumberGenerator()
        let request = UndoRequest(
            id: GUID(using: &random),
            entry: number,
            actor: desk.actor,
            note: note
        )
        desk.report(try await desk.service.undo(request))
    }
}
