import CursesTerminal
import Dashboard
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
struct DashboardSession {
    private let inbox: Inbox
    private let effects: EffectRunner
    private let theme: Theme
    private let actor: String
    private let now: @Sendable () -> Moment
    private var beginningID: GUID?

    /// Prepares a run; nothing is shown yet.
    ///
    /// - Parameters:
    ///   - beginnings: how a first start without data can go on.
    ///   - now: the clock that screens show.
    init(
        actor: String,
        theme: Theme,
        beginnings: Beginnings,
        now: @escaping @Sendable () -> Moment
    ) throws {
        do throws(TerminalError) {
            inbox = try Inbox()
        } catch {
            throw CommandFailure(.unreachable, error.description)
        }
        effects = EffectRunner(inbox: inbox, beginnings: beginnings, now: now)
        self.theme = theme
        self.actor = actor
        self.now = now
    }

    /// Shows the model of a service, beginning in an environment by name, or in LIVE.
    ///
    /// - Throws: ``CommandFailure`` when there is no such environment.
    mutating func begin(with service: LocalService, environmentName: String? = nil) throws {
        let picture = try waiting { try await service.picture() }
        if let environmentName {
            do throws(Refusal) {
                let state = try picture.model.environment(named: environmentName)
                beginningID = state.environment.id
            } catch {
                throw CommandFailure(error)
            }
        }
        inbox.post(.picture(picture))
        effects.use(service)
    }

    /// Offers ways to begin.
    func beginWithoutData(_ welcome: Welcome) {
        inbox.post(.noData(welcome))
    }

    /// Shows the dashboard until the person leaves.
    ///
    /// - Throws: ``CommandFailure`` when there is no terminal that can show it.
    func run(allowsColours: Bool) throws {
        defer { effects.close() }
        let log = Surroundings.statePath + "/crash.log"
        try? DataDirectory(path: Surroundings.statePath).make()
        let state = DashboardState(
            actor: actor,
            size: .zero,
            seed: UInt64.random(in: .min ... .max),
            zoneOffsetSeconds: Surroundings.zoneOffset(at: now()),
            environmentID: beginningID
        )
        var loop = DashboardLoop(inbox: inbox, effects: effects, theme: theme, state: state)
        let end = try Self.show(&loop, allowsColours: allowsColours, crashLog: log)
        effects.close()
        switch end {
        case .quit: if let farewell = loop.farewell { Printer.print(farewell) }
        case .signal(let number):
            // End as the signal would have ended it, so that a shell sees why.
            signal(number, SIG_DFL)
            raise(number)
        case .hangUp: break
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
                farewell: "Flagdeck stopped unexpectedly. Drafts and changes are safe. See \(crashLog)"
            )
            return loop.run(&terminal)
        } catch {
            throw CommandFailure(.unreachable, error.description)
        }
    }
}
