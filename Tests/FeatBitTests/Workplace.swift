import FeatBit
import FlagModel
import JSON

/// A model with one environment, and documents on their way into it.
struct Workplace {
    var model = Model()
    var random: SplitMix64
    let environmentID: GUID
    let now = Moment(milliseconds: 1_784_278_800_000)

    init(seed: UInt64 = 1) throws {
        random = SplitMix64(seed: seed)
        environmentID = GUID(using: &random)
        let project = Project(id: GUID(using: &random), key: try Key("shop"), name: "Shop")
        let environment = Environment(
            id: environmentID,
            projectID: project.id,
            key: try Key("prod"),
            name: "Shop",
            isLive: true,
            secrets: []
        )
        try make([.createProject(project), .createEnvironment(environment)])
    }

    var state: EnvironmentState {
        get throws {
            struct Missing: Error {}
            guard let state = model.environment(environmentID) else { throw Missing() }
            return state
        }
    }

    mutating func make(_ changes: [Change]) throws(Refusal) {
        let proposal = Proposal(id: GUID(using: &random), actor: "Li", changes: changes)
        model = try model.making(proposal, at: now, using: &random).model
    }

    /// Imports as the service does it.
    @discardableResult
    mutating func importing(_ document: FeatBitDocument) throws -> FeatBitImport {
        let plan = try document.changes(for: try state, using: &random)
        guard !plan.changes.isEmpty else { return plan }
        let proposal = plan.proposal(id: GUID(using: &random), actor: "Li")
        model = try model.making(proposal, at: now, using: &random).model
        return plan
    }

    /// Imports with all times and revisions as the document has them.
    mutating func importingExactly(_ document: FeatBitDocument) throws {
        let plan = try document.changes(for: try state, using: &random)
        model = try model.previewing(plan.changes)
    }
}

extension FeatBitDocument {
    /// Reads one document from text.
    static func read(_ text: String, named name: String = "flags.json") throws(FeatBitProblem)
        -> FeatBitDocument
    {
        try read(files: [(name: name, bytes: Array(text.utf8))])
    }

    /// Reads one document from a value.
    static func read(_ value: JSONValue) throws(FeatBitProblem) -> FeatBitDocument {
        try read(files: [(name: "flags.json", bytes: value.canonicalBytes())])
    }
}
