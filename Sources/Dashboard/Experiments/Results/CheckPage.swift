internal import Experiments
internal import FlagModel
internal import TerminalUI

/// A check of the person's own data: customers of one version, split by chance again and again.
struct SetupAnswer: Equatable, Sendable {
    let run: ResultAnswers.Run
    let generation: Int
    /// What came of it; `nil` before the answer.
    var check: SetupCheck?
    var problem: String?
}

extension ResultPage {
    /// What came of the check, the answer first.
    func check(_ answer: SetupAnswer) -> [Line] {
        let heading = Line("CHECK OF THE SETUP", .heading)
        if let problem = answer.problem {
            return [heading] + Line.wrapped("Could not be done: \(problem)", .look, width: width)
        }
        guard let check = answer.check else {
            let text =
                "Splitting the customers of one version by chance, "
                + "\(Words.grouped(SetupCheck.splits)) times…"
            return [heading] + Line.wrapped(text, .dim, width: width)
        }
        guard check.people > 1, !check.pValues.isEmpty else {
            let text = "Too few customers to split yet: \(Words.grouped(check.people))."
            return [heading] + Line.wrapped(text, width: width)
        }
        let splits = check.pValues.count
        let isFine = isFine(check, splits)
        let first =
            isFine
            ? "Your setup is sound: results here can be trusted."
            : "Something in your data makes differences where there are none."
        let expected = Int((Double(splits) * SetupCheck.expectedShare).rounded())
        let second =
            "\(Words.count(check.people, "customer")) who all saw the same version were split "
            + "into two halves, \(Words.grouped(splits)) times. \(Words.grouped(check.claimed)) "
            + "of these splits claimed a difference; about \(Words.grouped(expected)) do so by "
            + "chance."
        let next =
            isFine
            ? ""
            : "Usual reason: some customers count more than once, or a few outweigh all others. "
                + "Ask the data team before you trust a result of this metric."
        return [heading] + Line.wrapped(first, isFine ? .good : .bad, width: width)
            + Line.wrapped(second, width: width) + Line.wrapped(next, width: width)
    }

    /// Whether no more splits claim a difference than chance explains.
    ///
    /// Three standard deviations of the number of splits above the expected one.
    private func isFine(_ check: SetupCheck, _ splits: Int) -> Bool {
        let expected = Double(splits) * SetupCheck.expectedShare
        let deviation = (expected * (1 - SetupCheck.expectedShare)).squareRoot()
        return Double(check.claimed) <= expected + 3 * deviation
    }
}
