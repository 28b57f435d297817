import Testing

@testable import Journal

/// The table of ``OpeningVerdict``; the last whole entry ends with record 9, so *k* is 10.
struct OpeningVerdictTests {
    typealias Finding = OpeningVerdict.Finding

    /// A row of the table: which findings it is for, and what then happens.
    struct Row: Sendable {
        var number: Int
        var matches: @Sendable (Finding) -> Bool
        var verdict: @Sendable (Finding) -> OpeningVerdict
    }

    static let rows = [
        Row(number: 1) { finding in
            !finding.hasFailure && (!finding.isLastSegment || (finding.head ?? 0) <= 9)
        } verdict: { _ in
            .clean
        },
        Row(number: 2) { finding in
            !finding.hasFailure && finding.isLastSegment && (finding.head ?? 0) > 9
        } verdict: { finding in
            .missing(through: finding.head ?? 0)
        },
        Row(number: 3) { finding in
            finding.hasFailure && !finding.isLastSegment
        } verdict: { _ in
            .damaged(.sealed)
        },
        Row(number: 4) { finding in
            finding.hasFailure && finding.isLastSegment && vouches(finding)
        } verdict: { finding in
            let (sequence, durable) = finding.laterRecord ?? (0, 0)
            return .damaged(.laterRecord(sequence: sequence, durableThrough: durable))
        },
        Row(number: 5) { finding in
            finding.hasFailure && finding.isLastSegment && !vouches(finding)
                && (finding.head ?? 0) >= 10
        } verdict: { finding in
            .damaged(.head(sequence: finding.head ?? 0))
        },
        Row(number: 6) { finding in
            finding.hasFailure && finding.isLastSegment && !vouches(finding)
                && (finding.head ?? 0) < 10
        } verdict: { _ in
            .cut
        },
    ]

    /// Every combination of findings, with values on both sides of every comparison.
    static let findings: [Finding] = [false, true].flatMap { hasFailure in
        [false, true].flatMap { isLast in
            [nil, (12, 0), (12, 9), (12, 10), (12, 11)].flatMap { later in
                [nil, 0, 8, 9, 10, 11, .max].map { head in
                    Finding(
                        last: 9,
                        hasFailure: hasFailure,
                        isLastSegment: isLast,
                        laterRecord: later.map { (sequence: $0.0, durableThrough: $0.1) },
                        head: head
                    )
                }
            }
        }
    }

    @Test func `exactly one row of the table is for each combination of findings`() {
        let counts = Self.findings.map { finding in
            Self.rows.filter { $0.matches(finding) }.count
        }

        #expect(counts.count == 140)
        #expect(Set(counts) == [1])
    }

    @Test(arguments: 1...6)
    func `the verdict is what the row says`(number: Int) throws {
        let row = Self.rows[number - 1]
        let own = Self.findings.filter(row.matches)

        let wrong = own.filter { OpeningVerdict.of($0) != row.verdict($0) }

        #expect(row.number == number)
        #expect(!own.isEmpty)
        #expect(wrong == [])
    }

    private static func vouches(_ finding: Finding) -> Bool {
        (finding.laterRecord?.durableThrough ?? 0) >= 10
    }
}
