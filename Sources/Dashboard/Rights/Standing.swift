internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// As whom this person works here, and what follows for every key.
///
/// What a key may do is asked of the same rule as the service asks, before anything is filled in.
extension DashboardState {
    /// Takes as whom this screen came in.
    mutating func take(_ identity: Identity) {
        self.identity = identity
        if !identity.mayChooseName { actor = identity.caller.name }
        learnStanding()
    }

    /// Learns anew as whom this person is known: the model or their name is another one.
    mutating func learnStanding() {
        defer { learnOwnDrafts() }
        guard let identity else { return }
        let earlier = standing
        standing = identity.standing(as: actor, in: present, at: now)
        if !identity.mayChooseName { actor = identity.caller.actor(as: standing) }
        tellNewRoles(after: earlier)
    }

    /// Which drafts are one's own is another question under another name.
    private mutating func learnOwnDrafts() {
        guard !drafts.person.isEmpty, drafts.person != actor else { return }
        prepareEnvironment(isWhole: false)
    }

    /// Says that somebody has changed this person's roles.
    private mutating func tellNewRoles(after earlier: Standing) {
        guard case .person(let before) = earlier, case .person(let after) = standing,
            before.id == after.id, before.grants != after.grants
        else { return }
        say("Your roles changed: you are \(after.rolesInWords(in: present)) now.")
    }

    /// Keys as far as this person may use them: others are off, and say who can.
    func allowed(_ bindings: [Binding]) -> [Binding] {
        guard isBound else { return bindings }
        return bindings.map { binding in
            guard let reason = rightsRefusal(of: binding.action) else { return binding }
            var binding = binding
            binding.availability = .no(reason: reason)
            binding.footerPriority = nil
            return binding
        }
    }

    /// Whether there is anything that this person may not do.
    private var isBound: Bool {
        standing != .owner || !(identity?.mayChooseName ?? true)
    }

    /// Why this person may not do something, and who can; `nil` when they may.
    func rightsRefusal(of action: Action) -> SafeText? {
        if action == .identity, let identity, !identity.mayChooseName {
            return "You came in as \(SafeText(actor)): your changes carry that name."
        }
        guard case .person(let person) = standing else {
            guard standing != .owner, action.isChange else { return nil }
            return permissionRefusal(for: [PermissionNeed(.look, .anywhere)]).map { SafeText($0) }
        }
        return permissionRefusal(for: needs(of: action, by: person)).map { SafeText($0) }
    }

    /// Why this person may not make changes, and who can; `nil` when they may.
    func permissionRefusal(
        of changes: [Change],
        isEmergency: Bool = false
    ) -> String? {
        present.permission(of: standing, for: changes, isEmergency: isEmergency).problem?.toYou
    }

    private func permissionRefusal(for needs: [PermissionNeed]) -> String? {
        needs.isEmpty ? nil : present.permission(of: standing, for: needs).problem?.toYou
    }
}
