import FlagModel
import JSON
import Testing

@testable import FlagAPI

/// The frame in which a service sends the whole model.
struct SnapshotFrameTests {
    private static func picture() throws -> Picture {
        var random = SplitMix64(seed: 5)
        let time = Moment(milliseconds: 1_780_000_000_000)
        let project = Project(id: .new, key: try Key("shop"), name: "Shop")
        let live = Environment(
            id: .new,
            projectID: project.id,
            key: try Key("prod"),
            name: "Shop",
            isLive: true,
            secrets: []
        )
        let flags = try ["one", "two"].map { key in
            Flag(
                id: .new,
                key: try Key(key),
                name: "Flag \"\(key)\" für alle",
                kind: .boolean,
                variations: [Variation(id: "on", name: "On", value: "true")],
                defaultVariationID: "on",
                offVariationID: "on",
                revision: .new,
                createdAt: time
            )
        }
        let outcome = try Model().making(
            Proposal(
                id: .new,
                actor: "Ana",
                note: "",
                origin: .direct,
                changes: [.createProject(project), .createEnvironment(live)]
                    + flags.map { .createFlag(environment: live.id, $0) }
            ),
            at: time,
            using: &random
        )
        return Picture(model: outcome.model, entry: 7)
    }

    @Test func `a whole model arrives as it was sent, in the same bytes as any message`() throws {
        let picture = try Self.picture()
        let message = ServiceMessage.snapshot(picture)

        let bytes = message.bytes
        let read = try ServiceMessage(bytes: bytes)

        #expect(bytes == message.json.canonicalBytes())
        guard case .snapshot(let arrived) = read else {
            Issue.record("It should be a snapshot.")
            return
        }
        #expect(picture.model.environments.contains { $0.flagCount > 0 })
        #expect(arrived.model == picture.model)
        #expect(arrived.entry == picture.entry)
    }

    @Test(arguments: [nil, Moment(milliseconds: 1_780_000_000_123)])
    func `the model as it was arrives as it was sent, in the same bytes as any answer`(
        time: Moment?
    ) throws {
        let past = PastPicture(picture: try Self.picture(), time: time)
        let message = ServiceMessage.past(12, past)

        let bytes = message.bytes
        let read = try ServiceMessage(bytes: bytes)

        #expect(bytes == message.json.canonicalBytes())
        #expect(bytes == ServiceMessage.answer(12, past.json).bytes)
        guard case .past(12, let arrived) = read else {
            Issue.record("It should be the past.")
            return
        }
        #expect(arrived.picture.model == past.picture.model)
        #expect(arrived.picture.entry == 7)
        #expect(arrived.time == time)
    }

    @Test func `a frame that is no message is refused`() {
        for text in [
            "", "{\"snapshot\":", "{\"snapshot\":{\"entry\":1}}", "[1]",
            "{\"answer\":{\"picture\":", "{\"answer\":{\"picture\":{\"entry\":1}},\"to\":1}",
        ] {
            #expect(throws: (any Error).self) { try ServiceMessage(bytes: Array(text.utf8)) }
        }
    }
}
