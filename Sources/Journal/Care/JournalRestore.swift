extension Journal {
    /// Compares a backup with its manifest; reads every byte and changes nothing.
    ///
    /// - Parameter backup: the backup's directory.
    /// - Returns: what the manifest says.
    /// - Throws: ``BackupProblem`` naming the first file that is not as it was.
    public static func checkBackup(
        _ backup: String
    ) throws(BackupProblem) -> BackupManifest {
        try checkBackup(backup, on: SystemDisk())
    }

    /// Puts the journal of a backup in a place where none is.
    ///
    /// Every file is compared with the manifest while it is copied, the copy is read as a whole,
    /// and only when its head is the manifest's head does it get its name.
    ///
    /// - Parameters:
    ///   - backup: the backup's directory; it is only read.
    ///   - directory: the journal's new directory; must not exist, its parent must.
    /// - Returns: how the copy was found.
    /// - Throws: ``BackupProblem``; then nothing has the directory's name.
    public static func restore(
        _ backup: String,
        to directory: String
    ) throws(BackupProblem) -> BackupReport {
        try restore(backup, to: directory, on: SystemDisk())
    }

    /// Compares on any disk.
    package static func checkBackup(
        _ backup: String,
        on disk: any Disk
    ) throws(BackupProblem) -> BackupManifest {
        let result: Result<BackupManifest, BackupProblem>
        do throws(DiskError) {
            result = try Restoring(disk: disk, backup: backup).check()
        } catch {
            throw .journal(error.asJournalError)
        }
        return try result.get()
    }

    /// Restores on any disk.
    package static func restore(
        _ backup: String,
        to directory: String,
        on disk: any Disk
    ) throws(BackupProblem) -> BackupReport {
        let target = JournalDirectory(path: directory)
        do {
            guard try disk.item(at: target.path) == nil else {
                throw BackupProblem.exists(path: target.path)
            }
            return try Restoring(disk: disk, backup: backup).run(to: target)
        } catch let problem as BackupProblem {
            throw problem
        } catch let error as JournalError {
            throw .journal(error)
        } catch let error as DiskError {
            throw .journal(error.isOutOfSpace ? .full(path: directory) : error.asJournalError)
        } catch {
            preconditionFailure("Nothing else is thrown by reading and writing files.")
        }
    }
}

/// One backup being read.
private struct Restoring {
    let disk: any Disk
    let backup: String

    private var source: JournalDirectory { JournalDirectory(path: backup + "/journal") }

    func check() throws(DiskError) -> Result<BackupManifest, BackupProblem> {
        let path = backup + "/" + BackupManifest.name
        guard let item = try disk.item(at: path), item.size <= BackupManifest.maximumBytes,
            let bytes = try disk.contents(of: path), let manifest = BackupManifest(bytes)
        else { return .failure(.noManifest(path: path)) }
        if let other = try otherName(than: manifest) {
            return .failure(.otherFiles(path: source.path + "/" + other))
        }
        for file in manifest.files {
            guard try contents(of: file) != nil else {
                return .failure(.otherBytes(path: source.path + "/" + file.path))
            }
        }
        return .success(manifest)
    }

    func run(to target: JournalDirectory) throws -> BackupReport {
        let manifest = try check().get()
        let temporary = target.path + JournalCopy.suffix
        var copy = try JournalCopy(at: JournalDirectory(path: temporary), on: disk)
        for file in manifest.files {
            guard let bytes = try contents(of: file) else {
                throw BackupProblem.otherBytes(path: source.path + "/" + file.path)
            }
            try copy.write(bytes, to: file.path)
        }
        try copy.sync()
        let report = try Journal.verify(at: temporary, expecting: manifest.head, on: disk)
        if let problem = report.problems.first { throw BackupProblem.unsound(problem) }
        guard report.last == manifest.head, report.id == manifest.journal else {
            throw BackupProblem.otherBytes(path: source.head)
        }
        try disk.rename(temporary, to: target.path)
        try disk.syncDirectory(JournalDirectory.parent(of: target.path))
        return BackupReport(manifest: manifest, verification: report)
    }

    /// A file's bytes; nil when they are not those of the manifest.
    private func contents(of file: BackupManifest.File) throws(DiskError) -> [UInt8]? {
        guard let bytes = try disk.contents(of: source.path + "/" + file.path),
            bytes.count == file.size, bytes.withUnsafeBytes({ Digest(of: $0) }) == file.hash
        else { return nil }
        return bytes
    }

    /// A name that is there and not in the manifest, or the other way round.
    private func otherName(than manifest: BackupManifest) throws(DiskError) -> String? {
        var found: Set<String> = []
        for (folder, prefix) in [
            (source.path, ""), (source.snapshots, "snapshots/"), (source.archive, "archive/"),
        ] {
            for name in try disk.namesIfThere(in: folder)
            where name != "lock" && !JournalDirectory.folders.contains(name) {
                found.insert(prefix + name)
            }
        }
        return found.symmetricDifference(manifest.files.map(\.path)).min()
    }
}
