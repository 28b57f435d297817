#if os(Linux)
import FlagModel
import Glibc
import Journal

/// E1: strace lets the nth system call of the writer fail, for every n.
enum ProcessesFaults {
    /// Seconds that a script may take; then it hangs.
    static let patienceSeconds = 30

    /// System calls and how they may fail.
    ///
    /// `strace` counts the calls of each thread for itself.
    static let calls = [
        "fdatasync", "pwrite64", "fsync", "?rename,?renameat,?renameat2", "ftruncate", "openat",
        "pread64", "read", "flock", "?mkdir,?mkdirat", "?newfstatat,?fstat", "statfs,fstatfs",
        "getdents64",
    ]

    /// What the script begins with.
    enum Beginning: CaseIterable {
        case nothing, journal, unfinishedWrite
    }

    /// Runs the script once for each call, each way to fail, and each n up to `most`.
    static func run(
        _ most: Int,
        _ random: SplitMix64,
        _ place: Processes.Place,
        _ row: inout ProcessesRow
    ) throws {
        let folder = try ProcessesFolder(in: place.folder)
        let probe = try ProcessesChild(
            ["strace", "-f", "-o", folder.path + "/trace", "-e", "trace=openat", "/bin/true"],
            silent: true
        )
        guard probe.finish(within: patienceSeconds).ending == .code(0) else {
            throw ProcessesFailure("strace does not work here")
        }
        var templates: [(Beginning, String)] = []
        for beginning in Beginning.allCases {
            templates.append((beginning, try template(beginning, in: folder.path, &row)))
        }
        let isShort = most < 20
        let calls = isShort ? Array(calls.prefix(2)) : calls
        let errors = isShort ? ["EIO", "ENOSPC"] : ["EIO", "ENOSPC", "EDQUOT", "EINTR"]
        var counts = Counts()
        for (beginning, template) in templates where !isShort || beginning == .unfinishedWrite {
            for call in calls {
                for error in errors {
                    // For ever, too; a call that is always interrupted does not exist.
                    for suffix in error == "EINTR" || isShort ? [""] : ["", "+"] {
                        var n = 1
                        while n <= most {
                            let fault = "\(call):error=\(error):when=\(n)\(suffix)"
                            guard
                                try inject(fault, template, folder.path, &counts, &row)
                            else { break }
                            n += 1
                        }
                    }
                }
            }
        }
        row.notes.append("\(counts.acknowledged) entries acknowledged despite a failing call")
        guard counts.runtimeTraps > 0 else { return }
        row.notes.append("\(counts.runtimeTraps) times libdispatch trapped, unable to read /proc")
    }

    /// What is counted beside the verdict.
    struct Counts {
        var acknowledged = 0
        /// libdispatch ends the process when it cannot look at one of its own threads.
        var runtimeTraps = 0
    }

    /// Runs the script once with one fault.
    ///
    /// - Returns: whether anything failed; otherwise n is past the last call.
    private static func inject(
        _ fault: String,
        _ template: String,
        _ folder: String,
        _ counts: inout Counts,
        _ row: inout ProcessesRow
    ) throws -> Bool {
        let directory = folder + "/run"
        let trace = folder + "/trace"
        ProcessesFolder.remove(directory)
        ProcessesFolder.remove(directory + ".tmp")
        if access(template, F_OK) == 0 { try ProcessesFolder.copy(template, to: directory) }
        let child = try ProcessesChild(
            ["strace", "-f", "-qq", "-o", trace, "-e", "inject=" + fault]
                + ["-e", "trace=" + (fault.split(separator: ":").first.map(String.init) ?? "")]
                + [ProcessesChild.program, "role", "script", directory],
            silent: true
        )
        let (lines, ending) = child.finish(within: patienceSeconds)
        let traced = String(decoding: try ProcessesFolder.bytes(of: trace), as: UTF8.self)
        guard traced.contains("(INJECTED)") else { return false }
        row.cases += 1
        switch ending {
        case .code?: break
        case .signal?
        where traced.split(separator: "\n").contains {
            $0.contains("\"/proc/") && $0.contains("(INJECTED)")
        }:
            counts.runtimeTraps += 1
        case .signal(let number)?: row.damage("\(fault): ended by signal \(number)")
        case nil: row.damage("\(fault): still running after \(patienceSeconds) s")
        }
        var ledger = ProcessesLedger()
        var isClosed = false
        for line in lines {
            ledger.note(line)
            if line == "failed journal.not-durable" { isClosed = true }
            if isClosed, line.hasPrefix("ok") {
                row.damage("\(fault): \(line) after a failed sync")
            }
        }
        counts.acknowledged += ledger.acknowledged.count
        checkAfterwards(fault, directory, &ledger, &row)
        return true
    }

    /// Without faults everything opens, and what was acknowledged is there.
    private static func checkAfterwards(
        _ fault: String,
        _ directory: String,
        _ ledger: inout ProcessesLedger,
        _ row: inout ProcessesRow
    ) {
        var found = ProcessesRow("", "")
        do {
            if access(directory, F_OK) != 0 {
                try Journal.create(at: directory, id: .random())
            }
            _ = try ProcessesKills.open(directory, &found) { ledger.check($0, &$1) }
        } catch {
            found.refuse("making: \(error)")
        }
        found.notes = found.notes.map { "\(fault): \($0)" }
        found.cases = 0
        row.add(found)
    }

    private static func template(
        _ beginning: Beginning,
        in folder: String,
        _ row: inout ProcessesRow
    ) throws -> String {
        let directory = folder + "/\(beginning)"
        guard beginning != .nothing else { return directory }
        try Journal.create(at: directory, id: .random())
        _ = try ProcessesKills.open(directory, &row) { journal, row in
            ProcessesRole.waiting {
                for command in ["t-1", "long-t-2", "t-3"] {
                    _ = try? await journal.append([ProcessesEntry.new(command)])
                }
            }
        }
        if beginning == .unfinishedWrite {
            let segments = (ProcessesFolder.names(in: directory) ?? []).filter {
                $0.hasSuffix(".journal")
            }
            guard let last = segments.last else { throw ProcessesFailure("there is no segment") }
            let torn = [UInt8](repeating: UInt8(ascii: "x"), count: 700)
            try ProcessesFolder.write(torn, to: directory + "/" + last, adding: true)
        }
        return directory
    }
}
#endif
