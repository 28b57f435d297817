import Dashboard
import FlagModel
import FlagService
import FoundationEssentials
import TerminalUI

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The files in which a person's colours, keys and place are kept.
///
/// A file that cannot be read is never overwritten: it is put aside first, and a sentence says so.
struct PersonFiles: Sendable {
    /// Where settings are: `$XDG_CONFIG_HOME/flagdeck`.
    let config: String
    /// Where the place is: `$XDG_STATE_HOME/flagdeck`.
    let state: String

    /// The most themes of a person that are read.
    static let themeLimit = 100

    /// The places that the variables name.
    static var standard: PersonFiles {
        let home = Surroundings.variable("HOME") ?? "."
        let config = Surroundings.variable("XDG_CONFIG_HOME") ?? home + "/.config"
        return PersonFiles(config: config + "/flagdeck", state: Surroundings.statePath)
    }

    private var session: String { state + "/session.toml" }

    /// Everything that is kept, for a data directory.
    ///
    /// - Parameter directory: the data directory; `nil` begins without a place, as the demo does.
    /// - Returns: the settings, with a sentence for everything that was not understood.
    func read(for directory: String?) -> PersonSettings {
        var settings = PersonSettings()
        readThemes(into: &settings)
        if let text = text(of: config + "/config.toml", &settings.problems) {
            settings.read(config: text)
        }
        if let text = text(of: config + "/keys.toml", &settings.problems) {
            settings.read(keys: text)
        }
        let session = readSession(&settings.problems)
        settings.used = session.used
        settings.place = directory.flatMap { session.places[$0] }
        return settings
    }

    private func readThemes(into settings: inout PersonSettings) {
        let folder = config + "/themes"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for name in names.filter({ $0.hasSuffix(".toml") }).sorted().prefix(Self.themeLimit) {
            guard let text = text(of: "\(folder)/\(name)", &settings.problems) else { continue }
            do throws(ThemeError) {
                let theme = try Theme(toml: text)
                settings.themes.removeAll { $0.name == theme.name }
                settings.themes.append(theme)
            } catch {
                settings.problems.append("themes/\(name): \(error.description)")
            }
        }
    }

    private func readSession(_ problems: inout [String]) -> SessionText {
        guard let text = text(of: session, &problems) else { return SessionText() }
        do throws(SettingsSyntaxError) {
            return try SessionText(toml: text)
        } catch {
            problems.append(
                "session.toml, line \(error.line): \(error.message)" + putAside(session)
            )
            return SessionText()
        }
    }

    // MARK: - Writing

    /// Sets one name in `config.toml`; everything else in it stays.
    ///
    /// - Returns: a sentence when it could not be kept.
    func keep(_ name: String, _ value: String) -> String? {
        let path = config + "/config.toml"
        var problems: [String] = []
        let before = text(of: path, &problems) ?? ""
        guard problems.isEmpty else { return problems.joined(separator: " ") }
        do throws(SettingsSyntaxError) {
            _ = try SettingsFile(toml: before)
        } catch {
            return "Not kept: line \(error.line) of \(path) is not understood. Correct it first."
        }
        return write(SettingsText.setting(name, to: value, in: before), to: path, in: config)
    }

    /// Remembers where the person was and what they use.
    func remember(_ settings: PersonSettings, _ place: ScreenPlace?, for directory: String?) {
        var problems: [String] = []
        var session = readSession(&problems)
        session.used = settings.used
        if let directory, let place {
            session.places[directory] = place
            session.times[directory] = Surroundings.now().microseconds / 1000
        }
        _ = write(session.toml, to: self.session, in: state)
    }

    // MARK: - Files

    /// A file's text; `nil` when there is none, or it cannot be read.
    private func text(of path: String, _ problems: inout [String]) -> String? {
        guard access(path, F_OK) == 0 else { return nil }
        guard let bytes = try? InputFile.read(path), bytes.count <= SettingsFile.maximumBytes,
            let text = String(validating: bytes, as: UTF8.self)
        else {
            problems.append("\(path) cannot be read as text of at most 256 KB.")
            return nil
        }
        return text
    }

    /// Renames a file that is not understood, so that it is not lost.
    private func putAside(_ path: String) -> String {
        for number in 1...99 where access("\(path).bad-\(number)", F_OK) != 0 {
            guard rename(path, "\(path).bad-\(number)") == 0 else { break }
            return " It is kept as \(path).bad-\(number)."
        }
        return ""
    }

    /// Writes a file whole or not at all.
    private func write(_ text: String, to path: String, in directory: String) -> String? {
        guard (try? DataDirectory(path: directory).make()) != nil else {
            return "Not kept: \(directory) cannot be made."
        }
        let new = "\(path).\(getpid()).new"
        let flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW
        let descriptor = open(new, flags, 0o600)
        guard descriptor >= 0 else { return "Not kept: \(path) cannot be written." }
        let bytes = Array(text.utf8)
        let isWritten =
            Glibc.write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
        close(descriptor)
        guard isWritten, rename(new, path) == 0 else {
            unlink(new)
            return "Not kept: \(path) cannot be written."
        }
        return nil
    }
}
