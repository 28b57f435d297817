internal import FlagModel
internal import TerminalUI

/// The conditions of one rule, a line each, to be chosen part by part.
struct ConditionsBox: Equatable, Sendable {
    /// What becomes of the conditions; a rule of `nil` is a new one.
    enum Purpose: Equatable, Sendable {
        case flagRule(flag: GUID, rule: String?)
        case audienceRule(audience: GUID, rule: String?)
    }

    /// The three parts of a line, from left to right.
    enum Part: Int, Hashable, Sendable, CaseIterable {
        /// The attribute, or "Audience".
        case what
        /// The comparison, in words.
        case how
        /// What it is compared with.
        case value
    }

    let purpose: Purpose
    let title: String
    /// Whether a line may ask if somebody is in an audience.
    let offersAudiences: Bool
    /// The lines as they are now.
    var lines: [ConditionLine]
    /// The line under the pointer.
    var view = ListView()
    var part = Part.what
    /// The list that is open over a part.
    var picker: ConditionPicker?
    /// What stands in the way of saving, in a sentence.
    var problem: String?
    /// Whether Esc was pressed once over changed lines.
    var hasAsked = false
    /// The lines as they were when the box opened.
    private let before: [ConditionLine]

    init(_ purpose: Purpose, title: String, conditions: [Condition], offersAudiences: Bool) {
        self.purpose = purpose
        self.title = title
        self.offersAudiences = offersAudiences
        lines = conditions.map(ConditionLine.init)
        before = lines
        view.setCount(lines.count, selection: 0, height: 1)
    }

    /// Whether saving leads on to how the new rule is shared out.
    var asksForShares: Bool {
        if case .flagRule(_, nil) = purpose { true } else { false }
    }

    /// Whether anything differs from what was there.
    var isChanged: Bool { lines != before }

    /// The place of the selected line; `nil` without lines.
    var selected: Int? { lines.indices.contains(view.selection) ? view.selection : nil }

    /// The line under the pointer; `nil` without lines.
    var line: ConditionLine? { selected.map { lines[$0] } }

    /// Whether a line is as it was when the box opened.
    func isOld(_ line: ConditionLine) -> Bool { before.contains(line) }

    /// The conditions of the lines that are complete.
    var conditions: [Condition] { lines.compactMap(\.condition) }
}
