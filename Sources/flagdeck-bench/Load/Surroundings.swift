#if os(Linux)
import CLinux
import FlagModel
import FlagService
import Glibc

/// The system's clocks, cores and what it says about processes.
enum Surroundings {
    /// Microseconds of a clock that only runs forwards and that all processes share.
    static func microseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
    }

    /// The wall clock.
    static func now() -> Moment {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Moment(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }

    /// The system's clock and random numbers.
    static let world = LocalService.World(
        now: { now() },
        random: { UInt64.random(in: .min ... .max) }
    )

    /// Keeps this thread, and every thread and process that it starts, on one core.
    ///
    /// - Parameter core: from 0 to 63; `nil` allows all.
    static func stay(on core: Int?) {
        _ = clinux_stay_on(core.map { 1 << UInt64($0) } ?? .max)
    }

    /// Lets this process have as many files open as it may.
    static func raiseFileLimit() {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }

    /// Seconds that a process and its threads have computed, in their own code and in the system's.
    static func computedSeconds(of process: pid_t) -> Double {
        var clock = clockid_t()
        var time = timespec()
        guard clock_getcpuclockid(process, &clock) == 0, clock_gettime(clock, &time) == 0 else {
            return 0
        }
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Bytes of memory that a process holds.
    static func residentBytes(of process: pid_t) -> Int {
        let fields = contents(of: "/proc/\(process)/statm").split(separator: " ")
        guard fields.count > 1, let pages = Int(fields[1]) else { return 0 }
        return pages * Int(getpagesize())
    }

    private static func contents(of path: String) -> String {
        guard let file = fopen(path, "r") else { return "" }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }
}
#endif
