import FlagAPI
import FlagModel
import FlagService

/// A service that was opened for one command, and how that command uses it.
struct Desk: Sendable {
    let service: any FlagServiceAPI
    let model: Model
    let actor: String
    /// The model of another time, and the moment that it is of; `nil` at present.
    let past: Picture?
    /// The newest entry that the model holds.
    let entry: UInt64
    /// The moment of the past that is looked at; `nil` at present.
    let time: Moment?
    private let environmentName: String?

    init(service: any FlagServiceAPI, options: GlobalOptions) async throws {
        self.service = service
        actor = options.actor
        environmentName = options.environmentName
        let picture = try await service.picture()
        (model, entry) = (picture.model, picture.entry)
        (past, time) = (nil, nil)
    }

    /// A desk at which it is another time, for commands that only read.
    init(
        service: any FlagServiceAPI,
        options: GlobalOptions,
        _ past: PastPicture,
        at point: PastPoint
    ) {
        self.service = service
        actor = options.actor
        environmentName = options.environmentName
        (model, entry) = (past.picture.model, past.picture.entry)
        self.past = past.picture
        if case .time(let time) = point { self.time = time } else { time = past.time }
    }

    /// Whether another time than the present is looked at.
    var isPast: Bool { past != nil }

    /// The time at this desk.
    var now: Moment { time ?? Surroundings.now() }

    /// Customers as they are known at this desk's time.
    func customers(
        _ keys: [CustomerKey],
        in state: EnvironmentState
    ) async throws(ServiceProblem) -> [Customer] {
        let place = state.environment.id
        guard let time else { return try await service.customers(withKeys: keys, in: place) }
        return try await service.customers(withKeys: keys, in: place, at: time)
    }

    /// The environment that was named, or the LIVE one, or the only one.
    func environment() throws -> EnvironmentState {
        if let environmentName { return try environment(environmentName) }
        let environments = model.environments
        let live = environments.filter(\.environment.isLive)
        if live.count == 1 { return live[0] }
        if environments.count == 1 { return environments[0] }
        let names = environments.map { "\($0.environment.key.text)" }
        throw CommandFailure(
            .wrongUsage,
            environments.isEmpty
                ? "There is no environment yet. Make one with `flagdeck environment create KEY`."
                : "Say which environment you mean with --environment: "
                    + names.joined(separator: ", ") + "."
        )
    }

    /// A command line to go on with, on the same data and in the same environment.
    func hint(_ command: String) -> String {
        let place = environmentName.map { " -e \($0)" } ?? ""
        return "flagdeck \(command)\(place)"
    }

    /// Names the running experiments whose results changes make worth less.
    func warn(of changes: [Change]) {
        for spoiling in model.spoils(changes, at: now) {
            Printer.complain("Careful: \(spoiling.sentence)")
        }
    }

    /// Says what changes would do, and does nothing.
    func pretend(_ changes: [Change], note: String) async throws {
        var random = SystemRandomNumberGenerator()
        let proposal = self.proposal(changes, note: note)
        do throws(Refusal) {
            let outcome = try model.making(proposal, at: now, using: &random, leave: .all)
            Printer.print("This would happen:")
            for line in outcome.changeSet.lines { Printer.print("  \(line)") }
        } catch {
            guard case .nothingToChange(let state) = error else { throw error }
            Printer.print("\(Self.capitalised(state)).")
            return Printer.print("Dry run: nothing was changed.")
        }
        for need in try await service.reviewNeeds(of: changes).needs {
            let place = model.environment(need.environmentID)?.environment.title ?? ""
            Printer.print(
                "\(place) asks for \(Words.count(need.approvals, "approval")) first: "
                    + "\(Words.list(need.reasons)). Keep it as a draft with --draft."
            )
        }
        Printer.print("Dry run: nothing was changed.")
    }

    /// Makes changes and prints what was done; with `--draft` or `--add-to`, keeps them instead;
    /// with `--dry-run`, only says what they would do.
    func make(_ changes: [Change], _ options: ChangeOptions) async throws {
        warn(of: changes)
        guard !options.isDryRun else { return try await pretend(changes, note: options.note) }
        guard options.keepsDraft else {
            return try await make(proposal(changes, note: options.note))
        }
        try await keep(changes, note: options.note, addingTo: options.addTo)
    }

    /// Keeps changes as a draft of their own, or in one that waits.
    func keep(
        _ changes: [Change],
        note: String,
        addingTo name: String? = nil
    ) async throws {
        var random = SystemRandomNumberGenerator()
        var draft = Draft(
            id: GUID(using: &random),
            author: actor,
            createdAt: Surroundings.now(),
            note: note,
            changes: changes
        )
        if let name {
            draft = try DraftNames(model).draft(name)
            draft.changes += changes
            if !note.isEmpty { draft.note = note }
        }
        // What cannot be made cannot be kept either.
        _ = try model.previewing(draft.changes)
        let receipt = try await service.propose(proposal([.saveDraft(draft)], origin: .drafting))
        report(receipt)
        let later = try await service.picture().model
        guard let kept = later.draft(draft.id) else { return }
        Printer.print("It waits as \(DraftNames(later).name(of: kept)).")
    }

    /// Makes a proposal and prints what was done.
    ///
    /// What is like that already is no failure: a script may say what it wants twice.
    func make(_ proposal: Proposal) async throws {
        do throws(ServiceProblem) {
            let receipt = try await service.propose(proposal)
            report(receipt)
        } catch {
            guard case .refused(.nothingToChange(let state)) = error else { throw error }
            Printer.print("\(Self.capitalised(state)). Nothing was changed.")
        }
    }

    /// Prints what was done, its number, and how to take it back.
    func report(_ receipt: Receipt) {
        Printer.print(
            "\(Self.capitalised(receipt.sentence)). "
                + "Entry \(receipt.entry); take it back with: flagdeck undo \(receipt.entry)"
        )
    }

    private static func capitalised(_ sentence: String) -> String {
        sentence.prefix(1).uppercased() + sentence.dropFirst()
    }
}
