internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// The differences between the model after one entry and after a later one.
struct Comparison: Equatable, Sendable {
    let first: UInt64
    let second: UInt64
    /// The question whose answer is wanted.
    let generation: Int
    /// What differs; `nil` before the answer.
    var differences: [Difference]?
    /// Why it could not be told.
    var problem: String?
}

extension DashboardState {
    mutating func markEntry() {
        guard history.page == nil, let number = history.selected?.number else { return }
        let height = historyHeight
        history.toggleMark(number)
        history.changeList { $0.move(.rows(1), height: height) }
        historySelectionChanged()
    }

    /// Opens the page with the differences between the marked entries.
    mutating func compareMarked() {
        guard history.marks.count == HistoryPane.markLimit, let first = history.marks.min(),
            let second = history.marks.max()
        else { return }
        let generation = askDifferences(from: first, to: second)
        history.comparison = Comparison(first: first, second: second, generation: generation)
        history.scroll = 0
    }

    /// Takes the differences between the marked entries.
    ///
    /// - Returns: whether they had been asked for.
    mutating func takeComparison(
        _ generation: Int,
        _ result: Result<[Difference], ServiceProblem>
    ) -> Bool {
        guard history.comparison?.generation == generation else { return false }
        switch result {
        case .success(let differences): history.comparison?.differences = differences
        case .failure(let problem): history.comparison?.problem = problem.description
        }
        return true
    }

    /// "From number 3 to number 7".
    var comparisonTitle: SafeText {
        guard let comparison = history.comparison else { return "" }
        return "What changed after number \(SafeText.count(Int(clamping: comparison.first))), "
            + "up to number \(SafeText.count(Int(clamping: comparison.second)))"
    }

    /// The page with the differences.
    var comparisonLines: [Line] {
        guard let comparison = history.comparison else { return [] }
        let width = max(20, size.columns - 3)
        if let problem = comparison.problem { return Line.wrapped(problem, .look, width: width) }
        guard let differences = comparison.differences else { return ["Comparing…"] }
        guard !differences.isEmpty else {
            return Line.wrapped(
                "Nothing is different: what was changed between the two was changed back.",
                width: width
            )
        }
        let when = [comparison.first, comparison.second].map { number in
            history.entries[number].map { times.moment($0.changeSet.time).text }
                ?? "number \(number)"
        }
        let count = Words.count(differences.count, "thing is", "things are")
        return [Line("\(SafeText(count)) different.", .heading), ""]
            + differenceLines(differences, width: width, before: when[0], after: when[1])
    }
}
