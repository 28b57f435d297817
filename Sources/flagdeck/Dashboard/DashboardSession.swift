import CursesTerminal
import Dashboard
import Dispatch
import FlagAPI
import FlagModel
import FlagService
import TerminalUI

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// One run of the dashboard, from the first screen to the line on the normal screen afterwards.
///
/// The screen comes up at once; the data is opened beside it and shown when it is there.
struct DashboardSession {
    /// Opens the data; `nil` when there is none yet.
    ///
    /// It is given who hears what people should know.
    typealias Opening =
        @Sendable (Announcer) async throws -> OpenService?

    private let inbox: Inbox
    private let effects: EffectRunner
    private let settings: PersonSettings
    private let files: PersonFiles
    private let views: [SavedView]
    private let actor: String
    /// Whether the screens are lines and a prompt.
    private let isPlain: Bool
    /// The data directory whose place is remembered; `nil` for none.
    private let place: String?
    private let now: @Sendable () -> Moment

    /// Prepares a run; nothing is shown yet.
    ///
    /// `looks` names colours for this run only; `remembersPlace` keeps where the person was.
    ///
    /// `beginnings` is how a first start without data can go on; `now` is the clock that screens
    /// show.
    init(
        actor: String,
        looks: Looks,
        remembersPlace: Bool = true,
        beginnings: Beginnings,
        now: @escaping @Sendable () -> Moment
    ) throws {
        do throws(TerminalError) {
            inbox = try Inbox()
        } catch {
            throw CommandFailure(.unreachable, error.description)
        }
        effects = EffectRunner(inbox: inbox, beginnings: beginnings, now: now)
        files = PersonFiles.standard
        place = remembersPlace ? Self.absolute(beginnings.directory.path) : nil
        var settings = files.read(for: place)
        if let theme = try looks.theme(among: settings.themes) {
            (settings.theme, settings.paired) = (theme, [:])
        }
        // Before there is any data: who keeps a view after a first start must not lose the others.
        let kept = SavedViews.read()
        if let problem = kept.problem { settings.problems.append(problem) }
        views = kept.views
        self.settings = settings
        isPlain = looks.isPlain
        self.actor = actor
        self.now = now
    }

    /// A path that means the same wherever the program is started.
    private static func absolute(_ path: String) -> String {
        guard !path.hasPrefix("/"), let buffer = getcwd(nil, 0) else { return path }
        defer { free(buffer) }
        return String(cString: buffer) + "/" + path
    }

    /// Shows the dashboard until the person leaves.
    ///
    /// - Parameters:
    ///   - allowsColours: `false` shows everything without colours.
    ///   - environmentName: the environment to begin in; `nil` is the LIVE one.
    ///   - open: opens the data.
    ///   - cleanUp: runs when everything is closed, however the run ends.
    ///   - farewell: what is said at the end, made of what the dashboard would say by itself.
    /// - Throws: ``CommandFailure`` when there is no terminal that can show it, or the data cannot
    ///   be opened.
    func run(
        allowsColours: Bool,
        environmentName: String? = nil,
        open: @escaping Opening,
        cleanUp: () -> Void = {},
        farewell: (String?) -> String? = { $0 }
    ) throws {
        // The terminal tells the loop of these while it is open; before and after, everything is
        // closed in order first.
        for number in [SIGHUP, SIGTERM, SIGINT] { signal(number, SIG_IGN) }
        let log = Surroundings.statePath + "/crash.log"
        try? DataDirectory(path: Surroundings.statePath).make()
        let isOpened = DispatchSemaphore(value: 0)
        inbox.expect()
        Task.detached(executorPreference: Workers.shared) { [inbox, effects] in
            await Self.begin(open, in: environmentName, inbox, effects)
            isOpened.signal()
        }
        var state = DashboardState(
            actor: actor,
            size: .zero,
            seed: UInt64.random(in: .min ... .max),
            zone: Surroundings.zone(around: now())
        )
        state.zoneName = NamedZones.ofThisMachine
        state.person = settings
        _ = update(&state, .views(views), now: now())
        let (end, last) = shown(state, allowsColours: allowsColours, crashLog: log)
        isOpened.wait()
        files.remember(last.person, last.place, for: place)
        effects.close()
        cleanUp()
        for note in effects.notes { Printer.complain(note) }
        switch try end.get() {
        case .quit: if let text = farewell(last.farewell) { Printer.print(text) }
        case .signal(let number):
            // End as the signal would have ended it, so that a shell sees why.
            signal(number, SIG_DFL)
            raise(number)
        case .hangUp: break
        case .failed(let failure): throw failure
        }
    }

    /// Shows the screens in the way that was asked for.
    ///
    /// - Returns: how it ended, and what was on screen last.
    private func shown(
        _ state: DashboardState,
        allowsColours: Bool,
        crashLog: String
    ) -> (Result<DashboardLoop.End, any Error>, DashboardState) {
        if isPlain {
            var loop = PlainLoop(inbox: inbox, effects: effects, state: state)
            let end = loop.run()
            return (.success(end), loop.state)
        }
        var loop = DashboardLoop(inbox: inbox, effects: effects, state: state)
        let end = Result {
            try Self.show(&loop, allowsColours: allowsColours, crashLog: crashLog)
        }
        return (end, loop.state)
    }

    private static func begin(
        _ open: Opening,
        in environmentName: String?,
        _ inbox: Inbox,
        _ effects: EffectRunner
    ) async {
        do {
            let announcer = Announcer(note: { effects.tell($0) }) { warning in
                effects.tell(warning)
                inbox.post(.problem(warning))
            }
            guard let opened = try await open(announcer) else {
                return inbox.answer(.noData(.noDirectory(path: effects.dataPath)))
            }
            let picture = try await opened.service.picture()
            if let identity = try await opened.service.identity() {
                inbox.post(.identity(identity))
            }
            effects.use(opened)
            if let environmentName {
                let place = try picture.model.environment(named: environmentName)
                inbox.begin(in: place.environment.id)
            }
            inbox.answer(.picture(picture))
        } catch {
            inbox.fail(CommandFailure(of: error))
            inbox.answer(nil)
        }
    }

    /// The terminal is given back when this returns.
    private static func show(
        _ loop: inout DashboardLoop,
        allowsColours: Bool,
        crashLog: String
    ) throws -> DashboardLoop.End {
        do throws(TerminalError) {
            var terminal = try CursesTerminal(
                allowsColours: allowsColours,
                crashLog: crashLog,
                farewell:
                    "Flagdeck stopped unexpectedly. Drafts and changes are safe. See \(crashLog)"
            )
            return loop.run(&terminal)
        } catch {
            throw CommandFailure(.unreachable, error.description)
        }
    }
}
