public import FlagModel

extension Evaluator {
    /// The same as compiling `state` afresh, but sooner: what is as it was here is used again.
    ///
    /// A flag is compiled again when it changed, or when an audience that it looks at did.
    ///
    /// - Parameter state: a later or earlier state of the same environment.
    /// - Returns: a new evaluator; this one stays as it is.
    /// - Complexity: O(*n*) in the number of flags and audiences, and in all that the changed ones
    ///   list.
    public func updated(to state: EnvironmentState) -> Evaluator {
        let (audiences, changed) = audiences(of: state)
        func isCurrent(_ flag: CompiledFlag) -> Bool {
            state.sharesFlag(flag.flag.id, with: self.state)
                && flag.audienceIDs.isDisjoint(with: changed)
        }
        if let updated = updatedInPlace(to: state, audiences, isCurrent) { return updated }
        let known = Dictionary(uniqueKeysWithValues: flags.map { ($0.flag.id, $0) })
        let flags = state.flags.map { flag in
            if let known = known[flag.id], isCurrent(known) { return known }
            return CompiledFlag(flag, audiences: audiences)
        }
        return Evaluator(state, flags.sorted { $0.flag.key < $1.flag.key }, audiences)
    }

    /// The usual case: the environment has the same flags as before, so they stand in the same
    /// order; `nil` when it has not.
    private func updatedInPlace(
        to state: EnvironmentState,
        _ audiences: [GUID: CompiledAudience],
        _ isCurrent: (CompiledFlag) -> Bool
    ) -> Evaluator? {
        guard state.flagCount == flags.count else { return nil }
        var flags = flags
        var indices: Indices? = indices
        for index in flags.indices where !isCurrent(flags[index]) {
            let old = flags[index]
            guard let flag = state.flag(old.flag.id), flag.key == old.flag.key else { return nil }
            flags[index] = CompiledFlag(flag, audiences: audiences)
            if flags[index].audienceIDs != old.audienceIDs { indices = nil }
        }
        return Evaluator(state, flags, audiences, indices: indices)
    }

    /// The audiences that rules can look at, and those that are not what they were.
    private func audiences(
        of state: EnvironmentState
    ) -> (byID: [GUID: CompiledAudience], changed: Set<GUID>) {
        var byID: [GUID: CompiledAudience] = [:]
        var changed = Set(audiencesByID.keys)
        for audience in state.audiences where !audience.isArchived {
            let id = audience.id
            if let known = audiencesByID[id], state.sharesAudience(id, with: self.state) {
                byID[id] = known
                changed.remove(id)
            } else {
                byID[id] = CompiledAudience(audience)
                changed.insert(id)
            }
        }
        return (byID, changed)
    }
}
