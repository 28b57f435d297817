import ArgumentParser
import JSON
import StatisticsCases

/// Works out the statistics of given cases, for comparing with other programs.
struct Analyze: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Work out the statistics of cases in a file, one on each line.",
        discussion: """
            Each line is a JSON object: a comparison, a split, several p-values, a plan. One line \
            comes out for each, with the same id. What a case holds and what comes out: \
            docs/reference/statistics.md. Nothing of your data is touched.
            """
    )
    @Argument(help: "The file; - or nothing is standard input.") var file = "-"

    func run() throws {
        var reading = CaseReading()
        var number = 0
        for line in try InputFile.read(file).split(
            separator: UInt8(ascii: "\n"),
            omittingEmptySubsequences: false
        ) {
            number += 1
            for answer in reading.answers(to: Array(line), number: number) {
                Printer.print(bytes: Array((answer.lineText() + "\n").utf8))
            }
        }
        guard !reading.badLines.isEmpty else { return }
        throw CommandFailure(.no, Self.complaint(reading.badLines))
    }

    private static func complaint(_ lines: [Int]) -> String {
        let shown = lines.prefix(5).map(String.init).joined(separator: ", ")
        let more = lines.count > 5 ? " and \(lines.count - 5) more" : ""
        let subject = lines.count == 1 ? "Line \(shown)" : "Lines \(shown)\(more)"
        return "\(subject) could not be answered; each has an answer that says why. "
            + "All other lines are answered. Mend them and run it again."
    }
}
