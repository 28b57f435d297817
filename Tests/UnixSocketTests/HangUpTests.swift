import Testing

@testable import UnixSocket

/// What becomes of frames when the other end hangs up, and of deadlines.
struct HangUpTests {
    private let folder = SocketFolder()

    private static let one = FrameLimits(
        greetingBytes: 1000,
        frameBytes: 1000,
        greetingSeconds: 3600,
        untakenFrames: 1
    )

    @Test func `what a peer sent before it hung up is read, however slow the reader`()
        async throws
    {
        let (service, client, loop) = try await folder.pair(clientLimits: Self.one)
        service.send([0])
        #expect(await client.next() == [0])
        service.send([1])
        service.close()
        // Nothing is read while one frame is in the reader's hands; the hang-up is seen meanwhile.
        for _ in 0..<10_000 where !client.loop.isGone(client) { await Task.yield() }

        client.taken()

        #expect(await client.next() == [1])
        client.taken()
        #expect(await client.next() == nil)
        loop.close()
    }

    @Test func `what a peer sent before it hung up is read, also by who answers too late`()
        async throws
    {
        let (service, client, loop) = try await folder.pair(clientLimits: Self.one)
        service.send([0])
        #expect(await client.next() == [0])
        service.send([1])
        service.close()

        // Sooner or later the system knows that nobody reads any more, and says so.
        for _ in 0..<10_000 where !client.loop.isGone(client) {
            client.send([2])
            await Task.yield()
        }
        client.taken()

        #expect(await client.next() == [1])
        client.taken()
        #expect(await client.next() == nil)
        loop.close()
    }

    @Test func `a frame that is expected and does not come ends the connection`() async throws {
        let (service, client, loop) = try await folder.pair()
        service.send([0])
        #expect(await client.next() == [0])
        client.taken()

        client.expectFrames(2, withinSeconds: 0)

        #expect(await client.next() == nil)
        loop.close()
    }

    @Test func `a frame that came before it was expected keeps the connection`() async throws {
        let (service, client, loop) = try await folder.pair()
        service.send([0])
        service.send([1])
        #expect(await client.next() == [0])
        #expect(await client.next() == [1])

        client.expectFrames(2, withinSeconds: 0)
        service.send([2])

        #expect(await client.next() == [2])
        client.close()
        loop.close()
    }
}
