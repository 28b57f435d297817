import Testing

@testable import UnixSocket

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

struct FrameLoopTests {
    let folder = SocketFolder()

    @Test func `frames go both ways in order, and the system says who sends them`() async throws {
        let (service, client, loop) = try await folder.pair()

        for number in 0..<10 { client.send([UInt8(number)]) }
        var received: [[UInt8]] = []
        for _ in 0..<10 {
            received.append(try #require(await service.next()))
            service.taken()
        }
        service.send([42])

        #expect(received == (0..<10).map { [UInt8($0)] })
        #expect(await client.next() == [42])
        #expect(service.peer == Peer(processID: getpid(), userID: geteuid(), groupID: getegid()))
        #expect(client.peer.userID == geteuid())
        loop.close()
        #expect(await client.next() == nil)
    }

    @Test func `a large frame arrives whole`() async throws {
        let (service, client, loop) = try await folder.pair()
        let frame = (0..<5_000_000).map { UInt8(truncatingIfNeeded: $0) }

        service.send(frame)

        #expect(await client.next() == frame)
        loop.close()
    }

    @Test func `a frame above the limit ends the connection, one at the limit does not`()
        async throws
    {
        let (service, client, loop) = try await folder.pair()
        let longest = [UInt8](repeating: 1, count: 1000)

        client.send(longest)
        #expect(await service.next() == longest)
        client.send(longest + [1])
        #expect(await service.next() == nil)
        #expect(await client.next() == nil)
        loop.close()
    }

    @Test func `larger frames are read once the connection is accepted`() async throws {
        let (service, client, loop) = try await folder.pair()
        service.accept()

        client.send([UInt8](repeating: 1, count: 1001))
        #expect(await service.next()?.count == 1001)
        client.send([UInt8](repeating: 1, count: 1002))
        #expect(await service.next() == nil)
        loop.close()
    }

    @Test func `whoever says nothing is let go after the time for a greeting`() async throws {
        let limits = FrameLimits(greetingBytes: 1000, frameBytes: 1000, greetingSeconds: 0)
        let (service, client, loop) = try await folder.pair(limits)

        #expect(await service.next() == nil)
        #expect(await client.next() == nil)
        loop.close()
    }

    @Test func `no more frames wait for their reader than the limit`() async throws {
        let limits = FrameLimits(
            greetingBytes: 1000,
            frameBytes: 1000,
            greetingSeconds: 3600,
            untakenFrames: 2
        )
        let (service, client, loop) = try await folder.pair(limits)
        client.send([0])
        #expect(await service.next() == [0])
        client.send([1])
        #expect(await service.next() == [1])
        // Two are in the reader's hands: the third stays with the system until one is done.
        client.send([2])
        service.taken()
        #expect(await service.next() == [2])
        loop.close()
    }

    @Test func `a peer that does not read loses the connection and holds nobody up`() async throws {
        // The client takes one frame and then reads nothing more, as a stopped process does.
        let limits = FrameLimits(
            greetingBytes: 1000,
            frameBytes: 1000,
            greetingSeconds: 3600,
            waitingBytes: 1 << 20
        )
        let stuck = FrameLimits(
            greetingBytes: 1 << 20,
            frameBytes: 1 << 20,
            greetingSeconds: 3600,
            untakenFrames: 1
        )
        let (service, client, loop) = try await folder.pair(limits, clientLimits: stuck)
        let frame = [UInt8](repeating: 1, count: 100_000)

        var sent = 0
        let end = Task { await service.next() }
        while sent < 1000, !loop.isGone(service) {
            service.send(frame)
            sent += 1
        }

        #expect(await end.value == nil)
        // What waits here, and what the system holds for the other.
        #expect((11...40).contains(sent))
        client.close()
        loop.close()
    }

    @Test func `what waits is still sent when a connection is closed`() async throws {
        let (service, client, loop) = try await folder.pair()
        let frame = [UInt8](repeating: 9, count: 3_000_000)

        service.send(frame)
        service.close()

        #expect(await client.next() == frame)
        #expect(await client.next() == nil)
        loop.close()
    }
}
