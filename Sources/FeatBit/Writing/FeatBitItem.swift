public import FlagModel
public import JSON

/// One flag or segment as FeatBit's SDKs for servers receive it in `data-sync`.
///
/// What was deleted goes out as archived for ever, because applications must learn that.
public enum FeatBitItem {
    /// A flag, with every field that FeatBit's SDKs read and those that an import brought.
    public static func value(of flag: Flag, in environmentID: GUID) -> JSONValue {
        flag.featBitValue(environmentID: .string(environmentID.text))
    }

    /// A flag that was deleted.
    public static func tombstone(of flag: Flag, in environmentID: GUID) -> JSONValue {
        value(of: flag.archived, in: environmentID)
    }

    /// A segment; on this wire each one belongs to the environment that asks.
    ///
    /// Source: `SerializeAsEnvironmentSpecific` in FeatBit's evaluation server.
    public static func value(of audience: Audience, in environmentID: GUID) -> JSONValue {
        [
            "id": .string(audience.id.text), "envId": .string(environmentID.text),
            "name": .string(audience.name), "description": .string(audience.description),
            "included": .array(audience.members.map { .string($0.text) }),
            "excluded": .array(audience.excluded.map { .string($0.text) }),
            "rules": .array(audience.rules.map(\.featBitValue)),
            "createdAt": .string(audience.createdAt.text),
            "updatedAt": .string(audience.updatedAt.text), "isArchived": .bool(audience.isArchived),
        ]
    }

    /// A segment that was deleted.
    public static func tombstone(of audience: Audience, in environmentID: GUID) -> JSONValue {
        value(of: audience.archived, in: environmentID)
    }
}
