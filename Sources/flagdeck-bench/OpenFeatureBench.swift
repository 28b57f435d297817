#if os(Linux)
import Glibc

/// Bulk evaluations of OpenFeature per second of a core's time, every one for another customer,
/// beside nginx that answers with the same bytes from memory.
///
/// The server has one thread and one core, the client the other core and 64 connections.
struct OpenFeatureBench {
    /// FeatBit's documents to serve; none to generate.
    let files: [String]

    private static let connectionCount = 64
    private static let warmUp: Int64 = 1_000_000
    private static let window: Int64 = 1_000_000
    private static let windowCount = 7

    /// Requests per CPU second in several windows; what else runs can only make them fewer.
    private struct Rates {
        let median: Double
        let best: Double

        init(_ rates: [Double]) {
            let sorted = rates.sorted()
            median = sorted[sorted.count / 2]
            best = sorted[sorted.count - 1]
        }

        var words: String { "\(Int(median)) requests per CPU second (best \(Int(best)))" }
    }

    private struct Size {
        let copies: Int
        let flagCount: Int
        let wanted: Int
        /// Unleash Edge's published figure.
        let peer: Int
    }

    private static let sizes = [
        Size(copies: 1, flagCount: 5, wanted: 40_000, peer: 39_000),
        Size(copies: 70, flagCount: 350, wanted: 8000, peer: 6900),
    ]

    func run() throws {
        for size in Self.sizes { try run(size) }
    }

    private func run(_ size: Size) throws {
        let (own, sample) = try own(size, keepsCustomers: false)
        print(
            """
            \(size.flagCount) flags, \(sample.count) bytes an answer: \(own.words)
            Wanted: \(size.wanted). Unleash Edge says \(size.peer). \
            Ratio: \(tenths(own.median / Double(size.peer))).
            """
        )
        let keeping = try self.own(size, keepsCustomers: true).rates
        print("With every new customer written down: \(keeping.words)")
        guard let nginx = try Nginx(answering: sample, core: 0) else {
            print("nginx is not installed here, so there is nothing beside it.")
            return
        }
        defer { nginx.end() }
        let requests = RequestWriter(port: Nginx.port, secret: "none")
        let peer = try rates(of: nginx.process.id, at: Nginx.port, requests)
        print(
            "nginx with the same bytes from memory: \(peer.words). "
                + "Ratio: \(Int(own.median / peer.median * 100)) %."
        )
    }

    /// The server's figure, and the body of one answer.
    private func own(
        _ size: Size,
        keepsCustomers: Bool
    ) throws -> (rates: Rates, sample: [UInt8]) {
        let server = try ServedEnvironment(
            threads: 1,
            copies: size.copies,
            keepsCustomers: keepsCustomers,
            files: files,
            core: 0
        )
        defer { server.process.end() }
        let requests = RequestWriter(port: server.port, secret: server.clientSecret)
        let sample = try HTTPClient.answer(to: requests.first, at: server.port)
        return (try rates(of: server.process.id, at: server.port, requests), sample)
    }

    /// Requests per second that a process computes.
    private func rates(
        of process: pid_t,
        at port: UInt16,
        _ requests: RequestWriter
    ) throws -> Rates {
        Surroundings.stay(on: 1)
        defer { Surroundings.stay(on: nil) }
        let client = HTTPClient(port: port, connections: Self.connectionCount, requests)
        defer { client.end() }
        try client.run(microseconds: Self.warmUp)
        return Rates(
            try (0..<Self.windowCount).map { _ in
                let count = client.answerCount
                let computed = Surroundings.computedSeconds(of: process)
                try client.run(microseconds: Self.window)
                let seconds = Surroundings.computedSeconds(of: process) - computed
                return Double(client.answerCount - count) / max(seconds, 0.01)
            }
        )
    }
}

/// Writes requests, each for another customer.
struct RequestWriter {
    private let bytes: [UInt8]
    private let keyPlace: Int
    private static let keyDigits = 8

    init(port: UInt16, secret: String) {
        let zeros = String(repeating: "0", count: Self.keyDigits)
        let body =
            "{\"context\":{\"targetingKey\":\"customer-\(zeros)\",\"age\":27,\"country\":\"us\"}}"
        let text = """
            POST /ofrep/v1/evaluate/flags HTTP/1.1\r
            Host: 127.0.0.1:\(port)\r
            User-Agent: flagdeck-bench\r
            Accept: application/json\r
            Authorization: Bearer \(secret)\r
            Content-Type: application/json\r
            Content-Length: \(body.utf8.count)\r
            \r
            \(body)
            """
        bytes = Array(text.utf8)
        let tail = body.utf8.count - "{\"context\":{\"targetingKey\":\"customer-".utf8.count
        keyPlace = bytes.count - tail
    }

    /// The request for customer 0.
    var first: [UInt8] { bytes }

    /// The request for a customer by their number.
    func request(_ number: Int) -> [UInt8] {
        var request = bytes
        var rest = number
        for place in (keyPlace..<keyPlace + Self.keyDigits).reversed() {
            request[place] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        }
        return request
    }
}
#endif
