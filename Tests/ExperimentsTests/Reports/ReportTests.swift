import Experiments
import FlagModel
import JSON
import Testing

/// Results for others to read.
struct ReportTests {
    private static let plan: Experiment = {
        var plan = MadeUp.plan(guardrails: [MadeUp.refunds])
        plan.name = "Button <colour> & \"size\""
        return plan
    }()

    private static func report(
        names: ExperimentNames = AnswerTests.names,
        _ arms: [ArmCounts] = [MadeUp.arm(14_000, 700, 600), MadeUp.arm(14_000, 900, 300)]
    ) -> ExperimentReport {
        let counts = MadeUp.counts([MadeUp.day(MadeUp.after(days: 14), arms)])
        let result = ExperimentResult(of: plan, counts: counts, now: counts.asOf)
        return ExperimentReport(ExperimentWords(result, plan: plan, names: names), counts: counts)
    }

    @Test func `the data says what the result does, with every digit`() throws {
        let report = Self.report()
        let version = report.words.result.metrics[0].versions[0]

        let written = try JSONValue(parsing: Array(report.json.indentedText().utf8))
        #expect(written.indentedText() == report.json.indentedText())
        let fields = try JSONFields(written)
        #expect(try fields.text("verdict") == "win")
        #expect(try fields.text("variation") == "new")
        #expect(try fields.texts("answer") == report.words.answer)

        let metrics = try fields.list("metrics") { value throws(JSONShapeError) in
            try JSONFields(value)
        }
        #expect(try metrics.map { try $0.text("role") } == ["primary", "guardrail"])
        let first = try metrics[0].list("versions") { value throws(JSONShapeError) in
            try JSONFields(value)
        }[0]
        func number(_ fields: JSONFields, _ key: String) throws -> Double {
            try fields.required(key) { value throws(JSONShapeError) in try value.asNumber() }
        }
        #expect(try number(first, "sum") == 900)
        #expect(try number(first, "sumSquares") == 900)
        #expect(try number(first, "chanceBetter") == version.chanceBetter)
        #expect(try number(first, "pValue") == version.pValues?.once)
        let change = try first.required("change") { value throws(JSONShapeError) in
            try JSONFields(value)
        }
        #expect(try number(change, "lower") == version.change?.lower)
        #expect(try number(change, "bestGuess") == version.change?.bestGuess)
    }

    @Test func `what is not known is null`() throws {
        let fields = try JSONFields(Self.report([MadeUp.arm(0, 0, 0), MadeUp.arm(0, 0, 0)]).json)
        #expect(try fields.text("verdict") == "nothingArrived")
        #expect(try fields.optionalText("decidedAt") == nil)
        let text = Self.report([MadeUp.arm(1, 1, 0), MadeUp.arm(1, 0, 0)]).json.lineText()
        #expect(text.contains("\"difference\": null, \"change\": null"))
    }

    @Test func `a spreadsheet takes no name for a formula`() {
        var names = AnswerTests.names
        names.versions = ["old": "=1+1", "new": "a \"new\", one"]
        let rows = Self.report(names: names).csv.split(separator: "\r\n")
        #expect(rows.count == 5)
        #expect(
            rows[1].hasPrefix("orders,order,primary,'=1+1,14000,700,0.05,,,,,,,,,,,,,baseline,")
        )
        #expect(rows[2].hasPrefix("orders,order,primary,\"a \"\"new\"\", one\",14000,900,0.064"))
        #expect(rows.dropFirst().allSatisfy { !$0.contains("nan") && !$0.contains("inf") })
    }

    @Test func `groups are one table, with the rows of each behind its name`() {
        let report = Self.report()
        let rows = report.csv.split(separator: "\r\n")

        let table = ExperimentReport.csv(
            of: [("=Germany", report), ("all, others", report)],
            by: "country"
        )

        let behind = ["attribute,group,"].map { $0 + rows[0] }
        let first = rows.dropFirst().map { "country,'=Germany," + $0 }
        let second = rows.dropFirst().map { "country,\"all, others\"," + $0 }
        #expect(table.split(separator: "\r\n").map(String.init) == behind + first + second)
        #expect(table.hasSuffix("\r\n"))
    }

    @Test(arguments: ["+1", "-1", "@sum", "\tx", "＝1"])
    func `every beginning of a formula is kept from being one`(name: String) {
        var names = AnswerTests.names
        names.versions["old"] = name
        #expect(Self.report(names: names).csv.contains("'" + name))
    }

    @Test func `the page says the answer first`() {
        let page = Self.report().markdown
        #expect(
            page.hasPrefix("# Button &lt;colour\\> &amp; \"size\"\n\n**Ship the green button.** It")
        )
        #expect(
            page.contains(
                "| the green button | 14,000 | 6.43% | +22% | +16% to +42% | more than 99"
            )
        )
        #expect(page.contains("- ✓ **No harm**: refunds did not get worse\n"))
        #expect(
            page.hasSuffix(
                "Counted until 16 Mar 2026 00:00 UTC from 14 full days, 28,000 visitors.\n"
            )
        )
    }

    @Test func `a name cannot break a table or become a link`() {
        var names = AnswerTests.names
        names.versions["new"] = "a | b [c](http://x) <script>"
        let page = Self.report(names: names).markdown
        #expect(page.contains("| a \\| b \\[c\\](http\\://x) &lt;script\\> |"))
    }

    @Test func `the picture holds the answer and nothing that acts`() {
        var names = AnswerTests.names
        names.versions["new"] = "<script>alert(1)</script>\u{7}"
        let picture = Self.report(names: names).svg()
        #expect(picture.hasPrefix("<svg ") && picture.hasSuffix("</svg>\n"))
        #expect(!picture.contains("<script"))
        #expect(picture.contains("&lt;script&gt;"))
        #expect(picture.contains("\\u{7}"))
        #expect(picture.contains("Button &lt;colour&gt; &amp; &quot;size&quot;"))
        // The ranges of two metrics, each with its best guess.
        #expect(picture.split(separator: "<circle").count == 3)
        #expect(picture.split(separator: "stroke-dasharray").count == 3)
    }

    @Test func `the largest amounts are also told as they are`() {
        let totals = (0..<40).map { $0 % 4 == 0 ? 10 + $0 : 0 }
        var arms = [totals, totals.map { $0 * 2 }].map { totals in
            var amounts = MadeUp.amounts(totals, times: 50)
            let cut = MadeUp.amounts(totals.map { min($0, 60) }, times: 50)
            (amounts.capped, amounts.cap) = (cut.sums, 60 * ExactSums.unit)
            return ArmCounts(people: amounts.sums.count, metrics: [amounts])
        }
        func text() -> String? {
            let plan = MadeUp.plan(MadeUp.revenue)
            let counts = MadeUp.counts([MadeUp.day(MadeUp.after(days: 8), arms)])
            let result = ExperimentResult(of: plan, counts: counts, now: counts.asOf)
            let words = ExperimentWords(result, plan: plan, names: AnswerTests.names)
            return ExperimentReport(words, counts: counts).withoutCap
        }
        #expect(
            text()
                == "The largest amounts count as 60. With all of them the green button would be at"
                + " +57% (+57% to +156%)."
        )
        for index in arms.indices {
            (arms[index].metrics[0].capped, arms[index].metrics[0].cap) = (nil, nil)
        }
        #expect(text() == nil)
    }
}
