import JSON
import Testing

struct JSONValueTests {
    @Test(
        arguments: [
            ("null", JSONValue.null), ("true", .bool(true)), ("-12", .integer(-12)),
            ("0.25", .number(0.25)),
            ("1e3", .number(1000)), ("\"a\\u00e9\\ud83d\\ude00\\n\"", .string("aé😀\n")),
            (" [1, [], {}] ", [1, .array([]), .object(JSONObject())]),
            ("{\"b\":1,\"a\":[true]}", ["b": 1, "a": [true]]),
            ("9223372036854775807", .integer(.max)), ("\u{FEFF}1", .integer(1)),
        ] as [(String, JSONValue)]
    )
    func `documents are read as written`(text: String, expected: JSONValue) throws {
        #expect(try JSONValue(parsing: Array(text.utf8)) == expected)
    }

    @Test(
        arguments: [
            ("", 0, JSONError.Reason.endsEarly), ("[1", 2, .endsEarly),
            ("[1,]", 3, .unexpected(byte: 93)),
            ("01", 0, .badNumber), ("1e999", 0, .badNumber), ("\"\\x\"", 2, .badEscape),
            ("\"\\ud800\"", 3, .badEscape), ("{\"a\":1,\"a\":2}", 13, .duplicateKey("a")),
            ("1 2", 2, .trailingBytes), ("\"a\nb\"", 2, .unexpected(byte: 10)),
            ("nul", 3, .endsEarly),
            ("[[[1]]]", 2, .tooDeep(limit: 2)), ("-", 1, .endsEarly),
            ("{1:2}", 1, .unexpected(byte: 49)),
        ] as [(String, Int, JSONError.Reason)]
    )
    func `what is wrong is named with its place`(
        text: String,
        offset: Int,
        reason: JSONError.Reason
    ) {
        let limits = JSONLimits(depth: 2, documentBytes: 100, textBytes: 100, values: 100)

        #expect(throws: JSONError(offset: offset, reason: reason)) {
            try JSONValue(parsing: Array(text.utf8), limits: limits)
        }
    }

    @Test func `bytes that are not UTF-8 are refused`() {
        #expect(throws: JSONError(offset: 1, reason: .badUTF8)) {
            try JSONValue(parsing: [0x22, 0xC3, 0x22])
        }
    }

    @Test(arguments: [(100, true), (101, false)])
    func `a text may be as long as the limit and no longer`(length: Int, isRead: Bool) {
        let limits = JSONLimits(depth: 1, documentBytes: 200, textBytes: 100, values: 1)
        let bytes = Array("\"\(String(repeating: "x", count: length))\"".utf8)

        #expect(((try? JSONValue(parsing: bytes, limits: limits)) != nil) == isRead)
    }

    @Test(arguments: [(3, true), (2, false)])
    func `values are counted`(limit: Int, isRead: Bool) {
        let limits = JSONLimits(depth: 1, documentBytes: 200, textBytes: 100, values: limit)

        #expect(((try? JSONValue(parsing: Array("[1,2]".utf8), limits: limits)) != nil) == isRead)
    }

    @Test(arguments: [
        ("7", 0, 1), ("[]", 1, 1), ("[[],{}]", 2, 3), ("{\"a\":{\"b\":[1,2]},\"c\":null}", 3, 6),
    ])
    func `values and levels of what is read are those that the limits count`(
        text: String,
        levels: Int,
        count: Int
    ) throws {
        let bytes = Array(text.utf8)
        let value = try JSONValue(parsing: bytes)
        func reads(_ levels: Int, _ count: Int) -> Bool {
            let limits = JSONLimits(
                depth: levels,
                documentBytes: 100,
                textBytes: 100,
                values: count
            )
            return (try? JSONValue(parsing: bytes, limits: limits)) != nil
        }

        #expect(value.valueCount == count)
        #expect(!value.isNested(deeperThan: levels))
        #expect(reads(levels, count))
        #expect(!reads(levels, count - 1))
        if levels > 0 {
            #expect(value.isNested(deeperThan: levels - 1))
            #expect(!reads(levels - 1, count))
        }
    }

    @Test func `sixty megabytes of nesting end at the depth limit`() {
        let bytes = [UInt8](repeating: UInt8(ascii: "["), count: 60 << 20)

        #expect(throws: JSONError(offset: 32, reason: .tooDeep(limit: 32))) {
            try JSONValue(parsing: bytes, limits: .importedFile)
        }
    }

    @Test func `the canonical form sorts keys and has no blanks`() {
        let value: JSONValue = [
            "b": [1, .number(0.5), .null], "a": "x\"\\\n\u{1}é", "A": .number(2),
        ]

        let text = String(decoding: value.canonicalBytes(), as: UTF8.self)

        #expect(text == #"{"A":2,"a":"x\"\\\n\u0001é","b":[1,0.5,null]}"#)
    }

    @Test func `printed text keeps written order and spells out what is invisible`() {
        let value: JSONValue = ["b": "a\u{202E}b\u{1B}", "a": .array([]), "c": [1, "é"]]

        #expect(value.lineText() == #"{"b": "a\u202eb\u001b", "a": [], "c": [1, "é"]}"#)
        #expect(
            value.indentedText() == """
                {
                  "b": "a\\u202eb\\u001b",
                  "a": [],
                  "c": [
                    1,
                    "é"
                  ]
                }
                """
        )
    }

    @Test func `the place of an error is a line and a column`() {
        let bytes = Array("[1,\n  2,\n  x]".utf8)

        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: bytes) }

        let position = error?.position(in: bytes)
        #expect(position?.line == 3)
        #expect(position?.column == 3)
    }
}
