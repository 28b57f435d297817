internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// How many people are in the audience whose page is open.
extension DashboardState {
    /// Customers by name up to which an audience travels with its question.
    static let countedListLimit = 10_000

    /// What is asked about an audience; `nil` where its list is too long and only a draft has it.
    func countQuestion(_ view: AudienceView) -> PeopleQuestion? {
        guard let audience = view.latest else { return nil }
        if audience.members.count + audience.excluded.count <= Self.countedListLimit {
            return .audience(audience)
        }
        // Who is in it and in itself: the service knows the list already.
        return view.isOwn || view.now == nil ? nil : .overlap(view.id, view.id)
    }

    /// What is asked about the waiting change of an audience.
    func changeQuestion(_ view: AudienceView) -> PeopleQuestion? {
        guard let draft = view.draft, view.problem == nil else { return nil }
        return .changes(draft.changes)
    }

    /// What the open page is about: who is in it, then what a waiting change would do.
    var audiencePageQuestions: [PeopleQuestion] {
        guard let page = audiences.page, let view = audienceView(page.id) else { return [] }
        return [countQuestion(view), changeQuestion(view)].compactMap { $0 }
    }

    // MARK: - Lines

    /// "12 480 of 82 400 known customers match (15%).", and a few of them by name.
    func countLines(_ view: AudienceView, width: Int) -> [Line] {
        guard past == nil else { return [] }
        guard let question = countQuestion(view) else {
            return [Line("Its list is too long to be counted before it is published.", .dim)]
        }
        guard let count = peopleCount(question) else { return [] }
        if count.problem != nil {
            return [Line("The known customers cannot be counted now.", .dim)]
        }
        guard let inside = count.count(.inside), let known = count.known else {
            return [Line(countWords(.inside, of: question), .dim)]
        }
        var line = Line()
        line.append(count.isExact ? "" : "About ")
        line.append(SafeText.count(inside), .heading)
        line.append(" of \(SafeText.count(known)) known customers match")
        line.append(known > 0 ? " (\(Self.percent(inside, of: known)))." : ".")
        if !count.isExact, count.isUnderWay {
            line.append("  counting\(glyphs.ellipsis) \(Int(count.progress * 100))%", .dim)
        }
        return [line] + suchAs(count, width: width)
    }

    /// A share in whole per cent; never 0% or 100% when it is neither.
    static func percent(_ some: Int, of all: Int) -> SafeText {
        guard all > 0, some > 0 else { return "0%" }
        guard some < all else { return "100%" }
        let whole = Int((Double(some) * 100 / Double(all)).rounded())
        if whole == 0 { return "less than 1%" }
        return whole == 100 ? "more than 99%" : "\(SafeText.count(whole))%"
    }

    private func suchAs(_ count: PeopleCount, width: Int) -> [Line] {
        let samples = count.answer?.groups.first { $0.name == .inside }?.samples ?? []
        guard !samples.isEmpty else { return [] }
        let names = samples.prefix(max(1, min(4, width / 24))).map { person in
            Words.short(person.name.isEmpty ? person.key.text : person.name, 24)
        }
        let line = Line([
            Span("SUCH AS  ", .heading), Span(SafeText(names.joined(separator: ", "))),
        ])
        return [line]
    }

    /// How many people get something else with the waiting change of an audience.
    func changeLines(_ view: AudienceView) -> [Line] {
        guard let question = changeQuestion(view), let count = peopleCount(question),
            count.problem == nil, let unmoved = count.count(.unmoved), let known = count.known
        else { return [] }
        let moved = max(0, known - unmoved)
        let about = count.isExact || moved == 0 ? "" : "About "
        let people = Words.count(moved, "known customer")
        let text =
            moved == 0
            ? "No known customer gets anything else then."
            : "\(about)\(people) then \(moved == 1 ? "gets" : "get") another version of a flag."
        return [Line([Span("         "), Span(SafeText(text), .draft)])]
    }
}
