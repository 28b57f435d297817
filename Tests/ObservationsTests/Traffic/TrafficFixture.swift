import FlagAPI
import FlagModel
import Foundation
import GRDB
import Synchronization

@testable import Observations

/// A store whose clock stands still and whose writer does not wait, in a folder of its own.
struct TrafficFixture {
    let folder: TemporaryFolder
    let store: ObservationStore
    let clock: StandingClock
    let live: GUID
    let dev: GUID

    /// 2026-01-05T10:20:00Z.
    static let start: Int64 = 1_767_608_400_000

    init(
        bounds: IngestQueue.Bounds = IngestQueue.Bounds(),
        pauses: [Duration] = [.zero, .zero],
        waitSeconds: Double = 0.02
    ) throws {
        folder = try TemporaryFolder()
        clock = StandingClock()
        var options = Self.options(clock)
        options.bounds = bounds
        options.pauses = pauses
        let pool = ObservationPool(
            path: folder.file,
            waitSeconds: waitSeconds,
            now: options.now
        )
        store = ObservationStore(pool: pool, options: options)
        var random = SplitMix64(seed: 1)
        live = GUID(using: &random)
        dev = GUID(using: &random)
    }

    private static func options(_ clock: StandingClock) -> TrafficOptions {
        var options = TrafficOptions()
        options.linger = .zero
        options.live.refoldAfter = .zero
        options.live.quick = .seconds(3600)
        options.now = { clock.now }
        return options
    }

    /// The same file, opened as the next process would; `quickRows` as in ``LiveRuns/Options``.
    func reopened(quickRows: Int = 50_000) -> ObservationStore {
        var options = Self.options(clock)
        options.live.quickRows = quickRows
        let pool = ObservationPool(path: folder.file, now: options.now)
        return ObservationStore(pool: pool, options: options)
    }

    /// Offers items and waits for their fate.
    func report(_ items: [ObservedItem], in environment: GUID? = nil) async {
        store.ingest.offer(items, in: environment ?? live)
        await store.flush()
    }

    /// Rows of a question to the file itself, their columns joined with a blank.
    func rows(_ sql: String) throws -> [String] {
        try DatabaseQueue(path: folder.file).read { database in
            try Row.fetchAll(database, sql: sql).map { row in
                row.databaseValues.map { value in
                    switch value.storage {
                    case .blob(let data): String(decoding: data, as: UTF8.self)
                    case .double(let number): "\(number)"
                    case .int64(let number): "\(number)"
                    case .string(let text): text
                    case .null: "NULL"
                    }
                }.joined(separator: " ")
            }
        }
    }

    /// Changes the file itself.
    func execute(_ sql: String) throws {
        try DatabaseQueue(path: folder.file).writeWithoutTransaction { try $0.execute(sql: sql) }
    }
}

/// A clock that moves only when it is told to.
final class StandingClock: Sendable {
    private let time = Mutex(TrafficFixture.start)

    /// Milliseconds since 1970.
    var now: Int64 { time.withLock { $0 } }

    func advance(seconds: Int64) {
        time.withLock { $0 += seconds * 1000 }
    }

    /// Moves on, where necessary, until so many seconds after ``TrafficFixture/start`` are a time
    /// that is believed.
    func reach(_ seconds: Int64) {
        let earliest = TrafficFixture.start + (seconds - 300) * 1000
        time.withLock { $0 = max($0, earliest) }
    }
}

extension ObservedItem {
    /// An item in one line; times are seconds after ``TrafficFixture/start``.
    static func sample(
        _ key: String,
        _ name: String = "",
        _ attributes: [String: String] = [:],
        flags: [ObservedEvaluation] = [],
        did metrics: [ObservedMetric] = []
    ) throws -> ObservedItem {
        let customer = try Customer.sample(key, name, attributes)
        return ObservedItem(customer: customer, evaluations: flags, metrics: metrics)
    }
}

extension ObservedEvaluation {
    static func sample(
        _ flagKey: String,
        _ variationID: String = "on",
        counts: Bool = true,
        after seconds: Int64 = 0
    ) -> ObservedEvaluation {
        ObservedEvaluation(
            flagKey: flagKey,
            variationID: variationID,
            countsForExperiments: counts,
            time: .sample(after: seconds)
        )
    }
}

extension ObservedMetric {
    static func sample(
        _ name: String,
        _ value: Double = 1,
        kind: String = "CustomEvent",
        after seconds: Int64 = 0
    ) -> ObservedMetric {
        ObservedMetric(
            eventName: name,
            kind: kind,
            value: value,
            time: .sample(after: seconds)
        )
    }
}

extension Moment {
    static func sample(after seconds: Int64) -> Moment {
        Moment(milliseconds: TrafficFixture.start + seconds * 1000)
    }
}
