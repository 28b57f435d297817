internal import Evaluation
internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// What applications asked about the customer on screen, as they reported it.
struct AskedAnswers: Equatable, Sendable {
    /// The question whose answer is wanted.
    var generation = 0
    /// One for each flag that was asked for, the latest first.
    private(set) var answers: [GivenAnswer] = []

    mutating func take(_ result: Result<[GivenAnswer], ServiceProblem>) {
        guard case .success(let new) = result else { return }
        answers = new.sorted { left, right in
            left.lastAt == right.lastAt
                ? left.flagKey < right.flagKey : left.lastAt > right.lastAt
        }
    }
}

extension CustomerSheet {
    /// What the customer gets of a flag that an application asked for; `nil` when it is gone.
    func answer(about asked: GivenAnswer) -> FlagAnswer? {
        answers.first { flag($0)?.flag.key.text == asked.flagKey }
    }
}

extension Belonging {
    /// "added by name", or the rule that holds: "country is one of Germany and Austria".
    func words(in audience: Audience) -> String {
        switch self {
        case .listed: "added by name"
        case .rule(let place):
            audience.rules.indices.contains(place)
                ? Words.short(audience.rules[place].conditionsInWords, 300)
                : "a rule of it holds"
        }
    }
}

extension DashboardState {
    /// Asks what applications asked about the customer on screen, until now.
    mutating func askAsked() {
        guard let sheet = customers.sheet, let environmentID else { return }
        let height = sheetHeight
        guard past == nil else {
            customers.sheet?.take(asked: AskedAnswers(), height: height)
            return
        }
        generation += 1
        var asked = sheet.asked
        asked.generation = generation
        customers.sheet?.take(asked: asked, height: height)
        let request = GivenRequest(
            customer: sheet.customer.key,
            environmentID: environmentID,
            time: now
        )
        outbox.append(.given(request, generation: generation))
    }

    /// Takes what applications asked.
    ///
    /// - Returns: whether that was the question.
    mutating func takeAsked(
        _ generation: Int,
        _ result: Result<[GivenAnswer], ServiceProblem>
    ) -> Bool {
        guard var asked = customers.sheet?.asked, asked.generation == generation else {
            return false
        }
        asked.take(result)
        let height = sheetHeight
        customers.sheet?.take(asked: asked, height: height)
        return true
    }

    /// The cells of a flag that an application asked for.
    func askedCells(
        _ given: GivenAnswer,
        _ sheet: CustomerSheet
    ) -> [(text: SafeText, role: Role)] {
        [
            (SafeText(askedFlagName(given, sheet)), .text),
            (SafeText(askedVersionName(given, sheet)), .text),
            ("last asked \(times.when(given.lastAt))", .dim),
        ]
    }

    /// What an application was given and since when, in sentences.
    func askedWords(_ given: GivenAnswer, _ sheet: CustomerSheet) -> String {
        let version = askedVersionName(given, sheet)
        let since = times.moment(given.since).text
        let last = times.moment(given.lastAt).text
        let when = given.since == given.lastAt ? "once, \(since)" : "first \(since), last \(last)"
        return "An application asked for \(askedFlagName(given, sheet)) and was given "
            + "\"\(version)\" (\(when))."
    }

    func askedFlagName(_ given: GivenAnswer, _ sheet: CustomerSheet) -> String {
        sheet.answer(about: given).flatMap(sheet.flag)?.flag.name ?? given.flagKey
    }

    func askedVersionName(_ given: GivenAnswer, _ sheet: CustomerSheet) -> String {
        let flag = sheet.answer(about: given).flatMap(sheet.flag)?.flag
        return flag?.variation(given.variationID)?.name ?? "a version that is gone"
    }
}
