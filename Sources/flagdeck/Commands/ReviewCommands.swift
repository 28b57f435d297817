import ArgumentParser
import FlagAPI
import FlagModel

/// Reviews: reading what others want before it happens.
struct ReviewCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "review",
        abstract: "Read drafts of others, approve them or send them back, and publish them.",
        discussion: """
            Where an environment asks for reviews, somebody else than the authors must approve a \
            change before it happens. An approval is for what was read: it falls when the draft \
            changes, or when what it builds on does.
            """,
        subcommands: [
            List.self, DraftCommands.Show.self, Approve.self, SendBack.self, Publish.self,
            Agenda.self, Minutes.self,
        ],
        defaultSubcommand: List.self
    )
}

extension ReviewCommands {
    struct List: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the drafts of the environment, and how far each is."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var list: ListOptions

        func run(_ desk: Desk) async throws {
            try await desk.listDrafts(desk.draftsHere(), asJSON: list.wantsJSON)
        }
    }

    struct Approve: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "approve",
            abstract: "Say that drafts may be published as they are now."
        )
        @OptionGroup var global: GlobalOptions
        @Option(
            help:
                "Only if the draft is still the one that was read, by the number review show tells."
        )
        var revision: Int?
        @Option(name: .customLong("because"), help: "A word about it.") var reason = ""
        @Argument(help: "Names, as review list shows them.") var drafts: [String]

        func validate() throws {
            guard revision == nil || drafts.count == 1 else {
                throw ValidationError("--revision is about one draft: name only that one.")
            }
        }

        func run(_ desk: Desk) async throws {
            try await desk.decide(.approve, drafts, revision: revision, reason: reason)
        }
    }

    struct SendBack: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "send-back",
            abstract: "Ask the authors of a draft to change it: it cannot be published as it is."
        )
        @OptionGroup var global: GlobalOptions
        @Option(name: .customLong("because"), help: "Why; the authors read it.") var reason: String
        @Argument(help: "Its name, as review list shows it.") var draft: String

        func run(_ desk: Desk) async throws {
            try await desk.decide(.sendBack, [draft], revision: nil, reason: reason)
        }
    }

    struct Publish: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "publish",
            abstract: "Make drafts real, all at one moment.",
            discussion: """
                Without names it publishes every draft of the environment that was approved, and \
                says why the others stay. One undo takes all of it back.
                """
        )
        @OptionGroup var global: GlobalOptions
        @Option(name: .customLong("note"), help: "Why; it stays in the history.") var note = ""
        @ArgumentParser.Flag(
            name: .customLong("emergency"),
            help: "Without the reviews: needs names and --note, and is marked for ever."
        )
        var isEmergency = false
        @ArgumentParser.Flag(
            name: .customLong("dry-run"),
            help: "Only say what would happen; change nothing."
        )
        var isDryRun = false
        @Argument(help: "Names, as review list shows them.") var drafts: [String] = []

        func validate() throws {
            guard !isEmergency || !drafts.isEmpty else {
                throw ValidationError("Name the drafts that cannot wait: an emergency is not all.")
            }
        }

        func run(_ desk: Desk) async throws {
            let chosen =
                drafts.isEmpty
                ? try await desk.approvedDrafts() : try DraftNames(desk.model).drafts(drafts)
            guard !chosen.isEmpty else {
                return Printer.print(
                    "Nothing is approved and waits to be published. "
                        + "See what waits with: \(desk.hint("review list"))"
                )
            }
            let changes = chosen.flatMap(\.changes)
            desk.warn(of: changes)
            guard !isDryRun else { return try await desk.pretend(changes, note: note) }
            let proposal = desk.proposal(
                changes + chosen.map { .discardDraft($0.id) },
                note: note,
                origin: isEmergency ? .emergency : .publish
            )
            let receipt = try await desk.service.propose(proposal)
            for line in receipt.lines { Printer.print("  \(line)") }
            desk.report(receipt)
        }
    }
}

extension Desk {
    /// The drafts of the environment, oldest first.
    fileprivate func draftsHere() throws -> [Draft] {
        let place = try environment().environment.id
        return model.drafts.filter { model.environmentIDs(of: $0).contains(place) }
    }

    /// Those that somebody approved and that may be published; says why the others stay.
    fileprivate func approvedDrafts() async throws -> [Draft] {
        let names = DraftNames(model)
        var approved: [Draft] = []
        for draft in try draftsHere() {
            let look = try await DraftLook(draft, at: self, names)
            if look.isReady, case .approved = look.state {
                approved.append(draft)
            } else {
                Printer.complain("Stays: \(look.name) \(look.stateWords).")
            }
        }
        return approved
    }

    /// Says what whoever sits here decided about drafts as they are at this desk.
    fileprivate func decide(
        _ verdict: Decision.Verdict,
        _ texts: [String],
        revision: Int?,
        reason: String
    ) async throws {
        let drafts = try DraftNames(model).drafts(texts)
        let changes = drafts.map { draft in
            Change.decide(
                draft: draft.id,
                revision: revision ?? draft.revision,
                Decision(
                    person: actor,
                    verdict: verdict,
                    reason: reason,
                    ground: draft.ground(in: model)
                )
            )
        }
        try await make(proposal(changes, origin: .reviewing))
    }
}
