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
        let role: Role = !check.isDecided ? .text : check.isSound ? .good : .bad
        let rest = check.sentences.dropFirst().joined(separator: " ")
        return [heading] + Line.wrapped(check.sentences[0], role, width: width)
            + Line.wrapped(rest, width: width)
    }
}
