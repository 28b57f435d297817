import Testing

@testable import Journal

/// The table of ``OpeningVerdict``, row by row; the last whole entry ends with record 9.
struct OpeningVerdictTests {
    @Test(arguments: [nil, UInt64(0), 9])
    func `row 1: nothing wrong and the head not ahead is clean`(head: UInt64?) {
        #expect(verdict(failure: false, head: head) == .clean)
    }

    @Test func `row 2: a head ahead of a sound journal means that entries are missing`() {
        #expect(verdict(failure: false, head: 10) == .missing(through: 10))
    }

    @Test(arguments: [nil, UInt64(5), 10])
    func `row 3: a flaw before the last segment is damage`(head: UInt64?) {
        #expect(verdict(failure: true, isLast: false, head: head) == .damaged(.sealed))
    }

    @Test(arguments: [nil, UInt64(9), 12])
    func `row 4: a later record that vouches for the bad one is proof`(head: UInt64?) {
        #expect(
            verdict(failure: true, later: (12, 10), head: head)
                == .damaged(.laterRecord(sequence: 12, durableThrough: 10))
        )
    }

    @Test func `row 5: a head that names the bad record is proof`() {
        #expect(verdict(failure: true, head: 10) == .damaged(.head(sequence: 10)))
        #expect(verdict(failure: true, later: (12, 9), head: 10) == .damaged(.head(sequence: 10)))
    }

    @Test(arguments: [nil, UInt64(9)])
    func `row 6: without proof the tail is cut`(head: UInt64?) {
        #expect(verdict(failure: true, head: head) == .cut)
        #expect(verdict(failure: true, later: (12, 9), head: head) == .cut)
    }

    private func verdict(
        failure: Bool,
        isLast: Bool = true,
        later: (UInt64, UInt64)? = nil,
        head: UInt64?
    ) -> OpeningVerdict {
        OpeningVerdict.of(
            OpeningVerdict.Finding(
                last: 9,
                hasFailure: failure,
                isLastSegment: isLast,
                laterRecord: later.map { (sequence: $0.0, durableThrough: $0.1) },
                head: head
            )
        )
    }
}
