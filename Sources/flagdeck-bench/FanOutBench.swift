#if os(Linux)
/// A change told to 10,000 streams of one environment: from the moment when the change is asked for
/// (so checking, and the journal's sync to disk, are in it) to the last byte at each stream.
///
/// Server and client share the machine's cores as they like.
struct FanOutBench {
    /// FeatBit's documents to serve; none to generate.
    let files: [String]

    private static let streamCount = 10_000
    private static let changeCount = 20
    private static let openedPerSecond = 2000
    private static let wantedMilliseconds = 100.0
    private static let wantedBytes = 10 << 10
    /// FeatBit with 10,000 sockets on 3 to 12 pods: its own load test's p99.
    private static let peerMilliseconds = 207.0

    func run() throws {
        Surroundings.raiseFileLimit()
        let server = try ServedEnvironment(threads: 2, copies: 1, files: files, core: nil)
        defer { server.process.end() }
        let before = Surroundings.residentBytes(of: server.process.id)
        let client = StreamClient(port: server.port, secret: server.serverSecret)
        defer { client.end() }
        try connect(client)
        let after = Surroundings.residentBytes(of: server.process.id)
        let each = (after - before) / Self.streamCount
        print(
            "\(Self.streamCount) streams: \(tenths(Double(each) / 1024)) KiB of the server's "
                + "memory each; wanted: under \(Self.wantedBytes >> 10)"
        )
        var times: [Int64] = []
        var saving: [Int64] = []
        let computedBefore = Surroundings.computedSeconds(of: server.process.id)
        for _ in 0..<Self.changeCount {
            let (told, saved) = try change(server, client)
            times += told
            saving.append(saved)
        }
        let computed = Surroundings.computedSeconds(of: server.process.id) - computedBefore
        let spread = Spread(times)
        let p99 = spread.milliseconds(0.99)
        print(
            """
            \(Self.changeCount) changes, from asking to the last byte at each stream:
            \(spread.words)
            The server told \(Int(Double(times.count) / computed)) streams per CPU second.
            Checking and saving the change took: \(Spread(saving).words)
            FeatBit, 3 to 12 pods: p99 \(Int(Self.peerMilliseconds)) to 252 ms. \
            Ratio: \(tenths(Self.peerMilliseconds / p99)). \
            Wanted: under \(Int(Self.wantedMilliseconds)) ms.
            """
        )
    }

    private func connect(_ client: StreamClient) throws {
        let begin = Surroundings.microseconds()
        while client.syncTimes.count < Self.streamCount {
            let now = Surroundings.microseconds()
            guard now - begin < 60_000_000, client.failureCount == 0 else {
                throw BenchFailure("\(client.failureCount) streams failed to open.")
            }
            while client.count < Self.streamCount,
                begin + Int64(client.count * 1_000_000 / Self.openedPerSecond) <= now
            { client.open(planned: now) }
            client.step(milliseconds: 1)
        }
    }

    /// - Returns: microseconds until each stream was told, and until the change was saved.
    private func change(
        _ server: ServedEnvironment,
        _ client: StreamClient
    ) throws -> (told: [Int64], saved: Int64) {
        client.forgetTold()
        server.process.send("change")
        let patience = Surroundings.microseconds() + 30_000_000
        while client.toldAt.count < Self.streamCount {
            guard Surroundings.microseconds() < patience else {
                throw BenchFailure("Only \(client.toldAt.count) streams were told.")
            }
            client.step(milliseconds: 10)
        }
        let moments = try server.process.line().split(separator: " ").compactMap { Int64($0) }
        guard moments.count == 2 else { throw BenchFailure("The change was not made.") }
        return (client.toldAt.map { $0 - moments[0] }, moments[1] - moments[0])
    }
}
#endif
