public import FlagAPI
public import FlagModel
import JSON

/// What happened, and how things were: asked of the process that has the data.
extension FlagClient {
    /// What taking an entry back would do now.
    public func undoPlan(of entry: UInt64) async throws(ServiceProblem) -> UndoPlan {
        try read(try await ask(.undoPlan(of: entry)), UndoPlan.init(json:))
    }

    /// The model as it was.
    public func picture(at point: PastPoint) async throws(ServiceProblem) -> PastPicture {
        switch try await reply(to: .picture(at: point)) {
        case .past(let past): return past
        case .json(let json):
            return try read(json) { value throws(JSONShapeError) in try PastPicture(json: value) }
        }
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
