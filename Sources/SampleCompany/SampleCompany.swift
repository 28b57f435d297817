public import FlagAPI
public import FlagModel

/// A made-up web shop with half a year of history, to look around in and to try things on.
///
/// Everything comes from a fixed seed and a fixed clock, so every run is the same byte for byte:
///
/// ```swift
/// let company = SampleCompany.make()
/// for entry in company.history {
///     model = try model.making(entry.proposal, at: entry.time, using: &random).model
/// }
/// ```
public struct SampleCompany: Sendable {
    /// Proposals in order, each with the time at which it was made; the first is entry 1.
    public let history: [(proposal: Proposal, time: Moment)]
    /// The shop's customers, by key.
    public let customers: [Customer]
    /// The project's id.
    public let projectID: GUID
    /// The environment `prod`, where customers are.
    public let liveID: GUID
    /// The environment `dev`, for practice.
    public let practiceID: GUID

    /// The moment at which the story stops: Friday, 2026-07-17, 09:00 UTC.
    public static let now = Moment(milliseconds: 1_784_278_800_000)

    /// Makes the company.
    ///
    /// - Returns: the same company each time.
    public static func make() -> SampleCompany {
        var story = Story()
        let history = story.tell()
        return SampleCompany(
            history: history,
            customers: CustomerMaker.customers(),
            projectID: story.projectID,
            liveID: story.live.id,
            practiceID: story.practice.id
        )
    }
}
