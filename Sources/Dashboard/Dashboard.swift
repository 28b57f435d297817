/// The screens of Flagdeck as pure values.
///
/// One way: a key, an answer of the service or a new picture becomes a ``Message``;
/// ``update(_:_:now:)`` changes the ``DashboardState`` and returns ``Effect``s as data;
/// ``draw(_:)`` turns the state into a canvas. Nothing here reads a clock, a file or a terminal,
/// so a test can hold every state in its hand.
///
/// ```swift
/// var state = DashboardState(actor: "Li", size: size, seed: seed)
/// var effects = update(&state, .picture(try await service.picture()), now: now)
/// effects += update(&state, .key(.character("t")), now: now)
/// terminal.show(draw(state))
/// for effect in effects { if let reply = await runner.perform(effect) { inbox.post(reply) } }
/// ```
///
/// Where things are:
///
/// | folder | holds |
/// |---|---|
/// | `Shell` | the loop's step, tabs, keys for every screen, the frame, the status line |
/// | `Drafts` | what waits in this environment, how a key becomes a draft or a change |
/// | `Overlays` | help, palette, lists to choose from, questions, publishing, customers |
/// | `Forms` | fields to fill in, and what becomes of them |
/// | `FlagEditor` | the page of a flag, line by line, and the boxes that change a line |
/// | `Impact` | what changes mean for people, in numbers and by name |
/// | `Flags`, `Audiences`, `Experiments`, `History` | a pane each: state, keys, actions, looks |
/// | `Customers` | the pane about one customer, who gets what and why |
/// | `Review` | the drafts one card each: read, decide, talk, and what may be published |
/// | `Rights` | as whom this person works here, what follows for keys, and who may do what |
/// | `Applications` | who is connected, who cannot connect, and the secrets to give them |
/// | `Views` | the order of the list of flags, what narrows it, and views that were kept |
/// | `Marking` | marks on flags, and what is done with all marked ones |
/// | `Comparing` | two environments side by side, and copying from one to the other |
/// | `Planning` | what happens later: the list by day, and giving a change a time |
/// | `Past` | looking at a moment of the past on the same screens, and leaving it |
/// | `People` | counts over everybody who is known: an estimate, progress, then the number |
/// | `Settings` | colours, keys and places that a person chose, as values and as text |
/// | `Running` | the effects done with a service, and screens without a terminal |
///
/// A pane is a value in the state with five functions beside it: its keys, its actions, what it
/// takes from a new picture, what it does with an answer, and how it looks.
internal import FlagAPI
public import FlagModel
public import TerminalUI

/// Everything that the screen shows and that the next key depends on.
///
/// Compare ``revision`` to learn whether anything may look different; `==` walks the whole model.
public struct DashboardState: Equatable, Sendable {
    /// Grows with every message that may have changed what is seen.
    public internal(set) var revision: UInt64 = 0
    /// Who works here; goes into every change.
    public internal(set) var actor: String
    /// As whom they came in; `nil` before that is known, and where nobody asks.
    var identity: Identity?
    /// As whom they are known in ``present``.
    var standing = Standing.owner
    /// The terminal's size.
    public internal(set) var size: Size
    /// The signs to draw with.
    public var glyphs: Glyphs
    /// Where times are shown and typed.
    public var zone: Zone
    /// What that zone is called, as in `Europe/Berlin`.
    public var zoneName = "UTC"
    /// When the last message came.
    public internal(set) var now = Moment(milliseconds: 0)

    /// What exists now, whatever is looked at.
    var present = Model()
    /// The entry that made ``present`` so.
    var presentEntry: UInt64 = 0
    /// The moment of the past that every screen shows; `nil` is now.
    var past: PastView?
    /// A moment that was asked for and has not come yet.
    var pastQuestion: PastQuestion?
    /// A flag that is to be made what it was, while that is being asked.
    var puttingBack: PuttingBack?
    /// The environment whose things are shown.
    public internal(set) var environmentID: GUID?
    /// Whether there is anything to show yet.
    var stage = Stage.loading
    /// The drafts of the environment, ready to be shown.
    var drafts = DraftIndex()

    /// The pane in front.
    public internal(set) var tab = Tab.flags
    var flags = FlagsPane()
    var audiences = AudiencesPane()
    var experiments = ExperimentsPane()
    var customers = CustomersPane()
    var review = ReviewPane()
    var history = HistoryPane()

    /// What lies over the pane, the last one on top.
    var overlays: [Overlay] = []
    /// The line that says what happened last.
    var toast: Toast?
    /// The views of the list of flags that this person keeps.
    var views: [SavedView] = []
    /// What was counted over everybody, and what is being counted.
    var people = PeopleCounts()
    /// Which of it is on screen.
    var impact = Impact()
    /// What this person chose about colours, keys and mouse.
    public var person = PersonSettings()
    /// How the terminal's background looks, once it has told.
    var brightness: Brightness?
    /// The colours under the pointer while they are being chosen.
    var preview: Theme?
    /// Everything that was said.
    var log = MessageLog()
    /// The text that was last sent to the terminal's clipboard.
    var copied: String?
    /// Whether somebody asked for an environment by name.
    var hasChosenEnvironment = false
    /// Other zones that somebody named, by their names.
    var zones: [String: NamedZone] = [:]
    /// The attributes that applications describe customers with, by environment.
    var attributes: [GUID: [ObservedAttribute]] = [:]
    /// The metric events that applications report, by environment.
    var eventNames: [GUID: [ObservedEvent]] = [:]
    /// Proposals that the service has not answered yet.
    var waiting: [GUID: WaitingChange] = [:]
    /// Whether the first picture opens the form for a new flag.
    var wantsNewFlag = false
    /// What this person did, newest last.
    var done: [DoneChange] = []
    /// Whether this person took something back.
    var hasUndone = false
    /// Things that this person changed since the lists were put in order.
    var touched: Set<GUID> = []
    /// Whether a change reached customers from here.
    var hasReachedCustomers = false

    /// Where one came from to the page in front; `nil` when from the same pane.
    var pageOrigin: PageOrigin?
    /// `g` was pressed and waits for a second one.
    var isAwaitingSecondG = false
    /// The key that moved with the last message, and how: held down, it means the same again.
    var held: HeldKey?
    /// When Ctrl-C was pressed last.
    var lastInterrupt: Moment?
    /// Numbers for questions, so that late answers are known.
    var generation = 0
    var random: SplitMix64
    /// Effects of the message that is being handled.
    var outbox: [Effect] = []

    /// Makes the state of a screen that has seen nothing yet.
    ///
    /// - Parameters:
    ///   - actor: who works here.
    ///   - size: the terminal's size.
    ///   - seed: where new identities come from; different in every process.
    ///   - zone: where times are shown and typed.
    ///   - environmentID: where to begin; `nil` is the LIVE environment.
    ///   - glyphs: the signs to draw with.
    public init(
        actor: String,
        size: Size,
        seed: UInt64,
        zone: Zone = .utc,
        environmentID: GUID? = nil,
        glyphs: Glyphs = .unicode
    ) {
        self.actor = actor
        self.size = size
        self.glyphs = glyphs
        self.zone = zone
        self.environmentID = environmentID
        random = SplitMix64(seed: seed)
    }

    /// Begins in an environment, before the first picture has come.
    public mutating func begin(in environment: GUID) {
        environmentID = environment
        hasChosenEnvironment = true
    }

    /// What exists at the moment that is looked at.
    public var model: Model { past?.then.picture.model ?? present }

    /// The entry that made ``model`` so.
    public var entry: UInt64 { past?.entry ?? presentEntry }

    /// How far the start has come.
    enum Stage: Equatable, Sendable {
        /// No picture has come yet.
        case loading
        /// There is no data: the screen offers ways to begin.
        case welcome(Welcome)
        /// Panes are shown.
        case ready
    }

    /// The environment that is shown, with everything in it.
    var environment: EnvironmentState? { environmentID.flatMap { model.environment($0) } }

    /// The environment to take names from: also those of audiences that only drafts make so far.
    var environmentInWords: EnvironmentState? { drafts.withNewAudiences ?? environment }

    /// Whether keys make drafts here.
    var asksForDrafts: Bool { environment?.environment.settings.asksForDrafts ?? true }

    /// What people call the environment.
    var environmentTitle: String {
        let state = environment ?? environmentID.flatMap { present.environment($0) }
        return state.map { title(of: $0.environment) } ?? ""
    }

    /// What a later key will need and nobody waits for now: to be done once, beside the screen.
    ///
    /// - Returns: `nil` when there is nothing, or somebody does it already.
    public var preparation: (@Sendable () -> Void)? { flags.list.preparation }

    /// The line for the normal screen after `q`.
    ///
    /// - Returns: for example "5 drafts of yours kept. Nothing changed for customers."; `nil` when
    ///   there is nothing to say.
    public var farewell: String? {
        // What others prepared is no news to who leaves.
        let count = present.drafts.count { $0.isBy(actor) }
        guard count > 0 else { return nil }
        let kept = "\(Words.count(count, "draft")) of yours kept."
        return hasReachedCustomers ? kept : kept + " Nothing changed for customers."
    }
}

/// The panes, by the numbers that they will always have.
public enum Tab: Int, Hashable, Sendable, CaseIterable {
    /// Flags.
    case flags = 1
    /// Audiences.
    case audiences = 2
    /// Experiments.
    case experiments = 3
    /// What one customer gets.
    case customers = 4
    /// Drafts that wait to be read.
    case review = 5
    /// History.
    case history = 6

    /// The name in the tab bar.
    public var title: SafeText {
        switch self {
        case .flags: "Flags"
        case .audiences: "Audiences"
        case .experiments: "Experiments"
        case .customers: "Customer"
        case .review: "Review"
        case .history: "History"
        }
    }
}
