import Dashboard

/// Writes what a person takes out of the dashboard.
enum ReportWriting {
    /// Writes a new file; one that is there stays as it is.
    ///
    /// - Returns: the path as it was written to.
    static func write(_ text: String, to typed: String) -> Result<String, FileProblem> {
        let path = TypedPath.expanded(typed)
        guard !PlainFile.exists(path) else {
            return .failure(
                FileProblem("\(typed) is there already. It was left as it is: type another name.")
            )
        }
        do {
            try PlainFile.create(text, at: path)
            return .success(PlainFile.resolved(path) ?? path)
        } catch let failure as CommandFailure {
            return .failure(FileProblem(failure.text))
        } catch {
            return .failure(FileProblem("\(typed) cannot be written."))
        }
    }
}
