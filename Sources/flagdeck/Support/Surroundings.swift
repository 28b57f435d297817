import FlagModel
import FlagService

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What the process finds around it: variables, the login name, the clock, random numbers.
enum Surroundings {
    /// A variable of the process's environment; empty counts as unset.
    static func variable(_ name: String) -> String? {
        guard let value = getenv(name) else { return nil }
        let text = String(cString: value)
        return text.isEmpty ? nil : text
    }

    /// The data directory when none is named: `$FLAGDECK_DATA`, else `$XDG_DATA_HOME/flagdeck`.
    static var dataPath: String {
        variable("FLAGDECK_DATA")
            ?? (variable("XDG_DATA_HOME") ?? home + "/.local/share") + "/flagdeck"
    }

    /// The data directory that was named, or the usual one.
    static func directory(named path: String?) -> DataDirectory {
        DataDirectory(path: path ?? dataPath)
    }

    /// The environment that was named, or the one of the variable; `nil` is the LIVE one.
    static func environmentName(named name: String?) -> String? {
        name ?? variable("FLAGDECK_ENVIRONMENT")
    }

    /// Where a crash leaves its report: `$XDG_STATE_HOME/flagdeck`.
    static var statePath: String {
        (variable("XDG_STATE_HOME") ?? home + "/.local/state") + "/flagdeck"
    }

    /// The person's home folder: `$HOME`, else what the system's list of users says.
    ///
    /// Ends the process where there is none: what would be kept in the present folder instead would
    /// be missed in the next one.
    static var home: String {
        if let home = variable("HOME") { return home }
        if let entry = getpwuid(getuid()), let folder = entry.pointee.pw_dir, folder.pointee != 0 {
            return String(cString: folder)
        }
        Printer.complain(
            "You have no home folder: neither HOME nor the system's list of users names one. "
                + "Set HOME to the folder in which your things are kept."
        )
        ExitStatus.wrongUsage.end()
    }

    /// The person's login name.
    static var loginName: String {
        if let entry = getpwuid(getuid()) { return String(cString: entry.pointee.pw_name) }
        return variable("USER") ?? "somebody"
    }

    /// The wall clock.
    static func now() -> Moment {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Moment(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }

    /// The system's zone, from 1970 to 30 years after a moment.
    static func zone(around now: Moment) -> Zone {
        let later = now.adding(microseconds: 30 * 366 * 86_400_000_000)
        return Zone(reading: Moment(microseconds: 0)...later, zoneOffset)
    }

    /// Seconds that the system's zone is east of UTC at a moment.
    private static func zoneOffset(at moment: Moment) -> Int {
        var seconds = time_t(moment.microseconds / 1_000_000)
        var parts = tm()
        localtime_r(&seconds, &parts)
        return parts.tm_gmtoff
    }

    /// "2026-07-17 10:58", in the system's zone.
    static func localTime(_ moment: Moment) -> String {
        let offset = zoneOffset(at: moment)
        let text = moment.adding(microseconds: Int64(offset) * 1_000_000).text
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(5))"
    }

    /// The system's clock and random numbers.
    static let world = LocalService.World(
        now: { now() },
        random: { UInt64.random(in: .min ... .max) },
        wait: { await Alarm.shared.wait(milliseconds: $0) },
        executor: Workers.shared,
        zone: { NamedZones.zone($0) }
    )
}
