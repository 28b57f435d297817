import FlagModel
import JSON
import Testing

/// People in the model: who is written down, their tokens, and what cannot be.
struct PersonTests {
    private func person(
        _ number: Int,
        _ name: String,
        _ grants: [Grant] = [],
        user: String? = nil
    ) throws -> Person {
        Person(id: try guid(number), name: name, systemUser: user, grants: grants)
    }

    private func token(_ number: Int, _ name: String, end: Moment? = nil) throws -> PersonToken {
        let digits = String(number)
        return PersonToken(
            id: try guid(900 + number),
            name: name,
            selector: String(repeating: "A", count: 11 - digits.count) + digits,
            digest: String(repeating: "ab", count: 32),
            createdAt: Moment(milliseconds: 1_780_000_000_000 + Int64(number)),
            expiresAt: end
        )
    }

    @Test func `a person is found by name in any case, and by account`() throws {
        var fixture = try Fixture()
        let jo = try person(1, "Jo Weber", user: "jo")
        try fixture.make([.savePerson(jo)])

        #expect(fixture.model.person(named: "JO weber") == jo)
        #expect(fixture.model.person(systemUser: "jo") == jo)
        #expect(fixture.model.person(systemUser: "Jo") == nil)
        #expect(fixture.model.people == [jo])
        #expect(fixture.model.hasPeople)
    }

    @Test func `what somebody gave up belongs to nobody, and to whoever takes it`() throws {
        var fixture = try Fixture()
        try fixture.make([.savePerson(person(1, "Jo", user: "jo"))])
        try fixture.make([.addToken(person: guid(1), token(1, "script"))])
        let selector = try token(1, "script").selector
        #expect(fixture.model.token(selector: selector)?.person.name == "Jo")

        try fixture.make([.savePerson(person(1, "Joanna", user: "joanna"))])
        #expect(fixture.model.person(named: "Jo") == nil)
        #expect(fixture.model.person(systemUser: "jo") == nil)
        try fixture.make([.savePerson(person(2, "Jo", user: "jo"))])
        #expect(fixture.model.person(named: "jo")?.id == (try guid(2)))
        #expect(fixture.model.person(named: "JOANNA")?.id == (try guid(1)))
        try fixture.make([.revokeToken(person: guid(1), try token(1, "script").id)])
        #expect(fixture.model.token(selector: selector) == nil)

        let read = try Model(json: fixture.model.json)
        #expect(read == fixture.model)
        #expect(read.person(systemUser: "jo")?.id == (try guid(2)))
        try fixture.make([.removePerson(try guid(2))])
        #expect(fixture.model.person(systemUser: "jo") == nil)
        #expect(read != fixture.model)
    }

    @Test func `a name, an account and a token belong to one person`() throws {
        var fixture = try Fixture()
        try fixture.make([.savePerson(person(1, "Jo", user: "jo"))])
        try fixture.make([.addToken(person: guid(1), token(1, "script"))])

        #expect(throws: Refusal.permission(.nameTaken("Jo"))) {
            try fixture.make([.savePerson(person(2, "JO"))])
        }
        #expect(throws: Refusal.permission(.userTaken("jo", by: "Jo"))) {
            try fixture.make([.savePerson(person(2, "Li", user: "jo"))])
        }
        try fixture.make([.savePerson(person(2, "Li"))])
        #expect(throws: Refusal.permission(.tokenTaken("other"))) {
            var other = try token(1, "other")
            other = PersonToken(
                id: try guid(7),
                name: "other",
                selector: other.selector,
                digest: other.digest,
                createdAt: other.createdAt,
                expiresAt: nil
            )
            try fixture.make([.addToken(person: guid(2), other)])
        }
    }

    @Test func `who is saved anew keeps the tokens that they have by then`() throws {
        var fixture = try Fixture()
        let stale = try person(1, "Jo")
        try fixture.make([.savePerson(stale)])
        try fixture.make([.addToken(person: stale.id, token(1, "script"))])
        var renamed = stale
        renamed.name = "Jo Weber"

        try fixture.make([.savePerson(renamed)])

        #expect(fixture.model.person(stale.id)?.tokens.map(\.name) == ["script"])
        #expect(fixture.model.person(stale.id)?.name == "Jo Weber")
    }

    @Test func `the last administrator stays until nobody is left`() throws {
        var fixture = try Fixture()
        let all = Grant(role: .administrator)
        let here = Grant(role: .administrator, environmentID: fixture.live)
        let ana = try person(1, "Ana", [all])
        let li = try person(2, "Li", [here])
        try fixture.make([.savePerson(ana), .savePerson(li)])
        let last = Refusal.permission(.lastAdministrator("Ana"))
        var demoted = ana
        demoted.grants = [here]

        #expect(throws: last) { try fixture.make([.removePerson(ana.id)]) }
        #expect(throws: last) { try fixture.make([.savePerson(demoted)]) }
        try fixture.make([.removePerson(li.id)])
        #expect(throws: last) { try fixture.make([.savePerson(demoted)]) }
        try fixture.make([.removePerson(ana.id)])
        #expect(!fixture.model.hasPeople)

        try fixture.make([.savePerson(ana), .savePerson(person(3, "Jo", [all]))])
        try fixture.make([.savePerson(demoted)])
        #expect(fixture.model.person(ana.id)?.grants == [here])
    }

    @Test func `a revoked token comes back with an undo, in its place`() throws {
        var fixture = try Fixture()
        try fixture.make([.savePerson(person(1, "Jo"))])
        for number in 1...3 {
            try fixture.make([.addToken(person: guid(1), token(number, "t\(number)"))])
        }
        let before = fixture.model

        let outcome = try fixture.make([.revokeToken(person: guid(1), token(2, "t2").id)])
        #expect(fixture.model.person(try guid(1))?.tokens.map(\.name) == ["t1", "t3"])
        try fixture.make(outcome.inverse)

        #expect(fixture.model == before)
    }

    @Test func `an undo takes back one role and leaves the other that came since`() throws {
        var fixture = try Fixture()
        let jo = try person(1, "Jo")
        try fixture.make([.savePerson(jo)])
        let before = fixture.model
        var editor = jo
        editor.grants = [Grant(role: .editor)]
        let made = try fixture.make([.savePerson(editor)])
        try fixture.make([.addToken(person: jo.id, token(1, "script"))])

        let back = try fixture.model.puttingBack(
            made.changeSet,
            from: before,
            at: fixture.now
        )

        #expect(back.obstacles.isEmpty)
        let after = try fixture.model.previewing(back.changes)
        #expect(after.person(jo.id)?.grants == [])
        #expect(after.person(jo.id)?.tokens.map(\.name) == ["script"])
    }

    @Test func `what happened to people is said in words`() throws {
        var fixture = try Fixture()
        var jo = try person(1, "Jo", [Grant(role: .viewer)])
        func said(_ changes: [Change]) throws -> [String] {
            try fixture.make(changes).changeSet.lines
        }

        #expect(try said([.savePerson(jo)]) == ["wrote down Jo as viewer everywhere"])
        jo.grants = [Grant(role: .editor, environmentID: fixture.live, tag: "shop")]
        jo.systemUser = "jo"
        #expect(
            try said([.savePerson(jo)]) == [
                "gave Jo the account jo, made Jo editor in LIVE for what is tagged shop and took "
                    + "from Jo: viewer everywhere"
            ]
        )
        #expect(
            try said([.addToken(person: jo.id, token(1, "script"))]) == [
                "gave Jo the token script"
            ]
        )
        #expect(
            try said([.revokeToken(person: jo.id, token(1, "script").id)]) == [
                "revoked the token script of Jo"
            ]
        )
        #expect(try said([.removePerson(jo.id)]) == ["struck Jo off the people"])
    }

    @Test
    func `people survive the journal and a snapshot, and a model without has no word of them`()
        throws
    {
        var fixture = try Fixture()
        let without = String(decoding: fixture.model.json.canonicalBytes(), as: UTF8.self)
        #expect(!without.contains("\"people\""))
        let grant = Grant(role: .editor, environmentID: fixture.live, tag: "shop")
        let changes: [Change] = [
            .savePerson(try person(1, "Jo", [grant], user: "jo")),
            .addToken(person: try guid(1), try token(1, "script", end: fixture.now)),
        ]
        try fixture.make(changes)

        for change in changes + [
            .revokeToken(person: try guid(1), try guid(2)), .removePerson(try guid(1)),
        ] {
            #expect(try Change(json: change.json) == change)
        }
        #expect(try Model(json: fixture.model.json) == fixture.model)
        let (bytes, _) = fixture.model.canonicalBytes()
        #expect(bytes == fixture.model.json.canonicalBytes())
    }

    @Test func `changes of version 1 read, and are written in the same bytes`() throws {
        let golden = Golden("people-v1.json")
        let place = try Golden.place()
        let grants = [
            Grant(role: .administrator), Grant(role: .editor, environmentID: place, tag: "shop"),
        ]
        let end = Moment(milliseconds: 1_790_000_000_000)
        let id = try guid(0x81)
        let changes: [Change] = [
            .savePerson(try person(0x81, "Jo", grants, user: "jo")),
            .savePerson(try person(0x82, "Li")), .addToken(person: id, try token(1, "script")),
            .addToken(person: id, try token(2, "other", end: end)),
            .revokeToken(person: id, try token(1, "script").id), .removePerson(id),
        ]
        golden.write(JSONValue.array(changes.map(\.json)).canonicalBytes())

        let read = try JSONValue(parsing: golden.bytes).asList { value throws(JSONShapeError) in
            try Change(json: value)
        }

        #expect(read == changes)
        #expect(JSONValue.array(read.map(\.json)).canonicalBytes() == golden.bytes)
    }

    @Test func `people who differ are told apart in words`() throws {
        var fixture = try Fixture()
        let before = fixture.model
        var jo = try person(1, "Jo")
        try fixture.make([.savePerson(jo)])
        let between = fixture.model
        jo.grants = [Grant(role: .editor)]
        try fixture.make([.savePerson(jo), .addToken(person: jo.id, token(1, "script"))])

        let made = before.differences(to: between)
        #expect(made.map(\.fate) == [.made])
        #expect(made.map(\.subject) == [.person(jo.id)])
        let changed = between.differences(to: fixture.model)
        #expect(
            changed.flatMap(\.facets).map(\.title) == ["roles", "token script"]
        )
    }

    @Test(arguments: [
        ("AAAAAAAAAA", 64), ("AAAAAAAAAAAA", 64), ("AAAAAAAAAA!", 64), ("AAAAAAAAAAA", 63),
    ])
    func `a token that could not be one is refused`(selector: String, digits: Int) throws {
        var fixture = try Fixture()
        try fixture.make([.savePerson(person(1, "Jo"))])
        let token = PersonToken(
            id: try guid(2),
            name: "script",
            selector: selector,
            digest: String(repeating: "0", count: digits),
            createdAt: fixture.now,
            expiresAt: nil
        )

        #expect(throws: Refusal.permission(.tokenMalformed("script"))) {
            try fixture.make([.addToken(person: guid(1), token)])
        }
    }
}

/// The counts of people, at their edges.
struct PersonLimitTests {
    @Test func `ten thousand people are the most`() throws {
        var fixture = try Fixture()
        let most = Limits.peopleCount.upperBound
        let all = Person(id: try guid(1), name: "Last")
        fixture.model = try Model(json: Self.model(most - 1, in: fixture.model))
        try fixture.make([.savePerson(all)])
        #expect(fixture.model.people.count == most)

        #expect(throws: Refusal.tooMany("people", limit: 10_000)) {
            try fixture.make([.savePerson(Person(id: guid(2), name: "One more"))])
        }
    }

    /// A model with many people, as a snapshot brings it.
    private static func model(_ count: Int, in model: Model) throws -> JSONValue {
        guard case .object(var object) = model.json else { return model.json }
        let people = try (0..<count).map { number -> JSONValue in
            ["id": .string(try guid(10_000 + number).text), "name": .string("P\(number)")]
        }
        object["people"] = .array(people)
        return .object(object)
    }

    @Test(arguments: [(99, true), (100, true), (101, false)])
    func `a hundred roles of one person are the most`(count: Int, isFine: Bool) throws {
        var fixture = try Fixture()
        let grants = (0..<count).map { Grant(role: .editor, tag: "t\($0)") }
        let jo = Person(id: try guid(1), name: "Jo", grants: grants)

        if isFine {
            try fixture.make([.savePerson(jo)])
        } else {
            #expect(throws: Refusal.tooMany("roles of one person", limit: 100)) {
                try fixture.make([.savePerson(jo)])
            }
        }
    }

    @Test(arguments: [(49, true), (50, true), (51, false)])
    func `fifty tokens of one person are the most`(count: Int, isFine: Bool) throws {
        var fixture = try Fixture()
        let tokens = try (0..<count).map { number in
            let digits = String(100 + number)
            return PersonToken(
                id: try guid(100 + number),
                name: "t\(number)",
                selector: "AAAAAAAA" + digits,
                digest: String(repeating: "0", count: 64),
                createdAt: fixture.now,
                expiresAt: nil
            )
        }
        try fixture.make([.savePerson(Person(id: guid(1), name: "Jo"))])
        let id = try guid(1)
        let added = tokens.map { Change.addToken(person: id, $0) }

        if isFine {
            try fixture.make(added)
            #expect(fixture.model.person(id)?.tokens.count == count)
        } else {
            #expect(throws: Refusal.tooMany("tokens of one person", limit: 50)) {
                try fixture.make(added)
            }
        }
    }
}
