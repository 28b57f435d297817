extension DiskImage {
    /// Does what a program did.
    package mutating func apply(_ operation: DiskOperation) {
        switch operation {
        case .create(let path, let file):
            note(file)
            contents[file] = Content()
            change(removing: nil, adding: path, node: file)
        case .write(let file, let offset, let bytes): write(bytes, to: file, at: offset)
        case .sync(let file):
            guard var content = contents.removeValue(forKey: file) else { return }
            content.durable = content.afterSync
            content.pending = []
            contents[file] = content
        case .failedSync(let file):
            guard contents[file]?.pending.isEmpty == false else { return }
            contents[file]?.pending = []
            contents[file]?.hasForgotten = true
        case .truncate(let file, let size): truncate(file, to: size)
        case .rename(let source, let target): rename(source, target)
        case .unlink(let path): change(removing: path, adding: nil, node: 0)
        case .makeDirectory(let path, let directory):
            note(directory)
            directories[directory] = Directory()
            change(removing: nil, adding: path, node: directory)
            index(directory, at: path)
        case .syncDirectory(let path): syncDirectory(path)
        }
    }

    private mutating func write(_ bytes: [UInt8], to file: Int, at offset: Int) {
        guard !bytes.isEmpty, var content = contents.removeValue(forKey: file) else { return }
        content.live.put(bytes, at: offset)
        content.pending.append(.write(offset: offset, bytes: bytes))
        contents[file] = content
    }

    private mutating func truncate(_ file: Int, to size: Int) {
        guard var content = contents.removeValue(forKey: file) else { return }
        content.live.resize(to: size)
        content.pending.append(.truncate(size: size))
        contents[file] = content
    }

    private mutating func rename(_ source: String, _ target: String) {
        guard let number = node(at: source) else { return }
        change(removing: source, adding: target, node: number)
        if directories[number] != nil { index() }
    }

    private mutating func change(removing source: String?, adding target: String?, node: Int) {
        let removed = source.flatMap(place)
        let added = target.flatMap(place).map { (place: $0, node: node) }
        let touched = [removed?.directory, added?.place.directory].compactMap(\.self)
        let change = NameChange(removed: removed, added: added, unsynced: Set(touched))
        change.apply(to: &directories, \.live)
        pendingNames.append(change)
    }

    private mutating func syncDirectory(_ path: String) {
        guard let number = directory(at: path) else { return }
        var pending: [NameChange] = []
        for var change in pendingNames {
            change.unsynced.remove(number)
            if change.unsynced.isEmpty {
                change.apply(to: &directories, \.durable)
            } else {
                pending.append(change)
            }
        }
        pendingNames = pending
    }
}

extension DiskImage.NameChange {
    func apply(
        to directories: inout [Int: DiskImage.Directory],
        _ names: WritableKeyPath<DiskImage.Directory, [String: Int]>
    ) {
        if let removed { directories[removed.directory]?[keyPath: names][removed.name] = nil }
        guard let added else { return }
        directories[added.place.directory]?[keyPath: names][added.place.name] = added.node
    }
}

extension [UInt8] {
    /// Writes `bytes` at `offset`; what lies between the end and there becomes zero.
    mutating func put(_ bytes: [UInt8], at offset: Int) {
        if count < offset { resize(to: offset) }
        let end = Swift.min(count, offset + bytes.count)
        replaceSubrange(offset..<end, with: bytes)
    }

    /// Cuts, or extends with zeros.
    mutating func resize(to size: Int) {
        if count > size { removeLast(count - size) }
        if count < size { append(contentsOf: repeatElement(0, count: size - count)) }
    }
}
