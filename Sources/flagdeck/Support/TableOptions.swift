import ArgumentParser
import Experiments
import FlagModel

/// How a list is written down.
enum TableFormat: String, CaseIterable, ExpressibleByArgument {
    case text, json, csv
}

/// How a list is printed that finance may want in a spreadsheet, too.
struct TableOptions: ParsableArguments {
    @ArgumentParser.Flag(
        name: .customLong("json"),
        help: "Print JSON for programs, as --format json does."
    )
    var wantsJSON = false
    @Option(help: "text, json or csv (a table for a spreadsheet, times in UTC).")
    var format = TableFormat.text

    /// What was asked for.
    var chosen: TableFormat { wantsJSON ? .json : format }
}

extension Printer {
    /// Prints a table for a spreadsheet; each row also says of where and of when it is.
    ///
    /// A table is sent around without the command that made it, so the last columns say which
    /// environment, which entry was the newest, and which moment was looked at.
    static func print(
        csv header: [String],
        _ rows: [[SafeCSV.Cell]],
        of state: EnvironmentState,
        _ desk: Desk
    ) {
        let project = desk.model.project(state.environment.projectID)?.key.text
        let place = [project, state.environment.key.text].compactMap(\.self)
        let seen: [SafeCSV.Cell] = [
            .text(place.joined(separator: "/")), .count(Int(desk.entry)), .text(desk.now.text),
        ]
        print(csv: header + ["environment", "entry", "as of"], rows.map { $0 + seen })
    }

    /// Prints a table for a spreadsheet: RFC 4180, and nothing in it is taken for a formula.
    static func print(csv header: [String], _ rows: [[SafeCSV.Cell]]) {
        var table = SafeCSV()
        table.append(header.map { .text($0) })
        for row in rows { table.append(row) }
        print(bytes: Array(table.text.utf8))
    }
}
