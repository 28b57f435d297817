import Evaluation
import FlagModel
import JSON
import NIOHTTP1

/// What FeatBit's SDKs and scripts ask over HTTP.
///
/// Source: `Api/Public/*.cs` of FeatBit's evaluation server.
enum FeatBitAnswers {
    /// Polling of a server's SDK: everything newer than a version; nothing at all when there is
    /// nothing newer.
    static func latestForServer(_ target: RequestTarget, _ picture: EnvironmentPicture)
        -> HTTPAnswer
    {
        let version = version(target)
        if version > 0, version <= picture.clock, picture.items(after: version).isEmpty {
            return .empty(.ok)
        }
        return .json(Sync.server(after: version, picture))
    }

    /// Polling of a client's SDK: the body says for whom.
    static func latestForClient(
        _ target: RequestTarget,
        _ body: [UInt8],
        _ picture: EnvironmentPicture
    ) -> (HTTPAnswer, EndUser?) {
        let limits = RequestLimits.json(documentBytes: RequestLimits.bodyBytes)
        guard let user = EndUser(featBit: try? JSONValue(parsing: body, limits: limits)) else {
            return (.text("invalid end user", .badRequest), nil)
        }
        let synced = StreamSession.SyncedUser(user)
        return (.json(Sync.client(after: version(target), synced, picture)), user)
    }

    private static func version(_ target: RequestTarget) -> Int64 {
        target["timestamp"].flatMap { Int64($0) } ?? 0
    }

    /// Answers for one customer: `{"user", "filter": {"tagFilterMode", "tags", "keys"}}`.
    static func evaluate(_ body: [UInt8], _ picture: EnvironmentPicture) -> (HTTPAnswer, EndUser?) {
        let limits = RequestLimits.json(documentBytes: RequestLimits.bodyBytes)
        guard case .object(let request)? = try? JSONValue(parsing: body, limits: limits),
            let user = EndUser(featBit: request["user"])
        else { return (.text("invalid end user", .badRequest), nil) }
        guard let filter = Filter(request["filter"]) else {
            return (.text("invalid filter", .badRequest), nil)
        }
        let customer = user.prepared
        var bytes: [UInt8] = [UInt8(ascii: "[")]
        for flag in picture.flags where flag.compiled != nil && filter.holds(flag) {
            if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
            flag.writeEvaluated(customer, picture.evaluator, to: &bytes)
        }
        bytes.append(UInt8(ascii: "]"))
        return (.json(bytes), user)
    }

    /// Which flags a script wants to know about; all of them when it says nothing.
    private struct Filter {
        var keys: Set<String>
        var tags: [String]
        var needsAllTags: Bool
        var version: Int64

        /// Reads a filter; `nil` when it makes no sense.
        init?(_ value: JSONValue?) {
            guard let value, value != .null else {
                (keys, tags, needsAllTags, version) = ([], [], true, 0)
                return
            }
            guard case .object(let filter) = value,
                let keys = Self.texts(filter["keys"]), let tags = Self.texts(filter["tags"])
            else { return nil }
            switch filter["tagFilterMode"]?.text ?? "and" {
            case "and", "": needsAllTags = true
            case "or": needsAllTags = false
            default: return nil
            }
            self.keys = Set(keys)
            self.tags = tags
            version = filter["timestamp"].flatMap { try? $0.asInteger() }.map(Int64.init) ?? 0
        }

        private static func texts(_ value: JSONValue?) -> [String]? {
            switch value {
            case nil, .null?: return []
            case .array(let elements)?:
                let texts = elements.compactMap { (try? $0.asText()) }
                return texts.count == elements.count ? texts : nil
            default: return nil
            }
        }

        func holds(_ rendered: RenderedFlag) -> Bool {
            let flag = rendered.flag
            guard keys.isEmpty || keys.contains(flag.key.text), rendered.version > version else {
                return false
            }
            guard !tags.isEmpty else { return true }
            return needsAllTags
                ? tags.allSatisfy(flag.tags.contains) : tags.contains(where: flag.tags.contains)
        }
    }
}
