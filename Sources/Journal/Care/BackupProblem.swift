/// Why a backup cannot be taken or used.
public enum BackupProblem: Error, Hashable, Sendable {
    /// Something has the name already.
    case exists(path: String)
    /// There is no manifest, or a byte of it is not as it was written.
    case noManifest(path: String)
    /// A file is not there, or there although the manifest does not name it.
    case otherFiles(path: String)
    /// A file is not as the manifest says.
    case otherBytes(path: String)
    /// The copy was read again and is not sound.
    case unsound(VerificationReport.Problem)
    /// The journal could not be read or the copy not be written.
    case journal(JournalError)

    /// A stable name for programs and documents.
    public var code: String {
        switch self {
        case .exists: "backup.exists"
        case .noManifest: "backup.no-manifest"
        case .otherFiles: "backup.other-files"
        case .otherBytes: "backup.other-bytes"
        case .unsound: "backup.unsound"
        case .journal(let error): error.code
        }
    }
}

extension BackupProblem: CustomStringConvertible {
    /// What happened, where, and what to do next.
    public var description: String {
        switch self {
        case .exists(let path):
            "Something is at \(path) already. Nothing was changed. Choose a name that is free."
        case .noManifest(let path):
            "\(path) is not there or does not read back, so nothing says what the backup held. "
                + "Nothing was changed. Take an older backup, or check the journal in it with: "
                + "flagdeck journal verify --data DIR"
        case .otherFiles(let path):
            "\(path) and the backup's manifest do not agree: the file is missing, or was not in "
                + "the backup. Nothing was changed. Take an older backup."
        case .otherBytes(let path):
            "\(path) is not as it was when the backup was taken. Nothing was changed. "
                + "Take an older backup."
        case .unsound(let problem):
            "The copy does not hold a sound journal. \(problem.path): \(problem.description) "
                + "Nothing was put in its place. Check the journal with: flagdeck journal verify"
        case .journal(let error): error.description
        }
    }
}
