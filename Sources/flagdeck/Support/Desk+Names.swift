import FlagAPI
import FlagModel

extension Desk {
    /// The flag that a text names, in the environment.
    func flag(_ text: String) throws -> (EnvironmentState, FlagModel.Flag) {
        let state = try environment()
        // A key needs no look at all the flags, of which a large company has many.
        if let flag = (try? Key(text)).flatMap({ state.flag($0) }) { return (state, flag) }
        let named = Named("flag", state.flags, in: state.environment.title) {
            [$0.key.text, $0.name]
        }
        return (state, try found(text, among: named))
    }

    /// The audience that a text names, in the environment.
    func audience(_ text: String) throws -> (EnvironmentState, Audience) {
        let state = try environment()
        let named = Named("audience", state.audiences, in: state.environment.title) {
            [$0.key.text, $0.name]
        }
        return (state, try found(text, among: named))
    }

    /// The experiment that a text names, in the environment.
    func experiment(_ text: String) throws -> (EnvironmentState, Experiment) {
        let state = try environment()
        let named = Named("experiment", state.experiments, in: state.environment.title) {
            [$0.key.text, $0.name]
        }
        return (state, try found(text, among: named))
    }

    /// The environment that a text names: by `KEY` or `PROJECT/KEY`, or as people call it.
    func environment(_ text: String) throws -> EnvironmentState {
        if let state = try? model.environment(named: text) { return state }
        let environments = model.environments
        let keys = environments.map(\.environment.key)
        let named = Named("environment", environments) { state in
            let environment = state.environment
            // Where several have a key, it takes the project to tell them apart.
            let isOnly = keys.count { $0 == environment.key } == 1
            let project = model.project(environment.projectID)?.key.text ?? ""
            let key = environment.key.text
            return isOnly
                ? [key, environment.title, environment.name]
                : ["\(project)/\(key)", environment.title, environment.name, key]
        }
        return try found(text, among: named)
    }

    /// The person who has a name, in any case.
    func person(_ text: String) throws -> Person {
        if let person = model.person(named: text) { return person }
        return try found(text, among: Named("person", model.people) { [$0.name] })
    }

    /// The webhook that a text names.
    func webhook(_ text: String) throws -> Webhook {
        try found(text, among: Named("webhook", model.webhooks) { [$0.name] })
    }

    /// The trigger that a text names: by its short name, a beginning of its id that only it has,
    /// or the text that was written with it.
    func trigger(_ text: String) throws -> Trigger {
        let begun = model.triggers.filter {
            !text.isEmpty && $0.id.text.hasPrefix(text.lowercased())
        }
        if let trigger = begun.first, begun.count == 1 { return trigger }
        let names = TriggerNames(model.triggers)
        let named = Named("trigger", model.triggers) { [names.name(of: $0), $0.description] }
        return try found(text, among: named)
    }

    /// The flags that texts name in either of two environments.
    func flags(_ texts: [String], in comparison: EnvironmentComparison) throws -> Set<Key> {
        let (source, target) = (comparison.source, comparison.target)
        let flags = source.flags + target.flags.filter { source.flag($0.key) == nil }
        let place = "\(source.environment.title) or \(target.environment.title)"
        let named = Named("flag", flags, in: place) { [$0.key.text, $0.name] }
        return try Set(texts.map { try found($0, among: named).key })
    }

    /// The thing that a text names: by its key, else by the name that only this one has.
    ///
    /// - Throws: ``CommandFailure`` that says which ones may have been meant.
    private func found<Thing>(_ text: String, among named: Named<Thing>) throws -> Thing {
        let place = named.place.map { " in \($0)" } ?? ""
        switch named.finding(text) {
        case .key(let thing): return thing
        case .name(let thing):
            if let name = named.name(of: thing) {
                Printer.complain("\"\(name)\" is the \(named.kind) \(named.key(of: thing)).")
            }
            return thing
        case .several(let things):
            let keys = things.map(named.key).sorted()
            throw CommandFailure(
                .refused,
                "\(things.count) \(named.kind)s\(place) are called \"\(text)\": "
                    + "\(Words.list(keys, most: 10)). Say which one by its key."
            )
        case .near(let things):
            throw CommandFailure(
                .refused,
                "There is no \(named.kind) \"\(text)\"\(place). "
                    + "Did you mean \(Nearness.either(things.map(named.offer)))?"
            )
        case .nothing:
            throw CommandFailure(
                .refused,
                "There is no \(named.kind) \"\(text)\"\(place). "
                    + "See what there is with: \(hint("\(named.kind) list"))"
            )
        }
    }
}
