import Dashboard
import FlagService

/// The views that a person keeps, in `$XDG_STATE_HOME/flagdeck/views.toml`.
enum SavedViews {
    private static var path: String { Surroundings.statePath + "/views.toml" }

    /// Bytes of a file that is read.
    private static let maximumBytes = 1 << 20

    /// What was kept.
    struct Found {
        var views: [SavedView] = []
        /// What is wrong with the file, and where it is now.
        var problem: String?
    }

    /// Reads the views; a file that cannot be used is kept aside, so that nothing is lost.
    static func read() -> Found {
        guard PlainFile.exists(path) else { return Found() }
        let reason: String
        do {
            let bytes = try InputFile.read(path)
            guard bytes.count <= maximumBytes, let text = String(validating: bytes, as: UTF8.self)
            else { throw SavedViewError.line(1) }
            return Found(views: try SavedView.views(inFile: text))
        } catch let error as SavedViewError {
            reason = error.description
        } catch {
            reason = CommandFailure(of: error).text
        }
        guard let aside = PlainFile.putAside(path) else {
            return Found(problem: "Your views cannot be read: \(reason). They are not used.")
        }
        return Found(
            problem: "Your views cannot be read: \(reason). The file is kept as \(aside)."
        )
    }

    /// Keeps the views.
    ///
    /// - Returns: what went wrong, in a sentence; `nil` when they are kept.
    static func write(_ views: [SavedView]) -> String? {
        do {
            try DataDirectory(path: Surroundings.statePath).make()
            try PlainFile.replace(SavedView.file(of: views), at: path)
            return nil
        } catch {
            return "Your views were not kept. \(CommandFailure(of: error).text)"
        }
    }
}
