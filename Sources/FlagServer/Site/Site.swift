import Evaluation
import FlagAPI
import FlagModel

/// Everything that applications can be told at one moment; swapped whole after each change.
final class Site: Sendable {
    /// Who may ask.
    let credentials: Credentials
    /// The environments by id.
    let environments: [GUID: EnvironmentPicture]
    /// The entry of the journal that made it so.
    let entry: UInt64

    /// Draws a model, keeping from an earlier site what did not change.
    init(_ picture: Picture, earlier: Site? = nil) {
        let states = Array(picture.model.environments)
        credentials = Credentials(states.map(\.environment))
        entry = picture.entry
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
