/// How the flags of one environment differ from those of another, by their keys.
///
/// Nothing is copied by looking: ``Model/plan(copying:of:withAudiences:at:using:)``
/// says which changes would make the second like the first.
public struct EnvironmentComparison: Hashable, Sendable {
    /// The environment whose settings would be copied.
    public let source: EnvironmentState
    /// The environment that would get them.
    public let target: EnvironmentState
    /// The flags that are not the same in both, by name.
    public let flags: [FlagComparison]
    /// The flags of both together, by key.
    public let flagCount: Int

    /// Compares all flags, archived ones too.
    ///
    /// - Complexity: O(*n* log *n*) in the flags of both.
    public init(from source: EnvironmentState, to target: EnvironmentState) {
        self.source = source
        self.target = target
        let translation = FlagTranslation(from: source, to: target)
        var found: [FlagComparison] = []
        var count = 0
        for flag in source.flags {
            count += 1
            if let difference = translation.comparison(of: flag) { found.append(difference) }
        }
        for flag in target.flags where source.flag(flag.key) == nil {
            count += 1
            found.append(
                FlagComparison(
                    key: flag.key,
                    name: flag.name,
                    presence: .onlyInTarget,
                    facets: [],
                    missingAudiences: []
                )
            )
        }
        flags = found.sorted { ($0.name, $0.key) < ($1.name, $1.key) }
        flagCount = count
    }
}

/// One flag that is not the same in two environments.
public struct FlagComparison: Hashable, Sendable {
    /// What makes it one flag to people.
    public let key: Key
    /// What people call it where it comes from.
    public let name: String
    /// Where it exists.
    public let presence: Presence
    /// What differs, in the order of screens: before is the target's, after is the source's.
    public let facets: [Difference.Facet]
    /// Names of audiences that its rules need and that the target cannot use.
    public let missingAudiences: [String]

    /// Where a flag exists.
    public enum Presence: Hashable, Sendable {
        /// In both environments, not the same.
        case both
        /// Only where settings come from.
        case onlyInSource
        /// Only where they would go: there is nothing to copy.
        case onlyInTarget
    }
}
