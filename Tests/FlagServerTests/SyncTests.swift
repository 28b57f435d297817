import FlagModel
import JSON
import Testing

@testable import FlagServer

/// How much an SDK is sent, and in which shape.
struct SyncTests {
    private static func sync(_ version: Int64, _ picture: EnvironmentPicture) throws -> SyncMessage
    {
        try SyncMessage(Sync.server(after: version, picture))
    }

    @Test func `an SDK that holds nothing gets everything, also when there is nothing`() throws {
        let message = try Self.sync(0, try ServedPlace().picture)

        #expect(message.type == "full")
        #expect(message.flags.isEmpty && message.segments.isEmpty)
    }

    @Test func `nothing newer is an empty patch, one newer a patch, more are everything`() throws {
        var place = try ServedPlace()
        try place.add("first")
        let first = place.picture.clock
        try place.add("second")
        let second = place.picture.clock
        try place.add("third")
        let picture = place.picture

        let nothing = try Self.sync(picture.clock, picture)
        #expect(nothing.type == "patch" && nothing.flags.isEmpty && nothing.segments.isEmpty)
        let one = try Self.sync(second, picture)
        #expect(one.type == "patch" && one.flagTexts("key") == ["third"])
        let two = try Self.sync(first, picture)
        #expect(two.type == "full" && two.flagTexts("key") == ["first", "second", "third"])
    }

    @Test func `an SDK that knows a later past gets everything`() throws {
        var place = try ServedPlace()
        try place.add("first")
        let picture = place.picture

        #expect(try Self.sync(picture.clock + 1, picture).type == "full")
        #expect(try Self.sync(.max, picture).type == "full")
    }

    @Test func `every condition says its operator and every time has three digits`() throws {
        var place = try ServedPlace()
        let audience = try place.addAudience("vip", members: ["u1"])
        let flag = try place.add("banner")
        let rule = Rule(
            id: "r1",
            name: "Best",
            conditions: [Condition(id: "c1", test: .isInAudience([audience.id]))],
            serving: Serving(everyone: "v1")
        )
        try place.edit(flag, .addRule(rule, at: 0))

        let message = try Self.sync(0, place.picture)

        let text = String(
            decoding: JSONValue.object(message.flags[0]).canonicalBytes(),
            as: UTF8.self
        )
        #expect(text.contains("\"op\":null,\"property\":\"User is in segment\""))
        #expect(message.flags[0]["updatedAt"]?.text?.utf8.count == 24)
        #expect(message.segments[0]["included"] == ["u1"])
        #expect(message.segments[0]["envId"] == message.flags[0]["envId"])
    }

    @Test func `a deleted flag stays as archived until its key is used again`() throws {
        var place = try ServedPlace()
        let flag = try place.add("old")
        try place.edit(flag, .setArchived(true))
        try place.make([.deleteFlag(environment: place.environmentID, flag: flag.id)])

        let gone = try Self.sync(0, place.picture)
        #expect(gone.flagTexts("key") == ["old"])
        #expect(gone.flags[0]["isArchived"] == true)

        try place.add("old")
        let again = try Self.sync(0, place.picture)
        #expect(again.flags.count == 1)
        #expect(again.flags[0]["isArchived"] == false)
    }

    @Test func `versions are unique and in the order of changes`() throws {
        var place = try ServedPlace()
        for number in 0..<20 { try place.add("flag-\(number)") }

        let versions = place.picture.items.map(\.version)

        #expect(zip(versions, versions.dropFirst()).allSatisfy { $0 < $1 })
        #expect(versions.last == place.picture.clock)
    }

    // MARK: - SDKs of clients

    private static func user(_ key: String) -> StreamSession.SyncedUser {
        StreamSession.SyncedUser(EndUser(key: key, name: "", attributes: []))
    }

    @Test func `a customer gets their own answers`() throws {
        var place = try ServedPlace()
        let flag = try place.add("banner")
        try place.edit(flag, .addTargets(variationID: "v1", [try CustomerKey("u1")]))
        let picture = place.picture

        let message = try SyncMessage(Sync.client(after: 0, Self.user("u1"), picture))

        #expect(message.userKey == "u1")
        #expect(message.flagTexts("id") == ["banner"])
        #expect(message.flagTexts("variation") == ["false"])
        #expect(message.flagTexts("variationId") == ["v1"])
        #expect(message.flagTexts("matchReason") == ["targeted"])
        #expect(message.flags[0]["sendToExperiment"] == true)
        #expect(message.flags[0]["timestamp"] == .integer(Int(picture.clock)))
        #expect(
            message.flags[0]["variationOptions"]
                == [["id": "v0", "value": "true"], ["id": "v1", "value": "false"]]
        )
    }

    @Test func `a gone flag has no value`() throws {
        var place = try ServedPlace()
        let archived = try place.add("archived")
        let deleted = try place.add("deleted")
        try place.edit(archived, .setArchived(true))
        try place.edit(deleted, .setArchived(true))
        try place.make([.deleteFlag(environment: place.environmentID, flag: deleted.id)])

        let message = try SyncMessage(Sync.client(after: 0, Self.user("u1"), place.picture))

        #expect(Set(message.flagTexts("id")) == ["archived", "deleted"])
        for flag in message.flags {
            #expect(flag["variation"] == .null && flag["variationId"] == .null)
            #expect(flag["matchReason"] == "flag archived")
        }
    }

    @Test func `a customer who holds a version gets what can have changed since`() throws {
        var place = try ServedPlace()
        let audience = try place.addAudience("vip", members: [])
        let banner = try place.add("banner")
        try place.add("other")
        let rule = Rule(
            id: "r1",
            name: "Best",
            conditions: [Condition(id: "c1", test: .isInAudience([audience.id]))],
            serving: Serving(everyone: "v1")
        )
        try place.edit(banner, .addRule(rule, at: 0))
        let before = place.picture.clock
        let member = Insertion(try CustomerKey("u1"))
        try place.make([
            .editAudience(
                environment: place.environmentID,
                audience: audience.id,
                .addMembers([member])
            )
        ])

        let message = try SyncMessage(Sync.client(after: before, Self.user("u1"), place.picture))

        #expect(message.type == "patch")
        #expect(message.flagTexts("id") == ["banner"])
        #expect(message.flagTexts("matchReason") == ["Best"])
    }
}
