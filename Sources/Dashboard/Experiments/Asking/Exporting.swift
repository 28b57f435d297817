internal import Experiments
internal import FlagModel
internal import JSON
internal import TerminalUI

/// What a result can be written as.
enum ReportFormat: String, Hashable, Sendable, CaseIterable {
    case markdown
    case csv
    case json
    case svg

    /// The end of the file's name.
    var fileEnding: String { self == .markdown ? "md" : rawValue }

    var words: (title: SafeText, note: SafeText) {
        switch self {
        case .markdown: ("A page to read", "Markdown, the answer and what it stands on")
        case .csv: ("A table", "CSV, for a spreadsheet")
        case .json: ("Everything for a program", "JSON, every number exact")
        case .svg: ("A picture", "SVG, for a slide or a document")
        }
    }
}

/// Writing a result into a file.
extension DashboardState {
    /// Offers what can be written.
    mutating func askExport() {
        guard currentResult != nil else { return }
        let choices = ReportFormat.allCases.map { format in
            ChoiceBox.Choice(
                label: format.words.title,
                note: format.words.note,
                action: .experiments(.export(format))
            )
        }
        open(.choices(ChoiceBox(title: "Write the result as what?", choices: choices)))
    }

    /// Asks where to.
    mutating func export(_ format: ReportFormat) {
        guard let plan = currentExperiment?.now else { return }
        var form = Form(
            .export(plan.id, format),
            title: "Write the result of \(Words.short(plan.name)) into which file?",
            intro: "A file that is there already is left as it is.",
            fields: [
                Form.suggestion(
                    .path,
                    "File",
                    "\(plan.key.text).\(format.fileEnding)",
                    limit: 1000,
                    hint: "A path on this machine; ~ is your home"
                )
            ]
        )
        form.submitLabel = "write"
        open(.form(form))
    }

    /// Sends the file on its way.
    ///
    /// - Returns: whether the form is done.
    mutating func submitExport(_ form: inout Form, _ id: GUID, _ format: ReportFormat) -> Bool {
        let path = form.text(.path).trimmed
        guard !path.isEmpty else {
            form.mark(.path, "Type the name of a file.")
            return false
        }
        guard experiments.page == id, let text = report(format) else {
            form.problem = "The result is not on screen any more. Open it again."
            return false
        }
        overlays.removeLast()
        outbox.append(.writeFile(path: path, text: text))
        return true
    }

    /// Takes what became of a file.
    mutating func takeWritten(_ result: Result<String, FileProblem>) {
        switch result {
        case .success(let path): say("Written: \(path).")
        case .failure(let problem): complain(problem.sentence)
        }
    }

    /// The result that is on screen, written down.
    private func report(_ format: ReportFormat) -> String? {
        guard let words = resultPage?.words, let counts = shownCounts else { return nil }
        let report = ExperimentReport(words, counts: counts)
        switch format {
        case .markdown: return report.markdown
        case .csv: return report.csv
        case .json: return report.json.indentedText() + "\n"
        case .svg: return report.svg()
        }
    }
}
