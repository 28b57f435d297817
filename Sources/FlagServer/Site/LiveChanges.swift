import FlagModel
import NIOCore

/// What changed in one environment from one picture to the next, ready to be told.
struct LiveChanges: Sendable {
    /// For SDKs of servers: one message per item, in the order of versions.
    ///
    /// Some SDKs refuse an item that is not newer than everything before, so each comes alone and
    /// in order.
    let frames: [ByteBuffer]
    /// For SDKs of clients: the flags whose answers can have changed, in the order of versions.
    let flags: [RenderedFlag]
    /// Compares two pictures of an environment; `nil` when applications need not hear of it.
    init?(from earlier: EnvironmentPicture, to later: EnvironmentPicture) {
        let newer = later.items(after: earlier.clock)
        guard !newer.isEmpty else { return nil }
        frames = newer.map { WebSocketText.frame(SyncDocument.server(.patch, CollectionOfOne($0))) }
        flags = later.flags.filter { $0.version > earlier.clock }.sorted { $0.version < $1.version }
    }
}
