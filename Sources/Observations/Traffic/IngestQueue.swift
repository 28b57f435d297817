import FlagAPI
import FlagModel

/// Decides what is taken, what is dropped and when somebody has to write.
///
/// It reads no clock and touches no file: the caller performs the returned ``Action`` and reports
/// back. Every event that was offered is written, malformed, dropped or waiting.
struct IngestQueue {
    /// What one request reported about one customer, and when it came.
    struct Entry: Sendable {
        let environmentID: GUID
        let item: ObservedItem
        /// Milliseconds since 1970.
        let arrival: Int64
        let eventCount: Int
        let sizeBytes: Int

        init(_ item: ObservedItem, in environmentID: GUID, arrival: Int64) {
            self.environmentID = environmentID
            self.item = item
            self.arrival = arrival
            eventCount = item.eventCount
            sizeBytes = item.sizeBytes
        }
    }

    /// What is written together.
    struct Batch: Sendable {
        var entries: [Entry] = []
        var eventCount = 0
        var sizeBytes = 0
    }

    /// How much may wait.
    struct Bounds: Sendable {
        var events = TrafficLimits.waitingEvents
        var bytes = TrafficLimits.waitingBytes
    }

    /// What the caller must do next.
    enum Action: Equatable {
        /// Nothing: somebody writes already, or there is nothing to write.
        case none
        /// Begin to take batches until there is none.
        case startWriting
        /// Let the writer stop waiting for more: much has come together.
        case hurry
    }

    private let bounds: Bounds
    private var batch = Batch()
    /// What is waiting, the batch under way included.
    private var waitingEvents = 0
    private var waitingBytes = 0
    private var isWriting = false
    private(set) var isClosed = false
    private var counts = IngestReport()
    /// Events that were taken so far, and events whose fate is known; they only grow.
    private(set) var taken: UInt64 = 0
    private(set) var settled: UInt64 = 0

    init(bounds: Bounds = Bounds()) {
        self.bounds = bounds
    }

    /// What became of everything so far.
    var report: IngestReport {
        var report = counts
        report.waiting = waitingEvents
        return report
    }

    /// Whether so much waits that a writer should not wait for more.
    var isCrowded: Bool {
        batch.eventCount >= bounds.events / 4 || batch.sizeBytes >= bounds.bytes / 4
    }

    /// Takes entries as long as they fit; each is taken whole or dropped whole.
    mutating func offer(_ entries: [Entry]) -> Action {
        for entry in entries {
            guard !isClosed, waitingEvents + entry.eventCount <= bounds.events,
                waitingBytes + entry.sizeBytes <= bounds.bytes
            else {
                counts.dropped += UInt64(entry.eventCount)
                continue
            }
            batch.entries.append(entry)
            batch.eventCount += entry.eventCount
            batch.sizeBytes += entry.sizeBytes
            waitingEvents += entry.eventCount
            waitingBytes += entry.sizeBytes
            taken += UInt64(entry.eventCount)
        }
        guard !batch.entries.isEmpty else { return .none }
        guard isWriting else {
            isWriting = true
            return .startWriting
        }
        return isCrowded ? .hurry : .none
    }

    /// Counts events that were left out before they came here.
    mutating func countMalformed(_ count: Int) {
        counts.malformed += UInt64(max(0, count))
    }

    /// Everything that waits; `nil` ends the writing that ``Action/startWriting`` began.
    mutating func take() -> Batch? {
        guard !batch.entries.isEmpty else {
            isWriting = false
            return nil
        }
        let taken = batch
        batch = Batch()
        return taken
    }

    /// The batch is safe in the file: so many events, but for so many events and attributes that
    /// were left out.
    mutating func wrote(_ batch: Batch, kept: Int, malformed: Int) {
        counts.written += UInt64(kept)
        counts.malformed += UInt64(malformed)
        counts.problem = nil
        settle(batch)
    }

    /// The batch could not be written this time.
    mutating func failed(_ problem: String) {
        counts.problem = problem
    }

    /// The batch will not be tried again.
    mutating func gaveUp(_ batch: Batch) {
        counts.dropped += UInt64(batch.eventCount)
        settle(batch)
    }

    /// Takes nothing any more.
    mutating func close() {
        isClosed = true
    }

    private mutating func settle(_ batch: Batch) {
        waitingEvents -= batch.eventCount
        waitingBytes -= batch.sizeBytes
        settled += UInt64(batch.eventCount)
    }
}

extension ObservedItem {
    /// What is counted: each flag shown and each thing done; naming a customer alone is one.
    var eventCount: Int { max(1, evaluations.count + metrics.count) }

    /// About how many bytes of memory it takes.
    var sizeBytes: Int {
        var bytes = 256 + customer.key.text.utf8.count + customer.name.utf8.count
        for (name, value) in customer.attributes {
            bytes += 64 + name.utf8.count + value.utf8.count
        }
        for evaluation in evaluations {
            bytes += 64 + evaluation.flagKey.utf8.count + evaluation.variationID.utf8.count
        }
        for metric in metrics { bytes += 64 + metric.eventName.utf8.count + metric.kind.utf8.count }
        return bytes
    }
}
