import Evaluation
import FlagModel
import JSON
import NIOCore

/// One SDK's conversation on its stream: what to answer, and what to tell when something changes.
///
/// It holds no socket: whoever holds it sends what is returned. Rules 1 to 8 of how FeatBit's SDKs
/// take versions are in `docs/reference/featbit-wire.md`.
struct StreamSession {
    /// What the SDK's secret allows.
    let kind: Secret.Kind
    /// For whom the last sync of a client's SDK was; later changes are told for them.
    private(set) var user: SyncedUser?
    /// Whether the SDK has asked for a sync; before, it is told nothing.
    private(set) var isSynced = false

    /// A customer who was told what they get.
    struct SyncedUser {
        let customer: EvaluationCustomer
        /// Their key as JSON.
        let key: [UInt8]

        /// Prepares a customer whom an application described.
        init(_ user: EndUser) {
            customer = user.prepared
            key = JSONValue.string(user.key).canonicalBytes()
        }
    }

    /// Somebody whose secret is good.
    init(kind: Secret.Kind) {
        self.kind = kind
    }

    /// What a message asks for.
    enum Reply {
        /// Send these bytes as one text.
        case send([UInt8])
        /// Send this frame, which all streams share.
        case sendFrame(ByteBuffer)
        /// Send these bytes, and note that an application named this customer.
        case sendTo(EndUser, [UInt8])
        /// Nothing.
        case silence
    }

    /// Answers a message.
    mutating func receive(_ message: StreamMessage, _ picture: EnvironmentPicture) -> Reply {
        switch message {
        case .ping: return .send(StreamMessage.pong)
        case .echo(let data): return .send(StreamMessage.echoing(data))
        case .unknown: return .silence
        case .sync(let version, let user):
            guard kind == .client else {
                isSynced = true
                guard let newer = Sync.patch(after: version, picture) else {
                    return .sendFrame(picture.fullSyncFrame)
                }
                return .send(SyncDocument.server(.patch, newer))
            }
            guard let user = EndUser(featBit: user) else { return .silence }
            isSynced = true
            let synced = SyncedUser(user)
            self.user = synced
            return .sendTo(user, Sync.client(after: version, synced, picture))
        }
    }
}

/// What an SDK must be sent so that it knows everything.
enum Sync {
    /// For a server's SDK that holds a version; 0 is nothing.
    ///
    /// One newer item goes out as a patch. More go out whole, because some SDKs take the items of
    /// a patch in any order and then refuse the older ones. A version that was never given out
    /// means that the SDK knew a later past, such as before a restore.
    static func server(after version: Int64, _ picture: EnvironmentPicture) -> [UInt8] {
        patch(after: version, picture).map { SyncDocument.server(.patch, $0) } ?? picture.fullSync
    }

    /// The items to send as a patch to a server's SDK that holds a version; `nil` when it must get
    /// everything.
    static func patch(
        after version: Int64,
        _ picture: EnvironmentPicture
    ) -> ArraySlice<WireItem>? {
        guard version > 0, version <= picture.clock else { return nil }
        let newer = picture.items(after: version)
        return newer.count > 1 ? nil : newer
    }

    /// For a client's SDK that holds a version for a customer.
    static func client(
        after version: Int64,
        _ user: StreamSession.SyncedUser,
        _ picture: EnvironmentPicture
    ) -> [UInt8] {
        let isPatch = version > 0 && version <= picture.clock
        let flags = isPatch ? picture.flags.filter { $0.version > version } : picture.flags
        return client(isPatch ? .patch : .full, user, flags, picture)
    }

    /// Some flags' answers for a customer.
    static func client(
        _ extent: SyncDocument.Extent,
        _ user: StreamSession.SyncedUser,
        _ flags: [RenderedFlag],
        _ picture: EnvironmentPicture
    ) -> [UInt8] {
        SyncDocument.client(extent, userKey: user.key, flags) { flag, bytes in
            flag.writeClient(user.customer, picture.evaluator, to: &bytes)
        }
    }
}
