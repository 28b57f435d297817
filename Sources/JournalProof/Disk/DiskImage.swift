/// What a disk holds: what programs see now, and what is sure to be there after a power loss.
///
/// Names and contents are apart, as on a real disk. A name is durable once its directory was
/// synced, a content once its file was; a rename between two directories once both were. Killing a
/// process loses nothing of this value; ``afterPowerLoss(_:)`` loses what was not synced.
package struct DiskImage: Equatable, Sendable {
    /// The names in a directory and what they lead to.
    struct Directory: Equatable, Sendable {
        var live: [String: Int] = [:]
        var durable: [String: Int] = [:]
    }

    /// A file's bytes now, at its last sync, and every change between.
    struct Content: Equatable, Sendable {
        var live: [UInt8] = []
        var durable: [UInt8] = []
        var pending: [Change] = []
        /// Whether a sync failed: some of what programs see will never be durable.
        var hasForgotten = false

        /// What would be durable after a sync.
        var afterSync: [UInt8] {
            guard hasForgotten else { return live }
            return pending.reduce(into: durable) { $1.apply(to: &$0) }
        }
    }

    /// A change of a file that was not synced yet.
    enum Change: Equatable, Sendable {
        case write(offset: Int, bytes: [UInt8])
        case truncate(size: Int)

        func apply(to bytes: inout [UInt8]) {
            switch self {
            case .write(let offset, let new): bytes.put(new, at: offset)
            case .truncate(let size): bytes.resize(to: size)
            }
        }
    }

    /// A change of names that was not synced yet.
    struct NameChange: Equatable, Sendable {
        /// The place that loses its name, if one does.
        var removed: Place?
        /// The place that gets one, and what it leads to.
        var added: (place: Place, node: Int)?
        /// The directories that were not synced since.
        var unsynced: Set<Int>

        static func == (one: NameChange, other: NameChange) -> Bool {
            one.removed == other.removed && one.unsynced == other.unsynced
                && one.added?.place == other.added?.place && one.added?.node == other.added?.node
        }
    }

    /// A name in a directory.
    struct Place: Hashable, Sendable {
        var directory: Int
        var name: String
    }

    var directories: [Int: Directory] = [0: Directory()]
    var contents: [Int: Content] = [:]
    var pendingNames: [NameChange] = []
    /// Where each directory is found; follows from the names.
    private(set) var directoryAt: [String: Int] = ["": 0]
    /// The number that the next file or directory gets.
    private(set) var nextNumber = 1

    /// An empty disk with a root.
    package init() {}

    /// An empty disk with a durable directory, such as `/data`, and those above it.
    package init(directory path: String) {
        var made = ""
        for part in path.split(separator: "/") {
            made += "/" + part
            make(made)
        }
    }

    // MARK: - Looking

    /// The paths of all files, sorted.
    package var paths: [String] {
        directoryAt.flatMap { path, number in
            directories[number, default: Directory()].live
                .filter { contents[$0.value] != nil }.map { path + "/" + $0.key }
        }.sorted()
    }

    /// The number of the file at `path`; nil when there is none.
    package func file(at path: String) -> Int? {
        node(at: path).flatMap { contents[$0] == nil ? nil : $0 }
    }

    /// The number of the directory at `path`; nil when there is none.
    package func directory(at path: String) -> Int? {
        directoryAt[path == "/" ? "" : path]
    }

    /// The names in a directory, in no order; nil when there is none.
    package func names(in path: String) -> [String]? {
        directory(at: path).map { Array(directories[$0, default: Directory()].live.keys) }
    }

    /// A file's bytes as programs see them; empty when there is no such file.
    package func bytes(of file: Int) -> [UInt8] { contents[file]?.live ?? [] }

    /// The bytes of all files together.
    package var size: Int { contents.values.reduce(0) { $0 + $1.live.count } }

    func node(at path: String) -> Int? {
        guard let place = place(of: path) else { return nil }
        return directories[place.directory]?.live[place.name]
    }

    func place(of path: String) -> Place? {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")),
            let directory = directoryAt[String(path[..<slash])]
        else { return nil }
        return Place(directory: directory, name: String(path[path.index(after: slash)...]))
    }

    // MARK: - Editing at rest

    /// A file's bytes by path.
    ///
    /// Setting them makes the file when it is not there, and is durable: it is what damage and
    /// people do, not what a program does.
    package subscript(path: String) -> [UInt8] {
        get { file(at: path).map(bytes) ?? [] }
        set {
            let number = file(at: path) ?? take()
            contents[number] = Content(live: newValue, durable: newValue)
            guard let place = place(of: path) else { return }
            directories[place.directory]?.live[place.name] = number
            directories[place.directory]?.durable[place.name] = number
        }
    }

    /// Gives the file at `existing` the further name `path`, durably.
    package mutating func link(_ path: String, to existing: String) {
        guard let place = place(of: path), let number = file(at: existing) else { return }
        directories[place.directory]?.live[place.name] = number
        directories[place.directory]?.durable[place.name] = number
    }

    /// Removes a file durably.
    package mutating func remove(_ path: String) {
        guard let place = place(of: path) else { return }
        directories[place.directory]?.live[place.name] = nil
        directories[place.directory]?.durable[place.name] = nil
    }

    /// Makes a directory durably; its parent must be there.
    package mutating func make(_ directory: String) {
        apply(.makeDirectory(path: directory, directory: take()))
        guard let slash = directory.utf8.lastIndex(of: UInt8(ascii: "/")) else { return }
        apply(.syncDirectory(path: String(directory[..<slash])))
    }

    mutating func take() -> Int {
        defer { nextNumber += 1 }
        return nextNumber
    }

    // MARK: - Index

    /// Finds every directory again, from the root down.
    mutating func index() {
        var found = ["": 0]
        var open = [(path: "", number: 0)]
        while let (path, number) = open.popLast() {
            for (name, node) in directories[number, default: Directory()].live
            where directories[node] != nil {
                found[path + "/" + name] = node
                open.append((path + "/" + name, node))
            }
        }
        directoryAt = found
    }

    mutating func note(_ number: Int) { nextNumber = max(nextNumber, number + 1) }

    mutating func index(_ directory: Int, at path: String) { directoryAt[path] = directory }
}
