/// Which of the unsynced changes a power loss lets survive.
package enum Survival: Sendable {
    /// Every change.
    case all
    /// No change.
    case none
    /// Each name, size and sector by its own draw.
    case drawn
    /// The unsynced names whose bit is set, the first one's being the lowest; contents as given.
    case names(bits: UInt64, contents: ContentSurvival)

    /// What happens to contents.
    package enum ContentSurvival: CaseIterable, Sendable {
        /// Every change is there.
        case all
        /// No change is there.
        case none
        /// Each sector by its own draw.
        case drawn
    }
}

extension DiskImage {
    /// How many changes of names are not synced.
    package var pendingNameCount: Int { pendingNames.count }

    /// A disk as a power loss may leave it.
    ///
    /// Any subset of the changed names is there. Each 512-byte sector of a file that was changed
    /// since its last sync is as it was after any of the changes, half of one and half of another,
    /// zero, or garbage; the file's size is any that it had, or one between. Bytes of a sector
    /// that were synced and are written again with the same value stay: a torn sector is assumed
    /// to keep what did not change (SQLite calls it powersafe overwrite).
    ///
    /// - Parameters:
    ///   - survival: which changes are there.
    ///   - random: draws for whatever is left to chance.
    /// - Returns: a disk on which everything is durable.
    package func afterPowerLoss(
        _ survival: Survival = .drawn,
        _ random: inout SeededRandom
    ) -> DiskImage {
        var image = self
        for (bit, change) in pendingNames.enumerated()
        where Self.survives(survival, bit, &random) {
            change.apply(to: &image.directories, \.durable)
        }
        image.pendingNames = []
        for number in image.directories.keys {
            let durable = image.directories[number]?.durable ?? [:]
            image.directories[number]?.live = durable
        }
        image.index()
        for number in contents.keys.sorted() {
            guard let content = contents[number], content.live != content.durable
            else { continue }
            let bytes =
                switch survival.contents {
                case .all: content.afterSync
                case .none: content.durable
                case .drawn: content.afterPowerLoss(&random)
                }
            image.contents[number] = Content(live: bytes, durable: bytes)
        }
        return image
    }

    private static func survives(
        _ survival: Survival,
        _ bit: Int,
        _ random: inout SeededRandom
    ) -> Bool {
        switch survival {
        case .all: true
        case .none: false
        case .drawn: Bool.random(using: &random)
        case .names(let bits, _): bits >> UInt64(min(bit, 63)) & 1 == 1
        }
    }
}

extension Survival {
    fileprivate var contents: ContentSurvival {
        switch self {
        case .all: .all
        case .none: .none
        case .drawn: .drawn
        case .names(_, let contents): contents
        }
    }
}

extension DiskImage.Content {
    private static let sectorBytes = 512

    fileprivate func afterPowerLoss(_ random: inout SeededRandom) -> [UInt8] {
        var versions = [durable]
        for change in pending {
            var next = versions[versions.count - 1]
            change.apply(to: &next)
            versions.append(next)
        }
        let longest = versions.map(\.count).max() ?? 0
        var mixed = [UInt8](repeating: 0, count: longest)
        for start in stride(from: 0, to: longest, by: Self.sectorBytes) {
            let range = start..<min(start + Self.sectorBytes, longest)
            mixed.replaceSubrange(range, with: Self.sector(range, of: versions, &random))
        }
        mixed.resize(to: Self.size(versions.map(\.count), &random))
        return mixed
    }

    /// Any size that the file had, or one between the shortest and the longest.
    private static func size(_ sizes: [Int], _ random: inout SeededRandom) -> Int {
        if Bool.random(using: &random), let size = sizes.randomElement(using: &random) {
            return size
        }
        return Int.random(in: (sizes.min() ?? 0)...(sizes.max() ?? 0), using: &random)
    }

    private static func sector(
        _ range: Range<Int>,
        of versions: [[UInt8]],
        _ random: inout SeededRandom
    ) -> [UInt8] {
        let first = part(range, of: versions[0])
        var distinct = [first]
        for version in versions.dropFirst() {
            let next = part(range, of: version)
            if next != distinct[distinct.count - 1] { distinct.append(next) }
        }
        guard distinct.count > 1 else { return first }
        let one = distinct[Int.random(in: 0..<distinct.count, using: &random)]
        let other = distinct[Int.random(in: 0..<distinct.count, using: &random)]
        switch Int.random(in: 0..<6, using: &random) {
        case 0, 1: return distinct[distinct.count - 1]
        case 2: return one
        case 3:
            let half = Int.random(in: 0...one.count, using: &random)
            return Array(one[..<half] + other[half...])
        case 4: return spoilt(distinct, versions[0].count - range.lowerBound) { _ in 0 }
        default:
            var source = random
            defer { random = source }
            return spoilt(distinct, versions[0].count - range.lowerBound) { _ in
                UInt8.random(in: 0...255, using: &source)
            }
        }
    }

    /// Spoils a sector, but for synced bytes that no change altered.
    private static func spoilt(
        _ versions: [[UInt8]],
        _ synced: Int,
        _ byte: (Int) -> UInt8
    ) -> [UInt8] {
        let first = versions[0]
        return first.indices.map { index in
            let isKept = index < synced && versions.allSatisfy { $0[index] == first[index] }
            return isKept ? first[index] : byte(index)
        }
    }

    private static func part(_ range: Range<Int>, of bytes: [UInt8]) -> [UInt8] {
        let end = min(range.upperBound, bytes.count)
        var part = Array(bytes[min(range.lowerBound, end)..<end])
        part.resize(to: range.count)
        return part
    }
}
