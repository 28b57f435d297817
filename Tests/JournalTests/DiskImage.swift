import Journal

/// One operation that changes a disk.
enum DiskOperation: Equatable, Sendable {
    case create(path: String, file: Int)
    case write(file: Int, offset: Int, bytes: [UInt8])
    case sync(file: Int)
    case truncate(file: Int, size: Int)
    case rename(source: String, target: String)
    case unlink(path: String)
    case makeDirectory(path: String)
    case syncDirectory(path: String)
}

/// What a disk holds: names, and contents that a name may or may not lead to.
struct DiskImage: Equatable, Sendable {
    var files: [String: Int] = [:]
    var directories: Set<String> = []
    var contents: [Int: [UInt8]] = [:]
    /// What each file held when it was last synced.
    var synced: [Int: [UInt8]] = [:]

    mutating func apply(_ operation: DiskOperation) {
        switch operation {
        case .create(let path, let file):
            files[path] = file
            contents[file] = []
            synced[file] = []
        case .write(let file, let offset, let bytes):
            var content = contents[file, default: []]
            let end = offset + bytes.count
            if content.count < end { content += Array(repeating: 0, count: end - content.count) }
            content.replaceSubrange(offset..<end, with: bytes)
            contents[file] = content
        case .sync(let file): synced[file] = contents[file]
        case .truncate(let file, let size):
            let content = contents[file, default: []]
            let padding = Array(repeating: UInt8(0), count: max(0, size - content.count))
            contents[file] = Array(content.prefix(size)) + padding
        case .rename(let source, let target): rename(source, target)
        case .unlink(let path): files[path] = nil
        case .makeDirectory(let path): directories.insert(path)
        case .syncDirectory: break
        }
    }

    private mutating func rename(_ source: String, _ target: String) {
        if let file = files.removeValue(forKey: source) { files[target] = file }
        guard directories.remove(source) != nil else { return }
        directories.insert(target)
        for path in directories where path.hasPrefix(source + "/") {
            directories.remove(path)
            directories.insert(target + path.dropFirst(source.count))
        }
        for (path, file) in files where path.hasPrefix(source + "/") {
            files[path] = nil
            files[target + path.dropFirst(source.count)] = file
        }
    }

    /// The content under a path.
    subscript(path: String) -> [UInt8] {
        get { files[path].flatMap { contents[$0] } ?? [] }
        set {
            guard let file = files[path] else { return }
            contents[file] = newValue
            synced[file] = newValue
        }
    }
}

extension DiskImage {
    /// A disk as a power loss may leave it: every 512-byte sector that was not synced is new, old,
    /// zero or garbage, and a file ends anywhere between its two sizes.
    func afterPowerLoss(_ random: inout SeededRandom) -> DiskImage {
        var image = self
        for (file, content) in contents.sorted(by: { $0.key < $1.key }) {
            let old = synced[file, default: []]
            guard old != content else { continue }
            var mixed = content
            let sizes = [old.count, content.count].sorted()
            let size = Int.random(in: sizes[0]...sizes[1], using: &random)
            for start in stride(from: 0, to: content.count, by: 512) {
                let range = start..<min(start + 512, content.count)
                let before = range.map { $0 < old.count ? old[$0] : 0 }
                guard Array(content[range]) != before else { continue }
                mixed.replaceSubrange(
                    range,
                    with: Self.sector(Array(content[range]), before, old.count - start, &random)
                )
            }
            image.contents[file] =
                size < old.count ? Array(old.prefix(size)) : mixed.prefix(size) + []
            image.synced[file] = image.contents[file]
        }
        return image
    }

    private static func sector(
        _ new: [UInt8],
        _ old: [UInt8],
        _ kept: Int,
        _ random: inout SeededRandom
    ) -> [UInt8] {
        let garbage = new.indices.map { index in
            // A sector's bytes that were synced before are rewritten with the same value, so a
            // torn sector keeps them.
            index < kept && new[index] == old[index]
                ? old[index] : UInt8.random(in: 0...255, using: &random)
        }
        switch Int.random(in: 0..<5, using: &random) {
        case 0, 1: return new
        case 2: return old
        case 3: return garbage
        default:
            let half = Int.random(in: 0...new.count, using: &random)
            return Array(new[..<half] + old[half...])
        }
    }
}

/// A repeatable source of numbers (splitmix64); its seed is printed by the tests that use it.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
