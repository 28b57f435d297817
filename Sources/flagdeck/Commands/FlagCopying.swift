import ArgumentParser
import FlagModel

/// Two environments of a copy, as options name them.
struct CopyPlaces: ParsableArguments {
    @Option(help: "The environment to copy from.") var from: String
    @Option(help: "The environment to copy to.") var to: String

    func comparison(_ desk: Desk) throws -> EnvironmentComparison {
        let (source, target) = (try desk.environment(from), try desk.environment(to))
        guard source.environment.id != target.environment.id else {
            throw CommandFailure(
                .wrongUsage,
                "--from and --to both name \(source.environment.title). Name two environments."
            )
        }
        return EnvironmentComparison(from: source, to: target)
    }
}

extension FlagCommands {
    struct Compare: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "compare",
            abstract: "Show in what the flags of two environments differ."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var places: CopyPlaces
        @Argument(help: "Only these flags, by key; all when none is given.") var keys: [String] = []

        func run(_ desk: Desk) async throws {
            let comparison = try places.comparison(desk)
            let wanted = try desk.flags(keys, in: comparison)
            let (from, to) = (
                comparison.source.environment.title, comparison.target.environment.title
            )
            let found = comparison.flags.filter { wanted.isEmpty || wanted.contains($0.key) }
            guard !found.isEmpty else {
                return Printer.print(
                    wanted.isEmpty
                        ? "Nothing differs: \(Words.count(comparison.flagCount, "flag")), "
                            + "the same in \(from) and \(to)." : "Nothing differs."
                )
            }
            Printer.print(
                ["FLAG", "WHAT", from, to],
                found.flatMap { $0.rows(from: from, to: to) }
            )
            let count = Words.count(found.count, "flag")
            Printer.print(
                "\(count) of \(Words.grouped(comparison.flagCount)) differ. Copy with: "
                    + "flagdeck flag copy --from \(places.from) --to \(places.to) KEY…"
            )
        }
    }

    struct Copy: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "copy",
            abstract: "Make flags in one environment what they are in another.",
            discussion: """
                Says what it would do with --plan. Audiences that rules need and that are missing \
                there are copied with --audiences; without it their flags are left out.
                """
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var change: ChangeOptions
        @OptionGroup var places: CopyPlaces
        @Argument(help: "The flags, by key.") var keys: [String] = []
        @ArgumentParser.Flag(name: .customLong("all"), help: "All flags that differ.")
        var wantsAll = false
        @ArgumentParser.Flag(name: .customLong("audiences"), help: "Copy missing audiences too.")
        var withAudiences = false
        @ArgumentParser.Flag(name: .customLong("plan"), help: "Only say what would be done.")
        var isPlan = false

        func run(_ desk: Desk) async throws {
            guard wantsAll != !keys.isEmpty else {
                throw CommandFailure(
                    .wrongUsage,
                    "Name the flags to copy by their keys, or say --all, not both."
                )
            }
            let comparison = try places.comparison(desk)
            let named = try desk.flags(keys, in: comparison)
            let existing = comparison.flags.filter { $0.presence != .onlyInTarget }
            var random = SystemRandomNumberGenerator()
            let plan = desk.model.plan(
                copying: wantsAll ? Set(existing.map(\.key)) : named,
                of: comparison,
                withAudiences: withAudiences,
                at: desk.now,
                using: &random
            )
            if isPlan {
                for line in plan.lines { Printer.print("- \(line)") }
                let more = plan.changes.count - plan.lines.count
                if more > 0 { Printer.print("- and \(Words.grouped(more)) more") }
            }
            for left in plan.leftOut {
                Printer.print("Left out: \(left.name): \(left.reason).")
            }
            guard !plan.changes.isEmpty else {
                return Printer.print("There is nothing to copy. Nothing was changed.")
            }
            guard !isPlan else {
                desk.warn(of: plan.changes)
                let count = Words.count(plan.changes.count, "change")
                return Printer.print("\(count) to make. Nothing was changed yet.")
            }
            try await desk.make(plan.changes, change)
        }
    }

    struct Clone: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "clone",
            abstract: "Make a new flag that does the same as one that exists.",
            discussion: "The new flag is off until you turn it on, unless you say --on."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var change: ChangeOptions
        @Argument(help: "The key of the flag that exists.") var key: String
        @Argument(help: "The key of the new flag.") var newKey: String
        @Option(help: "What people call the new flag; otherwise made from its key.")
        var name: String?
        @ArgumentParser.Flag(
            name: .customLong("on"),
            help: "As it is now, on or off; otherwise it starts off."
        )
        var keepsState = false

        func run(_ desk: Desk) async throws {
            let (state, flag) = try desk.flag(key)
            var random = SystemRandomNumberGenerator()
            var copy = flag.copy(
                id: GUID(using: &random),
                key: try Key(newKey),
                name: name ?? Create.name(of: newKey),
                revision: GUID(using: &random),
                at: desk.now
            )
            copy.isEnabled = keepsState && flag.isEnabled
            copy.isArchived = false
            try await desk.make(
                [.createFlag(environment: state.environment.id, copy)],
                change
            )
        }
    }
}

extension FlagComparison {
    /// Its lines in a table.
    fileprivate func rows(from: String, to: String) -> [[String]] {
        switch presence {
        case .onlyInSource: [[key.text, "whether it is there", "yes", "no"]]
        case .onlyInTarget: [[key.text, "whether it is there", "no", "yes"]]
        case .both:
            facets.enumerated().map { index, facet in
                [
                    index == 0 ? key.text : "", Words.short(facet.title),
                    Words.short(facet.after.isEmpty ? "nothing" : facet.after),
                    Words.short(facet.before.isEmpty ? "nothing" : facet.before),
                ]
            }
        }
    }
}
