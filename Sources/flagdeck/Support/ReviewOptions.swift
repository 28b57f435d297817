import ArgumentParser
import FlagModel

/// When an environment asks for reviews.
struct ReviewOptions: ParsableArguments {
    @Option(
        name: .customLong("review"),
        help: ArgumentHelp("So many others must approve a change first.", valueName: "people")
    )
    var approvals: Int?
    @ArgumentParser.Flag(name: .customLong("no-review"), help: "Changes need no review.")
    var isOff = false
    @Option(
        name: .customLong("review-above"),
        help: ArgumentHelp(
            "Only what gives more than this share of known customers something else.",
            valueName: "percent"
        )
    )
    var share: String?
    @ArgumentParser.Flag(
        name: .customLong("review-experiments"),
        help: "Only what touches an experiment that runs, beside the rest."
    )
    var touchesExperiments = false
    @Option(
        name: .customLong("review-tag"),
        help: ArgumentHelp("Only what has this tag, beside the rest; repeatable.", valueName: "tag")
    )
    var tags: [String] = []
    @ArgumentParser.Flag(
        name: .customLong("review-everything"),
        help: "Every change, whatever it reaches."
    )
    var isForAll = false

    /// Whether none of them was given.
    var isEmpty: Bool {
        approvals == nil && !isOff && share == nil && !touchesExperiments && tags.isEmpty
            && !isForAll
    }

    func validate() throws {
        let others = approvals != nil || share != nil || touchesExperiments || !tags.isEmpty
        guard !isOff || !others && !isForAll else {
            throw ValidationError("--no-review turns reviews off: leave the other ones out.")
        }
        guard !isForAll || share == nil && !touchesExperiments && tags.isEmpty else {
            throw ValidationError(
                "--review-everything leaves no condition: choose one or the other."
            )
        }
    }

    /// The rule that comes after another; what was not named stays.
    ///
    /// - Throws: ``CommandFailure`` for a share that is no percentage.
    func rule(after before: ReviewRule?) throws -> ReviewRule? {
        guard !isOff else { return nil }
        var rule = before ?? ReviewRule(approvals: 1)
        if let approvals { rule.approvals = approvals }
        if isForAll { rule = ReviewRule(approvals: rule.approvals) }
        if let share { rule.people = try Self.hundredths(share) }
        if touchesExperiments { rule.touchesExperiments = true }
        rule.tags += tags.filter { !rule.tags.contains($0) }
        return rule
    }

    /// "5%", "5" and "2.5%" in hundredths of a percent.
    private static func hundredths(_ text: String) throws -> Int {
        let digits = text.hasSuffix("%") ? text.dropLast() : text[...]
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        let isPlain = parts.allSatisfy {
            !$0.isEmpty && $0.allSatisfy { $0.isASCII && $0.isNumber }
        }
        guard isPlain, (1...2).contains(parts.count), parts[0].count <= 3,
            let whole = Int(parts[0]),
            let rest = parts.count == 1 ? 0 : Int((parts[1] + "0").prefix(2)),
            parts.count == 1 || parts[1].count <= 2
        else {
            throw CommandFailure(
                .wrongUsage,
                "\"\(text)\" is no percentage: write it like 5% or 2.5%."
            )
        }
        return whole * 100 + rest
    }
}
