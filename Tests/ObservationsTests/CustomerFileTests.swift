import FlagAPI
import FlagModel
import Observations
import Testing

struct CustomerFileTests {
    /// What all formats below tell.
    private static let two = [
        ("C-1", "Ada, \"the\" first", ["plan": "pro", "age": "36"]), ("C-2", "", [:]),
    ]

    @Test(arguments: [
        "key,name,plan,age\nC-1,\"Ada, \"\"the\"\" first\",pro,36\nC-2,,,\n",
        "\u{FEFF}key;name;plan;age\r\nC-1;\"Ada, \"\"the\"\" first\";pro;36\r\nC-2;;;",
        "plan\tKEY\tName\tage\rpro\tC-1\t\"Ada, \"\"the\"\" first\"\t36\r\tC-2\t\t\r",
        "\n\nkeyId , name,plan,age\n\n\"C-1\",\"Ada, \"\"the\"\" first\",\"pro\",36\n\nC-2,\"\",,",
        "id,name,plan,age\nC-1,\"Ada, \"\"the\"\" first\",pro,36\nC-2,,,\"\"",
        """
        {"key":"C-1","name":"Ada, \\"the\\" first","attributes":{"plan":"pro","age":36,"x":null}}

        {"key":"C-2","more":[1]}
        """,
        """
        [{"keyId":"C-1","id":"0af7","name":"Ada, \\"the\\" first",
          "attributes":{"plan":"pro"},"customizedProperties":[{"name":"age","value":"36"}]},
         {"id":"C-2","name":null}]
        """,
        """
        \u{FEFF}{
          "users": [
            {"keyId": "C-1", "name": "Ada, \\"the\\" first", "customizedProperties": [
              {"name": "plan", "value": "pro"}, {"name": "age", "value": "36"}]},
            {"keyId": "C-2", "name": ""}
          ]
        }
        """,
        #"{"users":[{"keyId":"C-1","name":"Ada, \"the\" first","attributes":"#
            + #"{"plan":"pro","age":"36"}},{"keyId":"C-2","name":""}]}"#,
    ])
    func `every format tells the same customers`(text: String) throws {
        let expected = try Self.two.map { try Customer.sample($0.0, $0.1, $0.2) }

        #expect(try CustomerFile.read(name: "file", bytes: Array(text.utf8)) == expected)
    }

    @Test func `cells are taken as they are`() throws {
        let text = "key,a,b,c\n C-1 ,5\" pipe,\"two\r\nlines\",=1+1\n\u{301}x,\"\u{301}\",é, \u{0}"

        let customers = try CustomerFile.read(name: "file", bytes: Array(text.utf8))

        #expect(
            customers == [
                try .sample(" C-1 ", "", ["a": "5\" pipe", "b": "two\r\nlines", "c": "=1+1"]),
                try .sample("\u{301}x", "", ["a": "\u{301}", "b": "é", "c": " \u{0}"]),
            ]
        )
    }

    @Test(
        arguments: [
            ("", .whole, .empty), (" \r\n\t", .whole, .empty), ("\u{FEFF}", .whole, .empty),
            ("key,name\n", .whole, .empty), ("[]", .whole, .empty),
            ("\nname,plan\nAda,pro", .line(2), .noKeyColumn(["name", "plan"])),
            ("key,,plan\n", .line(1), .unnamedColumn(2)),
            ("key,plan,plan\n", .line(1), .columnTwice("plan")),
            ("key,name\nC-1,Ada\nC-2\n", .line(3), .columnCount(1, header: 2)),
            ("key\n\"a\r\nb\rc\nd\"\nC-2,x", .line(6), .columnCount(2, header: 1)),
            ("key,name\nC-1,\"Ada\nC-2,Bob\n", .line(2), .openQuote),
            ("key,name\nC-1,\"Ada\" x\n", .line(2), .afterQuote),
            ("key,name\nC-1,x\n,Ada\n", .line(3), .keyLength(bytes: 0)),
            ("key\nC-1\nC-2\nC-1\n", .line(4), .keyTwice(key("C-1"), first: .line(2))),
            ("{\"key\":\"a\"}\n{\"key\":}", .line(2), .notJSON("\"}\" cannot stand here")),
            ("{\"key\":\"a\"}\n\n{\"key\":\"b\"", .line(3), .notJSON(endsEarly)),
            ("{\"key\":\"a\"}\n[]", .line(2), .shape("this should be an object, not a list")),
            ("{\"name\":\"a\"}", .line(1), .shape("\"key\" is missing")),
            (
                "{\"key\":\"a\",\"attributes\":{\"x\":[]}}", .line(1),
                .shape(
                    "\"attributes.x\" should be text, a number or true or false, not a list"
                )
            ),
            ("{\n\"users\":[\n{]}", .line(3), .notJSON("\"]\" cannot stand here")),
            ("{\n\"users\": 1}", .whole, .shape(neither)),
            (
                "{\"users\":[{\"keyId\":\"a\"},{}]}", .path("users[1].key"),
                .shape("this is missing")
            ),
            ("[1]", .path("customers[0]"), .shape("this should be an object, not a number")),
            (
                "{\"users\":[{\"keyId\":\"a\"},{\"keyId\":\"a\"}]}", .path("users[1]"),
                .keyTwice(key("a"), first: .path("users[0]"))
            ),
        ] as [(String, CustomerFileProblem.Place, CustomerFileProblem.Reason)]
    )
    func `what is wrong is named with its place`(
        text: String,
        place: CustomerFileProblem.Place,
        reason: CustomerFileProblem.Reason
    ) {
        #expect(throws: CustomerFileProblem(file: "people.csv", place: place, reason: reason)) {
            try CustomerFile.read(name: "people.csv", bytes: Array(text.utf8))
        }
    }

    @Test(
        arguments: [
            ([0xFF, 0xFE, 0x6B, 0], .whole, .isUTF16),
            (Array("key\n".utf8) + [0xE9], .line(2), .notUTF8),
            (Array("key\nok\n\"".utf8) + [0xE9, 0x22], .line(3), .notUTF8),
        ] as [([UInt8], CustomerFileProblem.Place, CustomerFileProblem.Reason)]
    )
    func `other encodings are named`(
        bytes: [UInt8],
        place: CustomerFileProblem.Place,
        reason: CustomerFileProblem.Reason
    ) {
        #expect(throws: CustomerFileProblem(file: "a", place: place, reason: reason)) {
            try CustomerFile.read(name: "a", bytes: bytes)
        }
    }

    @Test(
        arguments: [
            (512, 1024, 1024, nil), (513, 1024, 1024, .keyLength(bytes: 513)),
            (512, 1025, 1024, .customerTooLarge(.longName(bytes: 1025))),
            (512, 1024, 1025, .customerTooLarge(.longValue(attribute: "a", bytes: 1025))),
        ] as [(Int, Int, Int, CustomerFileProblem.Reason?)]
    )
    func `limits hold in files too`(
        keyBytes: Int,
        nameBytes: Int,
        valueBytes: Int,
        reason: CustomerFileProblem.Reason?
    ) {
        let cells = [keyBytes, nameBytes, valueBytes].map { String(repeating: "x", count: $0) }
        let text = "key,name,a\n" + cells.joined(separator: ",")

        let result = Result { try CustomerFile.read(name: "a", bytes: Array(text.utf8)) }

        switch result {
        case .success(let customers): #expect(reason == nil && customers.count == 1)
        case .failure(let error):
            #expect((error as? CustomerFileProblem)?.reason == reason)
            #expect((error as? CustomerFileProblem)?.place == .line(2))
        }
    }

    @Test func `a file may have 256 MiB and no byte more`() {
        let bytes = [UInt8](repeating: UInt8(ascii: " "), count: CustomerFile.maximumBytes + 1)

        let problem = #expect(throws: CustomerFileProblem.self) {
            try CustomerFile.read(name: "a", bytes: bytes)
        }

        #expect(problem?.reason == .tooLong(limitBytes: 256 << 20))
    }

    @Test func `a problem says what, where and what to do`() {
        let problem = CustomerFileProblem(
            file: "people.csv",
            place: .line(7),
            reason: .columnCount(1, header: 4)
        )

        #expect(
            problem.description
                == "people.csv, line 7: the row has 1 column and the header 4 columns. "
                + "Nothing was imported. Put cells that hold a separator or a line break in quotes."
        )
        #expect(problem.code == "customer-file.columns")
    }

    @Test(
        arguments: [
            ("C-1\nC-2\n", nil, ["C-1", "C-2"]),
            ("\u{FEFF} C-1 \r\n\r\nC-2\rC-1", nil, ["C-1", "C-2"]),
            ("a,b\n\"c\n", nil, ["a,b", "\"c"]), ("\"a\n", nil, ["\"a"]),
            ("name;key\nAda;C-1\nBob;C-2", nil, ["C-1", "C-2"]), ("id\nC-1", nil, ["C-1"]),
            ("name,Mail\nAda,a@x\nBob,b@x", "mail", ["a@x", "b@x"]),
            ("mail,Mail\na,A\nb,B", "Mail", ["A", "B"]),
        ] as [(String, String?, [String])]
    )
    func `keys are read from lines or a column`(
        text: String,
        column: String?,
        expected: [String]
    ) throws {
        let keys = try CustomerFile.keys(name: "a", bytes: Array(text.utf8), column: column)

        #expect(keys.map(\.text) == expected)
    }

    @Test(
        arguments: [
            ("\n", nil, .whole, .empty), ("key\n", nil, .whole, .empty),
            ("name\nAda", "mail", .line(1), .noColumn("mail", has: ["name"])),
            ("key,x\nC-1,\n,\n", nil, .line(3), .keyLength(bytes: 0)),
            (String(repeating: "x", count: 513), nil, .line(1), .keyLength(bytes: 513)),
            ("mail\n\"x\n", "mail", .line(2), .openQuote),
        ] as [(String, String?, CustomerFileProblem.Place, CustomerFileProblem.Reason)]
    )
    func `what is wrong with keys is named with its place`(
        text: String,
        column: String?,
        place: CustomerFileProblem.Place,
        reason: CustomerFileProblem.Reason
    ) {
        #expect(throws: CustomerFileProblem(file: "a", place: place, reason: reason)) {
            try CustomerFile.keys(name: "a", bytes: Array(text.utf8), column: column)
        }
    }

    private static let endsEarly = "the document ends in the middle"
    private static let neither =
        "it holds neither a list \"users\" nor one customer on each line"

    /// A key that is known to be well formed.
    private static func key(_ text: String) -> CustomerKey {
        guard let key = try? CustomerKey(text) else { preconditionFailure("malformed sample") }
        return key
    }
}
