import ArgumentParser
import FlagAPI
import FlagModel

/// Takes an entry back.
struct Undo: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo",
        abstract: "Take an entry of the history back, as a new entry.",
        discussion: """
            What somebody has decided anew since stays as it is: the entry is then refused as a \
            whole, with what stands in the way; --what-fits takes back the rest of it.
            """
    )
    @OptionGroup var global: GlobalOptions
    @Option(name: .customLong("note"), help: "Why; it stays in the history.") var note = ""
    @ArgumentParser.Flag(
        name: .customLong("what-fits"),
        help: "Take back what can be, where something stands in the way of the rest."
    )
    var isPartial = false
    @ArgumentParser.Flag(
        name: .customLong("dry-run"),
        help: "Only say what would happen; change nothing."
    )
    var isDryRun = false
    @ArgumentParser.Flag(
        name: .customLong("draft"),
        help: "Keep what takes it back as a draft, for others to approve."
    )
    var isDraft = false
    @Argument(help: "The entry's number, as history shows it.") var number: UInt64

    func run(_ desk: Desk) async throws {
        guard !isDryRun else {
            let plan = try await desk.service.undoPlan(of: number)
            guard plan.obstacles.isEmpty || isPartial && !plan.changes.isEmpty else {
                throw CommandFailure(.refused, Self.refusal(of: plan, desk))
            }
            Printer.print("This would happen:")
            for line in plan.lines { Printer.print("  \(line)") }
            desk.warn(of: plan.changes)
            for obstacle in plan.obstacles { Printer.print("Stays: \(obstacle.sentence)") }
            return Printer.print("Dry run: nothing was changed.")
        }
        guard !isDraft else { return try await keepDraft(desk) }
        var random = SystemRandomNumberGenerator()
        let request = UndoRequest(
            id: GUID(using: &random),
            entry: number,
            actor: desk.actor,
            note: note,
            isPartial: isPartial
        )
        do throws(ServiceProblem) {
            desk.report(try await desk.service.undo(request))
        } catch {
            guard case .refused = error,
                let plan = try? await desk.service.undoPlan(of: number), !plan.obstacles.isEmpty
            else { throw error }
            throw CommandFailure(.refused, Self.refusal(of: plan, desk))
        }
    }

    private func keepDraft(_ desk: Desk) async throws {
        let plan = try await desk.service.undoPlan(of: number)
        let changes = plan.changes.filter { !$0.isAboutDrafts }
        guard plan.obstacles.isEmpty || isPartial, !changes.isEmpty else {
            throw CommandFailure(.refused, Self.refusal(of: plan, desk))
        }
        let words = "Takes back entry \(number)"
        try await desk.keep(changes, note: note.isEmpty ? words : note)
    }

    /// Lines about what can still be put back, at the most.
    private static let mostLines = 10

    /// What stands in the way, what can still be put back, and how.
    private static func refusal(of plan: UndoPlan, _ desk: Desk) -> String {
        let whole = plan.changes.isEmpty ? "" : " as a whole"
        var lines = ["Entry \(plan.entry) cannot be taken back\(whole). Nothing was changed."]
        lines += plan.obstacles.prefix(mostLines).map { "  \($0.sentence)" }
        if plan.obstacles.count > mostLines {
            lines.append("  … and \(Words.count(plan.obstacles.count - mostLines, "thing")) more")
        }
        guard !plan.changes.isEmpty else {
            let later = plan.obstacles.compactMap(\.entry).max()
            let first = later.map { "Take entry \($0) back first (\(desk.hint("undo \($0)"))), or" }
            lines.append("\(first ?? "Change that first, or") make the change by hand.")
            return lines.joined(separator: "\n")
        }
        lines.append("This can still be put back:")
        lines += plan.lines.prefix(mostLines).map { "  \($0)" }
        if plan.lines.count > mostLines {
            lines.append("  … and \(Words.count(plan.lines.count - mostLines, "change")) more")
        }
        lines.append("Do that with: \(desk.hint("undo \(plan.entry) --what-fits"))")
        return lines.joined(separator: "\n")
    }
}

extension UndoPlan.Obstacle {
    /// Who decided what anew, and when; or why the present does not allow it.
    fileprivate var sentence: String {
        if let reason { return "\(name): \(reason.description)" }
        let what = aspects.isEmpty ? name : "\(name) (\(Words.list(aspects)))"
        guard let later else { return "\(what) was changed again since." }
        let set = later.changeSet
        return "\(what) was changed again by entry \(later.number): \(set.actor) "
            + "\(Words.short(set.sentence, 100)), \(Surroundings.localTime(set.time))."
    }
}
