/// A snapshot whose file was read and whose hash is being computed.
///
/// The hash of a large one takes about as long as reading the records after it, and needs no
/// disk; so it has a thread of its own.
struct SnapshotCheck {
    /// From this size on, starting a thread costs less than waiting, in bytes.
    static let largeBytes = 1_048_576

    private enum Verdict: Sendable {
        case waiting
        case done(JournalSnapshot?)
    }

    private let verdict: Monitor<Verdict>

    /// Begins to check the bytes of a file.
    init(_ bytes: [UInt8], of id: JournalID) {
        guard bytes.count >= Self.largeBytes else {
            verdict = Monitor(.done(SnapshotFile.read(bytes, of: id)))
            return
        }
        let verdict = Monitor(Verdict.waiting)
        self.verdict = verdict
        OwnThread.start {
            let snapshot = SnapshotFile.read(bytes, of: id)
            verdict.withLock { $0 = .done(snapshot) }
            verdict.wake()
        }
    }

    /// Whether it is already known that it does not verify.
    var hasFailed: Bool {
        verdict.withLock { verdict in
            if case .done(nil) = verdict { true } else { false }
        }
    }

    /// The snapshot, once it is checked; nil when it does not verify.
    func wait() -> JournalSnapshot? {
        let snapshot = verdict.wait(atMost: nil) { verdict -> JournalSnapshot?? in
            if case .done(let snapshot) = verdict { .some(snapshot) } else { nil }
        }
        return snapshot ?? nil
    }
}
