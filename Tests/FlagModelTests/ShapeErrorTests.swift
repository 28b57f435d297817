import FlagModel
import JSON
import Testing

/// Documents that are not what the model writes, and the place that the error names.
struct ShapeErrorTests {
    private static let zero = GUID.zero.text

    static let changes: [(String, path: String, message: String)] = [
        ("[]", "", "should be an object, not a list"),
        ("{}", "do", "is missing"),
        (#"{"do":1}"#, "do", "should be text, not a number"),
        (#"{"do":"dance"}"#, "do", "is a change that this version does not know"),
        (#"{"do":"dance","in":"\#(zero)"}"#, "do", "is a change that this version does not know"),
        (#"{"do":"remove-project"}"#, "id", "is missing"),
        (#"{"do":"remove-project","id":"x"}"#, "id", "should be a GUID"),
        (#"{"do":"delete-flag","id":"\#(zero)"}"#, "in", "is missing"),
        (#"{"do":"create-project","project":[]}"#, "project", "should be an object, not a list"),
        (
            #"{"do":"create-project","project":{"id":"\#(zero)","key":"a b","name":"x"}}"#,
            "project.key", "should be a key"
        ),
        (edit("{}"), "edit", "should have one member"),
        (edit(#"{"on":true,"off":"a"}"#), "edit", "should have one member"),
        (edit(#"{"dance":1}"#), "edit.dance", "is an edit that this version does not know"),
        (edit(#"{"on":"yes"}"#), "edit.on", "should be true or false, not text"),
        (edit(#"{"kind":"colour"}"#), "edit.kind", "is a word that this version does not know"),
        (edit(#"{"tags":["a",1]}"#), "edit.tags[1]", "should be text, not a number"),
        (edit(#"{"addVersion":{"at":0}}"#), "edit.addVersion.version", "is missing"),
        (
            edit(#"{"moveRule":{"id":"r","to":1.5}}"#), "edit.moveRule.to",
            "should be a whole number, not a number"
        ),
        (
            edit(#"{"removeTargets":["C-1",""]}"#), "edit.removeTargets[1]",
            "should be a customer key"
        ),
        (
            edit(#"{"default":{"shares":[["a",0,1],["b"]]}}"#), "edit.default.shares[1]",
            "should be a version and its range"
        ),
        (
            edit(#"{"default":{"shares":[["a",0,"x"]]}}"#), "edit.default.shares[0][2]",
            "should be a whole number, not text"
        ),
        (
            rule(#"{"id":"c","attribute":"a","op":"Is","value":""}"#),
            "edit.rules[0].conditions[0].op", "is a word that this version does not know"
        ),
        (
            rule(#"{"id":"c","in":["x"]}"#),
            "edit.rules[0].conditions[0].in[0]", "should be a GUID"
        ),
        (audienceEdit(#"{"dance":1}"#), "edit.dance", "is an edit that this version does not know"),
        (
            audienceEdit(#"{"add":[["C-1","x"]]}"#), "edit.add[0][1]",
            "should be a whole number, not text"
        ),
        (audienceEdit(#"{"add":[["C-1"]]}"#), "edit.add[0]", "should be text, not a list"),
        (
            #"{"do":"edit-environment","in":"\#(zero)","edit":{"dance":1}}"#, "edit.dance",
            "is an edit that this version does not know"
        ),
        (
            #"{"do":"edit-environment","in":"\#(zero)","edit":{"rename":false}}"#, "edit.rename",
            "should be text, not true or false"
        ),
        (
            draft(#""created":0,"changes":[{"do":"x"}]"#),
            "draft.changes[0].do", "is a change that this version does not know"
        ),
        (
            draft(#""created":9223372036854775807"#),
            "draft.created", "should be a time in the years 1 to 9999"
        ),
    ]

    /// Numbers with which nobody could reckon, and the place of each.
    static let numbers: [(String, path: String)] = ["-9223372036854775808", "9223372036854775807"]
        .flatMap { number in
            [
                (
                    edit(#"{"default":{"shares":[["a",\#(number),1]]}}"#),
                    "edit.default.shares[0][1]"
                ),
                (
                    edit(#"{"default":{"shares":[["a",0,\#(number)]]}}"#),
                    "edit.default.shares[0][2]"
                ),
                (
                    edit(#"{"default":{"shares":[["a",0,1,\#(number)]]}}"#),
                    "edit.default.shares[0][3]"
                ),
                (edit(#"{"moveRule":{"id":"r","to":\#(number)}}"#), "edit.moveRule.to"),
                (audienceEdit(#"{"add":[["C-1",\#(number)]]}"#), "edit.add[0][1]"),
                (
                    schedule(
                        #""at":0,"title":"x","changes":[],"#
                            + #""again":{"turns":[],"lastDay":\#(number)}"#
                    ),
                    "schedule.again.lastDay"
                ),
                (schedule(#""at":\#(number)"#), "schedule.at"),
            ]
        }

    @Test(arguments: numbers)
    func `a number that nobody can reckon with is refused at its place`(
        document: String,
        path: String
    ) throws {
        let json = try JSONValue(parsing: Array(document.utf8))

        let error = #expect(throws: JSONShapeError.self) { try Change(json: json) }

        #expect(error?.pathText == path)
    }

    @Test(arguments: [
        (0, true), (100_000, true), (-1, false), (100_001, false),
    ])
    func `a share begins and ends within all places`(place: Int, isRead: Bool) throws {
        let document = Self.edit(#"{"default":{"shares":[["a",0,\#(place),\#(place)]]}}"#)
        let json = try JSONValue(parsing: Array(document.utf8))

        #expect(((try? Change(json: json)) != nil) == isRead)
    }

    private static func schedule(_ members: String) -> String {
        #"{"do":"save-plan","schedule":{"id":"\#(zero)","author":"Li","created":0,\#(members)}}"#
    }

    private static func edit(_ edit: String) -> String {
        #"{"do":"edit-flag","in":"\#(zero)","id":"\#(zero)","edit":\#(edit)}"#
    }

    private static func rule(_ condition: String) -> String {
        let rule = #"{"id":"r","serving":{"shares":[]},"conditions":[\#(condition)]}"#
        return edit(#"{"rules":[\#(rule)]}"#)
    }

    private static func draft(_ members: String) -> String {
        #"{"do":"save-draft","draft":{"id":"\#(zero)","author":"Li",\#(members)}}"#
    }

    private static func audienceEdit(_ edit: String) -> String {
        #"{"do":"edit-audience","in":"\#(zero)","id":"\#(zero)","edit":\#(edit)}"#
    }

    @Test(arguments: changes)
    func `a change of a wrong shape is refused at its place`(
        document: String,
        path: String,
        message: String
    ) throws {
        let json = try JSONValue(parsing: Array(document.utf8))

        let error = #expect(throws: JSONShapeError.self) { try Change(json: json) }

        #expect(error?.pathText == path)
        #expect(error?.message == message)
    }

    // MARK: - Change sets

    static let sets: [(String, path: String, message: String)] = [
        ("{}", "sentence", "is missing"),
        (#"{"sentence":"x","steps":{}}"#, "steps", "should be a list, not an object"),
        (#"{"sentence":"x","steps":[1]}"#, "steps[0]", "should be an object, not a number"),
        (
            #"{"sentence":"x","steps":[{"do":"remove-project","id":"\#(zero)"},{"do":"x"}]}"#,
            "steps[1].do", "is a change that this version does not know"
        ),
        (
            #"{"sentence":"x","origin":"dance"}"#, "origin",
            "has an origin that this version does not know"
        ),
        (
            #"{"sentence":"x","origin":"undo"}"#, "origin",
            "has an origin that this version does not know"
        ),
        (
            #"{"sentence":"","steps":[{"at":253402300800000,"do":"discard-draft","id":""}]}"#,
            "steps[0].at", "should be a time in the years 1 to 9999"
        ),
    ]

    @Test(arguments: sets)
    func `a change set of a wrong shape is refused at its place`(
        document: String,
        path: String,
        message: String
    ) throws {
        let part = try JSONValue(parsing: Array(document.utf8))

        let error = #expect(throws: JSONShapeError.self) {
            try ChangeSet(id: .zero, actor: "Ana", time: Moment(microseconds: 0), parts: [part])
        }

        #expect(error?.pathText == path)
        #expect(error?.message == message)
    }

    @Test func `a change set without parts is refused`() {
        #expect(throws: JSONShapeError("is empty")) {
            try ChangeSet(id: .zero, actor: "Ana", time: Moment(microseconds: 0), parts: [])
        }
    }

    // MARK: - Snapshots

    /// The golden snapshot with one member of its first flag changed.
    private func snapshot(_ key: String, _ value: JSONValue) throws -> JSONValue {
        guard case .object(var whole) = try Golden.model().json,
            case .array(var states)? = whole["environments"],
            case .object(var state)? = states.first, case .array(var flags)? = state["flags"],
            case .object(var flag)? = flags.first
        else { throw JSONShapeError("has no flag") }
        flag[key] = value
        flags[0] = .object(flag)
        state["flags"] = .array(flags)
        states[0] = .object(state)
        whole["environments"] = .array(states)
        return .object(whole)
    }

    @Test(
        arguments: [
            ("id", "x", "should be a GUID"), ("on", 1, "should be true or false, not a number"),
            ("kind", "colour", "is a word that this version does not know"),
            ("extras", "x", "should be an object, not text"),
            ("updated", -62_135_596_800_000_001, "should be a time in the years 1 to 9999"),
        ] as [(String, JSONValue, String)]
    )
    func `a snapshot of a wrong shape is refused at its place`(
        key: String,
        value: JSONValue,
        message: String
    ) throws {
        let snapshot = try snapshot(key, value)

        let error = #expect(throws: JSONShapeError.self) { try Model(json: snapshot) }

        #expect(error?.pathText == "environments[0].flags[0].\(key)")
        #expect(error?.message == message)
    }

    @Test func `a snapshot of nothing is an empty model`() throws {
        #expect(try Model(json: JSONValue.object(JSONObject())) == Model())
    }

    @Test func `fields that a later version adds are passed over`() throws {
        let snapshot = try snapshot("later", ["x": 1])

        #expect(try Model(json: snapshot) == Golden.model())
    }
}
