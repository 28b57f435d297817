import FlagModel

/// What this machine knows of the zones of the world: the files of the zone database.
enum NamedZones {
    /// Where systems keep them.
    private static let folders = [
        "/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo",
        "/var/db/timezone/zoneinfo",
    ]
    /// The last year for which tables tell when clocks are set.
    private static let lastYear = 2060

    /// The zone with a name, as in `Europe/Berlin`; `nil` when nothing is known of it.
    static func zone(_ name: String) -> Zone? {
        if name == "UTC" { return .utc }
        guard isName(name) else { return nil }
        for folder in folders {
            guard let bytes = try? InputFile.read("\(folder)/\(name)") else { continue }
            if let zone = ZoneFile(bytes).zone(throughYear: lastYear) { return zone }
        }
        return nil
    }

    /// The name of the zone in which this machine's clock is set; UTC where it has no name.
    static var ofThisMachine: String {
        if let variable = Surroundings.variable("TZ") {
            let name = variable.hasPrefix(":") ? String(variable.dropFirst()) : variable
            return usual(name)
        }
        let parts = (PlainFile.resolved("/etc/localtime") ?? "").split(separator: "/")
        guard let place = parts.firstIndex(of: "zoneinfo") else { return "UTC" }
        let name = parts[(place + 1)...].joined(separator: "/")
        return usual(name)
    }

    /// The name as people say it: systems have seven more for UTC.
    private static func usual(_ name: String) -> String {
        let others: Set = [
            "Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu", "UCT", "Universal", "Zulu",
        ]
        return others.contains(name) || zone(name) == nil ? "UTC" : name
    }

    /// Whether a text can only name a file within the folder.
    private static func isName(_ name: String) -> Bool {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        return name.utf8.count <= Limits.zoneNameLength.upperBound
            && parts.allSatisfy { part in
                guard let first = part.utf8.first, isLetter(first) else { return false }
                return part.utf8.allSatisfy {
                    isLetter($0) || (48...57).contains($0)
                        || [UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "+")].contains($0)
                }
            }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (65...90).contains(byte) || (97...122).contains(byte)
    }
}
