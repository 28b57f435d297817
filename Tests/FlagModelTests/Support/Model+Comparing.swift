import FlagModel

extension Model {
    /// The model as text without revisions, times and what is kept of deleted things, which undo
    /// does not and must not put back.
    var comparable: [String] {
        var lines = projects.map { "\($0)" } + drafts.map { "\($0)" }
        for state in environments {
            lines.append("\(state.environment)")
            lines += state.flags.map { flag in
                var flag = flag
                flag.revision = flag.id
                (flag.createdAt, flag.updatedAt) = (Self.noTime, Self.noTime)
                return "\(flag)"
            }.sorted()
            lines += state.audiences.map { audience in
                var audience = audience
                (audience.createdAt, audience.updatedAt) = (Self.noTime, Self.noTime)
                return "\(audience)"
            }.sorted()
            lines += state.experiments.map { "\($0)" }.sorted()
        }
        return lines
    }

    private static var noTime: Moment { Moment(microseconds: 0) }
}
