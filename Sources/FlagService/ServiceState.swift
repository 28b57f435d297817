import FlagModel
import JSON

/// What the service holds in memory and in snapshots: the model, and which requests it has seen.
struct ServiceState: Sendable {
    /// The newest version of the layout of ``json`` that this program reads.
    static let newestLayoutVersion = 2
    /// The version of the layout of ``json``: schedules came with 2, and a program that does not
    /// know them must not begin from a state that has some.
    var layoutVersion: Int { model.hasSchedules ? 2 : 1 }

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

    var json: JSONValue {
        let remembered = requests.suffix(Self.rememberedRequests).map { id -> JSONValue in
            [.string(id.text), .integer(Int(entriesByRequest[id] ?? 0))]
        }
        return ["model": model.json, "requests": .array(remembered)]
    }

    init() {}

    init(json: JSONValue, entry: UInt64) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        model = try fields.required("model") { value throws(JSONShapeError) in
            try Model(json: value)
        }
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
