import Evaluation
import FlagAPI
import FlagModel
import JSON

@testable import FlagServer

/// A model with one environment, and what applications are told about it.
struct ServedPlace {
    private(set) var model = Model()
    private var random = SplitMix64(seed: 1)
    private(set) var now = Moment(milliseconds: 1_784_278_800_000)
    private(set) var entry: UInt64 = 0
    let environmentID: GUID

    init() throws {
        environmentID = GUID(using: &random)
        let project = Project(id: GUID(using: &random), key: try Key("shop"), name: "Shop")
        let environment = Environment(
            id: environmentID,
            projectID: project.id,
            key: try Key("prod"),
            name: "Shop",
            isLive: true,
            secrets: [
                Secret(kind: .server, environmentID: environmentID, using: &random),
                Secret(kind: .client, environmentID: environmentID, using: &random),
            ]
        )
        try make([.createProject(project), .createEnvironment(environment)])
    }

    /// Makes changes a second later than the last time.
    mutating func make(_ changes: [Change]) throws {
        now = now.adding(microseconds: 1_000_000)
        let proposal = Proposal(id: GUID(using: &random), actor: "Li", changes: changes)
        model = try model.making(proposal, at: now, using: &random).model
        entry += 1
    }

    /// A new flag of true and false that is on and gives true to everybody.
    @discardableResult
    mutating func add(
        _ key: String,
        kind: ValueKind = .boolean,
        values: [String] = ["true", "false"]
    )
        throws -> Flag
    {
        let variations = values.enumerated().map { place, value in
            Variation(id: "v\(place)", name: "Version \(place)", value: value)
        }
        var flag = Flag(
            id: GUID(using: &random),
            key: try Key(key),
            name: key,
            kind: kind,
            variations: variations,
            defaultVariationID: "v0",
            offVariationID: "v\(values.count - 1)",
            revision: GUID(using: &random),
            createdAt: now
        )
        flag.isEnabled = true
        try make([.createFlag(environment: environmentID, flag)])
        return flag
    }

    /// A new audience with members.
    mutating func addAudience(_ key: String, members: [String]) throws -> Audience {
        var audience = Audience(
            id: GUID(using: &random),
            key: try Key(key),
            name: key,
            createdAt: now
        )
        audience.members = try members.map { try CustomerKey($0) }
        try make([.createAudience(environment: environmentID, audience)])
        return audience
    }

    mutating func edit(_ flag: Flag, _ edit: FlagEdit) throws {
        try make([.editFlag(environment: environmentID, flag: flag.id, edit)])
    }

    /// Everything as applications are told, drawn anew.
    var site: Site { Site(Picture(model: model, entry: entry)) }

    /// The one environment, drawn anew.
    var picture: EnvironmentPicture {
        guard let picture = site.environments[environmentID] else {
            preconditionFailure("The environment is made first.")
        }
        return picture
    }

    /// The environment's secret of a kind.
    func secret(_ kind: Secret.Kind) -> KnownSecret {
        let secrets = picture.evaluator.state.environment.secrets
        guard let secret = secrets.first(where: { $0.kind == kind }) else {
            preconditionFailure("The environment begins with a secret of each kind.")
        }
        return KnownSecret(secret: secret, environmentID: environmentID)
    }
}

/// A `data-sync` message, taken apart.
struct SyncMessage {
    let type: String
    let flags: [JSONObject]
    let segments: [JSONObject]
    let userKey: String?

    init(_ bytes: [UInt8]) throws {
        let message = try JSONFields(JSONValue(parsing: bytes))
        let data: JSONFields = try message.required("data") { value throws(JSONShapeError) in
            try JSONFields(value)
        }
        type = try data.text("eventType")
        flags = try Self.objects(data, "featureFlags")
        segments = data.object["segments"] == nil ? [] : try Self.objects(data, "segments")
        userKey = try data.optionalText("userKeyId")
    }

    private static func objects(_ data: JSONFields, _ name: String) throws -> [JSONObject] {
        try data.list(name) { value throws(JSONShapeError) in try JSONFields(value).object }
    }

    /// A member of every flag, as text.
    func flagTexts(_ name: String) -> [String] { flags.map { $0[name]?.text ?? "" } }
}
