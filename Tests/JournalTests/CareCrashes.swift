import Journal
import JournalProof

/// Every disk that work on a journal's files can leave behind when the machine stops inside it.
struct CareCrashes {
    /// The disk before the work.
    let start: DiskImage
    private let log: [DiskOperation]

    /// Does the work once on a copy of the disk and remembers its operations.
    init(_ start: DiskImage, _ work: (SimulatedDisk) async throws -> Void) async throws {
        self.start = start
        let disk = SimulatedDisk(start)
        try await work(disk)
        log = disk.log
    }

    /// How many operations the work has.
    var count: Int { log.count }

    /// The disks before and after each operation, and those in which a write is torn in half.
    var images: [(mark: String, image: DiskImage)] {
        var images: [(String, DiskImage)] = []
        var image = start
        for (index, operation) in log.enumerated() {
            images.append(("before operation \(index)", image))
            if case .write(_, _, let bytes) = operation,
                let half = operation.prefix(bytes.count / 2)
            {
                var torn = image
                torn.apply(half)
                images.append(("inside operation \(index)", torn))
            }
            image.apply(operation)
        }
        return images + [("after everything", image)]
    }

    /// The same with power losses, in which unsynced sectors may be anything.
    func powerLosses(_ random: inout SeededRandom) -> [(mark: String, image: DiskImage)] {
        var lost: [(String, DiskImage)] = []
        for (mark, image) in images {
            lost.append((mark + ", power lost", image.afterPowerLoss(.drawn, &random)))
        }
        return lost
    }
}

extension DiskImage {
    /// Every file below a folder but those that say who has it open, by name.
    func files(below folder: String) -> [String: [UInt8]] {
        var found: [String: [UInt8]] = [:]
        for path in paths where path.hasPrefix(folder + "/") && !path.hasSuffix("/lock") {
            found[String(path.dropFirst(folder.count + 1))] = self[path]
        }
        return found
    }
}

extension CareRequest {
    static let example = CareRequest(
        actor: "mira",
        reason: "the law asks for it",
        timeMicroseconds: 1_764_000_000_000_000
    )
}
