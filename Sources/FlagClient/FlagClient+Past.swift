public import FlagAPI
public import FlagModel

/// What happened, and how things were: asked of the process that has the data.
extension FlagClient {
    /// What taking an entry back would do now.
    public func undoPlan(of entry: UInt64) async throws(ServiceProblem) -> UndoPlan {
        try read(try await ask(.undoPlan(of: entry)), UndoPlan.init(json:))
    }

    /// The model as it was.
    public func picture(at point: PastPoint) async throws(ServiceProblem) -> PastPicture {
        try read(try await ask(.picture(at: point)), PastPicture.init(json:))
    }

    /// How the model after one entry differs from the model after another.
    public func differences(
        from first: UInt64,
        to second: UInt64
    ) async throws(ServiceProblem) -> [Difference] {
        try await list(.differences(from: first, to: second), of: Difference.init(json:))
    }

    /// Entries, newest first.
    public func history(_ request: HistoryRequest) async throws(ServiceProblem) -> HistoryPage {
        try read(try await ask(.history(request)), HistoryPage.init(json:))
    }
}
