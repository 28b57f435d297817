package import FlagModel
import JournalProof

/// What came of a life, or of many.
package struct ScheduleTally: Sendable {
    /// Looks at the clock, each followed by a comparison.
    package internal(set) var looks = 0
    /// Times at which something should have happened and did.
    package internal(set) var occurrences = 0
    /// Those of them that were missed and happened as one.
    package internal(set) var together = 0
    /// Entries that did something.
    package internal(set) var entries = 0
    /// How often the clock was set forward, and back.
    package internal(set) var jumps = [0, 0]
    /// How often the power went while something was being done.
    package internal(set) var kills = 0
    /// How often nothing ran for a while, after the power went.
    package internal(set) var downtimes = 0
    /// What was wrong, with the zone.
    package internal(set) var flaws: [String] = []

    mutating func note(_ flaw: String, _ zone: ProofZone) { flaws.append("\(zone.name): \(flaw)") }

    /// Adds what came of another life.
    package mutating func add(_ other: ScheduleTally) {
        looks += other.looks
        occurrences += other.occurrences
        together += other.together
        entries += other.entries
        jumps = zip(jumps, other.jumps).map { $0 + $1 }
        kills += other.kills
        downtimes += other.downtimes
        flaws += other.flaws
    }
}

/// Plans of every kind through a year in many zones, while clocks are set and the power goes.
package struct ScheduleProof: Sendable {
    private let seed: UInt64
    private let days: Int

    /// Chooses how much to prove.
    ///
    /// - Parameters:
    ///   - seed: where all chance comes from.
    ///   - days: how long each life is; 365 goes through every change of clocks.
    package init(seed: UInt64, days: Int = 365) {
        self.seed = seed
        self.days = days
    }

    /// Lives one life in a zone.
    ///
    /// - Parameters:
    ///   - zone: where the plans are told.
    ///   - table: what the service knows of it; the right thing unless somebody says otherwise.
    /// - Returns: what came of it.
    /// - Throws: whatever a service throws that should not.
    package func run(_ zone: ProofZone, given table: Zone? = nil) async throws -> ScheduleTally {
        let number = ProofZones.all.firstIndex { $0.name == zone.name } ?? 0
        // A year goes through every change of clocks; a few days should go through one.
        let life = ScheduleLife(
            days < 365 ? zone.nearChange : zone,
            given: table ?? zone.table,
            seed: seed,
            case: number,
            ScheduleLife.Settings(days: days)
        )
        return try await life.run()
    }

    /// A table of what came of it, and below it how to repeat it.
    package func markdown(_ rows: [(zone: String, tally: ScheduleTally)]) -> String {
        var lines = [
            "| zone | times | missed, done as one | entries | clock set forward, back | "
                + "power lost meanwhile | not running | wrong |",
            "|---|---:|---:|---:|---:|---:|---:|---:|",
        ]
        var sum = ScheduleTally()
        for row in rows {
            sum.add(row.tally)
            lines.append(line(row.zone, row.tally))
        }
        lines.append(line("**all**", sum))
        lines += [
            "",
            "\(days) days in each of \(rows.count) zones with seed \(seed), "
                + "\(sum.looks.grouped) looks.",
        ]
        return lines.joined(separator: "\n")
    }

    private func line(_ zone: String, _ tally: ScheduleTally) -> String {
        let cells = [
            zone, tally.occurrences.grouped, tally.together.grouped, tally.entries.grouped,
            "\(tally.jumps[0].grouped), \(tally.jumps[1].grouped)", tally.kills.grouped,
            tally.downtimes.grouped, tally.flaws.count.grouped,
        ]
        return "| " + cells.joined(separator: " | ") + " |"
    }
}
