internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// A moment of the past, and how everything was then.
///
/// It is a mode of the same screens: while there is one, ``DashboardState/model`` is the model of
/// that moment, so every pane shows it without knowing.
struct PastView: Equatable, Sendable {
    /// What was asked for.
    let point: PastPoint
    /// How everything was.
    let then: PastPicture

    /// The last entry that had been made by then.
    var entry: UInt64 { then.picture.entry }

    /// The moment: the one that was asked for, or when the entry was made; `nil` before the first.
    var time: Moment? {
        if case .time(let time) = point { time } else { then.time }
    }

    /// Entries never change, so the same point at the same entry is the same past.
    static func == (left: PastView, right: PastView) -> Bool {
        left.point == right.point && left.entry == right.entry
    }
}

/// A moment that was asked for and has not come yet.
struct PastQuestion: Equatable, Sendable {
    let point: PastPoint
    /// The question whose answer is wanted; others are late.
    let generation: Int
}

/// What keys do with the moment that is looked at.
enum PastAction: Hashable, Sendable {
    /// Look at a point.
    case look(PastPoint)
    /// So many entries forward, or back where negative.
    case entries(Int)
    /// So many days forward, or back where negative.
    case days(Int)
    /// Ask for a date to go to.
    case askDate
    /// Back to now.
    case leave
}

extension DashboardState {
    /// The moment that the panes speak of: now, or what is looked at.
    var shownTime: Moment { past.map { $0.time ?? Moment(milliseconds: 0) } ?? now }

    /// How long ago something happened, seen from the moment that is looked at.
    var ages: TimeWords { TimeWords(now: shownTime, zone: zone) }

    /// Whether the moment is before the environment was made.
    var isBeforeEnvironment: Bool { past != nil && environment == nil }

    /// "3 Jul, 16:59", for sentences about the moment that is looked at.
    var pastMomentWords: String {
        guard let past else { return "now" }
        return past.time.map { times.moment($0).text } ?? "before the first change"
    }
}
