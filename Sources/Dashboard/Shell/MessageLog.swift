internal import FlagModel
internal import TerminalUI

/// Everything that the line above the footer said, newest last.
struct MessageLog: Equatable, Sendable {
    /// How many are kept.
    static let limit = 200

    /// One sentence, and when it was said.
    struct Entry: Equatable, Sendable {
        /// Grows by one with every sentence, so that it stays when others come.
        let number: Int
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
        let number = (entries.last?.number ?? 0) + 1
        entries.append(Entry(number: number, time: time, text: text, isProblem: isProblem))
        if entries.count > Self.limit { entries.removeFirst() }
    }
}

extension DashboardState {
    /// Lists what was said, newest first.
    mutating func openMessages() {
        let choices = log.entries.reversed().map { entry in
            let time = times.clock(entry.time)
            let mark = entry.isProblem ? "\(glyphs.look) " : SafeText("")
            return ChoiceBox.Choice(
                label: "\(time)  \(mark)\(SafeText(entry.text))",
                note: "",
                action: .shell(.message(entry.number))
            )
        }
        open(.choices(ChoiceBox(title: "What was said, newest first", choices: choices)))
    }

    /// Shows one of them in full.
    mutating func openMessage(_ number: Int) {
        guard let entry = log.entries.first(where: { $0.number == number }) else { return }
        open(.message(MessageBox(title: "Message", text: entry.text)))
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
