internal import Evaluation
internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// What applications were in fact given for the customer on screen, by a moment of the past.
struct GivenAnswers: Equatable, Sendable {
    /// The moment.
    let time: Moment
    /// The question whose answer is wanted.
    let generation: Int
    /// By the flag's key; `nil` before the answer.
    private(set) var byFlag: [String: GivenAnswer]?
    /// Why it could not be told.
    private(set) var problem: String?

    init(time: Moment, generation: Int) {
        (self.time, self.generation) = (time, generation)
    }

    mutating func take(_ result: Result<[GivenAnswer], ServiceProblem>) {
        switch result {
        case .success(let answers):
            byFlag = Dictionary(answers.map { ($0.flagKey, $0) }) { first, _ in first }
        case .failure(let problem): self.problem = problem.description
        }
    }
}

extension CustomerSheet {
    /// What applications were given of the flag of an answer; `nil` where they reported nothing.
    func given(_ answer: FlagAnswer) -> GivenAnswer? {
        flag(answer).flatMap { given?.byFlag?[$0.flag.key.text] }
    }

    /// Whether applications were given another version than the answer, of the flag as it was then:
    /// what they were given before somebody changed it was right at its time.
    func isGivenOther(_ answer: FlagAnswer) -> Bool {
        guard let given = given(answer), let flag = flag(answer)?.flag,
            !isGivenBeforeChange(answer)
        else { return false }
        return answer.answer.variationIndex.map { flag.variations[$0].id } != given.variationID
    }

    /// Whether the flag was changed between the last time that applications were given something
    /// and the moment that is looked at.
    func isGivenBeforeChange(_ answer: FlagAnswer) -> Bool {
        guard let last = self.given(answer)?.lastAt, let flag = flag(answer)?.flag,
            let moment = given?.time
        else { return false }
        return last < flag.updatedAt && flag.updatedAt <= moment
    }

    /// What applications were given, by name.
    func givenName(_ answer: FlagAnswer) -> String? {
        guard let given = given(answer), let flag = flag(answer)?.flag else { return nil }
        return flag.variation(given.variationID)?.name ?? "a version that is gone"
    }

    /// The flags of which applications were given something else.
    var givenOtherCount: Int { answers.count(where: isGivenOther) }
}

extension DashboardState {
    /// Asks what applications were given for the customer on screen, when that is in the past.
    mutating func askGiven() {
        guard let sheet = customers.sheet, let environmentID, past != nil else {
            let height = sheetHeight
            customers.sheet?.take(given: nil, height: height)
            return
        }
        generation += 1
        let given = GivenAnswers(time: shownTime, generation: generation)
        let height = sheetHeight
        customers.sheet?.take(given: given, height: height)
        let request = GivenRequest(
            customer: sheet.customer.key,
            environmentID: environmentID,
            time: shownTime
        )
        outbox.append(.given(request, generation: generation))
    }

    /// Takes what applications were given.
    mutating func takeGiven(
        _ generation: Int,
        _ result: Result<[GivenAnswer], ServiceProblem>
    ) {
        guard var given = customers.sheet?.given, given.generation == generation else { return }
        given.take(result)
        let height = sheetHeight
        customers.sheet?.take(given: given, height: height)
    }

    // MARK: - Words

    /// "! Off" where applications were given something else.
    func givenCell(_ answer: FlagAnswer, _ sheet: CustomerSheet) -> (text: SafeText, role: Role) {
        guard let name = sheet.givenName(answer) else { return ("not reported", .dim) }
        return sheet.isGivenOther(answer)
            ? ("\(glyphs.look) \(SafeText(name))", .look) : (SafeText(name), .text)
    }

    /// What applications were given of the flag that keys act on, since when and until when.
    func givenLines(_ sheet: CustomerSheet, width: Int) -> [Line] {
        guard past != nil, let answer = sheet.currentAnswer else { return [] }
        if let problem = sheet.given?.problem {
            return Line.wrapped("What was given could not be read: \(problem)", .dim, width: width)
        }
        guard sheet.given?.byFlag != nil else { return [Line("Looking up what was given…", .dim)] }
        guard let given = sheet.given(answer), let name = sheet.givenName(answer) else {
            return Line.wrapped(
                "No application reported by then what it was given for this customer.",
                .dim,
                width: width
            )
        }
        let since = times.moment(given.since).text
        let last = times.moment(given.lastAt).text
        let when =
            given.since == given.lastAt
            ? "once, \(since)" : "first \(since), last \(last)"
        let isOther = sheet.isGivenOther(answer)
        let sign = isOther ? "\(glyphs.look.text) " : ""
        let then = sheet.isGivenBeforeChange(answer) ? ", before the flag was changed" : ""
        return Line.wrapped(
            "\(sign)Applications were given \"\(name)\" (\(when))\(then).",
            isOther ? .look : .text,
            width: width
        )
    }
}
