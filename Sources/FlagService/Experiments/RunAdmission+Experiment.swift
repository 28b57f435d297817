import Evaluation
import FlagModel
import JSON
import Observations

extension RunAdmission {
    /// Who counts in a run: members of the audience whose place in the layer is the experiment's,
    /// and who are not named on the flag.
    ///
    /// `nil` when everybody counts. Audience and names are those of the run's start, whatever
    /// becomes of them: otherwise a change of an audience would rewrite results.
    ///
    /// - Parameters:
    ///   - experiment: the plan.
    ///   - flag: the flag, as it was when the run began.
    ///   - audience: the plan's audience, as it was then; `nil` when it has none.
    ///   - place: where.
    init?(_ experiment: Experiment, flag: Flag?, audience: Audience?, in place: GUID) {
        let named = Set(flag?.targets.flatMap(\.customers).map(\.text) ?? [])
        guard !named.isEmpty || audience != nil || experiment.layer != nil else { return nil }
        let picture = audience.map(AudiencePicture.init)
        let layer = experiment.layer
        self.init(
            text: Self.text(layer, audience, named, in: place),
            attributes: audience.map(Self.attributes) ?? []
        ) { person in
            // By the bytes, as applications do.
            guard !named.contains(person.key), layer?.contains(customerKey: person.key) ?? true
            else { return false }
            guard let picture else { return true }
            return picture.holds(
                EvaluationCustomer(
                    key: person.key,
                    name: person.name,
                    attributes: person.attributes
                )
            )
        }
    }

    private static func text(
        _ layer: Experiment.LayerPlace?,
        _ audience: Audience?,
        _ named: Set<String>,
        in place: GUID
    ) -> String {
        let members = audience.map { audience in
            Change.createAudience(environment: place, audience).json.canonicalBytes()
        }
        let layer = layer.map { "\($0.name.text) \($0.lower) \($0.upper)" } ?? ""
        return [layer, named.sorted().joined(separator: "\t")].joined(separator: "\n") + "\n"
            + String(decoding: members ?? [], as: UTF8.self)
    }

    private static func attributes(of audience: Audience) -> Set<[UInt8]> {
        var names: Set<[UInt8]> = []
        for condition in audience.rules.flatMap(\.conditions) {
            guard case .attribute(let name, _, _) = condition.test else { continue }
            names.insert(Array(name.utf8))
        }
        return names
    }
}
