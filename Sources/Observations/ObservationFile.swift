import GRDB

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Opens the SQLite file behind an ``ObservationStore``.
enum ObservationFile {
    /// Readers at once: room for two counts and two others, such as searches.
    static let maximumReaders = 2 * PeopleRows.threads + 2

    /// Opens the file at `path`, or makes it, readable for its owner only.
    ///
    /// What was committed survives a power failure: writers wait for the disk. What is deleted is
    /// overwritten.
    ///
    /// - Parameters:
    ///   - path: where it is.
    ///   - waitSeconds: how long to wait for another process that writes.
    ///   - now: milliseconds since 1970, for an older file that is brought up to date.
    /// - Returns: the connections.
    /// - Throws: ``ObservationsError``, for example when a newer Flagdeck wrote the file.
    static func open(
        _ path: String,
        waitSeconds: Double,
        now: Int64
    ) throws(ObservationsError) -> DatabasePool {
        try make(path)
        var configuration = Configuration()
        configuration.label = "observations"
        configuration.busyMode = .timeout(waitSeconds)
        configuration.maximumReaderCount = maximumReaders
        configuration.prepareDatabase { database in
            try ObservationSchema.check(database, path: path)
        }
        do {
            let pool = try DatabasePool(path: path, configuration: configuration)
            try pool.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA synchronous = FULL")
                try database.execute(sql: "PRAGMA secure_delete = ON")
                try ObservationSchema.migrate(database, now: now)
            }
            return pool
        } catch {
            throw ObservationsError(error, path: path)
        }
    }

    /// Makes an empty file with mode 0600 unless there is one; SQLite gives the files beside it
    /// the same mode.
    ///
    /// A file that exists is not opened here: closing it would drop the locks that this process
    /// holds on it through SQLite.
    private static func make(_ path: String) throws(ObservationsError) {
        let descriptor = openNew(path)
        if descriptor >= 0 {
            close(descriptor)
            return
        }
        guard errno == EEXIST else { throw .cannotOpen(path: path, reason: reason(errno)) }
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw .cannotOpen(path: path, reason: reason(errno))
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw .cannotOpen(path: path, reason: "it is not a file")
        }
    }

    private static func openNew(_ path: String) -> Int32 {
        #if canImport(Glibc)
        Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        #elseif canImport(Musl)
        Musl.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        #else
        Darwin.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        #endif
    }

    private static func reason(_ code: Int32) -> String {
        switch code {
        case ENOENT: "there is no such folder"
        case ENOTDIR: "a part of the path is not a folder"
        case EACCES, EPERM: "permission is missing"
        case EROFS: "the disk is read-only"
        case ENOSPC: "the disk is full"
        default: "the system says error \(code)"
        }
    }
}

extension ObservationsError {
    /// Says what GRDB and SQLite threw in the words of this module.
    init(_ error: any Error, path: String) {
        switch error {
        case let error as ObservationsError: self = error
        case is CancellationError: self = .cancelled
        case let error as DatabaseError: self = Self.translation(of: error, path: path)
        default: self = .failed(path: path, resultCode: 1, reason: "\(error)")
        }
    }

    private static func translation(of error: DatabaseError, path: String) -> ObservationsError {
        let reason = error.message ?? "no reason given"
        switch error.resultCode {
        case .SQLITE_NOTADB: return .foreignFile(path: path)
        case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
            return .cannotOpen(path: path, reason: reason)
        case .SQLITE_BUSY, .SQLITE_LOCKED: return .busy(path: path)
        case .SQLITE_FULL: return .diskFull(path: path)
        case .SQLITE_CORRUPT: return .damaged(path: path, reason: reason)
        case .SQLITE_INTERRUPT: return .cancelled
        default:
            let code = Int(error.extendedResultCode.rawValue)
            return .failed(path: path, resultCode: code, reason: reason)
        }
    }
}
