import FlagAPI
import FlagModel
import UnixSocket

/// Decides who may use the service over its socket, and under which name.
struct Admission: Sendable {
    /// The user of the process that has the data.
    let ownUserID: UInt32
    /// Who may connect.
    let access: SocketListener.Access
    /// Looks an account up by its user.
    let accountName: @Sendable (UInt32) -> String?

    /// Somebody who may.
    struct Admitted: Hashable {
        /// Who they are, and how that is known.
        let caller: Caller
        /// The login name under which they may do everything; only for the owner and root.
        let ownerName: String

        /// The name for the history.
        var actor: String { caller.name }

        /// Whether it is the owner or root: they may take the data over too.
        var isTrusted: Bool { caller.way == .owner }
    }

    /// Why somebody may not, in a sentence.
    struct Refused: Error, Hashable {
        let text: String
    }

    /// Decides about one who greets.
    ///
    /// A token says who somebody is, whichever account it comes from. The owner of the process and
    /// root may act for anybody, as they could read the files themselves. Others are who their
    /// account says, only where their group was let in, and only if they are written down once
    /// anybody is.
    func admit(
        _ peer: Peer,
        _ greeting: Greeting,
        in model: Model,
        at now: Moment
    ) throws(Refused) -> Admitted {
        let ownerName = accountName(peer.userID) ?? ""
        if let token = greeting.token {
            let text = try? TokenText(token)
            guard let caller = text?.caller(in: model, at: now),
                case .token(let id, _) = caller.way, let person = model.person(id)
            else { throw Refused(text: PermissionProblem.badToken.description) }
            try check(.person(person), greeting, in: model)
            return Admitted(caller: caller, ownerName: "")
        }
        if peer.userID == 0 || peer.userID == ownUserID {
            return Admitted(caller: Caller(name: greeting.actor, way: .owner), ownerName: ownerName)
        }
        guard case .group = access else {
            throw Refused(
                text: "This data is for user \(nameInWords(ownUserID)) only. They can let others "
                    + "in: flagdeck serve --group NAME"
            )
        }
        guard let account = accountName(peer.userID) else {
            throw Refused(text: "User \(peer.userID) has no account on this machine.")
        }
        let caller = Caller(name: account, way: .systemUser(account))
        let standing = caller.standing(in: model, ownerName: "", at: now)
        if case .stranger(let name) = standing {
            throw Refused(text: PermissionProblem.stranger(name).description)
        }
        try check(standing, greeting, in: model)
        let name = caller.actor(as: standing)
        return Admitted(caller: Caller(name: name, way: caller.way), ownerName: "")
    }

    /// Whoever wants to follow the model must be allowed to look at it.
    private func check(
        _ standing: Standing,
        _ greeting: Greeting,
        in model: Model
    ) throws(Refused) {
        guard greeting.follows, let problem = model.permission(of: standing, for: .look).problem
        else { return }
        throw Refused(text: problem.description)
    }

    private func nameInWords(_ userID: UInt32) -> String {
        accountName(userID) ?? "\(userID)"
    }
}
