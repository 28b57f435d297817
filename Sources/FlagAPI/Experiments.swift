public import Experiments
public import FlagModel

/// Asks what was counted of a run of an experiment.
public struct ExperimentCountsRequest: Hashable, Sendable {
    /// Where.
    public var environmentID: GUID
    /// Which experiment.
    public var experimentID: GUID
    /// The number of the run, from 0; `nil` is the last one.
    public var run: Int?
    /// Whether customers who saw two versions count under the one that they saw first, instead of
    /// nowhere: for comparing, not for deciding.
    public var firstVersionCounts: Bool

    /// Puts the parts together.
    public init(
        environmentID: GUID,
        experimentID: GUID,
        run: Int? = nil,
        firstVersionCounts: Bool = false
    ) {
        self.environmentID = environmentID
        self.experimentID = experimentID
        self.run = run
        self.firstVersionCounts = firstVersionCounts
    }
}

/// Asks for the counts of a run by what customers have in one attribute.
///
/// It is for looking around, not for deciding: among many groups one looks special by luck.
public struct ExperimentGroupsRequest: Hashable, Sendable {
    /// Which run.
    public var counts: ExperimentCountsRequest
    /// The attribute's name, by the bytes.
    public var attribute: String

    /// Groups that are told apart; the rest is one more.
    public static let maximumGroups = 20

    /// Puts the parts together.
    public init(counts: ExperimentCountsRequest, attribute: String) {
        self.counts = counts
        self.attribute = attribute
    }
}

/// The counts of those customers of a run who have the same in one attribute.
public struct ExperimentGroup: Hashable, Sendable {
    /// Who they are.
    public enum Name: Hashable, Sendable {
        /// They have this value.
        case value(String)
        /// They have no value, as applications described them last.
        case none
        /// They have one of the values with the fewest customers.
        case rest
    }

    /// Who they are.
    public var name: Name
    /// What was counted of them, as it stands now.
    public var counts: ExperimentCounts

    /// Puts the parts together.
    public init(name: Name, counts: ExperimentCounts) {
        self.name = name
        self.counts = counts
    }
}
