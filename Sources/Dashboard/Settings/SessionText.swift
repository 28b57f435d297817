internal import FlagModel
public import TerminalUI

/// `session.toml`: where a person was in each data directory, and what they use in the palette.
public struct SessionText: Equatable, Sendable {
    /// The most data directories that are remembered.
    public static let placeLimit = 20
    /// The most things that the palette remembers.
    public static let useLimit = 200

    /// By data directory.
    public var places: [String: ScreenPlace] = [:]
    /// When each directory was left last, in milliseconds since 1970.
    public var times: [String: Int64] = [:]
    /// By what was chosen.
    public var used: [String: PaletteUse] = [:]

    /// Nothing to remember.
    public init() {}

    /// Reads a file's text; what is not understood is left out.
    ///
    /// - Throws: ``SettingsSyntaxError`` when it is not TOML at all.
    public init(toml: String) throws(SettingsSyntaxError) {
        for entry in try SettingsFile(toml: toml).entries where entry.path.count == 3 {
            switch entry.path[0] {
            case "place":
                take(entry.value, named: entry.path[2], of: entry.path[1])
            case "used":
                var use = used[entry.path[1]] ?? PaletteUse(count: 0, milliseconds: 0)
                guard case .number(let number) = entry.value, number >= 0 else { continue }
                if entry.path[2] == "count" { use.count = number }
                if entry.path[2] == "last" { use.milliseconds = Int64(number) }
                used[entry.path[1]] = use
            default: break
            }
        }
    }

    private mutating func take(_ value: SettingsFile.Value, named name: String, of path: String) {
        var place = places[path] ?? ScreenPlace()
        switch (name, value) {
        case ("tab", .number(let number)): place.tab = number
        case ("environment", .text(let text)): place.environment = GUID(text)
        case ("flag", .text(let text)): place.flag = GUID(text)
        case ("audience", .text(let text)): place.audience = GUID(text)
        case ("find", .text(let text)): place.query = String(text.prefix(100))
        case ("order", .text(let text)): place.order = text
        case ("archived", .flag(let isOn)): place.showsArchived = isOn
        case ("seen", .text(let text)): place.seen = ScreenPlace.seen(in: text)
        case ("left", .number(let number)): times[path] = Int64(number)
        default: break
        }
        places[path] = place
    }

    /// The file's text; the places and uses that are oldest are forgotten first.
    public var toml: String {
        var text = "# Where you were in Flagdeck. It can be deleted at any time.\n"
        let paths = places.keys.sorted {
            (times[$0] ?? 0, $1) > (times[$1] ?? 0, $0)
        }
        for path in paths.prefix(Self.placeLimit) {
            guard let place = places[path] else { continue }
            text += "\n[place.\(SettingsText.quoted(path))]\ntab = \(place.tab)\n"
            for (name, id) in [
                ("environment", place.environment), ("flag", place.flag),
                ("audience", place.audience),
            ] {
                if let id { text += "\(name) = \(SettingsText.quoted(id.text))\n" }
            }
            text += "find = \(SettingsText.quoted(place.query))\n"
            text += "order = \(SettingsText.quoted(place.order))\n"
            if !place.seen.isEmpty {
                text += "seen = \(SettingsText.quoted(place.seenText))\n"
            }
            text += "archived = \(place.showsArchived)\nleft = \(times[path] ?? 0)\n"
        }
        let uses = used.sorted {
            ($0.value.milliseconds, $1.key) > ($1.value.milliseconds, $0.key)
        }
        for (name, use) in uses.prefix(Self.useLimit) {
            text += "\n[used.\(SettingsText.quoted(name))]\n"
            text += "count = \(use.count)\nlast = \(use.milliseconds)\n"
        }
        return text
    }
}
