import FeatBit
import FlagModel
import JSON
import Testing

/// What real data holds and no schema says.
struct UntidyDocumentTests {
    /// The flag of a document after its import, with what the import had to say.
    private func flag(_ value: JSONValue) throws -> (flag: Flag, notes: [String]) {
        var workplace = try Workplace()
        let document = try FeatBitDocument.read(Fixtures.both(value))
        try workplace.importingExactly(document)
        return (try #require(try workplace.state.flag(try Key("new-checkout"))), document.notes)
    }

    private func audience(_ value: JSONValue) throws -> Audience {
        var workplace = try Workplace()
        try workplace.importingExactly(try FeatBitDocument.read(value))
        return try #require(try workplace.state.audiences.first { _ in true })
    }

    @Test(
        arguments: [
            ("true", "true"), ("a\nb\u{1B}c", "a b c"), ("  ", "Version 1"), ("", "Version 1"),
            (String(repeating: "é", count: 200), String(repeating: "é", count: 128)),
            ("\u{202E}abc", "abc"),
        ]
    )
    func `a version without a name is named after its value`(value: String, name: String) throws {
        let variation: JSONValue = ["id": "a", "value": .string(value)]

        let flag = try flag(Fixtures.flag.with(variation, at: "variations", "0")).flag

        #expect(flag.variations[0].name == name)
        #expect(flag.variations[0].value == value)
    }

    @Test func `versions of the same value get a number only when they need one`() throws {
        let variations: JSONValue = [
            ["id": "a", "value": "x"], ["id": "b", "value": "x"],
            ["id": "c", "name": "", "value": "x"],
            ["id": "d", "name": "x 2", "value": "y"],
        ]

        let flag = try flag(Fixtures.flag.with(variations, at: "variations")).flag

        #expect(flag.variations.map(\.name) == ["x", "x 3", "x 4", "x 2"])
    }

    @Test func `what is missing gets an id of its own`() throws {
        let value = Fixtures.flag.with(nil, at: "revision").with(nil, at: "rules", "0", "id")
            .with(nil, at: "rules", "0", "conditions", "0", "id")
            .with("", at: "rules", "0", "conditions", "1", "id")

        let flag = try flag(value).flag

        let ids = [flag.rules[0].id] + flag.rules[0].conditions.map(\.id)
        #expect(ids.allSatisfy { GUID($0) != nil })
        #expect(Set(ids).count == 3)
    }

    @Test func `a flag of the earliest documents has no words and no tags`() throws {
        let value = Fixtures.flag.with(nil, at: "description").with(nil, at: "tags")
            .with(nil, at: "insightsEnabled").with(.null, at: "creatorId")

        let (flag, notes) = try flag(value)

        #expect(flag.description == "")
        #expect(flag.tags == [])
        #expect(flag.reportsInsights == nil)
        #expect(flag.creatorID == nil)
        #expect(notes == [])
    }

    @Test(arguments: [JSONValue?.none, .some(.null), .some("")])
    func `a condition on segments needs no operator`(comparison: JSONValue?) throws {
        let path = ["rules", "0", "conditions", "1", "op"]
        let value = Fixtures.flag.with(
            comparison,
            at: path[0],
            path[1],
            path[2],
            path[3],
            path[4]
        )

        let flag = try flag(value).flag

        let id = try #require(GUID(Fixtures.segmentID))
        #expect(flag.rules[0].conditions[1].test == .isInAudience([id]))
    }

    @Test func `a segment without key and type gets a key from its name`() throws {
        let value = Fixtures.segment.with(nil, at: "key").with(nil, at: "type")

        let audience = try audience(value)

        #expect(audience.key.text == "beta-testers")
        #expect(audience.reach == .environment)
    }

    @Test func `keys made from names are made unique`() throws {
        let other = Fixtures.segment.with(nil, at: "key")
            .with("3f0f6c52-3333-4333-8333-000000000002", at: "id")
        let nameless = other.with("旗", at: "name")
            .with("3f0f6c52-3333-4333-8333-000000000003", at: "id")
        var workplace = try Workplace()

        try workplace.importing(try FeatBitDocument.read([other, Fixtures.segment, nameless]))

        let keys = try workplace.state.audiences.map(\.key.text).sorted()
        #expect(keys == ["beta-testers", "beta-testers-2", "segment"])
    }

    @Test func `a blank attribute places customers by their key`() throws {
        let flag = try flag(Fixtures.flag.with(" ", at: "fallthrough", "dispatchKey")).flag

        #expect(flag.defaultRule.dispatchKey == nil)
    }

    @Test func `names that are not for reading are cleaned, and the import says so`() throws {
        let value = Fixtures.flag.with("New\u{1B}[31m checkout", at: "name")
            .with("a\u{0}b\nc", at: "description")
            .with(["x", " x", "y\t"], at: "tags")

        let (flag, notes) = try flag(value)

        #expect(flag.name == "New [31m checkout")
        #expect(flag.description == "a b\nc")
        #expect(flag.tags == ["x", "y"])
        #expect(notes.count == 3)
        #expect(
            notes.first == #"the flag "New [31m checkout": its name became "New [31m checkout""#
        )
    }

    @Test func `unknown fields inside rules are left out, and the import says so`() throws {
        let (_, notes) = try flag(Fixtures.flag.with(1, at: "rules", "0", "colour"))

        #expect(
            notes == [
                #"the flag "New checkout": left out what Flagdeck does not know within it: colour"#
            ]
        )
    }

    @Test func `empty customer keys are left out, and the import says so`() throws {
        let (flag, notes) = try flag(
            Fixtures.flag.with(["", "qa"], at: "targetUsers", "0", "keyIds")
        )

        #expect(flag.targets[0].customers.map(\.text) == ["qa"])
        #expect(notes == [#"the flag "New checkout": left out 1 empty customer key"#])
    }

    @Test func `fields without a word here are kept, whole numbers as such`() throws {
        let flag = try flag(Fixtures.flag.with(["n": .number(2)], at: "lifecycle")).flag

        #expect(flag.extras == JSONObject([JSONMember(key: "lifecycle", value: ["n": 2])]))
    }

    @Test(
        arguments: [
            #"{"data":{"featureFlags":[FLAG],"segments":[SEGMENT]}}"#,
            #"{"featureFlags":[FLAG],"segments":[SEGMENT],"eventType":"full"}"#,
            #"{"messageType":"data-sync","data":{"featureFlags":[FLAG],"segments":[SEGMENT]}}"#,
            #"{"success":true,"errors":[],"data":{"totalCount":2,"items":[SEGMENT,FLAG]}}"#,
            "\u{FEFF}[FLAG,SEGMENT]",
        ]
    )
    func `a document may be wrapped in several ways`(wrapping: String) throws {
        let flag = String(decoding: Fixtures.flag.canonicalBytes(), as: UTF8.self)
        let segment = String(decoding: Fixtures.segment.canonicalBytes(), as: UTF8.self)
        let text = wrapping.replacing("FLAG", with: flag).replacing("SEGMENT", with: segment)

        let document = try FeatBitDocument.read(text)

        #expect(document.flagCount == 1)
        #expect(document.audienceCount == 1)
    }

    @Test func `one flag or segment alone is a document too`() throws {
        #expect(try FeatBitDocument.read(Fixtures.flag).flagCount == 1)
        #expect(
            try FeatBitDocument.read(["success": true, "data": Fixtures.segment]).audienceCount == 1
        )
        #expect(try FeatBitDocument.read("[]").flagCount == 0)
    }
}
