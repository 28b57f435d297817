/// FeatBit's `data-sync` message, as bytes.
///
/// Source: contract of `ServerSdkPayload.cs` and `ClientSdkPayload.cs` in FeatBit's evaluation
/// server.
enum SyncDocument {
    /// Whether a message holds everything or only what changed.
    enum Extent: String, Sendable {
        case full, patch
    }

    /// Whole flags and segments, for SDKs of servers.
    static func server(_ extent: Extent, _ items: some Collection<WireItem>) -> [UInt8] {
        let size = items.reduce(160) { $0 + $1.json.count + 1 }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size)
        bytes += opening(extent)
        bytes += "\"featureFlags\":[".utf8
        list(items.lazy.filter(\.source.isFlag).map(\.json), to: &bytes)
        bytes += "],\"segments\":[".utf8
        list(items.lazy.filter { !$0.source.isFlag }.map(\.json), to: &bytes)
        bytes += "]}}".utf8
        return bytes
    }

    /// One customer's answers, for SDKs of browsers and phones.
    static func client(
        _ extent: Extent,
        userKey: [UInt8],
        _ flags: some Sequence<RenderedFlag>,
        write: (RenderedFlag, inout [UInt8]) -> Void
    ) -> [UInt8] {
        var bytes = opening(extent)
        bytes += "\"userKeyId\":".utf8
        bytes += userKey
        bytes += ",\"featureFlags\":[".utf8
        var isFirst = true
        for flag in flags {
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            write(flag, &bytes)
        }
        bytes += "]}}".utf8
        return bytes
    }

    private static func opening(_ extent: Extent) -> [UInt8] {
        Array("{\"messageType\":\"data-sync\",\"data\":{\"eventType\":\"\(extent.rawValue)\",".utf8)
    }

    private static func list(_ parts: some Sequence<[UInt8]>, to bytes: inout [UInt8]) {
        var isFirst = true
        for part in parts {
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            bytes += part
        }
    }
}
