public import FlagAPI
public import FlagModel
public struct SampleCompany: Sendable {
    public let history: [(proposal: Proposal, time: Moment)]
    public let customers: [Customer]
    public static let now = Moment(milliseconds: 1_784_278_800_000)
    public static func make() -> SampleCompany { SampleCompany(history: [], customers: []) }
}
