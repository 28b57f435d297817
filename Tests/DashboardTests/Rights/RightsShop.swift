import FlagAPI
import FlagModel
import TerminalUI

@testable import Dashboard

/// The shop of the tests with people: Zoe may do everything, Jo reviews LIVE, Ana edits it, Li
/// edits what is tagged "sale", and Vic looks on.
enum RightsShop {
    static let zoe = Fixture.id(201)
    static let jo = Fixture.id(202)
    static let ana = Fixture.id(203)
    static let li = Fixture.id(204)
    static let vic = Fixture.id(205)

    static func person(_ id: GUID, _ name: String, _ grants: Grant...) -> Person {
        Person(id: id, name: name, grants: grants)
    }

    /// Li may change what is tagged like this.
    static let tag = "sale"

    /// The session of a person, who came in as the owner under their name unless said otherwise.
    static func deck(
        as actor: String,
        _ identity: Identity? = nil,
        model: Model = Fixture.model,
        columns: Int = 80,
        rows: Int = 24
    ) throws -> Deck {
        let deck = Deck(model, actor: actor, columns: columns, rows: rows)
        let way = Identity(caller: Caller(name: actor, way: .owner), ownerName: "root")
        deck.send(.identity(identity ?? way))
        try deck.other("root", .savePerson(person(zoe, "Zoe", Grant(role: .administrator))))
        var joes = person(
            jo,
            "Jo",
            Grant(role: .reviewer, environmentID: Fixture.live),
            Grant(role: .viewer)
        )
        joes.systemUser = "jo"
        try deck.other("Zoe", .savePerson(joes))
        let editor = Grant(role: .editor, environmentID: Fixture.live)
        try deck.other("Zoe", .savePerson(person(ana, "Ana", editor)))
        let tagged = Grant(role: .editor, environmentID: Fixture.live, tag: tag)
        try deck.other("Zoe", .savePerson(person(li, "Li", tagged)))
        try deck.other("Zoe", .savePerson(person(vic, "Vic", Grant(role: .viewer))))
        return deck
    }

    /// What is kept of that token.
    static let kept = PersonToken(
        id: Fixture.id(210),
        name: "script",
        selector: "AAAAAAAAAAA",
        digest: String(repeating: "0", count: 64),
        createdAt: Fixture.now,
        expiresAt: nil
    )

    /// Somebody who came in with a token.
    static func token(_ name: String, _ id: GUID) -> Identity {
        let way = Caller.Way.token(person: id, id: Fixture.id(210))
        return Identity(caller: Caller(name: name, way: way), ownerName: "")
    }
}
