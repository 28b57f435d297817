public import FlagModel
internal import TerminalUI

/// The screens that can be drawn without a terminal: `flagdeck screenshot SCREEN`.
public enum ScreenName: String, Hashable, Sendable, CaseIterable {
    /// The list of flags.
    case flags
    /// The page of the selected flag.
    case flag
    /// The list of audiences.
    case audiences
    /// The page of the selected audience.
    case audience
    /// The list of experiments.
    case experiments
    /// What the selected experiment says.
    case experiment
    /// Every number of the selected experiment.
    case numbers
    /// Finding a customer.
    case customers
    /// What the first customer gets.
    case customer
    /// Which applications are connected.
    case applications
    /// The drafts that wait to be read.
    case review
    /// The history.
    case history
    /// What happens by itself, by day.
    case next
    /// The drafts, and the number to type.
    case publish
    /// The keys of the list of flags.
    case help
    /// Anything by name.
    case palette
    /// A first start without data.
    case welcome
    /// The environments to choose from.
    case environment
    /// The form for a new flag.
    case newFlag = "new-flag"
}

/// Goes straight to a screen, as if its keys were pressed.
///
/// - Parameters:
///   - screen: where to go.
///   - state: must have seen a picture, except for ``ScreenName/welcome``.
///   - now: when, in the caller's clock.
/// - Returns: effects whose answers fill the screen, such as its page of history.
public func show(
    _ screen: ScreenName,
    in state: inout DashboardState,
    now: Moment
) -> [Effect] {
    state.now = now
    state.revision &+= 1
    state.overlays = []
    state.go(to: screen)
    defer { state.outbox = [] }
    return state.outbox
}

extension DashboardState {
    fileprivate mutating func go(to screen: ScreenName) {
        switch screen {
        case .welcome:
            stage = .welcome(.empty)
            return
        case .audiences, .audience: show(.audiences)
        case .experiments, .experiment, .numbers: show(.experiments)
        case .customers, .customer: show(.customers)
        case .review: show(.review)
        case .history: show(.history)
        default: show(.flags)
        }
        switch screen {
        case .flag, .audience, .experiment: perform(.open)
        case .numbers:
            perform(.open)
            show(.numbers)
        case .customer: customers.isChoiceWaiting = true
        case .applications: openApplications()
        case .next: performPlanning(.calendar)
        case .publish: openPublish()
        case .help: openHelp()
        case .palette: perform(.palette)
        case .environment: openEnvironments()
        case .newFlag: newFlag()
        default: break
        }
    }
}
