internal import FlagModel
internal import TerminalUI

/// Everything that will happen by itself, by day.
struct CalendarBox: Equatable, Sendable {
    /// What waits, in the order of time; what is stopped stands at the end.
    private(set) var items: [CalendarItem] = []
    /// The lines, in order.
    private(set) var rows: [Row] = []
    /// The selected line.
    private(set) var view = ListView()
    /// The thing whose page is open.
    var page: CalendarItem.Subject?
    /// How far the page is scrolled.
    var scroll = 0

    /// One line.
    enum Row: Equatable, Sendable {
        /// What should have happened already and does so any moment.
        case due
        /// A day, by its first moment in the list.
        case day(Moment)
        /// What does not happen before somebody lets it go on.
        case stopped
        /// The item at a place.
        case item(Int)
    }

    /// The thing that keys act on: that of the page, or the one under the pointer.
    var current: CalendarItem.Subject? { page ?? selected?.subject }

    /// The item under the pointer.
    var selected: CalendarItem? {
        guard rows.indices.contains(view.selection), case .item(let index) = rows[view.selection]
        else { return nil }
        return items[index]
    }

    /// Takes what waits now; the pointer stays on its thing where that is still there.
    ///
    /// - Parameters:
    ///   - items: in the order of the list.
    ///   - now: what is before it is due.
    ///   - zone: where days begin.
    ///   - height: the rows on screen.
    mutating func take(_ items: [CalendarItem], now: Moment, zone: Zone, height: Int) {
        let earlier = selected
        self.items = items
        rows = Self.layOut(items, now: now, zone: zone)
        let same =
            earlier.flatMap { item in row { $0.subject == item.subject && $0.step == item.step } }
            ?? earlier.flatMap { item in row { $0.subject == item.subject } }
        view.setCount(rows.count, selection: same, height: height)
        // The first line is a heading, and stays on screen above the first item.
        if same == nil { view.select(1, height: height) }
        if let page, !items.contains(where: { $0.subject == page }) { self.page = nil }
    }

    private func row(of isWanted: (CalendarItem) -> Bool) -> Int? {
        rows.firstIndex { row in
            if case .item(let index) = row { isWanted(items[index]) } else { false }
        }
    }

    private static func layOut(_ items: [CalendarItem], now: Moment, zone: Zone) -> [Row] {
        var rows: [Row] = []
        var heading: Row?
        var day: Int?
        for (index, item) in items.enumerated() {
            let itsDay = zone.day(of: item.at)
            let wanted: Row =
                item.isStopped ? .stopped : item.at <= now ? .due : .day(item.at)
            let isSameDay =
                if case .day = wanted, case .day? = heading {
                    day == itsDay
                } else {
                    wanted == heading
                }
            if !isSameDay {
                rows.append(wanted)
                (heading, day) = (wanted, itsDay)
            }
            rows.append(.item(index))
        }
        return rows
    }

    /// Moves the pointer from item to item; headings are stepped over.
    mutating func move(_ movement: ListView.Movement, height: Int) {
        let before = view.selection
        view.move(movement, height: height)
        guard selected == nil else { return }
        view.move(.rows(view.selection > before ? 1 : -1), height: height)
        guard selected == nil, !rows.isEmpty else { return }
        // The first line is a heading: it is shown, and the pointer stays below it.
        view.select(0, height: height)
        view.select(1, height: height)
    }

    /// Brings the pointer on screen after the size changed.
    mutating func fit(height: Int) { view.fit(height: height) }
}

/// One time at which something happens by itself.
struct CalendarItem: Equatable, Sendable {
    /// What it is.
    enum Subject: Hashable, Sendable {
        /// A plan that waits.
        case plan(GUID)
        /// A plan that a draft would make.
        case drafted(draft: GUID, plan: GUID)
        /// The planned end of an experiment that runs.
        case experiment(environment: GUID, GUID)
    }

    let subject: Subject
    let at: Moment
    /// Which of the plan's times, from 0.
    var step = 0
    /// Whether it is stopped, so that it does not happen at its time.
    var isStopped = false
}

extension Model {
    /// Everything that happens by itself as far as is known, in the order of time; what is stopped
    /// stands at the end.
    ///
    /// The planned end of an experiment is only told before it: it waits for a person.
    ///
    /// - Complexity: O(*n* log *n*) in the times of all plans.
    func calendar(at now: Moment) -> [CalendarItem] {
        var items = schedules.flatMap { $0.items(.plan($0.id)) }
        for draft in drafts {
            items += draft.plans.flatMap { $0.items(.drafted(draft: draft.id, plan: $0.id)) }
        }
        for state in environments {
            let place = state.environment.id
            items += state.experiments.compactMap { experiment in
                guard let end = experiment.plannedEnd, end > now else { return nil }
                return CalendarItem(
                    subject: .experiment(environment: place, experiment.id),
                    at: end
                )
            }
        }
        let ordered = items.enumerated().sorted { left, right in
            let (first, second) = (left.element, right.element)
            if first.isStopped != second.isStopped { return second.isStopped }
            return (first.at, left.offset) < (second.at, right.offset)
        }
        return ordered.map(\.element)
    }
}

extension Schedule {
    fileprivate func items(_ subject: CalendarItem.Subject) -> [CalendarItem] {
        ([at] + later.map(\.at)).enumerated().map { index, at in
            CalendarItem(subject: subject, at: at, step: index, isStopped: isHeld)
        }
    }
}

extension Experiment {
    /// When the days that it is planned to run are over; `nil` while it does not run.
    var plannedEnd: Moment? {
        guard state == .running, let start = runs.last?.startedAt else { return nil }
        return start.adding(microseconds: Int64(max(plannedDays, 0)) * 86_400_000_000)
    }
}
