import Journal
import JournalProof

/// A journal of several segments on a disk in memory, in which entries name a person.
struct RedactionScript {
    static let person = "bob@x.com"
    static let path = ProofJournal.path
    static let options = ProofJournal.options

    /// A small, a large and a plain entry, then one of several records, then what fills segments.
    static func entries() -> [NewEntry] {
        [
            entry("\"plain\""), entry("\"added \(person)\""),
            entry("\"first \(person)\"", "\"second\"", "\"third \(person)\""),
            entry("\"" + String(repeating: "long ", count: 400) + "\""),
            entry("{\"member\":\"\(person)\"}", actor: person), entry("\"last\""),
        ]
    }

    static func entry(_ parts: String..., actor: String = "mira") -> NewEntry {
        NewEntry(
            kind: "change-set",
            timeMicroseconds: 1_764_000_000_000_000,
            actor: actor,
            command: "c-1",
            payloadParts: parts.map(\.bytes)
        )
    }

    /// What stands in place of the entries that name the person, decided as a text replacement.
    static func redaction(
        of text: String = person,
        with placeholder: String = "redacted-1",
        in journal: Journal,
        reason: String = "the customer left"
    ) throws -> Redaction {
        var replacements: [Redaction.Replacement] = []
        for entry in try journal.entries(from: 1) where entry.kind == "change-set" {
            let payload = String(decoding: entry.payload, as: UTF8.self)
            guard payload.contains(text) || entry.actor.contains(text) else { continue }
            let parts =
                entry.partCount == 1
                ? [payload]
                : payload.dropFirst().dropLast().split(separator: ",").map(String.init)
            replacements.append(
                Redaction.Replacement(
                    entry: entry.number,
                    actor: entry.actor.replacing(text, with: placeholder),
                    payloadParts: parts.map { $0.replacing(text, with: placeholder).bytes }
                )
            )
        }
        return Redaction(
            actor: "ops",
            askedBy: "legal",
            reason: reason,
            timeMicroseconds: 1_764_000_000_000_001,
            replacements: replacements
        )
    }

    /// A disk that holds the journal.
    static func disk() async throws -> SimulatedDisk {
        let disk = ProofJournal.emptyDisk()
        try Journal.create(at: path, id: ProofJournal.id, timeMicroseconds: 1, on: disk)
        let journal = try open(disk)
        for entry in entries() { try await journal.append([entry]) }
        await journal.close()
        return disk
    }

    static func open(_ disk: SimulatedDisk, _ access: Journal.Access = .write) throws -> Journal {
        try Journal.open(at: path, access: access, on: disk, options: options).journal
    }

    static func verify(_ disk: SimulatedDisk) throws -> VerificationReport {
        try Journal.verify(at: path, expecting: nil, on: disk)
    }

    /// Redacts a text everywhere.
    @discardableResult
    static func redact(
        _ text: String = person,
        with placeholder: String = "redacted-1",
        on disk: SimulatedDisk
    ) throws -> RedactionSession.Report {
        let session = try RedactionSession.begin(at: path, on: disk, options: options)
        defer { session.end() }
        return try session.redact(redaction(of: text, with: placeholder, in: session.journal))
    }

    /// The files of a disk, named ones only, in which a text stands.
    static func files(holding text: String, on disk: SimulatedDisk) -> [String] {
        let image = disk.image
        return image.paths.filter { String(decoding: image[$0], as: UTF8.self).contains(text) }
    }

    /// Payloads and actors, as a person sees them.
    static func told(_ journal: Journal) throws -> [String] {
        try journal.entries(from: 1).map { entry in
            entry.kind.hasPrefix("journal.")
                ? entry.kind : "\(entry.actor): \(String(decoding: entry.payload, as: UTF8.self))"
        }
    }

    /// The chain hash at each entry's end.
    static func hashes(_ journal: Journal) throws -> [Digest] {
        try (1...journal.last.entry).compactMap { try journal.records(of: $0).last?.chainHash }
    }
}
