internal import FlagModel
internal import TerminalUI

/// Everything that the line above the footer said, newest last.
struct MessageLog: Equatable, Sendable {
    /// How many are kept.
    static let limit = 200

    /// One sentence, and when it was said.
    struct Entry: Equatable, Sendable {
        let time: Moment
        let text: String
        let isProblem: Bool
    }

    private(set) var entries: [Entry] = []

    /// Whether nothing was said yet.
    var isEmpty: Bool { entries.isEmpty }

    /// Keeps a sentence; the oldest one goes when there are too many.
    mutating func add(_ text: String, at time: Moment, isProblem: Bool = false) {
        guard !text.isEmpty else { return }
        entries.append(Entry(time: time, text: text, isProblem: isProblem))
        if entries.count > Self.limit { entries.removeFirst() }
    }
}

extension DashboardState {
    /// Lists what was said, newest first.
    mutating func openMessages() {
        let choices = log.entries.reversed().enumerated().map { index, entry in
            let time = CalendarTime(entry.time.adding(microseconds: zoneMicroseconds))
            let mark = entry.isProblem ? "\(glyphs.look) " : SafeText("")
            let minutes = time.minute < 10 ? "0\(time.minute)" : "\(time.minute)"
            return ChoiceBox.Choice(
                label: "\(SafeText("\(time.hour):\(minutes)"))  \(mark)\(SafeText(entry.text))",
                note: "",
                action: .shell(.message(index))
            )
        }
        open(.choices(ChoiceBox(title: "What was said, newest first", choices: choices)))
    }

    private var zoneMicroseconds: Int64 { Int64(zoneOffsetSeconds) * 1_000_000 }

    /// Shows one of them in full.
    mutating func openMessage(_ index: Int) {
        let entries = Array(log.entries.reversed())
        guard entries.indices.contains(index) else { return }
        open(.message(MessageBox(title: "Message", text: entries[index].text)))
    }

    /// Shows a longer text as far as it fits.
    func drawMessage(_ box: MessageBox, on canvas: inout Canvas, _ frame: Frame) {
        func lines(width: Int) -> [Line] {
            box.text.split(separator: "\n", omittingEmptySubsequences: false)
                .flatMap { Line.wrapped($0, width: width) }
        }
        let wanted = lines(width: min(78, size.columns - 8)).count
        let rows = max(8, min(wanted + 1, frame.body.height - 2))
        let area = openBox(SafeText(box.title), rows: rows, on: &canvas, frame)
        canvas.draw(lines(width: area.width), in: area)
    }

    // MARK: - Settings

    /// Begins with what this person chose: place, keys, and what was not understood, at once.
    mutating func takeSettings() {
        restorePlace()
        dropConflictingKeys()
        guard !person.problems.isEmpty else { return }
        let most = 8
        var lines = person.problems.prefix(most).map { $0 }
        let rest = person.problems.count - lines.count
        if rest > 0 { lines.append("And \(rest) more.") }
        lines.append("Everything else holds.")
        let text = lines.joined(separator: "\n")
        log.add(lines.joined(separator: " "), at: now, isProblem: true)
        open(.message(MessageBox(title: "Some of your settings were not understood", text: text)))
    }

    /// What people call an environment; LIVE with its project where there is more than one.
    func title(of environment: Environment) -> String {
        let title = environment.title
        let live = present.environments.map(\.environment).filter(\.isLive)
        guard environment.isLive, live.count > 1 else { return title }
        let project = present.project(environment.projectID)?.name ?? ""
        let isAlone = live.count { $0.projectID == environment.projectID } == 1
        let parts = [title, project, isAlone ? "" : environment.name]
        return parts.filter { !$0.isEmpty }.joined(separator: " ")
    }
}
