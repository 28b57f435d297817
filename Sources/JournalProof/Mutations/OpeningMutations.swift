extension Mutation {
    /// The rules of opening.
    static let opening: [Mutation] = [
        Mutation(
            "one process writes: the lock is held",
            in: "Opening/JournalLock.swift",
            "guard try file.lock() else {",
            to: "guard try file.lock() || !path.isEmpty else {"
        ),
        Mutation(
            "network file systems are refused",
            in: "Opening/JournalOpening+Writing.swift",
            "if let danger { throw",
            to: "if let danger, danger.isEmpty { throw"
        ),
        Mutation(
            "foreign names are refused",
            in: "Opening/JournalDirectory.swift",
            "guard !fits else { continue }",
            to: "guard !fits, name.isEmpty else { continue }"
        ),
        Mutation(
            "the directory is synced before it is read",
            in: "Opening/JournalOpening+Writing.swift",
            """
                        try disk.syncDirectory(directory.path)
                        try disk.syncDirectory(JournalDirectory.parent(of: directory.path))
            """,
            to: """
                            try disk.syncDirectory(JournalDirectory.parent(of: directory.path))
                """
        ),
        Mutation(
            "the name of the journal itself is synced",
            in: "Opening/JournalOpening+Writing.swift",
            """
                        try disk.syncDirectory(JournalDirectory.parent(of: directory.path))

            """,
            to: ""
        ),
        Mutation(
            "what was accepted is synced before it is built upon",
            in: "Opening/JournalOpening+Writing.swift",
            """
            count: end - start), at: start)
                        try file.sync()

            """,
            to: """
                count: end - start), at: start)

                """
        ),
        Mutation(
            "what no head vouches for is written again after a failed sync",
            in: "Opening/JournalOpening+Writing.swift",
            """
                        try file.writeAll(try file.bytes(at: start, count: end - start), at: start)

            """,
            to: """
                            _ = start

                """
        ),
        Mutation(
            "a head that is ahead means that entries are missing",
            in: "Opening/OpeningVerdict.swift",
            "return .missing(through: head)",
            to: "return head == 0 ? .missing(through: head) : .clean"
        ),
        Mutation(
            "a damaged sealed segment is refused",
            in: "Opening/OpeningVerdict.swift",
            """
                    guard finding.isLastSegment else { return .damaged(.sealed) }

            """,
            to: ""
        ),
        Mutation(
            "a later record that vouches for the bad one is proof",
            in: "Opening/OpeningVerdict.swift",
            "later.durableThrough >= first {",
            to: "later.durableThrough == .max {"
        ),
        Mutation(
            "a head that names the bad record is proof",
            in: "Opening/OpeningVerdict.swift",
            "head >= first { return .damaged(.head(sequence: head)) }",
            to: "head == .max { return .damaged(.head(sequence: head)) }"
        ),
        Mutation(
            "proof is looked for to the end of the segment",
            in: "Opening/SegmentScan.swift",
            """
                    while offset < text.count {

            """,
            to: """
                        while offset < min(text.count, failure.offset + 67_108_864) {

                """
        ),
        Mutation(
            "the chain stands where the head says",
            in: "Opening/JournalOpening+Reading.swift",
            "guard found == head.chainHash else {",
            to: "guard found != nil else {"
        ),
        Mutation(
            "an end is kept before it is cut off",
            in: "Opening/TailKeeper.swift",
            "if try !isKept(tail, sequence) {",
            to: "if try isKept(tail, sequence) {"
        ),
        Mutation(
            "an entry tells of each cut",
            in: "Opening/JournalOpening+Writing.swift",
            """
                    try recordCuts(&writer, &outcome)

            """,
            to: ""
        ),
        Mutation(
            "a snapshot is used only when the chain confirms it",
            in: "Opening/JournalOpening+Reading.swift",
            ".confirms(snapshot, in: outcome) else {",
            to: ".confirms(snapshot, in: outcome) || sequence > 0 else {"
        ),
        Mutation(
            "a part of a snapshot is used only when its hash is right",
            in: "JournalSnapshot.swift",
            "bytes.count == length, Self.isSound(bytes, hashes[pieces])",
            to: "bytes.count == length, hashes.count > pieces.upperBound"
        ),
        Mutation(
            "a newer format is refused",
            in: "Opening/ChainReader.swift",
            "throw .tooNew(path: file.path, format: format)",
            to: "_ = format"
        ),
    ]
}
