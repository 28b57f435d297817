import FlagAPI
import FlagModel

extension Desk {
    /// The flag that a text names, in the environment.
    func flag(_ text: String) throws -> (EnvironmentState, FlagModel.Flag) {
        let state = try environment()
        let named = Named("flag", state.flags, in: state) { ($0.key.text, $0.name) }
        return (state, try found(text, among: named))
    }

    /// The audience that a text names, in the environment.
    func audience(_ text: String) throws -> (EnvironmentState, Audience) {
        let state = try environment()
        let named = Named("audience", state.audiences, in: state) { ($0.key.text, $0.name) }
        return (state, try found(text, among: named))
    }

    /// The experiment that a text names, in the environment.
    func experiment(_ text: String) throws -> (EnvironmentState, Experiment) {
        let state = try environment()
        let named = Named("experiment", state.experiments, in: state) { ($0.key.text, $0.name) }
        return (state, try found(text, among: named))
    }

    /// The thing that a text names: by its key, else by the name that only this one has.
    ///
    /// - Throws: ``CommandFailure`` that says which ones may have been meant.
    private func found<Thing>(_ text: String, among named: Named<Thing>) throws -> Thing {
        switch named.finding(text) {
        case .key(let thing): return thing
        case .name(let thing):
            let (key, name) = named.names(thing)
            Printer.complain("\"\(name)\" is the \(named.kind) \(key).")
            return thing
        case .several(let things):
            let keys = things.map { named.names($0).key }.sorted()
            throw CommandFailure(
                .refused,
                "\(things.count) \(named.kind)s in \(named.place) are called \"\(text)\": "
                    + "\(Words.list(keys, most: 10)). Say which one by its key."
            )
        case .near(let things):
            let offers = things.map { thing in
                let (key, name) = named.names(thing)
                return key == name ? key : "\(key) (\(Words.short(name)))"
            }
            throw CommandFailure(
                .refused,
                "There is no \(named.kind) \"\(text)\" in \(named.place). "
                    + "Did you mean \(Nearness.either(offers))?"
            )
        case .nothing:
            throw CommandFailure(
                .refused,
                "There is no \(named.kind) \"\(text)\" in \(named.place). "
                    + "See what there is with: \(hint("\(named.kind) list"))"
            )
        }
    }
}

/// Things of one kind that have a key for programs and a name for people.
private struct Named<Thing> {
    /// "flag".
    let kind: String
    let things: [Thing]
    /// Where they are: "LIVE".
    let place: String
    let names: (Thing) -> (key: String, name: String)

    /// What a text may name.
    enum Finding {
        case key(Thing)
        case name(Thing)
        case several([Thing])
        case near([Thing])
        case nothing
    }

    init(
        _ kind: String,
        _ things: some Sequence<Thing>,
        in state: EnvironmentState,
        names: @escaping (Thing) -> (key: String, name: String)
    ) {
        self.kind = kind
        self.things = Array(things)
        place = state.environment.title
        self.names = names
    }

    /// What a text names; a key counts before every name.
    func finding(_ text: String) -> Finding {
        if let thing = things.first(where: { names($0).key == text }) { return .key(thing) }
        let wanted = text.lowercased()
        let namesakes = things.filter { thing in
            let (key, name) = names(thing)
            return name.lowercased() == wanted || key.lowercased() == wanted
        }
        if let only = namesakes.first {
            return namesakes.count == 1 ? .name(only) : .several(namesakes)
        }
        let near = Nearness.nearest(to: text, among: things) { [names($0).key, names($0).name] }
        return near.isEmpty ? .nothing : .near(near)
    }
}
