import Evaluation
import FlagModel
import NIOCore
import Synchronization

/// Everything that applications can be told about one environment at one moment.
final class EnvironmentPicture: Sendable {
    /// Who gets what.
    let evaluator: Evaluator
    /// Whole flags and segments, the oldest change first.
    let items: [WireItem]
    /// Answers of the flags in the order of their keys, and then of the deleted ones.
    let flags: [RenderedFlag]
    /// The greatest wire time that was given out.
    let clock: Int64
    /// What stands in OpenFeature's answers between the flags and the address of events.
    let openFeatureMetadata: [UInt8]

    private let flagPlaces: [GUID: Int]
    private let keys: [String: Int]
    private let full = Mutex<[UInt8]?>(nil)
    private let fullFrame = Mutex<ByteBuffer?>(nil)

    /// Draws the picture of a state, keeping from an earlier one what did not change.
    init(_ state: EnvironmentState, earlier: EnvironmentPicture?) {
        evaluator = earlier?.evaluator.updated(to: state) ?? Evaluator(state)
        let known = earlier.map { earlier in
            Dictionary(earlier.items.map { ($0.source.id, $0) }, uniquingKeysWith: { $1 })
        }
        items = WireItem.items(of: state, earlier: known ?? [:])
        let audiences = Dictionary(
            items.lazy.filter { !$0.source.isFlag }.map { ($0.source.id, $0.version) },
            uniquingKeysWith: max
        )
        let living = evaluator.flags.map { (flag: $0.flag, compiled: Optional($0)) }
        let gone = WireItem.gone(from: state).map { (flag: $0, compiled: CompiledFlag?.none) }
        let nobody = EvaluationCustomer(key: "")
        flags = (living + gone).map { [evaluator] flag, compiled in
            let version = flag.audienceIDs.reduce(flag.updatedAt.milliseconds) {
                max($0, audiences[$1] ?? 0)
            }
            guard let old = earlier?.rendered(flag.id), old.compiled === compiled,
                old.version == version
            else {
                let common = flag.isSameForAll ? compiled : nil
                return RenderedFlag(
                    flag,
                    compiled,
                    version: version,
                    common: common.map { evaluator.answer($0, for: nobody) }
                )
            }
            return old
        }
        flagPlaces = Dictionary(
            uniqueKeysWithValues: flags.enumerated().map { ($1.flag.id, $0) }
        )
        keys = Dictionary(
            uniqueKeysWithValues: flags.enumerated().map { ($1.flag.key.text, $0) }
        )
        clock = max(state.clock.milliseconds, items.last?.version ?? 0)
        openFeatureMetadata = Array(
            ("],\"metadata\":{\"version\":\"\(clock)\"},\"eventStreams\":[{\"type\":\"sse\","
                + "\"endpoint\":{\"requestUri\":\"").utf8
        )
    }

    /// A flag's answers by its id.
    func rendered(_ id: GUID) -> RenderedFlag? { flagPlaces[id].map { flags[$0] } }

    /// A flag's answers by its key; `nil` for an archived one, too.
    func rendered(key: String) -> RenderedFlag? {
        guard key.utf8.allSatisfy({ $0 < 0x80 }), let place = keys[key],
            !flags[place].isGone
        else { return nil }
        return flags[place]
    }

    /// Items that changed after a version, the oldest change first.
    func items(after version: Int64) -> ArraySlice<WireItem> {
        var (low, high) = (items.startIndex, items.endIndex)
        while low < high {
            let middle = (low + high) / 2
            if items[middle].version > version { high = middle } else { low = middle + 1 }
        }
        return items[low...]
    }

    /// The whole environment as a server's SDK gets it, written when it is first asked for.
    var fullSync: [UInt8] {
        full.withLock { full in
            if let full { return full }
            let written = SyncDocument.server(.full, items)
            full = written
            return written
        }
    }

    /// The same as one message on a stream, shared by all streams: when thousands come back at
    /// once, none of them needs its own copy of a large environment.
    var fullSyncFrame: ByteBuffer {
        fullFrame.withLock { full in
            if let full { return full }
            let written = WebSocketText.frame(SyncDocument.server(.full, items))
            full = written
            return written
        }
    }
}
