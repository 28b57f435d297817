extension Mutation {
    /// The rules by which a record is judged.
    static let reading: [Mutation] = [
        Mutation(
            "the header's checksum is compared before its length is used",
            in: "Format/RecordLine.swift",
            "at: Self.checksumOffset) == seed.continued(over: covered),",
            to: "at: Self.checksumOffset) != nil, !covered.isEmpty,"
        ),
        Mutation(
            "the body's checksum is compared",
            in: "Opening/SegmentScan.swift",
            "guard seed.continued(over: bytes) == line.bodyCRC else {",
            to: "guard seed.continued(over: bytes) == line.bodyCRC || !bytes.isEmpty else {"
        ),
        Mutation(
            "the body's hash is compared",
            in: "Opening/SegmentScan.swift",
            "guard Digest(of: bytes) == line.bodyHash else { throw .bodyHash }",
            to: "_ = bytes"
        ),
        Mutation(
            "the chain is compared",
            in: "Opening/SegmentScan.swift",
            "linePrefix: covered) == line.chainHash else {",
            to: "linePrefix: covered) == line.chainHash || !covered.isEmpty else {"
        ),
        Mutation(
            "sequences have no gap",
            in: "Opening/SegmentScan.swift",
            "guard line.sequence == state.sequence + 1 else { throw .sequence }",
            to: ""
        ),
        Mutation(
            "entry numbers have no gap",
            in: "Opening/SegmentScan.swift",
            "guard body.entry == end.entry + 1 else { throw .entryNumber }",
            to: ""
        ),
        Mutation(
            "durable-through never runs backwards",
            in: "Opening/SegmentScan.swift",
            "line.sequence, line.durableThrough >= state.durableThrough",
            to: "line.sequence"
        ),
        Mutation(
            "an entry without its last record is no entry",
            in: "Opening/SegmentScan.swift",
            "guard body.isLast else { continue }",
            to: "guard body.isLast || line.sequence > 0 else { continue }"
        ),
    ]
}
