import ArgumentParser
import FlagModel
import JSON

/// Drafts: changes that wait.
struct DraftCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "draft",
        abstract: "List, show and drop changes that wait, and write about them.",
        discussion: """
            A draft is made with --draft on a command that changes something. It is called by what \
            it is about, such as gift-wrap-3f2a; the beginning of the name will do where it is the \
            only one.
            """,
        subcommands: [List.self, Show.self, Drop.self, Comment.self],
        defaultSubcommand: List.self
    )
}

extension DraftCommands {
    struct List: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the drafts, the oldest first."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var list: ListOptions

        func run(_ desk: Desk) async throws {
            try await desk.listDrafts(desk.model.drafts, asJSON: list.wantsJSON)
        }
    }

    struct Show: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show one draft: who wants what, and what was said about it."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var list: ListOptions
        @Argument(help: "Its name, as draft list shows it.") var draft: String

        func run(_ desk: Desk) async throws {
            try await desk.showDraft(draft, asJSON: list.wantsJSON)
        }
    }

    struct Drop: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "drop",
            abstract: "Throw a draft away: nothing of it happens."
        )
        @OptionGroup var global: GlobalOptions
        @Argument(help: "Its name, as draft list shows it.") var draft: String

        func run(_ desk: Desk) async throws {
            let draft = try DraftNames(desk.model).draft(draft)
            try await desk.make(desk.proposal([.discardDraft(draft.id)], origin: .drafting))
        }
    }

    struct Comment: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "comment",
            abstract: "Write a line about a draft; @Ana calls Ana."
        )
        @OptionGroup var global: GlobalOptions
        @Argument(help: "Its name, as draft list shows it.") var draft: String
        @Argument(help: "What to say.") var text: String

        func run(_ desk: Desk) async throws {
            let draft = try DraftNames(desk.model).draft(draft)
            let comment = FlagModel.Comment(person: desk.actor, text: text)
            let change = Change.comment(draft: draft.id, comment)
            try await desk.make(desk.proposal([change], origin: .reviewing))
        }
    }
}

extension Desk {
    /// Prints drafts, one a line, or as JSON.
    func listDrafts(_ drafts: [Draft], asJSON: Bool) async throws {
        let names = DraftNames(model)
        var looks: [DraftLook] = []
        for draft in drafts { looks.append(try await DraftLook(draft, at: self, names)) }
        guard !asJSON else { return Printer.print(.array(looks.map(\.summary))) }
        guard !looks.isEmpty else {
            return Printer.print(
                "No drafts wait. Keep a change as one with: flagdeck flag on KEY --draft"
            )
        }
        Printer.print(
            ["DRAFT", "BY", "WHAT", "HOW FAR"],
            looks.map { look in
                [
                    look.name, Words.short(look.draft.authorWords, 20),
                    Words.short(look.draft.sentence(in: model), 60),
                    Words.short(look.stateWords, 60),
                ]
            }
        )
    }

    /// Prints one draft, and what can be done with it.
    func showDraft(_ name: String, asJSON: Bool) async throws {
        let names = DraftNames(model)
        let look = try await DraftLook(names.draft(name), at: self, names)
        guard !asJSON else { return Printer.print(look.summary) }
        Printer.print(look.page)
        if look.isReady {
            Printer.print("\nPublish it with: flagdeck review publish \(look.name)")
        } else if case .waiting = look.state, look.misfits.isEmpty {
            Printer.print(
                "\nApprove what you have read with: flagdeck review approve \(look.name) "
                    + "--revision \(look.draft.revision)"
            )
        }
    }

    /// A proposal of who sits here.
    func proposal(
        _ changes: [Change],
        note: String = "",
        origin: ChangeSet.Origin = .direct
    ) -> Proposal {
        var random = SystemRandomNumberGenerator()
        return Proposal(
            id: GUID(using: &random),
            actor: actor,
            note: note,
            origin: origin,
            changes: changes
        )
    }
}
