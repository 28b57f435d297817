public import FlagModel

/// An immutable compiled picture of one environment: who gets what, and why.
///
/// ```swift
/// let evaluator = Evaluator(state)
/// let customer = EvaluationCustomer(key: "C-10428", attributes: [("country", "DE")])
/// if let flag = evaluator.flag("banner") { evaluator.answer(flag, for: customer) }
/// ```
///
/// Make a new one after each change (``updated(to:)``) and swap it whole. Evaluation never fails.
/// The order and the arithmetic are those of
/// FeatBit's evaluation server (`Evaluator.cs`, `DispatchAlgorithm.cs`, `Operator.cs`), because its
/// SDKs evaluate the same flags; where they differ, see `docs/reference/evaluation.md`.
public struct Evaluator: Sendable {
    /// The environment that it was made of.
    public let state: EnvironmentState
    /// Its flags, archived ones too, in the order of their keys.
    public let flags: [CompiledFlag]

    let audiencesByID: [GUID: CompiledAudience]
    let indices: Indices

    /// Where flags stand in ``flags``.
    struct Indices: Sendable {
        private(set) var byKey: [UTF8Text: Int] = [:]
        /// For each audience, the flags whose rules look at it, in the order of their keys.
        private(set) var byAudience: [GUID: [Int]] = [:]

        init(_ flags: [CompiledFlag]) {
            byKey.reserveCapacity(flags.count)
            for (index, flag) in flags.enumerated() {
                byKey[flag.key] = index
                for id in flag.audienceIDs { byAudience[id, default: []].append(index) }
            }
        }
    }

    /// Compiles an environment.
    ///
    /// - Complexity: O(*n*) in everything that its flags and audiences list; see
    ///   ``updated(to:)``.
    public init(_ state: EnvironmentState) {
        self.init(state, Array(state.flags), Array(state.audiences))
    }

    /// Compiles one flag of an environment with the audiences that its rules look at, and knows
    /// nothing of the others; no flag at all when there is none with this id.
    ///
    /// - Complexity: O(*n*) in what the flag and those audiences list.
    public init(_ state: EnvironmentState, only id: GUID) {
        self.init(state, only: [id])
    }

    /// Compiles some flags of an environment with the audiences that their rules look at, each
    /// once, and knows nothing of the others; ids of no flag are passed over.
    ///
    /// - Complexity: O(*n*) in what the flags and those audiences list.
    public init(_ state: EnvironmentState, only ids: Set<GUID>) {
        let flags = ids.compactMap { state.flag($0) }
        let audiences = Set(flags.flatMap(\.audienceIDs)).compactMap { state.audience($0) }
        self.init(state, flags, audiences)
    }

    /// Compiles one flag as if it were like this, with the audiences that its rules look at as they
    /// are in an environment.
    ///
    /// - Complexity: O(*n*) in what the flag and those audiences list.
    public init(_ state: EnvironmentState, asIf flag: Flag) {
        self.init(state, [flag], flag.audienceIDs.compactMap { state.audience($0) })
    }

    private init(_ state: EnvironmentState, _ flags: [Flag], _ audiences: [Audience]) {
        // Rules that still look at an archived audience find nobody in it, as in the SDKs.
        let audiences = audiences.filter { !$0.isArchived }.map(CompiledAudience.init)
        let audiencesByID = Dictionary(uniqueKeysWithValues: audiences.map { ($0.audience.id, $0) })
        let compiled = flags.map { CompiledFlag($0, audiences: audiencesByID) }
        self.init(state, compiled.sorted { $0.flag.key < $1.flag.key }, audiencesByID)
    }

    /// Puts compiled parts together: flags in the order of their keys, and where they stand, if
    /// that is known.
    init(
        _ state: EnvironmentState,
        _ flags: [CompiledFlag],
        _ audiencesByID: [GUID: CompiledAudience],
        indices: Indices? = nil
    ) {
        self.state = state
        self.flags = flags
        self.audiencesByID = audiencesByID
        self.indices = indices ?? Indices(flags)
    }

    /// The flags whose rules look at an audience, archived ones too, in the order of their keys.
    ///
    /// - Complexity: O(*n*) in the result.
    public func flags(lookingAt audience: GUID) -> [CompiledFlag] {
        indices.byAudience[audience, default: []].map { flags[$0] }
    }

    /// The flag with a key; `nil` when there is none, also for one that is archived or deleted.
    public func flag(_ key: String) -> CompiledFlag? {
        guard let index = indices.byKey[UTF8Text(key)], !flags[index].isArchived else {
            return nil
        }
        return flags[index]
    }

    /// What a customer gets.
    ///
    /// Asks for no memory, but what the search for a pattern may need.
    public func answer(_ flag: CompiledFlag, for customer: EvaluationCustomer) -> Answer {
        flag.answer(for: customer)
    }

    /// What makes no sense in a flag's rules, or in those of audiences that they look at.
    ///
    /// Sentences for their author; what they speak of holds for nobody.
    public func faults(of flag: CompiledFlag) -> [String] { flag.flag.faults(in: state) }

    /// The audiences that a customer is in, by name.
    public func audiences(of customer: EvaluationCustomer) -> [Audience] {
        audiencesByID.values.filter { $0.holds(customer) }.map(\.audience)
            .sorted { ($0.name, $0.key) < ($1.name, $1.key) }
    }

    /// Why a customer is in an audience; `nil` when they are not, or there is no such audience.
    public func belonging(to audience: GUID, of customer: EvaluationCustomer) -> Belonging? {
        audiencesByID[audience]?.belonging(customer)
    }
}

/// Why a customer is in an audience.
public enum Belonging: Hashable, Sendable {
    /// They are named as a member.
    case listed
    /// The first rule that holds for them, by its place in the audience's list.
    case rule(Int)
}

/// What a customer gets.
public struct Answer: Hashable, Sendable {
    /// The place of the version in the flag's list; `nil` when there is none.
    public let variationIndex: Int?
    /// What decided.
    public let reason: Reason
    /// Whether this evaluation counts for experiments; FeatBit's `sendToExperiment`.
    public let countsForExperiments: Bool

    /// What can decide.
    public enum Reason: Hashable, Sendable {
        /// The flag is archived.
        case archived
        /// The flag is off.
        case off
        /// The customer is named on the flag.
        case targeted
        /// A rule, by its place in the flag's list.
        case rule(Int)
        /// No rule matched.
        case defaultRule
    }
}
