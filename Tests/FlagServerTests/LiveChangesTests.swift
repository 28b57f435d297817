import FlagModel
import JSON
import NIOCore
import Testing

@testable import FlagServer

/// What streams are told when something changes.
struct LiveChangesTests {
    private static func message(_ frame: ByteBuffer) throws -> SyncMessage {
        var frame = frame
        _ = frame.readInteger(as: UInt8.self)
        switch frame.readInteger(as: UInt8.self) {
        case 126?: frame.moveReaderIndex(forwardBy: 2)
        case 127?: frame.moveReaderIndex(forwardBy: 8)
        default: break
        }
        return try SyncMessage(Array(frame.readableBytesView))
    }

    @Test func `each item is told alone, in the order of versions`() throws {
        var place = try ServedPlace()
        let first = try place.add("first")
        let second = try place.add("second")
        let before = place.picture
        try place.make([
            .editFlag(environment: place.environmentID, flag: second.id, .setEnabled(false)),
            .editFlag(environment: place.environmentID, flag: first.id, .setEnabled(false)),
        ])

        let changes = try #require(LiveChanges(from: before, to: place.picture))

        let messages = try changes.frames.map(Self.message)
        #expect(messages.map(\.type) == ["patch", "patch"])
        #expect(messages.map { $0.flagTexts("key") } == [["second"], ["first"]])
        #expect(changes.flags.map(\.flag.key.text) == ["second", "first"])
    }

    @Test func `a changed audience is told with the flags that look at it`() throws {
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
        let before = place.picture
        try place.make([
            .editAudience(
                environment: place.environmentID,
                audience: audience.id,
                .addMembers([Insertion(try CustomerKey("u1"))])
            )
        ])

        let changes = try #require(LiveChanges(from: before, to: place.picture))

        let messages = try changes.frames.map(Self.message)
        #expect(messages.map(\.segments.count) == [1, 0])
        #expect(messages.map { $0.flagTexts("key") } == [[], ["banner"]])
        #expect(changes.flags.map(\.flag.key.text) == ["banner"])
    }

    @Test func `a deleted flag is told as archived`() throws {
        var place = try ServedPlace()
        let flag = try place.add("old")
        try place.edit(flag, .setArchived(true))
        let before = place.picture
        try place.make([.deleteFlag(environment: place.environmentID, flag: flag.id)])

        let changes = try #require(LiveChanges(from: before, to: place.picture))

        let message = try Self.message(try #require(changes.frames.first))
        #expect(message.flags[0]["isArchived"] == true)
        #expect(changes.flags.map(\.isGone) == [true])
    }

    @Test func `what applications do not see is not told`() throws {
        var place = try ServedPlace()
        try place.add("banner")
        let before = place.picture
        try place.make([.editEnvironment(place.environmentID, .describe("Our shop"))])

        #expect(LiveChanges(from: before, to: place.picture) == nil)
    }

    @Test(arguments: [0, 1, 125, 126, 65_535, 65_536, 1 << 20])
    func `a frame's head is as long as its text asks for`(count: Int) {
        let frame = WebSocketText.frame([UInt8](repeating: 65, count: count))
        let head = count < 126 ? 2 : count < 65_536 ? 4 : 10

        #expect(frame.readableBytes == count + head)
        #expect(frame.getInteger(at: 0, as: UInt8.self) == 0x81)
    }
}
