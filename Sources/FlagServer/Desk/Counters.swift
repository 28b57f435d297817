import Synchronization

/// What the server has done since it began, for `/metrics`.
final class Counters: Sendable {
    /// Connections that are open now.
    let connections = Atomic<Int>(0)
    /// Streams that are open now.
    let streams = Atomic<Int>(0)
    /// Event streams of OpenFeature that are open now.
    let doorbells = Atomic<Int>(0)
    /// Messages that told a stream of a change.
    let pushes = Atomic<Int>(0)
    /// Connections that were closed because they did not read or did not speak.
    let dropped = Atomic<Int>(0)
    /// Somebody was not let in.
    let refusals = Atomic<Int>(0)
    private let answers = Mutex<[Answered: Int]>([:])

    private struct Answered: Hashable {
        let endpoint: String
        let status: UInt
    }

    /// One request was answered.
    func answered(_ endpoint: String, _ status: UInt) {
        answers.withLock { $0[Answered(endpoint: endpoint, status: status), default: 0] += 1 }
    }

    /// One line per counted thing, in Prometheus' text format 0.0.4.
    var lines: [String] {
        let requests = answers.withLock { $0 }.sorted {
            ($0.key.endpoint, $0.key.status) < ($1.key.endpoint, $1.key.status)
        }
        return Self.metric("flagdeck_connections", "gauge", "Open connections.", connections)
            + Self.metric("flagdeck_streams", "gauge", "Open streams of FeatBit SDKs.", streams)
            + Self.metric("flagdeck_event_streams", "gauge", "Open OpenFeature events.", doorbells)
            + Self.metric("flagdeck_pushes_total", "counter", "Changes told to streams.", pushes)
            + Self.metric("flagdeck_dropped_total", "counter", "Connections dropped.", dropped)
            + Self.metric("flagdeck_refusals_total", "counter", "Refused credentials.", refusals)
            + Self.head("flagdeck_requests_total", "counter", "Answered requests.")
            + requests.map { answered, count in
                "flagdeck_requests_total{endpoint=\"\(answered.endpoint)\","
                    + "status=\"\(answered.status)\"} \(count)"
            }
    }

    private static func metric(
        _ name: String,
        _ type: String,
        _ help: String,
        _ value: borrowing Atomic<Int>
    ) -> [String] {
        head(name, type, help) + ["\(name) \(value.load(ordering: .relaxed))"]
    }

    /// The two lines before the values of a metric.
    static func head(_ name: String, _ type: String, _ help: String) -> [String] {
        ["# HELP \(name) \(help)", "# TYPE \(name) \(type)"]
    }
}
