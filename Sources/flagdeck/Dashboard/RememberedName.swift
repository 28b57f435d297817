import FlagModel
import FlagService

/// The name that a person gave in the dashboard, kept in `$XDG_CONFIG_HOME/flagdeck/name`.
enum RememberedName {
    private static var directory: String {
        (Surroundings.variable("XDG_CONFIG_HOME")
            ?? (Surroundings.variable("HOME") ?? ".") + "/.config") + "/flagdeck"
    }

    /// The name; `nil` when none is kept or it cannot be one.
    static func read() -> String? {
        guard let bytes = try? InputFile.read(directory + "/name"), bytes.count <= 1024,
            let text = String(validating: bytes, as: UTF8.self)
        else { return nil }
        let name = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        return Limits.personLength.contains(name.unicodeScalars.count) ? name : nil
    }

    /// Keeps a name; it is only a convenience, so failing says nothing.
    static func write(_ name: String) {
        guard (try? DataDirectory(path: directory).make()) != nil else { return }
        try? PlainFile.replace(name + "\n", at: directory + "/name")
    }
}
