public import FlagModel

/// How large the steps are by which people of an environment change shares, as history has it.
///
/// A step is what one entry does to one flag: the most by which the share of one version grows or
/// shrinks, in the rule for everybody else or in a rule that was there before and is there
/// afterwards. Turning a flag on or off is no step, nor is what an import or an undo does. The
/// rule is `docs/explanation/decisions/0045-what-is-unusual-about-a-change.md`.
public struct ShareHabit: Hashable, Sendable {
    /// The sizes of the steps, the smallest first, in parts of 100,000; each 1 to ``Share/whole``.
    public let steps: [Int]

    /// Steps that must be known before anything is called unusual.
    public static let fewestSteps = 5
    /// Entries that are looked at, the newest, at the most.
    public static let mostEntries = 500
    /// Days that are looked back.
    public static let days = 365

    /// Nothing is known.
    public init() { steps = [] }

    /// Finds the steps in entries.
    ///
    /// - Parameters:
    ///   - entries: the oldest first. What a flag was like before its first entry is not known, so
    ///     that entry is no step.
    ///   - place: the environment; entries about others count for nothing.
    public init(_ entries: [HistoryEntry], in place: GUID) {
        var known: [GUID: Servings] = [:]
        var steps: [Int] = []
        for set in entries.map(\.changeSet) {
            let before = known
            var touched: Set<GUID> = []
            for change in set.steps.map(\.change) {
                guard case .flag(place, let id) = change.subject else { continue }
                known[id, default: Servings()].take(change)
                touched.insert(id)
            }
            guard set.origin.isStep else { continue }
            steps += touched.compactMap { id in
                guard let old = before[id], let new = known[id] else { return nil }
                let step = old.step(to: new)
                return step > 0 ? step : nil
            }
        }
        self.steps = steps.sorted()
    }

    /// The size that four of five steps do not exceed, in parts of 100,000; `nil` while fewer than
    /// ``fewestSteps`` are known.
    public var usual: Int? {
        guard steps.count >= Self.fewestSteps else { return nil }
        return steps[(steps.count * 4 + 4) / 5 - 1]
    }

    /// Whether a step is bigger than usual; never while too little is known.
    public func isUnusual(_ step: Int) -> Bool { usual.map { step > $0 } ?? false }
}

extension Flag {
    /// The most by which the share of one version grows or shrinks up to a later state of the flag,
    /// in parts of 100,000; 0 where no share changes.
    public func shareStep(to later: Flag) -> Int { Servings(self).step(to: Servings(later)) }
}

/// The shares of a flag, as far as they are known.
private struct Servings {
    private var everyone: Serving?
    private var rules: [String: Serving] = [:]

    init() {}

    init(_ flag: Flag) {
        everyone = flag.defaultRule
        take(flag.rules)
    }

    mutating func take(_ change: Change) {
        switch change {
        case .createFlag(_, let flag), .replaceFlag(_, let flag): self = Servings(flag)
        case .editFlag(_, _, .setDefaultRule(let serving)): everyone = serving
        case .editFlag(_, _, .addRule(let rule, _)), .editFlag(_, _, .replaceRule(let rule)):
            rules[rule.id] = rule.serving
        case .editFlag(_, _, .removeRule(let id)): rules[id] = nil
        case .editFlag(_, _, .setRules(let all)):
            rules = [:]
            take(all)
        default: break
        }
    }

    private mutating func take(_ all: [Rule]) { for rule in all { rules[rule.id] = rule.serving } }

    func step(to later: Servings) -> Int {
        var steps = [Self.step(everyone, later.everyone)]
        for (id, serving) in rules { steps.append(Self.step(serving, later.rules[id])) }
        return steps.max() ?? 0
    }

    private static func step(_ old: Serving?, _ new: Serving?) -> Int {
        guard let old, let new else { return 0 }
        let versions = Set((old.shares + new.shares).map(\.variationID))
        return versions.map { version in
            abs(new.parts { $0 == version } - old.parts { $0 == version })
        }.max() ?? 0
    }
}

extension ChangeSet.Origin {
    /// Whether people chose the sizes of steps in it.
    fileprivate var isStep: Bool {
        switch self {
        case .direct, .publish, .emergency, .scheduled: true
        case .undo, .importing, .drafting, .reviewing, .triggered: false
        }
    }
}

extension FlagServiceAPI {
    /// Asks how large the steps of shares in an environment usually are.
    ///
    /// One page of history, however long it is.
    ///
    /// - Throws: as ``history(_:)``.
    public func shareHabit(
        in place: GUID,
        at now: Moment
    ) async throws(ServiceProblem) -> ShareHabit {
        ShareHabit(try await history(.shareHabit(at: now)).entries.reversed(), in: place)
    }
}

extension HistoryRequest {
    /// The entries that may hold steps of shares, and what flags were like before.
    public static func shareHabit(at now: Moment) -> HistoryRequest {
        HistoryRequest(
            limit: ShareHabit.mostEntries,
            kinds: [.who, .made],
            from: now.adding(days: -ShareHabit.days)
        )
    }
}
