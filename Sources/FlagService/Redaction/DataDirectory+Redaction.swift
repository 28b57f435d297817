import FlagAPI
public import FlagModel
import JSON
import Journal

extension DataDirectory {
    /// Says what ``redact(_:at:)`` would do; changes nothing, and works while somebody else writes.
    ///
    /// - Throws: ``RedactionProblem`` when it would refuse.
    public func planRedaction(
        _ request: RedactionRequest
    ) throws(RedactionProblem) -> RedactionOutcome {
        let text = try request.checked()
        let journal = try problem { () throws(JournalError) in
            try Journal.open(at: self.journal, access: .read).journal
        }
        return Self.outcome(try RedactionReplay(text: text).run(journal))
    }

    /// Removes a text from every entry of the history, so that the present stays what it is.
    ///
    /// Needs the journal for itself: no other process may have the data open.
    ///
    /// - Parameters:
    ///   - request: what, who and why.
    ///   - time: the wall clock.
    /// - Returns: what was done; nothing when the text stands in no entry.
    /// - Throws: ``RedactionProblem``; the journal is then as it was, or the next start finishes
    ///   what a failing disk left unfinished.
    public func redact(
        _ request: RedactionRequest,
        at time: Moment
    ) throws(RedactionProblem) -> RedactionOutcome {
        let text = try request.checked()
        let session = try problem { () throws(JournalError) in
            try RedactionSession.begin(at: journal)
        }
        defer { session.end() }
        let result = try RedactionReplay(text: text).run(session.journal)
        var outcome = Self.outcome(result)
        guard !result.replacements.isEmpty else { return outcome }
        // Before the entry: a crash between the two costs only a cache.
        outcome.snapshotCount = try problem { () throws(JournalError) in
            try session.replaceSnapshots(
                schemaVersion: result.state.layoutVersion,
                state: result.state.json.canonicalBytes(),
                where: text.mayOccur
            )
        }
        let report = try problem { () throws(JournalError) in
            try session.redact(
                Redaction(
                    actor: request.actor,
                    askedBy: request.askedBy,
                    reason: request.reason,
                    timeMicroseconds: time.microseconds,
                    replacements: result.replacements
                )
            )
        }
        outcome.entry = report.entry
        outcome.leftovers = try problem { () throws(JournalError) in
            try session.files(where: text.mayOccur)
        }
        return outcome
    }

    private static func outcome(_ result: RedactionReplay.Result) -> RedactionOutcome {
        RedactionOutcome(
            entry: nil,
            placeholder: result.placeholder,
            entries: result.found,
            snapshotCount: 0,
            leftovers: []
        )
    }

    private func problem<Value>(
        _ work: () throws(JournalError) -> Value
    ) throws(RedactionProblem) -> Value {
        do throws(JournalError) {
            return try work()
        } catch {
            throw .service(ServiceProblem(error))
        }
    }
}

extension RedactionRequest {
    /// Refuses a text that cannot be meant, and a request that would keep it.
    func checked() throws(RedactionProblem) -> RedactedText {
        let bytes = text.utf8.count
        guard (1...Self.maximumTextBytes).contains(bytes),
            !text.allSatisfy(\.isWhitespace)
        else { throw .badText(bytes: bytes) }
        let sought = RedactedText(text, isWholeWord: isWholeWord)
        for words in [actor, askedBy, reason] where sought.occurs(in: words) { throw .inRequest }
        return sought
    }
}

extension ChangeSet {
    /// An entry that tells of a redaction, in words.
    static func redactionSentence(_ entry: JournalEntry) -> String {
        var words = "removed personal data from older entries"
        guard let payload = try? JSONValue(parsing: entry.payload) else { return words }
        var first = payload
        if case .array(let parts) = payload, let part = parts.first { first = part }
        guard let fields = try? JSONFields(first), let askedBy = try? fields.text("askedBy"),
            let reason = try? fields.text("reason")
        else { return words }
        words += "; asked by \(askedBy): \(reason)"
        return words
    }
}
