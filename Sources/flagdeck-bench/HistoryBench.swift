import FlagAPI
import FlagModel
import FlagService
import Journal

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Figures of a long history: opening it, its first picture, the check of all of it, and a look
/// far back.
enum HistoryBench {
    private static let rounds = 5

    /// Measures on a history in `folder`, which is made there unless it is there.
    ///
    /// - Parameters:
    ///   - count: how many entries the history has.
    ///   - folder: stays, so that the next measurement need not make it again.
    /// - Throws: what the service and the journal throw.
    static func run(entries count: Int, in folder: String) async throws {
        let directory = DataDirectory(path: "\(folder)/history-\(count)")
        try await make(count, in: directory)
        print("\(count) entries, \(Stopwatch.residentKilobytes() / 1024) MiB resident before")
        try await opening(directory)
        try await looks(count, directory)
        try await check(directory)
        print("peak resident: \(Stopwatch.peakKilobytes() / 1024) MiB")
    }

    private static func make(_ count: Int, in directory: DataDirectory) async throws {
        guard access(directory.path, F_OK) != 0 else { return }
        let start = Stopwatch.now()
        let service = try LocalService.create(in: directory, world: world)
        var history = try LongHistory()
        try await history.tell(service, entries: count)
        await service.close()
        print("made in \(Stopwatch.text((Stopwatch.now() - start) / 1_000_000)) s")
    }

    private static func opening(_ directory: DataDirectory) async throws {
        var journals: [Double] = []
        var services: [Double] = []
        var pictures: [Double] = []
        for _ in 0..<rounds {
            let start = Stopwatch.now()
            let journal = try Journal.open(at: directory.journal, access: .write).journal
            journals.append(Stopwatch.now() - start)
            await journal.close()

            let again = Stopwatch.now()
            let service = try LocalService.open(directory, world: world).service
            services.append(Stopwatch.now() - again)
            _ = try await service.picture()
            pictures.append(Stopwatch.now() - again)
            await service.close()
        }
        print("journal opened: \(Stopwatch.milliseconds(journals))")
        print("service opened, state decoded: \(Stopwatch.milliseconds(services))")
        print("first picture, from the start: \(Stopwatch.milliseconds(pictures))")
        print("resident after opening: \(Stopwatch.residentKilobytes() / 1024) MiB")
    }

    /// Pictures of the past, the first one after opening and further ones nearby.
    private static func looks(_ count: Int, _ directory: DataDirectory) async throws {
        for back in [100_000, count / 2, count - 1000] where back > 0 && back < count {
            let service = try LocalService.open(directory, world: world).service
            var times: [Double] = []
            for nearer in 0..<UInt64(rounds) {
                let start = Stopwatch.now()
                _ = try await service.picture(at: .entry(UInt64(count - back) + nearer * 7))
                times.append(Stopwatch.now() - start)
            }
            print("as it was \(back) entries ago: first \(Stopwatch.milliseconds([times[0]])),")
            print("  then \(Stopwatch.milliseconds(Array(times.dropFirst())))")
            await service.close()
        }
    }

    /// As a process that stays does it: on a background thread, with rests.
    private static func check(_ directory: DataDirectory) async throws {
        let service = try LocalService.open(directory, world: world).service
        let start = Stopwatch.now()
        let found = await service.checkHistory()
        let seconds = (Stopwatch.now() - start) / 1_000_000
        precondition(found.reassurance != nil, "The history just written must be sound.")
        print("check of the whole chain in the background: \(Stopwatch.text(seconds)) s")
        await service.close()
    }

    private static let world = LocalService.World(
        now: { Moment(microseconds: 1_900_000_000_000_000) },
        random: { UInt64.random(in: .min ... .max) }
    )
}

/// Time and memory of this process.
enum Stopwatch {
    /// Microseconds since the machine started.
    static func now() -> Double { read(CLOCK_MONOTONIC) }

    /// Microseconds that all threads of this process have computed.
    ///
    /// Others may use the machine, too; what two threads compute takes half of it on the clock
    /// where two cores are free.
    static func processor() -> Double { read(CLOCK_PROCESS_CPUTIME_ID) }

    /// Microseconds that this thread has computed.
    static func threadProcessor() -> Double { read(CLOCK_THREAD_CPUTIME_ID) }

    private static func read(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) * 1_000_000 + Double(time.tv_nsec) / 1000
    }

    /// How long `body` takes, in microseconds.
    static func microseconds(_ body: () throws -> Void) rethrows -> Double {
        let start = now()
        try body()
        return now() - start
    }

    /// The most memory that this process had, in KiB.
    static func peakKilobytes() -> Int {
        var usage = rusage()
        #if canImport(Darwin)
        getrusage(RUSAGE_SELF, &usage)
        return usage.ru_maxrss / 1024
        #else
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss
        #endif
    }

    /// The memory that this process has, in KiB; the most it had, where that is not known.
    static func residentKilobytes() -> Int {
        guard let file = fopen("/proc/self/statm", "r") else { return peakKilobytes() }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 128)
        guard fgets(&line, Int32(line.count), file) != nil else { return peakKilobytes() }
        let text = String(
            decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)),
            as: UTF8.self
        )
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return pages * Int(getpagesize()) / 1024
    }

    /// The median, and the least and the most, in milliseconds.
    static func milliseconds(_ times: [Double]) -> String {
        let sorted = times.sorted()
        guard let least = sorted.first, let most = sorted.last else { return "nothing" }
        let median = sorted[sorted.count / 2]
        return "\(text(median / 1000)) ms (\(text(least / 1000)) to \(text(most / 1000)))"
    }

    /// A number with one decimal.
    static func text(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(abs(tenths) % 10)"
    }
}
