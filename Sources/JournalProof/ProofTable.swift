/// What a run of attacks found, as text for a page.
package struct ProofTable: Sendable {
    /// The name between the marks of the page.
    package let name: String
    /// Where all chance came from.
    package let seed: UInt64
    /// Whether it was the short run.
    package let isShort: Bool
    /// One for each attack.
    package let rows: [Row]

    /// Gathers rows.
    package init(name: String, seed: UInt64, isShort: Bool, rows: [Row]) {
        self.name = name
        self.seed = seed
        self.isShort = isShort
        self.rows = rows
    }

    /// One attack's result.
    package struct Row: Sendable {
        /// The attack's short name.
        package let id: String
        /// What was done.
        package let what: String
        /// What was found.
        package let tally: Tally
        /// How long it took, in seconds.
        package let seconds: Double

        /// Runs an attack.
        ///
        /// - Throws: whatever a script throws without any fault.
        package init(_ attack: Attack, _ settings: ProofSettings) async throws {
            let clock = ContinuousClock()
            let start = clock.now
            id = attack.id
            what = attack.what
            tally = try await attack.run(settings)
            seconds = (clock.now - start) / .seconds(1)
        }

        /// One line for a terminal.
        package var line: String {
            "\(id): \(tally.cases.grouped) cases, lost \(tally.lost), refused \(tally.refused), "
                + "silent \(tally.silent), \(secondsText) s \(notes)"
        }

        /// What else was counted, in words.
        var notes: String {
            tally.counts.sorted { $0.key < $1.key }
                .map { "\($0.key): \($0.value.grouped)" }.joined(separator: "; ")
        }

        var secondsText: String {
            let tenths = Int((seconds * 10).rounded())
            return "\(tenths / 10).\(tenths % 10)"
        }
    }

    /// A table, and below it how to repeat it.
    package var markdown: String {
        let sum = rows.reduce(into: Tally()) { $0.add($1.tally) }
        var lines = [
            "| | what is done | cases | answered and lost | sound and refused | damage not seen "
                + "| seconds | also counted |",
            "|---|---|---:|---:|---:|---:|---:|---|",
        ]
        for row in rows {
            let tally = row.tally
            let numbers = [tally.cases, tally.lost, tally.refused, tally.silent].map(\.grouped)
            let cells = [row.id, row.what] + numbers + [row.secondsText, row.notes]
            lines.append("| " + cells.joined(separator: " | ") + " |")
        }
        let size = isShort ? "Short run" : "Long run"
        lines += ["", "\(size) with seed \(seed): \(sum.cases.grouped) cases."]
        return lines.joined(separator: "\n")
    }
}

extension Int {
    /// The number with a comma between thousands.
    package var grouped: String {
        let digits = Array(String(magnitude))
        var text = self < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return text
    }
}
