import FlagAPI
import FlagModel
import JSON
import Journal

/// Replaces a text in a whole history and shows that nothing else changes, before anything does.
///
/// The history is read twice: once as it is, to know the present and which words are free, and
/// once with the replacements, which must apply one after the other and lead to the same present,
/// byte for byte.
struct RedactionReplay {
    let text: RedactedText

    /// What the check found.
    struct Result {
        var placeholder = ""
        var replacements: [Redaction.Replacement] = []
        var found: [RedactionOutcome.Found] = []
        /// The present, for a snapshot.
        var state: ServiceState
    }

    /// Checks a whole journal; nothing is written.
    ///
    /// - Throws: ``RedactionProblem`` when the text cannot be removed.
    func run(_ journal: Journal) throws(RedactionProblem) -> Result {
        var words = Placeholders()
        var state = ServiceState()
        var isFound = false
        try forEachEntry(of: journal) { entry throws(RedactionProblem) in
            isFound = isFound || mayOccur(in: entry)
            words.note(entry.payload + Array(entry.actor.utf8))
            try fold(entry, as: nil, into: &state)
        }
        guard isFound else { return Result(state: state) }
        let places = TextPlaces(text).places(in: state.model)
        guard places.isEmpty else { throw .stillThere(places) }
        guard let placeholder = words.free(for: text) else { throw .tooCommon }
        return try replaced(journal, with: placeholder, leadingTo: state)
    }

    private func replaced(
        _ journal: Journal,
        with placeholder: String,
        leadingTo present: ServiceState
    ) throws(RedactionProblem) -> Result {
        var result = Result(placeholder: placeholder, state: present)
        var state = ServiceState()
        try forEachEntry(of: journal) { entry throws(RedactionProblem) in
            let content = try mayOccur(in: entry) ? replaced(entry, with: placeholder) : nil
            let changeSet = try fold(entry, as: content, into: &state)
            guard let content else { return }
            try checkSameMeaning(entry, changeSet, placeholder)
            guard result.replacements.count <= JournalLimits.redactedEntries else {
                throw .service(ServiceProblem(Self.tooMany))
            }
            result.replacements.append(content.replacement(of: entry))
            let sentence = changeSet?.sentence ?? "noted \(entry.kind)"
            result.found.append(.init(number: entry.number, sentence: sentence))
        }
        guard state.json.canonicalBytes() == present.json.canonicalBytes() else {
            throw .changesPresent
        }
        return result
    }

    private static let tooMany = JournalError.limits(
        field: "redacted entries",
        size: JournalLimits.redactedEntries + 1,
        maximum: JournalLimits.redactedEntries
    )

    // MARK: - Entries

    private func forEachEntry(
        of journal: Journal,
        _ body: (JournalEntry) throws(RedactionProblem) -> Void
    ) throws(RedactionProblem) {
        do {
            var reader = try journal.reader()
            while let entry = try reader.next() { try body(entry) }
        } catch let error as RedactionProblem {
            throw error
        } catch {
            throw .service(ServiceProblem(of: error))
        }
    }

    private func mayOccur(in entry: JournalEntry) -> Bool {
        text.mayOccur(in: entry.payload) || text.occurs(in: entry.actor)
            || text.occurs(in: entry.command)
    }

    /// An entry's content with the placeholder; `nil` when the text does not stand in it.
    private func replaced(
        _ entry: JournalEntry,
        with placeholder: String
    ) throws(RedactionProblem) -> Content? {
        guard !text.occurs(in: entry.command), var payload = try? JSONValue(parsing: entry.payload)
        else { throw .breaks(entry: entry.number) }
        // What a redaction holds of other entries is their content, and replaced there.
        if entry.kind == Redaction.kind { payload = Self.ownWords(payload, entry.partCount) }
        guard text.occurs(in: payload) || text.occurs(in: entry.actor) else { return nil }
        let content = Content(
            actor: text.replaced(in: entry.actor, with: placeholder),
            payload: text.replaced(in: payload, with: placeholder)
        )
        guard !text.occurs(in: content.payload), !text.occurs(in: content.actor) else {
            throw .breaks(entry: entry.number)
        }
        return content
    }

    private static func ownWords(_ payload: JSONValue, _ partCount: Int) -> JSONValue {
        var first = payload
        if partCount > 1, case .array(let parts) = payload, let part = parts.first { first = part }
        guard case .object(var object) = first else { return payload }
        object["entries"] = []
        return .object(object)
    }

    /// - Returns: the entry's change set; `nil` for an entry of the journal's own.
    @discardableResult
    private func fold(
        _ entry: JournalEntry,
        as content: Content?,
        into state: inout ServiceState
    ) throws(RedactionProblem) -> ChangeSet? {
        do {
            let changeSet = try EntryCoding.changeSet(
                of: entry,
                reading: content.map { ($0.actor, $0.payload) }
            )
            let model = try changeSet.map(state.model.applying) ?? state.model
            state.advance(to: model, entry: entry.number, request: changeSet?.id)
            return changeSet
        } catch {
            guard content == nil else { throw .breaks(entry: entry.number) }
            // Damage that the text's removal led to shows here too: an add without its remove.
            if let problem = error as? EntryProblem {
                throw .service(ServiceProblem(of: OpeningProblem.entry(problem)))
            }
            throw .breaks(entry: entry.number)
        }
    }

    /// The entry must say the same as before but for the text: a word of the layout itself that is
    /// replaced (`note`) would be read past, and something would be lost.
    private func checkSameMeaning(
        _ entry: JournalEntry,
        _ replaced: ChangeSet?,
        _ placeholder: String
    ) throws(RedactionProblem) {
        guard let replaced else { return }
        guard let before = try? EntryCoding.changeSet(of: entry)?.json,
            text.replaced(in: before, with: placeholder).canonicalBytes()
                == replaced.json.canonicalBytes()
        else { throw .breaks(entry: entry.number) }
    }

    private struct Content {
        var actor: String
        var payload: JSONValue

        func replacement(of entry: JournalEntry) -> Redaction.Replacement {
            var parts = [payload]
            if entry.partCount > 1, case .array(let elements) = payload { parts = elements }
            return Redaction.Replacement(
                entry: entry.number,
                actor: actor,
                payloadParts: parts.map { $0.canonicalBytes() }
            )
        }
    }
}
