import ArgumentParser
import FlagAPI
import FlagModel
import JSON

extension History {
    /// One entry with everything that it changed.
    struct Show: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show one entry: who, when, why, and everything before and after."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var list: ListOptions
        @Argument(help: "The entry's number, as history shows it.") var number: UInt64

        func run(_ desk: Desk) async throws {
            let request = HistoryRequest(before: number == .max ? number : number + 1, limit: 1)
            let page = try await desk.service.history(request)
            guard let entry = page.entries.first, entry.number == number else {
                throw ServiceProblem.unknownEntry(number)
            }
            let differences = try await desk.service.differences(from: number - 1, to: number)
            guard !list.wantsJSON else {
                guard case .object(var object) = entry.summary() else { return }
                object["differences"] = .array(differences.map(\.summary))
                return Printer.print(.object(object))
            }
            let set = entry.changeSet
            Printer.print("\(set.sentence.prefix(1).uppercased())\(set.sentence.dropFirst()).")
            Printer.print(
                "Entry \(number), by \(set.actor), \(Surroundings.localTime(set.time))."
            )
            if !set.note.isEmpty { Printer.print("Why: \(set.note)") }
            Printer.print("")
            Difference.print(differences, elseSay: "It left everything as it was.")
            guard !differences.isEmpty else { return }
            Printer.print("\nTake it back with: flagdeck undo \(number)")
        }
    }

    /// How two moments differ.
    struct Compare: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "compare",
            abstract: "Show what differs between two moments: entries' numbers, or times.",
            discussion: """
                Times: 2026-07-03 (the end of that day), "2026-07-03 17:00", 17:00, yesterday, \
                "3 days ago", now.
                """
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var list: ListOptions
        @Argument(help: "The first moment.") var first: String
        @Argument(help: "The second moment, which may be the earlier one.") var second: String

        func run(_ desk: Desk) async throws {
            let reader = MomentReader.ofThisMachine
            let before = try await desk.service.picture(at: reader.point(first))
            let after = try await desk.service.picture(at: reader.point(second))
            let differences = try await desk.service.differences(
                from: before.picture.entry,
                to: after.picture.entry
            )
            guard !list.wantsJSON else {
                return Printer.print([
                    "from": Self.json(before), "to": Self.json(after),
                    "differences": .array(differences.map(\.summary)),
                ])
            }
            Printer.print("From \(Self.words(before)) to \(Self.words(after)).\n")
            Difference.print(differences, elseSay: "Nothing differs.")
        }

        private static func words(_ past: PastPicture) -> String {
            guard let time = past.time else { return "the beginning" }
            return "entry \(past.picture.entry) (\(Surroundings.localTime(time)))"
        }

        private static func json(_ past: PastPicture) -> JSONValue {
            [
                "sequence": .integer(Int(past.picture.entry)),
                "time": past.time.map { .string($0.text) } ?? .null,
            ]
        }
    }
}

extension Difference {
    /// Prints differences as a table, one line an aspect.
    fileprivate static func print(_ differences: [Difference], elseSay nothing: String) {
        guard !differences.isEmpty else { return Printer.print(nothing) }
        Printer.print(
            ["WHAT", "", "BEFORE", "AFTER"],
            differences.flatMap { difference -> [[String]] in
                let name = difference.title
                guard !difference.facets.isEmpty else {
                    let (before, after) = difference.fateWords
                    return [[name, "", before, after]]
                }
                return difference.facets.enumerated().map { index, facet in
                    [
                        index == 0 ? name : "", Words.short(facet.title),
                        Words.short(facet.before.isEmpty ? "-" : facet.before, 60),
                        Words.short(facet.after.isEmpty ? "-" : facet.after, 60),
                    ]
                }
            }
        )
    }

    /// "Gift wrap in LIVE", "audience VIP in LIVE".
    private var title: String {
        let kind: String =
            switch subject {
            case .flag, .environment: ""
            case .audience: "audience "
            case .experiment: "experiment "
            case .person: "person "
            case .webhook: "webhook "
            case .trigger: "trigger "
            case .draft: "draft: "
            case .schedule: "planned: "
            case .project: "project "
            }
        return kind + Words.short(name) + (place.isEmpty ? "" : " in \(place)")
    }

    private var fateWords: (before: String, after: String) {
        switch fate {
        case .made: ("-", "made")
        case .removed: ("was there", "gone")
        case .changed: ("-", "changed")
        }
    }

    /// The difference as programs rely on it.
    fileprivate var summary: JSONValue {
        let word =
            switch fate {
            case .made: "made"
            case .removed: "removed"
            case .changed: "changed"
            }
        return [
            "name": .string(name), "place": .string(place), "fate": .string(word),
            "facets": .array(
                facets.map { facet in
                    [
                        "title": .string(facet.title), "before": .string(facet.before),
                        "after": .string(facet.after),
                    ]
                }
            ),
        ]
    }
}
