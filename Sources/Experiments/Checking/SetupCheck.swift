/// What came of splitting the customers of one version into two halves again and again.
///
/// Both halves saw the same version, so whatever differs between them is chance. When too many of
/// the splits claim a difference, the customer's own data breaks the rule: some customers count
/// more than once, or a few of them outweigh all others.
public struct SetupCheck: Hashable, Sendable {
    /// Customers who were split.
    public var people: Int
    /// How many splits claimed a difference.
    public var claimed: Int
    /// How likely chance alone makes a difference as large, for each split; each is as likely as
    /// any other from 0 to 1 where all is well.
    public var pValues: [Double]

    /// How often people are split.
    public static let splits = 1000
    /// Customers who are split at the most; of more, so many are chosen by a hash of their number.
    public static let maximumPeople = 100_000
    /// The share of splits that may claim a difference by chance.
    public static let expectedShare = 0.04

    /// Puts the parts together.
    public init(people: Int, claimed: Int, pValues: [Double]) {
        self.people = people
        self.claimed = claimed
        self.pValues = pValues
    }
}
