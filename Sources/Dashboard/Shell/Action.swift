internal import TerminalUI

/// Everything that a key, a line of the help or a line of the palette can do.
enum Action: Hashable, Sendable {
    case move(ListView.Movement)
    case awaitSecondG
    case open
    case back
    case nextPart
    case previousPart
    case tab(Tab)
    case find
    case keepFilter
    case refresh
    case palette
    case help
    case environments
    case identity
    case applications
    case rights
    case publish
    case undo
    case interrupt
    case suspend
    case redraw
    case quit
    case past(PastAction)
    case welcome(WelcomeChoice)
    case askImportPath
    case overlay(OverlayAction)
    case flags(FlagsAction)
    case editor(FlagEditorAction)
    case audiences(AudiencesAction)
    case experiments(ExperimentsAction)
    case customers(CustomersAction)
    case review(ReviewAction)
    case history(HistoryAction)
    case planning(PlanningAction)
    case shell(ShellAction)
}

typealias Binding = KeyBinding<Action>

/// A key that is pressed; the model's keys are written `FlagModel.Key`.
typealias Key = TerminalUI.Key
