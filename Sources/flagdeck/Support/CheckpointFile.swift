import FlagService
import Journal

/// Files that hold the key for checkpoints, and checkpoints.
enum CheckpointFile {
    /// What a file of checkpoints holds.
    struct Found {
        /// The file's name.
        var source = ""
        var checkpoints: [Checkpoint] = []

        /// What must be in the chain.
        var heads: [ExpectedHead] {
            checkpoints.map {
                ExpectedHead(source: source, sequence: $0.sequence, chainHash: $0.chainHash)
            }
        }

        /// Checkpoints of another journal.
        func problems(for id: JournalID) -> [VerificationReport.Problem] {
            guard let other = checkpoints.first(where: { $0.journal != id }) else { return [] }
            let text = "It holds a checkpoint of another journal, \(other.journal)."
            return [VerificationReport.Problem(path: source, description: text)]
        }
    }

    /// Reads checkpoints and verifies each signature.
    ///
    /// - Throws: ``CommandFailure`` that names the first line that is not as it must be.
    static func read(_ path: String, publicKey: String) throws -> Found {
        let bytes = try InputFile.read(path)
        guard bytes.count <= Checkpoint.maximumFileBytes else {
            throw CommandFailure(.refused, "\(path) is larger than 64 MiB, the most that is read.")
        }
        let text = String(decoding: bytes, as: UTF8.self)
        let key = try self.publicKey(publicKey)
        switch Checkpoint.read(text, verifiedBy: key) {
        case .success(let checkpoints): return Found(source: path, checkpoints: checkpoints)
        case .failure(.unreadable(let line)):
            throw CommandFailure(
                .journal,
                "\(path), line \(line): no checkpoint begins here. Somebody changed the file, or "
                    + "it holds something else."
            )
        case .failure(.otherSignature(let line)):
            throw CommandFailure(
                .journal,
                "\(path), line \(line): this key did not sign this checkpoint. Either the "
                    + "checkpoint was changed or it is another key's."
            )
        }
    }

    /// Reads a key that signs, which only its owner may read, and which may not lie in the data.
    static func key(_ path: String, for directory: DataDirectory) throws -> CheckpointKey {
        if let key = PlainFile.resolved(path), let data = PlainFile.resolved(directory.path),
            key.hasPrefix(data + "/")
        {
            throw CommandFailure(
                .refused,
                "\(path) lies with the data, so whoever could change the journal could sign for "
                    + "it too. Move the key to another place."
            )
        }
        guard !PlainFile.isOpenToOthers(path) else {
            throw CommandFailure(
                .refused,
                "\(path) can be read by others. Nothing was signed. Close it: chmod 600 \(path)"
            )
        }
        let text = String(decoding: try InputFile.read(path), as: UTF8.self)
        guard let key = CheckpointKey(text) else {
            throw CommandFailure(
                .refused,
                "\(path) holds no key for checkpoints. "
                    + "Make one with: flagdeck journal checkpoint --make-key --key FILE"
            )
        }
        return key
    }

    private static func publicKey(_ text: String) throws -> CheckpointPublicKey {
        if let key = CheckpointPublicKey(text) { return key }
        let line =
            String(decoding: try InputFile.read(text), as: UTF8.self)
            .split(separator: "\n").first.map(String.init) ?? ""
        guard let key = CheckpointPublicKey(line) else {
            throw CommandFailure(.refused, "\(text) is no public key for checkpoints.")
        }
        return key
    }
}
