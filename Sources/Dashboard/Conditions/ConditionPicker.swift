internal import FlagModel
internal import TerminalUI

/// The list that is open over one part of a line; it filters as one types.
struct ConditionPicker: Equatable, Sendable {
    var query = TextField(limit: 4096)
    var view = ListView()
}
