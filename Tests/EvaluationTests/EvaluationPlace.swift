import Evaluation
import FeatBit
import FlagModel
import JSON

/// A model with one environment that was imported from FeatBit.
struct EvaluationPlace {
    private var model = Model()
    private var random = SplitMix64(seed: 1)
    let environmentID: GUID

    /// Without flags.
    init() throws { try self.init(flags: "[]") }

    init(flags: String) throws {
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
        let document = try FeatBitDocument.read(files: [
            (name: "flags.json", bytes: Array(flags.utf8))
        ])
        let changes = try document.changes(for: state, using: &random).changes
        if !changes.isEmpty { try make(changes) }
    }

    var state: EnvironmentState {
        guard let state = model.environment(environmentID) else {
            preconditionFailure("The environment is made first.")
        }
        return state
    }

    var evaluator: Evaluator { Evaluator(state) }

    mutating func edit(_ flag: GUID, _ edit: FlagEdit) throws {
        try make([.editFlag(environment: environmentID, flag: flag, edit)])
    }

    mutating func make(_ changes: [Change]) throws(Refusal) {
        let proposal = Proposal(id: GUID(using: &random), actor: "Li", changes: changes)
        let now = Moment(milliseconds: 1_784_278_800_000)
        model = try model.making(proposal, at: now, using: &random).model
    }
}
