import Evaluation
import FlagAPI
import FlagModel

/// Tells into which groups of one question a customer belongs.
///
/// A group is a small number while people are sorted, in the order in which groups are told; its
/// name is made once.
enum PeopleSorter: Sendable {
    /// What changes would mean.
    case moves([FlagMove])
    /// The same, and who keeps what.
    case sides([FlagMove])
    /// Nothing can be said of anybody.
    case nothing
    /// Who gets what of a flag.
    case flag(Evaluator, CompiledFlag)
    /// Who is in an audience.
    case audience(Audience, AudiencePicture)
    /// Who is in two audiences; `nil` stands for one that is archived, where nobody is.
    case overlap(AudiencePicture?, AudiencePicture?)

    /// Puts a customer into their groups.
    func sort(_ customer: EvaluationCustomer, _ put: (Int) -> Void) {
        switch self {
        case .moves(let moves): Self.sort(customer, moves, put)
        case .sides(let moves):
            for index in moves.indices {
                put(index * FlagMove.groups + moves[index].side(of: customer))
            }
        case .nothing: return
        case .flag(let evaluator, let flag):
            let answer = evaluator.answer(flag, for: customer)
            put(Self.code(of: answer, flag.flag))
        case .audience(let audience, let picture):
            Self.sort(customer, audience, picture, put)
        case .overlap(let first, let second):
            switch (first?.holds(customer) ?? false, second?.holds(customer) ?? false) {
            case (true, true): put(0)
            case (true, false): put(1)
            case (false, true): put(2)
            case (false, false): return
            }
        }
    }

    /// What is true of a group.
    func name(of group: Int) -> PeopleAnswer.Name {
        switch self {
        case .moves(let moves), .sides(let moves):
            let flag = group / FlagMove.groups
            return flag < moves.count ? moves[flag].name(of: group % FlagMove.groups) : .unmoved
        case .nothing: return .unmoved
        case .flag(_, let flag): return Self.served(group, flag.flag)
        case .audience(let audience, _): return Self.name(of: group, audience)
        case .overlap: return [.inside, .onlyFirst, .onlySecond][group]
        }
    }
}

extension PeopleSorter {
    private static func sort(
        _ customer: EvaluationCustomer,
        _ moves: [FlagMove],
        _ put: (Int) -> Void
    ) {
        var isMoved = false
        for index in moves.indices {
            guard let group = moves[index].group(of: customer) else { continue }
            put(index * FlagMove.groups + group)
            isMoved = true
        }
        if !isMoved { put(moves.count * FlagMove.groups) }
    }

    /// The line that decides, from 0 for "off", and for each as many places as there are versions
    /// and one for none.
    private static func code(of answer: Answer, _ flag: Flag) -> Int {
        let line =
            switch answer.reason {
            case .off, .archived: 0
            case .targeted: 1
            case .rule(let index): 2 + index
            case .defaultRule: 2 + flag.rules.count
            }
        let versions = flag.variations.count
        return line * (versions + 1) + (answer.variationIndex ?? versions)
    }

    private static func served(_ code: Int, _ flag: Flag) -> PeopleAnswer.Name {
        let versions = flag.variations.count
        let (line, place) = code.quotientAndRemainder(dividingBy: versions + 1)
        let name: PeopleAnswer.Line =
            switch line {
            case 0: .off
            case 1: .named
            case 2 + flag.rules.count: .everyoneElse
            default: .rule(line - 2)
            }
        return .served(line: name, variation: place < versions ? flag.variations[place].id : nil)
    }

    private static func sort(
        _ customer: EvaluationCustomer,
        _ audience: Audience,
        _ picture: AudiencePicture,
        _ put: (Int) -> Void
    ) {
        var first = 0
        var isMatched = false
        for rule in audience.rules.indices {
            let (count, fulfilled) = (
                audience.rules[rule].conditions.count, picture.fulfilled(rule: rule, by: customer)
            )
            for condition in 0..<fulfilled { put(first + condition) }
            if fulfilled == count { isMatched = true }
            first += count
        }
        let (isListed, isExcluded) = (picture.lists(customer), picture.excludes(customer))
        if isListed { put(first) }
        if isExcluded { put(first + 1) }
        // What the audience's own answer would be, without asking its rules once more.
        if !isExcluded, isListed || isMatched { put(first + 2) }
    }

    private static func name(of group: Int, _ audience: Audience) -> PeopleAnswer.Name {
        var rest = group
        for (rule, conditions) in audience.rules.map(\.conditions).enumerated() {
            if rest < conditions.count { return .fulfils(rule: rule, condition: rest) }
            rest -= conditions.count
        }
        return [.listed, .excluded, .inside][rest]
    }
}
