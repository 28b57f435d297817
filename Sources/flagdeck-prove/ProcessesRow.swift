#if os(Linux)
import FlagModel
import JSON

/// What one attack found: a row of the table.
struct ProcessesRow: Sendable {
    /// The attack's name in the test plan, such as `C5`.
    let id: String
    /// What is done, in a few words.
    let what: String
    /// How often it was done.
    var cases = 0
    /// Entries that were acknowledged and are not there as they were, once.
    var lost = 0
    /// Times that something was refused which must work.
    var falseRefusals = 0
    /// Wrong content, wrong success or a crash that nobody was told of.
    var silentDamage = 0
    /// How long it took, in seconds.
    var seconds = 0.0
    /// Counts beside the verdict, and the first things that went wrong.
    var notes: [String] = []

    /// Notes about failures that are kept; the rest is only counted.
    static let keptFailures = 5

    private var failures = 0

    /// Names an attack of which nothing was seen yet.
    init(_ id: String, _ what: String) {
        self.id = id
        self.what = what
    }

    /// Whether everything is as promised.
    var isClean: Bool { lost == 0 && falseRefusals == 0 && silentDamage == 0 }

    /// Counts acknowledged entries that are gone.
    mutating func lose(_ count: Int, _ note: @autoclosure () -> String) {
        guard count > 0 else { return }
        lost += count
        tell(note())
    }

    /// Counts a refusal that must not be.
    mutating func refuse(_ note: @autoclosure () -> String) {
        falseRefusals += 1
        tell(note())
    }

    /// Counts wrong content, a wrong success or a crash.
    mutating func damage(_ note: @autoclosure () -> String) {
        silentDamage += 1
        tell(note())
    }

    /// Adds what another run of the same attack found.
    mutating func add(_ other: ProcessesRow) {
        cases += other.cases
        lost += other.lost
        falseRefusals += other.falseRefusals
        silentDamage += other.silentDamage
        notes += other.notes
    }

    private mutating func tell(_ note: String) {
        failures += 1
        if failures <= Self.keptFailures { notes.append(note) }
    }
}

extension ProcessesRow {
    /// The row as one JSON object, for programs and for other processes of the same run.
    var json: JSONValue {
        [
            "id": .string(id), "what": .string(what), "cases": .integer(cases),
            "lost": .integer(lost), "falseRefusals": .integer(falseRefusals),
            "silentDamage": .integer(silentDamage),
            "milliseconds": .integer(Int(seconds * 1000)),
            "notes": .array(notes.map { .string($0) }),
        ]
    }

    /// Reads what ``json`` wrote.
    init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        id = try fields.text("id")
        what = try fields.text("what")
        cases = try fields.integer("cases")
        lost = try fields.integer("lost")
        falseRefusals = try fields.integer("falseRefusals")
        silentDamage = try fields.integer("silentDamage")
        seconds = Double(try fields.integer("milliseconds")) / 1000
        notes = try fields.texts("notes")
    }
}

/// The rows of a run, as they stand in a page.
struct ProcessesTable {
    let rows: [ProcessesRow]

    /// A Markdown table.
    var markdown: String {
        var lines = [
            "| | what is done | cases | lost | false refusals | silent damage | seconds | notes |",
            "|---|---|---:|---:|---:|---:|---:|---|",
        ]
        for row in rows {
            let cells = [
                row.id, row.what, Words.grouped(row.cases), "\(row.lost)", "\(row.falseRefusals)",
                "\(row.silentDamage)", "\(Int(row.seconds.rounded()))",
                row.notes.joined(separator: "; "),
            ]
            lines.append("| " + cells.joined(separator: " | ") + " |")
        }
        return lines.joined(separator: "\n")
    }
}
#endif
