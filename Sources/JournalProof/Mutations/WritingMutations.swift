extension Mutation {
    /// The rules of writing.
    static let writing: [Mutation] = [
        Mutation(
            "an answer comes after the sync",
            in: "Writing/SegmentWriter.swift",
            """
                        try file.sync()
                    } catch {
                        throw .fatal(.notDurable(errno: error.errno))
            """,
            to: """
                            _ = try file.item()
                        } catch {
                            throw .fatal(.notDurable(errno: error.errno))
                """
        ),
        Mutation(
            "durable-through names only what was synced",
            in: "Writing/SegmentWriter.swift",
            "at: (tip.sequence + 1, durable.sequence, tip.chainHash),",
            to: "at: (tip.sequence + 1, tip.sequence, tip.chainHash),"
        ),
        Mutation(
            "the head is written after the sync, never before",
            in: "Writing/SegmentWriter.swift",
            """
                        try file.writeAll(bytes, at: tipOffset - bytes.count)

            """,
            to: """
                            try file.writeAll(bytes, at: tipOffset - bytes.count)
                            if let whole {
                                (durable, durableOffset) = (whole.state, whole.offset)
                                try writeHead()
                            }

                """
        ),
        Mutation(
            "a failed sync ends the journal",
            in: "Writing/WriterQueue.swift",
            """
                    _ = batcher.syncFailed()
                    failure = error
            """,
            to: """
                        _ = batcher.abandoned()
                """
        ),
        Mutation(
            "a write that fails for another reason than space ends the journal",
            in: "Writing/SegmentWriter.swift",
            """
                    guard error.isOutOfSpace else { return .fatal(.notDurable(errno: error.errno)) }

            """,
            to: ""
        ),
        Mutation(
            "what a full disk took of a write is cut back",
            in: "Writing/SegmentWriter.swift",
            """
                        try file.truncate(to: durableOffset)

            """,
            to: ""
        ),
        Mutation(
            "a new segment is synced before it gets its name",
            in: "Disk/Disk.swift",
            """
                    try file.sync()
                    file.close()
                    try rename
            """,
            to: """
                        file.close()
                        try rename
                """
        ),
        Mutation(
            "the directory is synced after a file got its name",
            in: "Disk/Disk.swift",
            """
                    try rename(temporary, to: path)
                    try syncDirectory(directory)
            """,
            to: """
                        try rename(temporary, to: path)
                """
        ),
        Mutation(
            "nothing is added to a segment whose successor has its name",
            in: "Writing/SegmentWriter.swift",
            "throw error.isOutOfSpace && isAbsent(SegmentFile(after: durable, in: directory))",
            to: "throw error.isOutOfSpace"
        ),
        Mutation(
            "a journal is made under another name and renamed",
            in: "Opening/JournalCreation.swift",
            "JournalDirectory(path: directory.path + JournalDirectory.temporarySuffix)",
            to: "directory"
        ),
        Mutation(
            "a file that was replaced is noticed",
            in: "Writing/SegmentWriter.swift",
            "guard isSame else {",
            to: "guard isSame || !segment.path.isEmpty else {"
        ),
        Mutation(
            "some space is kept free",
            in: "Writing/SegmentWriter.swift",
            "guard hasSpace else {",
            to: "guard hasSpace || freeBytes > 0 else {"
        ),
        Mutation(
            "no descriptor below 3 is used",
            in: "Disk/SystemDisk.swift",
            "{ descriptor > 2 }",
            to: "{ descriptor >= 0 }"
        ),
    ]
}
