import FlagModel
import JSON
import Journal

/// What the service holds in memory and in snapshots: the model, and which requests it has seen.
struct ServiceState: Sendable {
    /// The newest version of the layout of ``json`` that this program reads.
    static let newestLayoutVersion = 3
    /// The version of the layout of ``json``.
    ///
    /// Schedules came with 2; plans with steps or a rhythm, webhooks, triggers, people and reviews
    /// with 3. A program that does not know them must not begin from a state that has some.
    var layoutVersion: Int {
        let isNew =
            model.hasWebhooks || model.hasTriggers || model.hasReviews || model.hasPeople
            || !model.hasPlainSchedulesOnly
        return isNew ? 3 : (model.hasSchedules ? 2 : 1)
    }

    /// Requests that are remembered, so that one that was asked twice is done once.
    static let rememberedRequests = 1000

    var model = Model()
    private(set) var entry: UInt64 = 0
    private var entriesByRequest: [GUID: UInt64] = [:]
    private var requests: [GUID] = []

    /// The entry that a request made, if it was one of the latest.
    func entry(ofRequest id: GUID) -> UInt64? { entriesByRequest[id] }

    /// Takes over what an entry did.
    mutating func advance(to model: Model, entry: UInt64, request: GUID?) {
        self.model = model
        self.entry = entry
        guard let request else { return }
        entriesByRequest[request] = entry
        requests.append(request)
        guard requests.count >= 2 * Self.rememberedRequests else { return }
        for old in requests.prefix(Self.rememberedRequests) { entriesByRequest[old] = nil }
        requests.removeFirst(Self.rememberedRequests)
    }

    var json: JSONValue { ["model": model.json, "requests": requestsJSON] }

    private var requestsJSON: JSONValue {
        .array(
            requests.suffix(Self.rememberedRequests).map { id -> JSONValue in
                [.string(id.text), .integer(Int(entriesByRequest[id] ?? 0))]
            }
        )
    }

    /// ``json`` in canonical form for a snapshot, with an index of its flags in front.
    ///
    /// A program that does not know the index reads the same state past it.
    var snapshotBytes: [UInt8] {
        let start = "\"model\":"
        let (bytes, index) = model.canonicalBytes(indexedFrom: start.utf8.count)
        let rest = JSONValue.object(JSONObject([JSONMember(key: "requests", value: requestsJSON)]))
        var all = Array("{".utf8)
        all.reserveCapacity(bytes.count + (index?.count ?? 0) + 200_000)
        if let index { all += Array("\"flags\":\"".utf8) + index + Array("\",".utf8) }
        all += start.utf8
        all += bytes
        all.append(UInt8(ascii: ","))
        all += rest.canonicalBytes().dropFirst()
        return all
    }

    init() {}

    /// Reads what a snapshot holds; most flags only once somebody looks at them.
    ///
    /// - Parameters:
    ///   - snapshot: a snapshot of a layout that this version knows.
    ///   - rebuild: builds the same model without this snapshot; `nil` when nothing can.
    /// - Throws: `JSONError` or ``JSONShapeError`` when it is no state.
    init(_ snapshot: OpenSnapshot, rebuild: (@Sendable () -> Model?)?) throws {
        let state = snapshot.state
        let source = DocumentSource(count: state.count) { state.bytes(in: $0) }
        try self.init(source, through: snapshot.throughEntry, rebuild)
    }

    /// The same from a snapshot that is in memory and was checked as a whole.
    init(_ snapshot: JournalSnapshot, rebuild: (@Sendable () -> Model?)?) throws {
        try self.init(DocumentSource(snapshot.state), through: snapshot.throughEntry, rebuild)
    }

    private init(
        _ source: DocumentSource,
        through entry: UInt64,
        _ rebuild: (@Sendable () -> Model?)?
    ) throws {
        let document = try StoredDocument(source, rebuild: rebuild)
        try self.init(json: document.rest, entry: entry, model: document.model)
    }

    private init(
        json: JSONValue,
        entry: UInt64,
        model read: (JSONValue) throws(JSONShapeError) -> Model
    ) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        model = try fields.required("model", read)
        self.entry = entry
        for request in try fields.list("requests", { value throws(JSONShapeError) in value }) {
            guard case .array(let pair) = request, pair.count == 2,
                let id = GUID(try pair[0].asText())
            else {
                throw JSONShapeError("should be a request and its entry").inside(.key("requests"))
            }
            entriesByRequest[id] = UInt64(max(0, try pair[1].asInteger()))
            requests.append(id)
        }
    }
}
