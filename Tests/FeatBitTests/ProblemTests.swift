import FeatBit
import FlagModel
import JSON
import Testing

struct ProblemTests {
    @Test(
        arguments: [
            (nil, ["variations"], "variations", "should be a list of at least one version"),
            (nil, ["fallthrough"], "fallthrough", "is missing"),
            (1, ["name"], "name", "should be text, not a number"),
            ("x", ["id"], "id", "should be a GUID"),
            ("no key!", ["key"], "key", "should be 1 to 128 letters"),
            (
                "date", ["variationType"], "variationType",
                "should be boolean, string, number or json"
            ),
            ("yesterday", ["updatedAt"], "updatedAt", "should be a time"),
            ("0001-01-01T00:00:00Z", ["updatedAt"], "updatedAt", "should be a time of the years"),
            ("z", ["disabledVariationId"], "disabledVariationId", "is the id of a version that"),
            (
                "b", ["variations", "0", "id"], "variations[1].id",
                "is the id of another version too"
            ),
            (
                "Is", ["rules", "0", "conditions", "0", "op"], "rules[0].conditions[0].op",
                "should be one of FeatBit's 16 operators"
            ),
            (
                nil, ["rules", "0", "conditions", "0", "op"], "rules[0].conditions[0].op",
                "is missing"
            ),
            (
                "[]]", ["rules", "0", "conditions", "1", "value"], "rules[0].conditions[1].value",
                "should be a list of the ids of segments"
            ),
            (
                .number(1.5), ["rules", "0", "variations", "1", "rollout"],
                "rules[0].variations[1].rollout", "should be a list, not a number"
            ),
            (
                .integer(.max), ["rules", "0", "variations", "1", "exptRollout"],
                "rules[0].variations[1].exptRollout", "should be a fraction of 1"
            ),
            (
                [1, 0], ["rules", "0", "variations", "0", "rollout"],
                "rules[0].variations[0].rollout", "should be two fractions"
            ),
            (
                "z", ["targetUsers", "0", "variationId"], "targetUsers[0].variationId",
                "is the id of"
            ),
        ] as [(JSONValue?, [String], String, String)]
    )
    func `a field that cannot be is named with its flag and its place`(
        value: JSONValue?,
        path: [String],
        place: String,
        reason: String
    ) throws {
        let changed = Fixtures.both(
            path.count == 1
                ? Fixtures.flag.with(value, at: path[0])
                : path.count == 3
                    ? Fixtures.flag.with(value, at: path[0], path[1], path[2])
                    : path.count == 5
                        ? Fixtures.flag.with(value, at: path[0], path[1], path[2], path[3], path[4])
                        : Fixtures.flag.with(value, at: path[0], path[1], path[2], path[3])
        )

        let problem = #expect(throws: FeatBitProblem.self) { try FeatBitDocument.read(changed) }

        guard case .malformed(let found, let message)? = problem else {
            Issue.record("\(String(describing: problem))")
            return
        }
        #expect(found.path == place)
        #expect(found.file == "flags.json")
        #expect(
            found.item.hasPrefix(path == ["name"] ? "the flag \"new-checkout\"" : "the flag \"New")
        )
        #expect(message.hasPrefix(reason))
    }

    @Test func `JSON that ends early is named with line and column`() {
        let problem = #expect(throws: FeatBitProblem.self) {
            try FeatBitDocument.read("[\n  {\"id\": ", named: "cut.json")
        }

        #expect(
            problem?.description
                == "cut.json cannot be read as JSON: the document ends in the middle, at line 2, "
                + "column 10. Export the file again, or correct it there."
        )
    }

    @Test func `sixty megabytes of nesting are one clear error`() {
        let bytes = [UInt8](repeating: UInt8(ascii: "["), count: 60 << 20)

        let problem = #expect(throws: FeatBitProblem.self) {
            try FeatBitDocument.read(files: [(name: "deep.json", bytes: bytes)])
        }

        #expect(
            problem
                == .notJSON(
                    file: "deep.json",
                    line: 1,
                    column: 33,
                    reason: "lists and objects are nested more than 32 deep"
                )
        )
    }

    @Test func `a file over the limit is refused before it is read`() {
        let bytes = [UInt8](repeating: 0x20, count: FeatBitDocument.maximumFileBytes + 1)

        #expect(throws: FeatBitProblem.tooLarge(file: "huge.json")) {
            try FeatBitDocument.read(files: [(name: "huge.json", bytes: bytes)])
        }
    }

    @Test(
        arguments: [
            ("1", "", "should hold flags and segments, not a number"),
            ("[1]", "[0]", "is neither a whole flag nor a whole segment"),
            ("{}", "", "is neither"), (#"{"data":{"x":1}}"#, "data", "is neither"),
            (#"{"featureFlags":{}}"#, "featureFlags", "should be a list, not an object"),
            (#"{"messageType":"pong","data":{}}"#, "", "is another message than data-sync"),
            (
                #"{"data":{"userKeyId":"u","featureFlags":[]}}"#, "data",
                "holds the answers for one customer"
            ),
        ]
    )
    func `a file of something else is refused with the place`(
        text: String,
        path: String,
        reason: String
    ) throws {
        let problem = #expect(throws: FeatBitProblem.self) { try FeatBitDocument.read(text) }

        guard case .notFeatBit("flags.json", let place, let message)? = problem else {
            Issue.record("\(String(describing: problem))")
            return
        }
        #expect(place == path)
        #expect(message.hasPrefix(reason))
    }

    @Test func `a page of a list that leaves the rules out is told apart`() {
        let page = Fixtures.flag.with(nil, at: "fallthrough").with(.array([]), at: "serves")

        let problem = #expect(throws: FeatBitProblem.self) { try FeatBitDocument.read(page) }

        #expect(
            problem?.description.contains("comes from a list that leaves the rules out") == true
        )
    }

    @Test(arguments: [("id", "key"), ("key", "id")])
    func `the same id or key twice is refused with both places`(same: String, other: String) throws
    {
        let second = Fixtures.flag.with("Other", at: "name")
            .with(
                other == "key" ? "other" : "5b7a1f0e-6f3c-4a0e-9d55-0c4f3b1f7a22",
                at: other
            )
        let files = [Fixtures.flag, second].enumerated().map { index, value in
            (name: "\(index).json", bytes: value.canonicalBytes())
        }

        let problem = #expect(throws: FeatBitProblem.self) {
            try FeatBitDocument.read(files: files)
        }

        #expect(
            problem?.description
                == "\(same) of the flag \"Other\" in 1.json has the same \(same) as the flag "
                + "\"New checkout\" in 0.json. Remove one of them, and import again."
        )
    }

    @Test func `segments cannot look at segments`() {
        let condition: JSONValue = [
            "property": "User is in segment", "value": .string("[\"\(Fixtures.segmentID)\"]"),
        ]
        let value = Fixtures.segment.with(condition, at: "rules", "0", "conditions", "0")

        let problem = #expect(throws: FeatBitProblem.self) { try FeatBitDocument.read(value) }

        #expect(
            problem?.description.hasPrefix(
                "rules[0].conditions[0] of the segment \"Beta testers\" in flags.json looks at "
            ) == true
        )
    }
}
