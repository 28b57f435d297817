import Evaluation
import FlagAPI
import FlagModel

/// Everything that applications can be told at one moment; swapped whole after each change.
final class Site: Sendable {
    /// Who may ask.
    let credentials: Credentials
    /// The environments by id.
    let environments: [GUID: EnvironmentPicture]
    /// The triggers that work, by the digests of their tokens.
    let triggers: [String: GUID]
    /// The entry of the journal that made it so.
    let entry: UInt64

    /// Draws a model, keeping from an earlier site what did not change.
    init(_ picture: Picture, earlier: Site? = nil) {
        let states = Array(picture.model.environments)
        credentials = Credentials(states.map(\.environment))
        entry = picture.entry
        let working = picture.model.hasTriggers ? picture.model.triggers.filter(\.isEnabled) : []
        triggers = Dictionary(working.map { ($0.tokenDigest, $0.id) }) { first, _ in first }
        environments = Dictionary(
            uniqueKeysWithValues: states.map { state in
                let id = state.environment.id
                let old = earlier?.environments[id]
                guard let old, old.evaluator.state == state else {
                    return (id, EnvironmentPicture(state, earlier: old))
                }
                return (id, old)
            }
        )
    }
}
