/// What copying some flags into another environment would do there.
public struct CopyPlan: Hashable, Sendable {
    /// The changes, in the order to make them: audiences first; empty when nothing can be copied.
    public let changes: [Change]
    /// Each change in a sentence, in the same order; at most ``ChangeSet/maximumLines``.
    public let lines: [String]
    /// The flags that become the same.
    public let copied: [Key]
    /// The flags that stay as they are, and why.
    public private(set) var leftOut: [LeftOut]
    /// Names of the audiences that are made or brought back on the way.
    public let audiences: [String]

    /// Notes a flag that stays as it is for a reason that the model does not know.
    public mutating func leave(_ key: Key, _ name: String, _ reason: String) {
        leftOut.append(LeftOut(key: key, name: name, reason: reason))
    }

    /// A flag that stays as it is.
    public struct LeftOut: Hashable, Sendable {
        /// Which.
        public let key: Key
        /// What people call it.
        public let name: String
        /// Why, in a sentence.
        public let reason: String
    }
}

extension Model {
    /// What would make flags of one environment in another what they are in the first.
    ///
    /// - Parameters:
    ///   - keys: the flags; those that are the same already need nothing.
    ///   - comparison: both environments.
    ///   - withAudiences: whether audiences that rules need and the target lacks are copied too;
    ///     else flags that need them are left out.
    ///   - now: when new things are made.
    ///   - random: where new ids come from.
    /// - Returns: changes that this model allows one after the other.
    public func plan(
        copying keys: Set<Key>,
        of comparison: EnvironmentComparison,
        withAudiences: Bool,
        at now: Moment,
        using random: inout some RandomNumberGenerator
    ) -> CopyPlan {
        var maker = CopyMaker(self, comparison, now, withAudiences: withAudiences)
        for flag in comparison.flags where keys.contains(flag.key) {
            maker.copy(flag, using: &random)
        }
        return maker.plan
    }
}

/// Puts a plan together, flag by flag, on a model that is previewed on the way.
private struct CopyMaker {
    private var model: Model
    private var translation: FlagTranslation
    private let place: GUID
    private let now: Moment
    private let withAudiences: Bool
    private var changes: [Change] = []
    private var lines: [String] = []
    private var copied: [Key] = []
    private var leftOut: [CopyPlan.LeftOut] = []
    private var audiences: [String] = []

    init(_ model: Model, _ comparison: EnvironmentComparison, _ now: Moment, withAudiences: Bool) {
        self.model = model
        translation = FlagTranslation(from: comparison.source, to: comparison.target)
        place = comparison.target.environment.id
        self.now = now
        self.withAudiences = withAudiences
    }

    var plan: CopyPlan {
        CopyPlan(
            changes: changes,
            lines: lines,
            copied: copied,
            leftOut: leftOut,
            audiences: audiences
        )
    }

    mutating func copy(
        _ comparison: FlagComparison,
        using random: inout some RandomNumberGenerator
    ) {
        guard let flag = translation.source.flag(comparison.key) else {
            let from = translation.source.environment.title
            return leave(comparison, "it does not exist in \(from)")
        }
        let missing = translation.missingAudiences(of: flag)
        guard missing.isEmpty || withAudiences else {
            let names = Words.list(missing.map(\.name))
            let noun = missing.count == 1 ? "the audience" : "the audiences"
            let place = translation.target.environment.title
            return leave(comparison, "it needs \(noun) \(names), missing in \(place)")
        }
        var trial = self
        do throws(Refusal) {
            for audience in missing { try trial.bring(audience, using: &random) }
            try trial.bring(flag, using: &random)
        } catch {
            return leave(comparison, error.description)
        }
        trial.copied.append(comparison.key)
        self = trial
    }

    private mutating func leave(_ flag: FlagComparison, _ reason: String) {
        leftOut.append(CopyPlan.LeftOut(key: flag.key, name: flag.name, reason: reason))
    }

    private mutating func bring(
        _ audience: Audience,
        using random: inout some RandomNumberGenerator
    ) throws(Refusal) {
        if let twin = translation.target.audience(audience.key) {
            try add(.editAudience(environment: place, audience: twin.id, .setArchived(false)))
            translation.newAudiences[audience.id] = twin.id
        } else {
            let copy = audience.copy(id: GUID(using: &random), at: now)
            try add(.createAudience(environment: place, copy))
            translation.newAudiences[audience.id] = copy.id
        }
        audiences.append(audience.name)
    }

    private mutating func bring(
        _ flag: Flag,
        using random: inout some RandomNumberGenerator
    ) throws(Refusal) {
        guard let twin = translation.target.flag(flag.key) else {
            let copy = translation.copy(of: flag, at: now, using: &random)
            return try add(.createFlag(environment: place, copy))
        }
        let goal = translation.goal(of: flag, for: twin)
        let atOnce = Change.replaceFlag(environment: place, goal)
        guard let edits = twin.edits(to: goal) else { return try add(atOnce) }
        let before = self
        do throws(Refusal) {
            for edit in edits {
                try add(.editFlag(environment: place, flag: twin.id, edit))
            }
        } catch {
            // An order of edits that is not allowed on the way may lead to what is.
            self = before
            try add(atOnce)
        }
    }

    private mutating func add(_ change: Change) throws(Refusal) {
        let after = try model.previewing([change])
        if lines.count < ChangeSet.maximumLines {
            lines.append(change.sentence(before: model, after: after))
        }
        changes.append(change)
        model = after
    }
}
