#if os(Linux)
import Glibc

/// New streams per second: a real upgrade, the whole sync read to its last byte, and the stream
/// kept.
///
/// The server has one thread and one core, the client the other core. Connections begin when the
/// plan says so, whether the server keeps up or not, and their times count from the plan.
struct ConnectBench {
    /// FeatBit's documents to serve; none to generate.
    let files: [String]

    private static let wantedRate = 4000
    private static let wantedMilliseconds = 100.0
    private static let seconds = 5
    /// Streams in one round, at the most: a process may have 20,000 files open.
    private static let mostStreams = 19_000
    /// FeatBit's evaluation server on one t2.micro: its benchmark page's last rate under its goal.
    private static let peerRate = 1100
    private static let peerMilliseconds = 170.3

    private struct Round {
        let rate: Int
        let times: Spread
        let failures: Int
        /// Streams that the server opens in a second of its core's time.
        let perSecond: Double
        let messageBytes: Int

        var isGood: Bool {
            failures == 0 && times.milliseconds(0.99) < ConnectBench.wantedMilliseconds
        }
    }

    func run() throws {
        Surroundings.raiseFileLimit()
        let wanted = try round(Self.wantedRate)
        print("A full sync is \(wanted.messageBytes) bytes.")
        report(wanted)
        let best = try highest(wanted)
        print(
            """
            Highest rate with p99 under \(Int(Self.wantedMilliseconds)) ms: \(best) per second.
            FeatBit, one t2.micro: \(Self.peerRate) per second at p99 \(Self.peerMilliseconds) ms. \
            Ratio: \(tenths(Double(best) / Double(Self.peerRate))).
            """
        )
    }

    /// The highest rate that is good, in steps of a tenth up or a quarter down; 0 without one.
    private func highest(_ first: Round) throws -> Int {
        var best = first.isGood ? first.rate : 0
        var rate = first.rate
        for _ in 0..<8 {
            rate = first.isGood ? rate * 11 / 10 : rate * 3 / 4
            let next = try round(rate)
            report(next)
            if next.isGood { best = rate }
            if next.isGood != first.isGood { return best }
        }
        return best
    }

    private func round(_ rate: Int) throws -> Round {
        let server = try ServedEnvironment(threads: 1, copies: 1, files: files, core: 0)
        defer { server.process.end() }
        Surroundings.stay(on: 1)
        defer { Surroundings.stay(on: nil) }
        let client = StreamClient(port: server.port, secret: server.serverSecret)
        defer { client.end() }
        let count = min(rate * Self.seconds, Self.mostStreams)
        let computedBefore = Surroundings.computedSeconds(of: server.process.id)
        let begin = Surroundings.microseconds()
        while client.count < count {
            let now = Surroundings.microseconds()
            while client.count < count {
                let planned = begin + Int64(client.count) * 1_000_000 / Int64(rate)
                guard planned <= now else { break }
                client.open(planned: planned)
            }
            client.step(milliseconds: 1)
        }
        let patience = Surroundings.microseconds() + 10_000_000
        while client.syncTimes.count + client.failureCount < count,
            Surroundings.microseconds() < patience
        { client.step(milliseconds: 10) }
        let computed = Surroundings.computedSeconds(of: server.process.id) - computedBefore
        return Round(
            rate: rate,
            times: Spread(client.syncTimes),
            failures: count - client.syncTimes.count,
            perSecond: Double(client.syncTimes.count) / computed,
            messageBytes: client.messageBytes
        )
    }

    private func report(_ round: Round) {
        print(
            "\(round.rate) new streams per second, \(round.times.count) in all: "
                + "\(round.times.words); \(round.failures) failed; "
                + "\(Int(round.perSecond)) per CPU second"
        )
        fflush(nil)
    }
}
#endif
