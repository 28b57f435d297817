internal import HashTreeCollections

extension EnvironmentState {
    /// The flags that are not the very same in another state, or only in one of the two.
    ///
    /// - Complexity: O(changes) between states of one model and its previews, else O(*n*) in both.
    public func flagIDs(changedIn later: EnvironmentState) -> Set<GUID> {
        Set(flagTable.differences(to: later.flagTable).compactMap { ($0 ?? $1)?.id })
    }

    /// The flags whose rules look at one of some audiences.
    ///
    /// - Complexity: O(*n*), a nanosecond for each flag that looks at none; O(1) for no audiences.
    public func flagIDs(lookingAt audiences: Set<GUID>) -> Set<GUID> {
        guard !audiences.isEmpty else { return [] }
        let flags = flagTable.flagsLookingAtAudiences.filter {
            !$0.audienceIDs.isDisjoint(with: audiences)
        }
        return Set(flags.map(\.id))
    }
}
