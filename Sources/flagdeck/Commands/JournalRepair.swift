import ArgumentParser
import FlagModel
import FlagService
import JSON
import Journal

extension JournalCommands {
    struct Repair: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "repair",
            abstract: "See what can be kept of a damaged journal, and keep it.",
            discussion: """
                Without an option, or with --plan, it only looks. The damaged journal is never \
                changed: a new one takes its place, and it stays beside it as journal.broken-TIME. \
                Restoring a backup often loses less: compare first.
                """
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var list: ListOptions
        @OptionGroup var loss: LossOption

        @ArgumentParser.Flag(name: .customLong("plan"), help: "Only look; this is the default.")
        var onlyLooks = false

        @Option(
            name: .customLong("keep-through"),
            help: ArgumentHelp("Keep the entries through this one.", valueName: "entry")
        )
        var lastKept: UInt64?

        @ArgumentParser.Flag(
            name: .customLong("salvage"),
            help: "Keep all good entries, and write later ones that still fit again."
        )
        var salvages = false

        @Option(
            name: .customLong("accept-missing-through"),
            help: ArgumentHelp(
                "Accept an older copy that ends with this entry.",
                valueName: "entry"
            )
        )
        var lastThere: UInt64?

        @Option(name: .customLong("note"), help: "Why; it stays in the history.") var note = ""

        func validate() throws {
            let ways = [onlyLooks, lastKept != nil, salvages, lastThere != nil].count { $0 }
            guard ways <= 1 else {
                throw ValidationError(
                    "Take one of --plan, --keep-through, --salvage and --accept-missing-through."
                )
            }
        }

        func run() throws {
            let directory = global.directory
            let plan: RepairPlan
            do throws(JournalError) {
                try Journal.finishInterruptedRepair(at: directory.journal)
                plan = try Journal.repairPlan(at: directory.journal)
            } catch {
                throw CommandFailure(journal: error)
            }
            let salvage = Salvage.of(plan)
            guard let mode = mode(salvage) else { return show(plan, salvage) }
            let kept = lastKept ?? plan.goodThrough
            let again = salvages ? UInt64(salvage.fitting.count) : 0
            let count = try loss.confirmed(
                plan.lost(keepingThrough: kept) - again,
                "Entries through \(kept) will be kept."
            )
            let report: RepairReport
            do throws(RepairProblem) {
                report = try Journal.repair(
                    plan,
                    mode,
                    losing: count,
                    CareRequest(
                        actor: global.actor,
                        reason: note,
                        timeMicroseconds: Surroundings.now().microseconds
                    )
                )
            } catch {
                throw CommandFailure(repair: error)
            }
            list.wantsJSON ? Printer.print(report.summary) : Printer.print(report.page)
        }

        private func mode(_ salvage: Salvage) -> RepairMode? {
            if let lastKept { return .keepThrough(lastKept) }
            if let lastThere { return .acceptMissing(through: lastThere) }
            return salvages ? .salvage(salvage.fitting) : nil
        }

        private func show(_ plan: RepairPlan, _ salvage: Salvage) {
            if list.wantsJSON {
                Printer.print(plan.summary(salvage))
            } else {
                Printer.print(plan.page(salvage))
            }
        }
    }
}

extension CommandFailure {
    fileprivate init(repair problem: RepairProblem) {
        switch problem {
        case .journal(let error): self.init(journal: error)
        case .unsound: self.init(.journal, problem.description)
        default: self.init(.refused, problem.description)
        }
    }
}

extension RepairReport {
    fileprivate var page: String {
        var lines = [
            "The journal is whole again: entries through \(keptThrough) as they were, "
                + "\(Words.count(salvaged.count, "entry", "entries")) written again, "
                + "\(Words.count(Int(lost), "entry", "entries")) lost. Entry \(told) says so.",
            "The damaged journal is untouched in \(brokenDirectory).",
        ]
        lines += salvaged.prefix(20).map { "  entry \($0.0) is entry \($0.1) now" }
        if salvaged.count > 20 { lines.append("  and so on, in order") }
        return lines.joined(separator: "\n")
    }

    fileprivate var summary: JSONValue {
        [
            "keptThrough": .integer(Int(keptThrough)), "lost": .integer(Int(lost)),
            "told": .integer(Int(told)), "broken": .string(brokenDirectory),
            "salvaged": .array(
                salvaged.map { [.integer(Int($0.0)), .integer(Int($0.1))] }
            ),
        ]
    }
}

extension RepairPlan {
    fileprivate func summary(_ salvage: Salvage) -> JSONValue {
        [
            "journal": .string(id.hex), "problems": .array(problems.map { .string($0.line) }),
            "goodThrough": .integer(Int(goodThrough)),
            "lastKnown": .integer(Int(lastKnownEntry)),
            "lostByKeeping": .integer(Int(lost(keepingThrough: goodThrough))),
            "lostBySalvage": .integer(Int(lostBySalvage(salvage))),
            "onlyMissing": .bool(isOnlyMissing),
            "later": .array(
                salvage.entries.map { entry in
                    [
                        "entry": .integer(Int(entry.number)), "sentence": .string(entry.sentence),
                        "obstacle": entry.obstacle.map(JSONValue.string) ?? .null,
                    ]
                }
            ),
        ]
    }

    private func lostBySalvage(_ salvage: Salvage) -> UInt64 {
        lost(keepingThrough: goodThrough) - UInt64(salvage.fitting.count)
    }

    fileprivate func page(_ salvage: Salvage) -> String {
        guard !problems.isEmpty else {
            return "The journal is whole: there is nothing to repair."
        }
        let lost = lost(keepingThrough: goodThrough)
        var lines = ["The journal is damaged. Nothing was changed."]
        lines += problems.map { "  \($0.line)" }
        lines.append("Good: \(good). Lost or behind the damage: \(Words.grouped(Int(lost))).")
        lines += unreadable.prefix(20).map { "  \(Self.range($0))  cannot be read" }
        lines += salvage.entries.prefix(50).map { entry in
            let end = entry.obstacle.map { ", but \($0)" } ?? ""
            return "  entry \(entry.number)  reads back\(end): \(entry.sentence)"
        }
        if salvage.entries.count > 50 {
            lines.append("  and \(salvage.entries.count - 50) more; --json names all")
        }
        return (lines + ways(salvage, lost)).joined(separator: "\n")
    }

    private func ways(_ salvage: Salvage, _ lost: UInt64) -> [String] {
        var lines = ["Restore a backup if you have a later one. Otherwise:"]
        if isOnlyMissing {
            lines.append(
                "  flagdeck journal repair --accept-missing-through \(goodThrough) --lose \(lost)"
            )
            return lines
        }
        lines.append("  flagdeck journal repair --keep-through \(goodThrough) --lose \(lost)")
        if !salvage.fitting.isEmpty {
            lines.append("  flagdeck journal repair --salvage --lose \(lostBySalvage(salvage))")
        }
        return lines
    }

    private var good: String {
        let count = goodThrough + 1 - min(kept.firstEntry, goodThrough + 1)
        guard count > 0 else { return "no entry" }
        return count == 1
            ? "entry \(goodThrough)" : "entries \(kept.firstEntry) to \(goodThrough)"
    }

    private static func range(_ range: ClosedRange<UInt64>) -> String {
        range.count == 1
            ? "entry \(range.lowerBound)" : "entries \(range.lowerBound) to \(range.upperBound)"
    }
}
