import Evaluation
import FlagAPI
import FlagModel

/// One flag before and after some changes.
///
/// A class, so that nothing is copied for each of a million customers.
final class FlagMove: Sendable {
    /// Groups that one flag has room for: every version before with every version after.
    static let groups = width * width
    private static let width = 2 * Limits.variationCount.upperBound + 1

    private let flag: GUID
    private let before: Side
    private let after: Side
    /// The versions of both sides, each once; their numbers begin with 1, and 0 is none.
    private let versions: [Version]

    /// A version as applications get it: under the same id, another value or kind of value is
    /// another version.
    private struct Version: Equatable, Sendable {
        let id: String
        let kind: ValueKind
        /// To the byte: Swift takes "é" written in two ways for the same text.
        let value: [UInt8]

        init(_ variation: Variation, _ kind: ValueKind) {
            (id, self.kind, value) = (variation.id, kind, Array(variation.value.utf8))
        }
    }

    /// The flag on one side, where there is one.
    private struct Side: Sendable {
        let evaluator: Evaluator
        let flag: CompiledFlag?
        var numbers: [Int] = []

        init(_ evaluator: Evaluator, _ flag: CompiledFlag?) {
            (self.evaluator, self.flag) = (evaluator, flag)
        }

        /// The number of the version that somebody gets.
        func version(for customer: EvaluationCustomer) -> Int {
            guard let flag, let place = evaluator.answer(flag, for: customer).variationIndex else {
                return 0
            }
            return numbers[place]
        }
    }

    /// Some flags that are compiled on both sides, each side with its audiences once.
    ///
    /// - Returns: a move for each flag, in the order of `ids`.
    static func all(
        _ ids: [GUID],
        from now: EnvironmentState,
        to later: EnvironmentState
    ) -> [FlagMove] {
        let (before, after) = (Evaluator(now, only: Set(ids)), Evaluator(later, only: Set(ids)))
        let (flagsBefore, flagsAfter) = (before.flagsByID, after.flagsByID)
        return ids.map {
            FlagMove($0, Side(before, flagsBefore[$0]), Side(after, flagsAfter[$0]))
        }
    }

    private init(_ id: GUID, _ before: Side, _ after: Side) {
        var (before, after) = (before, after)
        var versions: [Version] = []
        func numbers(_ side: Side) -> [Int] {
            guard let flag = side.flag?.flag else { return [] }
            return flag.variations.map { variation in
                let version = Version(variation, flag.kind)
                if let known = versions.firstIndex(of: version) { return known + 1 }
                versions.append(version)
                return versions.count
            }
        }
        before.numbers = numbers(before)
        after.numbers = numbers(after)
        (flag, self.before, self.after, self.versions) = (id, before, after, versions)
    }

    /// The group of a customer who gets something else afterwards; `nil` for others.
    func group(of customer: EvaluationCustomer) -> Int? {
        let (from, to) = (before.version(for: customer), after.version(for: customer))
        return from == to ? nil : from * Self.width + to
    }

    /// The group of a customer, whether they get another version afterwards or not.
    func side(of customer: EvaluationCustomer) -> Int {
        before.version(for: customer) * Self.width + after.version(for: customer)
    }

    /// What is true of a group.
    func name(of group: Int) -> PeopleAnswer.Name {
        let (from, to) = group.quotientAndRemainder(dividingBy: Self.width)
        return .move(flag: flag, from: version(from), to: version(to))
    }

    private func version(_ number: Int) -> String? { number == 0 ? nil : versions[number - 1].id }
}

extension Evaluator {
    fileprivate var flagsByID: [GUID: CompiledFlag] {
        Dictionary(uniqueKeysWithValues: flags.map { ($0.flag.id, $0) })
    }
}
