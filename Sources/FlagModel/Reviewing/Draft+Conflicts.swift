extension Model {
    /// The drafts that change a thing, oldest first.
    public func drafts(about subject: Subject) -> [Draft] { drafts.filter { $0.touches(subject) } }
}

extension Draft {
    /// What other drafts would do to the same things, a sentence each: "Jo's draft about the same
    /// flag: turned Gift wrap on in LIVE".
    ///
    /// - Complexity: O(*n*) in the drafts of the model.
    public func conflicts(in model: Model) -> [String] {
        let mine = Set(changes.map(\.subject))
        return model.drafts.filter { $0.id != id }.compactMap { other in
            guard let shared = other.changes.first(where: { mine.contains($0.subject) }) else {
                return nil
            }
            let who =
                other.authors.count == 1
                ? "\(other.author)'s draft" : "The draft of \(other.authorWords)"
            return "\(who) about the same \(shared.subject.kindWord): \(other.sentence(in: model))"
        }
    }

    /// What of it does not fit any more, a sentence for each change; none when all of it fits.
    ///
    /// Audiences that other drafts make count as made, because all are published together.
    public func misfits(in model: Model) -> [String] {
        var now = model
        let others = model.drafts.filter { $0.id != id }.flatMap(\.newAudiences)
        if let more = try? now.previewing(changes.needed(among: others)) { now = more }
        return changes.compactMap { change in
            do throws(Refusal) {
                now = try now.previewing([change])
                return nil
            } catch {
                return error.description
            }
        }
    }
}

extension Subject {
    /// What kind of thing it is, in the middle of a sentence.
    public var kindWord: String {
        switch self {
        case .project: "project"
        case .environment: "environment"
        case .flag: "flag"
        case .audience: "audience"
        case .experiment: "experiment"
        case .person: "person"
        case .webhook: "webhook"
        case .trigger: "trigger"
        case .draft: "draft"
        case .schedule: "plan"
        }
    }
}
