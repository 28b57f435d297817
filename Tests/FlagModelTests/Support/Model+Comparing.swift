import FlagModel

/// A model without what undo does not and must not put back.
///
/// These are revisions, times, decisions, who joined a draft, and what is kept of deleted things.
struct TimelessModel: Equatable {
    private var projects: [Project]
    private var drafts: [Draft]
    private var places: [Place]

    private struct Place: Equatable {
        var environment: Environment
        var flags: [GUID: Flag]
        var audiences: [GUID: Audience]
        var experiments: [GUID: Experiment]
    }

    init(_ model: Model) {
        projects = model.projects
        drafts = model.drafts.map { draft in
            var draft = draft
            // Who takes a change to a draft back is an author of what it says then.
            (draft.revision, draft.decisions, draft.others) = (0, [], [])
            return draft
        }
        places = model.environments.map { state in
            Place(
                environment: state.environment,
                flags: Self.byID(state.flags, \.id) { flag in
                    flag.revision = flag.id
                    (flag.createdAt, flag.updatedAt) = (Self.noTime, Self.noTime)
                },
                audiences: Self.byID(state.audiences, \.id) { audience in
                    (audience.createdAt, audience.updatedAt) = (Self.noTime, Self.noTime)
                },
                experiments: Self.byID(state.experiments, \.id) { _ in }
            )
        }
    }

    /// The same, with customers in their lists by their keys.
    var unordered: TimelessModel {
        var model = self
        for index in model.places.indices {
            let place = model.places[index]
            model.places[index].flags = place.flags.mapValues { flag in
                var flag = flag
                flag.targets.sort { $0.variationID < $1.variationID }
                for target in flag.targets.indices { flag.targets[target].customers.sort() }
                return flag
            }
            model.places[index].audiences = place.audiences.mapValues { audience in
                var audience = audience
                audience.members.sort()
                audience.excluded.sort()
                return audience
            }
        }
        return model
    }

    private static let noTime = Moment(microseconds: 0)

    private static func byID<Thing>(
        _ things: some Sequence<Thing>,
        _ id: (Thing) -> GUID,
        _ change: (inout Thing) -> Void
    ) -> [GUID: Thing] {
        var result: [GUID: Thing] = [:]
        for var thing in things {
            change(&thing)
            result[id(thing)] = thing
        }
        return result
    }
}

extension Model {
    /// The model without what undo does not put back.
    var comparable: TimelessModel { TimelessModel(self) }
}
