import FlagModel

/// Things of one kind that people name: what a word of a command means.
struct Named<Thing> {
    /// "flag".
    let kind: String
    let things: [Thing]
    /// Where they are: "LIVE"; `nil` for what belongs to no environment.
    let place: String?
    /// What a thing is called: first as programs call it, then as people do.
    let names: (Thing) -> [String]

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
        in place: String? = nil,
        names: @escaping (Thing) -> [String]
    ) {
        self.kind = kind
        self.things = Array(things)
        self.place = place
        self.names = names
    }

    /// What programs call a thing.
    func key(of thing: Thing) -> String { names(thing).first ?? "" }

    /// What people call a thing; `nil` where they say the same as programs.
    func name(of thing: Thing) -> String? {
        let key = key(of: thing)
        return names(thing).first { !$0.isEmpty && $0 != key }
    }

    /// "gift-wrap (Gift wrap)".
    func offer(_ thing: Thing) -> String {
        key(of: thing) + (name(of: thing).map { " (\(Words.short($0)))" } ?? "")
    }

    /// What a text names; a key counts before every name.
    func finding(_ text: String) -> Finding {
        if let thing = things.first(where: { key(of: $0) == text }) { return .key(thing) }
        let wanted = text.lowercased()
        let namesakes = things.filter { names($0).contains { $0.lowercased() == wanted } }
        if let only = namesakes.first {
            return namesakes.count == 1 ? .name(only) : .several(namesakes)
        }
        let near = Nearness.nearest(to: text, among: things, names: names)
        return near.isEmpty ? .nothing : .near(near)
    }
}
