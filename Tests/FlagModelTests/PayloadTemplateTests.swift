import FlagModel
import JSON
import Testing

/// Templates of webhooks: what comes out, what is refused and where, and what they may cost.
struct PayloadTemplateTests {
    private static let told: JSONValue = [
        "events": "feature_flag.toggled,feature_flag.archived", "operator": "Ana \"A\"\\\n",
        "data": [
            "kind": "feature flag",
            "object": ["isEnabled": "true", "tags": ["a", "b"], "count": 2, "none": .null],
        ],
        "changes": ["one", "two \"2\""], "empty": [],
    ]

    private static func made(_ template: String, _ told: JSONValue = told) throws -> String {
        String(decoding: try PayloadTemplate(template).text(with: told), as: UTF8.self)
    }

    @Test(arguments: [
        ("nothing", "nothing"), ("{{data.kind}}", "feature flag"),
        ("{{{data.kind}}}", "feature flag"),
        ("{{ data/kind }}", "feature flag"), ("{{this.data.kind}}", "feature flag"),
        ("{{operator}}", #"Ana \"A\"\\\n"#), ("{{json operator}}", #""Ana \"A\"\\\n""#),
        ("{{missing}}|{{missing.below}}|{{json missing}}", "||null"),
        ("{{data.object.count}} {{data.object.none}}", "2 "),
        ("{{json data.object.tags}}", #"["a","b"]"#), ("{{data.object.tags}}", #"[\"a\",\"b\"]"#),
        ("{{changes.1}}{{changes.2}}{{changes.x}}", #"two \"2\""#),
        ("{{! remark }}a{{!-- }} --}}b", "ab"),
        ("{{#if data}}yes{{else}}no{{/if}}", "yes"), ("{{#if empty}}yes{{else}}no{{/if}}", "no"),
        ("{{#unless missing}}yes{{/unless}}", "yes"),
        ("{{#each changes}}{{this}}{{#unless @last}}, {{/unless}}{{/each}}", #"one, two \"2\""#),
        ("{{#each changes}}{{@index}}{{#if @first}}!{{/if}}{{/each}}", "0!1"),
        ("{{#each empty}}x{{else}}none{{/each}}", "none"), ("{{#each missing}}x{{/each}}", ""),
        ("{{#each data.object.tags}}{{../data.kind}} {{/each}}", "feature flag feature flag "),
        ("{{#with data.object}}{{count}}{{@key}}{{/with}}", "2"),
        ("{{#with missing}}x{{else}}none{{/with}}", "none"),
        (
            "{{#each data}}{{@key}}={{#eq @key \"kind\"}}{{this}}{{/eq}};{{/each}}",
            "kind=feature flag;object=;"
        ),
        (#"{{#eq data.object.isEnabled "true"}}on{{else}}off{{/eq}}"#, "on"),
        ("{{#eq data.object.count 2}}two{{/eq}}", "two"),
        ("{{#eq data.object.count '2'}}two{{/eq}}", ""),
        ("{{#eq missing missing}}same{{else}}not{{/eq}}", "not"),
        ("{{# if data }}yes{{/ if }}", "yes"), ("a } b }} { c", "a } b }} { c"),
    ])
    func `a place says what it names`(template: String, text: String) throws {
        #expect(try Self.made(template) == text)
    }

    @Test(arguments: [
        ("{{a", 1, "not closed"), ("\n\n{{{a}}", 3, "not closed"), ("{{}}", 1, "empty"),
        ("{{#if a}}", 1, "has no end"), ("\n{{#each a}}\n{{/if}}", 3, "ends nothing"),
        ("{{/if}}", 1, "ends nothing"), ("{{else}}", 1, "stands in no block"),
        ("{{#if a}}{{else}}{{else}}{{/if}}", 1, "twice"),
        ("{{#for a}}{{/for}}", 1, "there is no {{#for}}"),
        ("{{#if}}{{/if}}", 1, "one name"), ("{{#eq a}}{{/eq}}", 1, "two"),
        ("{{a b}}", 1, "not understood"),
        ("{{lookup a b}}", 1, "not understood"), ("{{> part}}", 1, "not understood"),
        ("{{a..b}}", 1, "no name"), ("{{a.[b]}}", 1, "no name"),
        ("{{@root}}", 1, "there is no @root"),
        ("{{#eq a \"b}}{{/eq}}", 1, "not closed"),
    ])
    func `what is not understood is refused with its line`(
        template: String,
        line: Int,
        words: String
    ) {
        let fault = #expect(throws: PayloadTemplate.Fault.self) { try PayloadTemplate(template) }

        #expect(fault?.line == line)
        #expect(fault?.text.contains(words) == true, "\(fault?.text ?? "")")
    }

    @Test func `a body must be JSON, and where it is not is said`() throws {
        let good = try PayloadTemplate(#"{"text": "{{operator}}", "n": {{json data}}}"#)
        _ = try JSONValue(parsing: good.filled(with: Self.told))
        let bad = try PayloadTemplate("{\n\"text\": {{operator}}}")
        let failure = #expect(throws: PayloadTemplate.Failure.self) {
            try bad.filled(with: Self.told)
        }
        #expect(failure?.text.contains("line 2 at byte 9") == true, "\(failure?.text ?? "")")
    }

    @Test(arguments: ["\"", "\\", "\n", "\u{0}", "\u{202E}", "</script>", "{{operator}}", "é 旗"])
    func `no name can end the text that it stands in`(name: String) throws {
        let template = try PayloadTemplate(#"{"text": "by {{operator}}"}"#)

        let body = try template.filled(with: ["operator": .string(name)])

        #expect(try JSONValue(parsing: body) == ["text": .string("by " + name)])
    }

    // MARK: - Limits

    @Test func `16 blocks may be open`() throws {
        func nested(_ count: Int) -> String {
            String(repeating: "{{#if data}}", count: count) + "x"
                + String(repeating: "{{/if}}", count: count)
        }

        #expect(try Self.made(nested(PayloadTemplate.depth)) == "x")
        #expect(throws: PayloadTemplate.Fault.self) {
            try PayloadTemplate(nested(PayloadTemplate.depth + 1))
        }
    }

    @Test func `100,000 places may be filled, those that say nothing too`() throws {
        func told(_ count: Int) -> JSONValue {
            ["a": .array(Array(repeating: 1, count: count))]
        }
        let template = "{{#each a}}{{missing}}{{/each}}"
        // The block itself, then each element and the place in it.
        let most = (PayloadTemplate.steps - 1) / 2

        #expect(try Self.made(template, told(most)) == "")
        #expect(throws: PayloadTemplate.Failure.tooManySteps) {
            try Self.made(template, told(most + 1))
        }
        #expect(throws: PayloadTemplate.Failure.tooManySteps) {
            try Self.made("{{#each a}}{{#each ../a}}{{/each}}{{/each}}", told(most))
        }
    }

    @Test func `a body has 1 MiB at the most`() throws {
        let most = PayloadTemplate.bodyBytes
        let text = String(repeating: "x", count: most - 2)

        #expect(try PayloadTemplate("\"{{a}}\"").filled(with: ["a": .string(text)]).count == most)
        #expect(throws: PayloadTemplate.Failure.tooLong) {
            try PayloadTemplate("\"{{a}}\"").filled(with: ["a": .string(text + "x")])
        }
    }
}
