import FlagAPI
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
        /// The name for the history.
        let actor: String
        /// Whether it is the owner or root: they may take the data over too.
        let isTrusted: Bool
    }

    /// Why somebody may not, in a sentence.
    struct Refused: Error, Hashable {
        let text: String
    }

    /// Decides about one who greets.
    ///
    /// The owner of the process and root may act for anybody, as they could read the files
    /// themselves. Others are who their account says, and only where their group was let in.
    func admit(_ peer: Peer, wishing name: String) throws(Refused) -> Admitted {
        if peer.userID == 0 || peer.userID == ownUserID {
            return Admitted(actor: name, isTrusted: true)
        }
        guard case .group = access else {
            throw Refused(text: "This data is for user \(nameInWords(ownUserID)) only.")
        }
        guard let account = accountName(peer.userID) else {
            throw Refused(text: "User \(peer.userID) has no account on this machine.")
        }
        return Admitted(actor: account, isTrusted: false)
    }

    private func nameInWords(_ userID: UInt32) -> String {
        accountName(userID) ?? "\(userID)"
    }
}
