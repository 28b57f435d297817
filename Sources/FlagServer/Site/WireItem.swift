import FeatBit
import FlagModel
import JSON

/// One flag or segment as it stands on the wire for SDKs of servers.
struct WireItem: Sendable {
    /// What it was made of.
    let source: Source
    /// Its `updatedAt` in milliseconds: unique in its environment, later changes are greater.
    let version: Int64
    /// The JSON.
    let json: [UInt8]

    /// What an item is made of.
    enum Source: Hashable, Sendable {
        case flag(Flag)
        case deletedFlag(Flag)
        case audience(Audience)
        case deletedAudience(Audience)

        var id: GUID {
            switch self {
            case .flag(let flag), .deletedFlag(let flag): flag.id
            case .audience(let audience), .deletedAudience(let audience): audience.id
            }
        }

        var updatedAt: Moment {
            switch self {
            case .flag(let flag), .deletedFlag(let flag): flag.updatedAt
            case .audience(let audience), .deletedAudience(let audience): audience.updatedAt
            }
        }

        var isFlag: Bool {
            switch self {
            case .flag, .deletedFlag: true
            case .audience, .deletedAudience: false
            }
        }

        func json(in place: GUID) -> JSONValue {
            switch self {
            case .flag(let flag): FeatBitItem.value(of: flag, in: place)
            case .deletedFlag(let flag): FeatBitItem.tombstone(of: flag, in: place)
            case .audience(let audience): FeatBitItem.value(of: audience, in: place)
            case .deletedAudience(let audience): FeatBitItem.tombstone(of: audience, in: place)
            }
        }
    }

    /// Writes an item, or keeps the bytes of an earlier one that was made of the same.
    init(_ source: Source, in place: GUID, earlier: WireItem?) {
        self.source = source
        version = source.updatedAt.milliseconds
        json =
            earlier?.source == source
            ? earlier?.json ?? [] : source.json(in: place).canonicalBytes()
    }

    /// Every item of an environment, deleted ones too, the oldest change first.
    static func items(of state: EnvironmentState, earlier: [GUID: WireItem]) -> [WireItem] {
        var sources = state.flags.map(Source.flag)
        sources += gone(from: state).map(Source.deletedFlag)
        sources += state.audiences.map(Source.audience)
        sources += state.audienceTombstones.map(Source.deletedAudience)
        let place = state.environment.id
        return sources.map { WireItem($0, in: place, earlier: earlier[$0.id]) }
            .sorted { $0.version < $1.version }
    }

    /// Deleted flags that applications must be told of.
    ///
    /// A key that a living flag has again is told by that one: Java's SDK fails on two flags with
    /// one key.
    static func gone(from state: EnvironmentState) -> [Flag] {
        var keys = Set(state.flags.map(\.key))
        return state.flagTombstones.sorted { $0.updatedAt > $1.updatedAt }
            .filter { keys.insert($0.key).inserted }
    }
}
