extension JournalError: CustomStringConvertible {
    /// What happened, where, and what to do next; each on its own line where all three matter.
    public var description: String {
        switch self {
        case .corrupt(let corruption): corruption.description
        case .missing(let missing): missing.description
        case .locked, .exists, .absent, .forgotten, .foreign, .tooNew, .replaced,
            .unsafeLocation:
            placeDescription
        case .notDurable, .full, .busy, .overtaken, .limits, .invalid, .readOnly, .closed, .io:
            operationDescription
        }
    }

    private var placeDescription: String {
        switch self {
        case .locked(let path, let processID):
            Self.sentence(
                "Another process is writing this journal.",
                processID.map { "\(path) is held by process \($0)." } ?? "\(path) is held.",
                "Close that Flagdeck (a dashboard closes with q), then try again."
            )
        case .exists(let path):
            Self.sentence(
                "A journal is already there.",
                path,
                "Open it, or choose another directory."
            )
        case .absent(let path):
            Self.sentence("There is no journal.", path, "Create one, or check the data directory.")
        case .forgotten(let through):
            Self.sentence(
                "Entries 1 to \(through) were forgotten on purpose; the history says by whom.",
                nil,
                "Ask for later ones, or look in a copy of the archive that was kept."
            )
        case .foreign(let path, let reason):
            Self.sentence(
                "A file does not belong to this journal, and nothing was changed.",
                "\(path): \(reason).",
                "Move the file out of the journal's directory if it is yours."
            )
        case .tooNew(let path, let format):
            Self.sentence(
                "The journal was written by a newer release.",
                "\(path) has format \(format); this release reads format 1.",
                "Use the newer release."
            )
        case .replaced(let path):
            Self.sentence(
                "A file of the journal was replaced or removed while it was open.",
                path,
                "Put the file back, then restart."
            )
        case .unsafeLocation(let path, let reason):
            Self.sentence(
                "The journal cannot be kept here safely.",
                "\(path): \(reason).",
                "Choose a directory on a local disk that only the service can write."
            )
        default: code
        }
    }

    private var operationDescription: String {
        switch self {
        case .notDurable(let errno):
            Self.sentence(
                "The system could not make a change durable, so the journal was closed.",
                "Error \(errno) (\(DiskError.text(of: errno))).",
                "Check the disk, then restart; entries that were answered are safe."
            )
        case .full(let path):
            Self.sentence(
                "The disk is full, and the change was not made.",
                path,
                "Free space; the journal then accepts changes again."
            )
        case .overtaken(let expected):
            Self.sentence(
                "The change was decided after entry \(expected), which is not the last one now.",
                "Nothing was written.",
                "Ask for the change again."
            )
        case .busy(let queuedRecords):
            Self.sentence(
                "Too many changes are waiting.",
                "\(queuedRecords) records are queued.",
                "Repeat the change in a moment."
            )
        case .limits(let field, let size, let maximum):
            Self.sentence(
                "The change is too large for the journal.",
                "\(field) is \(size); the most is \(maximum).",
                "Split the change."
            )
        case .invalid(let field, let reason):
            Self.sentence(
                "The change cannot be written.",
                "\(field) \(reason).",
                "This is a fault of the program; please report it."
            )
        case .readOnly:
            Self.sentence("The journal is open for reading only.", nil, "Open it for writing.")
        case .closed:
            Self.sentence("The journal was closed.", nil, "Open it again.")
        case .io(let operation, let path, let errno):
            Self.sentence(
                "The journal's files cannot be used.",
                "\(operation) of \(path): error \(errno) (\(DiskError.text(of: errno))).",
                "Check the disk and the permissions of the directory."
            )
        default: code
        }
    }

    private static func sentence(_ what: String, _ location: String?, _ next: String) -> String {
        [what, location.map { "  " + $0 }, "Next: " + next].compactMap { $0 }
            .joined(separator: "\n")
    }
}

extension JournalError.Corruption {
    /// The three parts of the message that an operator sees.
    var description: String {
        """
        The journal is damaged and was left untouched.
          \(path), byte \(offset): entry \(entry) (record \(sequence)) does not read back
          (\(flaw)). \(evidence.description)
          Good before it: \(goodBefore) entries.  Readable after it: \(readableAfter) records.
        Next: restore a backup (docs/how-to/restore.md), or see what can be kept:
          flagdeck journal repair --plan
        """
    }
}

extension JournalError.Evidence {
    var description: String {
        switch self {
        case .laterRecord(let sequence, let durableThrough):
            "It had been acknowledged: record \(sequence), written later, says so "
                + "(durable through \(durableThrough))."
        case .head(let sequence):
            "It had been acknowledged: the head file says so (record \(sequence))."
        case .sealed:
            "It had been acknowledged: the file is sealed."
        case .redaction:
            "Its content was blanked, and no redaction holds what stands in its place."
        }
    }
}

extension JournalError.Missing {
    /// The three parts of the message that an operator sees.
    var description: String {
        """
        The journal lacks changes that had been acknowledged, and was left untouched.
          \(path): records \(first) to \(last) are missing; the head file names record \(last).
          Good before them: \(goodBefore) entries.
        Next: restore a backup (docs/how-to/restore.md), or see what can be kept:
          flagdeck journal repair --plan
        """
    }
}
