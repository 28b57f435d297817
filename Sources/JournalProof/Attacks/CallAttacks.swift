import Journal

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// System calls that fail, once or for ever.
package enum CallAttacks {
    private static let errors: [Int32] = [EIO, ENOSPC, EDQUOT, EINTR, EROFS, EMFILE]

    /// E1: the nth call fails, for every n.
    package static let everyCall = Attack(
        id: "E1",
        what: "the nth call of a life fails with each error or carries less, once and for ever"
    ) { settings in
        let sound = ProofJournal.emptyDisk()
        _ = await CallLife(on: sound).answered
        let calls = sound.calls
        let kinds: [Int32] = settings.isShort ? [EIO, ENOSPC, 0] : errors + [0]
        let step = settings.size(short: 3, long: 1)
        let cases = stride(from: 0, to: calls, by: step).flatMap { call in
            kinds.flatMap { errno in [false, true].map { (call, errno, $0) } }
        }
        var tally = await Tally.sweep(cases.count, workers: settings.workers) { index, tally in
            let (call, errno, isForever) = cases[index]
            let disk = ProofJournal.emptyDisk()
            disk.refuse(
                Refusal(
                    after: call,
                    errno: errno,
                    isForever: isForever,
                    calls: DiskCall.all,
                    carriedBytes: index % 3 * 113
                )
            )
            let flaw = await judged(disk, settings.seed, index)
            tally.add(flaw, "call \(call) errno \(errno) for ever \(isForever)")
        }
        tally.count("calls", calls)
        return tally
    }

    /// E2: the nth sync fails; the system forgets the pages, but goes on showing them.
    package static let everySync = Attack(
        id: "E2",
        what: "the nth sync fails once and the system forgets what it held"
    ) { settings in
        let sound = ProofJournal.emptyDisk()
        _ = await CallLife(on: sound).answered
        let syncs = sound.log.count { operation in
            if case .sync = operation { true } else { false }
        }
        let turns = settings.size(short: 4, long: 200)
        return await Tally.sweep(syncs * turns, workers: settings.workers) { index, tally in
            let disk = ProofJournal.emptyDisk()
            disk.refuse(Refusal(after: index / turns, errno: EIO, calls: [.sync]))
            let life = await CallLife(on: disk)
            if life.answersAfterFailedSync > 0 {
                tally.add(.silent("answered after a failed sync"), "sync \(index / turns)")
            }
            disk.refuse(nil)
            var random = SeededRandom(seed: settings.seed, case: index)
            let image = disk.image
            let flaw = await life.flaw(on: image, &random)
            tally.add(flaw, "sync \(index / turns) turn \(index % turns)")
        }
    }

    /// E4: the disk is full after so many bytes, for every number of bytes.
    package static let everySpace = Attack(
        id: "E4",
        what: "the disk is full after every number of bytes, and has space again later"
    ) { settings in
        let sound = ProofJournal.emptyDisk()
        _ = await CallLife(on: sound).answered
        let size = sound.image.size
        let step = settings.size(short: 101, long: 1)
        return await Tally.sweep(size / step, workers: settings.workers) { index, tally in
            let disk = ProofJournal.emptyDisk()
            disk.limit(toBytes: index * step)
            let flaw = await judged(disk, settings.seed, index)
            tally.add(flaw, "full at \(index * step) bytes")
        }
    }

    private static func judged(_ disk: SimulatedDisk, _ seed: UInt64, _ index: Int) async -> Flaw? {
        let life = await CallLife(on: disk)
        disk.refuse(nil)
        disk.limit(toBytes: .max)
        if disk.hasLocks { return .refused("a lock is left") }
        var random = SeededRandom(seed: seed, case: index)
        return await life.flaw(on: disk.image, &random)
    }
}

/// A short life that goes on as well as it can, and notes what it was answered.
struct CallLife: Sendable {
    private(set) var answered: [String] = []
    private(set) var isMade = false
    private(set) var answersAfterFailedSync = 0

    init(on disk: SimulatedDisk) async {
        do {
            try ProofJournal.make(on: disk)
            isMade = true
        } catch {}
        for turn in 0..<2 {
            guard let (journal, _) = try? ProofJournal.open(disk) else { continue }
            for number in 0..<4 {
                let entry = NewEntry.example("\(turn)-\(number)", parts: 1 + 2 * number % 5)
                let isClosed = journal.failure != nil
                guard (try? await journal.append([entry])) != nil else { continue }
                answered.append(entry.command)
                if isClosed { answersAfterFailedSync += 1 }
                guard number == 2, journal.failure == nil else { continue }
                let last = journal.last.entry
                try? await journal.writeSnapshot(schemaVersion: 1, state: [48], throughEntry: last)
            }
            await journal.close()
        }
    }

    /// Opens after the life, with power kept and with power lost.
    func flaw(on image: DiskImage, _ random: inout SeededRandom) async -> Flaw? {
        for state in [image, image.afterPowerLoss(.none, &random), image.afterPowerLoss(&random)] {
            let disk = SimulatedDisk(state, keepsLog: false)
            do {
                let (journal, _) = try ProofJournal.open(disk)
                let kept = Set(try journal.entries(from: 1).map(\.command))
                await journal.close()
                let lost = answered.filter { !kept.contains($0) }
                if !lost.isEmpty { return .lost("\(lost)") }
            } catch JournalError.absent where !isMade && answered.isEmpty {
                continue
            } catch {
                return .refused("\(error)")
            }
        }
        return nil
    }
}

extension DiskImage {
    func afterPowerLoss(_ random: inout SeededRandom) -> DiskImage {
        afterPowerLoss(.drawn, &random)
    }
}
