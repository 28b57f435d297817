package import Journal
import Synchronization

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A disk in memory behind the journal's file interface, with the journal's real code above it.
///
/// It remembers every change, so that a crash can be put between any two of them or inside a
/// write; it can refuse any call, carry fewer bytes than asked, and fill up. It never draws:
/// chance is in ``DiskImage/afterPowerLoss(_:_:)`` and in whoever chooses a ``Refusal``.
package final class SimulatedDisk: Disk {
    struct State: Sendable {
        var image: DiskImage
        var log: [DiskOperation] = []
        var keepsLog = true
        var locked: Set<Int> = []
        var refusal: Refusal?
        var calls = 0
        var freeBytes = Int.max
        var capacityBytes = Int.max
        var danger: String?
    }

    let state: Mutex<State>
    private let beforeSync: @Sendable (Int) -> Void

    /// A disk that holds `image`.
    ///
    /// - Parameters:
    ///   - image: what it holds.
    ///   - keepsLog: whether it remembers changes; without, it is a little faster.
    ///   - beforeSync: runs before each sync of a file, on the thread that asks for it.
    package init(
        _ image: DiskImage = DiskImage(),
        keepsLog: Bool = true,
        beforeSync: @escaping @Sendable (Int) -> Void = { _ in }
    ) {
        var initial = State(image: image)
        initial.keepsLog = keepsLog
        state = Mutex(initial)
        self.beforeSync = beforeSync
    }

    /// What it holds now.
    package var image: DiskImage { state.withLock { $0.image } }
    /// Every change so far, in order.
    package var log: [DiskOperation] { state.withLock { $0.log } }
    /// How many calls it has answered, refused ones included.
    package var calls: Int { state.withLock { $0.calls } }

    /// Whether an open file holds a lock.
    package var hasLocks: Bool { state.withLock { !$0.locked.isEmpty } }

    /// Refuses calls from now on; nil stops that.
    package func refuse(_ refusal: Refusal?) { state.withLock { $0.refusal = refusal } }

    /// Says so many bytes are free, whatever is.
    package func claimFree(_ bytes: Int) { state.withLock { $0.freeBytes = bytes } }

    /// Fills up once all files together have so many bytes.
    package func limit(toBytes bytes: Int) { state.withLock { $0.capacityBytes = bytes } }

    /// Says why it cannot be trusted; nil when it can.
    package func claimDanger(_ reason: String?) { state.withLock { $0.danger = reason } }

    /// Changes what it holds, behind the back of whoever uses it.
    package func edit(_ body: @Sendable (inout DiskImage) -> Void) {
        state.withLock { body(&$0.image) }
    }

    // MARK: - Disk

    package func open(_ path: String, _ mode: DiskOpenMode) throws(DiskError) -> any DiskFile {
        let (existing, isDirectory) = state.withLock { state in
            (state.image.file(at: path), state.image.directory(at: path) != nil)
        }
        guard !isDirectory else { throw failure(.open, path, EISDIR) }
        switch (mode, existing) {
        case (.create, .some): throw failure(.open, path, EEXIST)
        case (.read, nil), (.update, nil): throw failure(.open, path, ENOENT)
        case (_, .some(let file)):
            try ask(.open, path)
            return SimulatedFile(self, file, path)
        case (_, nil):
            let file = state.withLock { $0.image.take() }
            try perform(.create, .create(path: path, file: file), path)
            return SimulatedFile(self, file, path)
        }
    }

    package func names(in directory: String) throws(DiskError) -> [String] {
        try ask(.names, directory)
        guard let names = state.withLock({ $0.image.names(in: directory) }) else {
            throw failure(.names, directory, ENOENT)
        }
        return names
    }

    package func item(at path: String) throws(DiskError) -> DiskItem? {
        try ask(.item, path)
        return state.withLock { state in
            if let number = state.image.directory(at: path) {
                return DiskItem(kind: .directory, device: 1, number: UInt64(number), size: 0)
            }
            return state.image.file(at: path).map { file in
                let size = state.image.bytes(of: file).count
                return DiskItem(kind: .file, device: 1, number: UInt64(file), size: size)
            }
        }
    }

    package func makeDirectory(_ path: String) throws(DiskError) {
        let number = state.withLock { $0.image.node(at: path) == nil ? $0.image.take() : nil }
        guard let number else { throw failure(.makeDirectory, path, EEXIST) }
        try perform(.makeDirectory, .makeDirectory(path: path, directory: number), path)
    }

    package func rename(_ source: String, to target: String) throws(DiskError) {
        guard state.withLock({ $0.image.node(at: source) != nil }) else {
            throw failure(.rename, source, ENOENT)
        }
        try perform(.rename, .rename(source: source, target: target), source)
    }

    package func unlink(_ path: String) throws(DiskError) {
        guard state.withLock({ $0.image.file(at: path) != nil }) else {
            throw failure(.unlink, path, ENOENT)
        }
        try perform(.unlink, .unlink(path: path), path)
    }

    package func syncDirectory(_ path: String) throws(DiskError) {
        try perform(.syncDirectory, .syncDirectory(path: path), path)
    }

    package func freeBytes(at path: String) throws(DiskError) -> Int {
        try ask(.freeBytes, path)
        return state.withLock { state in
            guard state.capacityBytes < .max else { return state.freeBytes }
            return min(state.freeBytes, max(0, state.capacityBytes - state.image.size))
        }
    }

    package func danger(at directory: String) throws(DiskError) -> String? {
        try ask(.danger, directory)
        return state.withLock { $0.danger }
    }

    // MARK: - Calls

    func waitBeforeSync(_ file: Int) { beforeSync(file) }

    /// Counts a call that changes nothing.
    ///
    /// - Returns: the most bytes that it may carry.
    @discardableResult
    func ask(_ call: DiskCall, _ path: String) throws(DiskError) -> Int {
        let verdict = state.withLock { $0.judge(call, nil) }
        switch verdict {
        case .allowed: return .max
        case .short(let bytes): return bytes
        case .refused(let errno, _): throw failure(call, path, errno)
        }
    }

    /// Does a change, or a part of it.
    ///
    /// - Returns: how many bytes a write carried.
    @discardableResult
    func perform(
        _ call: DiskCall,
        _ operation: DiskOperation,
        _ path: String
    ) throws(DiskError) -> Int {
        let result = state.withLock { state -> Result<Int, DiskError> in
            switch state.judge(call, operation) {
            case .allowed: return state.fit(operation, failure(call, path, ENOSPC))
            case .short(let bytes):
                let part = operation.prefix(bytes) ?? operation
                return state.fit(part, failure(call, path, ENOSPC))
            case .refused(let errno, let bytes):
                if case .sync(let file) = operation { _ = state.apply(.failedSync(file: file)) }
                if bytes > 0, let part = operation.prefix(bytes) { _ = state.apply(part) }
                return .failure(failure(call, path, errno))
            }
        }
        return try result.get()
    }

    private func failure(_ call: DiskCall, _ path: String, _ errno: Int32) -> DiskError {
        let name = call == .create ? DiskCall.open : call
        return DiskError(operation: name.rawValue, path: path, errno: errno)
    }
}

extension SimulatedDisk.State {
    mutating func judge(_ call: DiskCall, _ operation: DiskOperation?) -> Refusal.Verdict {
        calls += 1
        return refusal?.judge(call, operation) ?? .allowed
    }

    mutating func apply(_ operation: DiskOperation) -> Int {
        image.apply(operation)
        if keepsLog { log.append(operation) }
        return operation.writtenBytes
    }

    /// Does as much of a change as there is space for.
    mutating func fit(_ operation: DiskOperation, _ full: DiskError) -> Result<Int, DiskError> {
        guard capacityBytes < .max, case .write(let file, let offset, let bytes) = operation else {
            return .success(apply(operation))
        }
        let free = max(0, capacityBytes - image.size)
        let room = max(0, image.bytes(of: file).count - offset) + free
        guard bytes.count > room else { return .success(apply(operation)) }
        guard room > 0, let part = operation.prefix(room) else { return .failure(full) }
        return .success(apply(part))
    }
}
