import Dashboard
import FlagModel
import FlagService
import FoundationEssentials
import TerminalUI

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
        let config = Surroundings.variable("XDG_CONFIG_HOME") ?? Surroundings.home + "/.config"
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
        let session = readSession(&settings.problems) ?? SessionText()
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

    /// What the session before left; a file that cannot be used is put aside.
    ///
    /// - Returns: `nil` when such a file is still there, and so must not be written.
    private func readSession(_ problems: inout [String]) -> SessionText? {
        var reasons: [String] = []
        let text = text(of: session, &reasons)
        do throws(SettingsSyntaxError) {
            if let text { return try SessionText(toml: text) }
        } catch {
            reasons.append("session.toml, line \(error.line): \(error.message)")
        }
        guard !reasons.isEmpty else { return SessionText() }
        let aside = PlainFile.putAside(session)
        reasons.append(aside.map { "It is kept as \($0)." } ?? "It stays as it is.")
        problems.append(reasons.joined(separator: " "))
        return aside == nil ? nil : SessionText()
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
        guard var session = readSession(&problems) else { return }
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
        guard PlainFile.exists(path) else { return nil }
        guard let bytes = try? InputFile.read(path), bytes.count <= SettingsFile.maximumBytes,
            let text = String(validating: bytes, as: UTF8.self)
        else {
            problems.append("\(path) cannot be read as text of at most 256 KB.")
            return nil
        }
        return text
    }

    /// Writes a file whole or not at all.
    private func write(_ text: String, to path: String, in directory: String) -> String? {
        guard (try? DataDirectory(path: directory).make()) != nil else {
            return "Not kept: \(directory) cannot be made."
        }
        do {
            try PlainFile.replace(text, at: path)
            return nil
        } catch {
            return "Not kept: \(path) cannot be written."
        }
    }
}
