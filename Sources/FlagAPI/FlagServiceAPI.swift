public import Experiments
public import FlagModel

/// What may be asked of the service that owns the model.
///
/// The dashboard and the commands know only this. The service in the same process conforms to it;
/// so can a client that reaches one elsewhere.
public protocol FlagServiceAPI: Sendable {
    /// As whom the caller is known here; `nil` where nobody asks, and everything is allowed.
    ///
    /// It does not change as long as a service is used: roles and tokens are looked up in the
    /// model.
    func identity() async throws(ServiceProblem) -> Identity?

    /// The model as it is now, and the entry that made it so.
    func picture() async throws(ServiceProblem) -> Picture

    /// Makes changes: all of them or none. Success means that they are safe on disk.
    ///
    /// A proposal with an id that was seen before is not made again; its receipt is returned.
    func propose(_ proposal: Proposal) async throws(ServiceProblem) -> Receipt

    /// Takes an entry back, as a new entry.
    ///
    /// - Throws: ``ServiceProblem/refused(_:)`` with what stands in the way when something that the
    ///   entry touched was decided anew since, unless the request takes what fits.
    func undo(_ request: UndoRequest) async throws(ServiceProblem) -> Receipt

    /// What taking an entry back would do now: what can be put back, and what stands in the way.
    func undoPlan(of entry: UInt64) async throws(ServiceProblem) -> UndoPlan

    /// The model as it was.
    ///
    /// The clock that times entries may have been set back in between. A moment is found by halves:
    /// the answer is an entry made by then, and what follows it was made later; where several
    /// entries are such, it is always the same one of them, also when more entries have come.
    ///
    /// - Throws: ``ServiceProblem/unknownEntry(_:)`` for an entry that has not been made yet.
    func picture(at point: PastPoint) async throws(ServiceProblem) -> PastPicture

    /// How the model after one entry differs from the model after another, which may be the
    /// earlier or the later one; `differences(from: n - 1, to: n)` is what entry *n* did.
    func differences(
        from first: UInt64,
        to second: UInt64
    ) async throws(ServiceProblem) -> [Difference]

    /// Entries, newest first.
    func history(_ request: HistoryRequest) async throws(ServiceProblem) -> HistoryPage

    /// Every later change of the model, in order, beginning with the state at the call.
    ///
    /// A subscriber that is slow misses steps in between, never the latest one.
    func updates() async throws(ServiceProblem) -> AsyncStream<Picture>

    /// Customers whose name or key holds a text; all of them for an empty text.
    func customers(_ request: CustomerRequest) async throws(ServiceProblem) -> CustomerPage

    /// Customers with exactly these keys; those who are not known are left out.
    func customers(withKeys keys: [CustomerKey]) async throws(ServiceProblem) -> [Customer]

    /// Customers with exactly these keys as applications of one environment described them last;
    /// as they are known otherwise where none did. Those who are not known are left out.
    func customers(
        withKeys keys: [CustomerKey],
        in environmentID: GUID
    ) async throws(ServiceProblem) -> [Customer]

    /// Customers with exactly these keys as applications of one environment had described them at a
    /// moment; as they had been imported by then where none had.
    ///
    /// ``Customer/lastSeenAt`` is the last time before the moment that is known. Those of whom
    /// nothing is known of then are left out; that they were not there does not follow from it.
    func customers(
        withKeys keys: [CustomerKey],
        in environmentID: GUID,
        at time: Moment
    ) async throws(ServiceProblem) -> [Customer]

    /// What applications were in fact given for a customer, one answer a flag that they reported
    /// before the moment.
    func given(_ request: GivenRequest) async throws(ServiceProblem) -> [GivenAnswer]

    /// Adds customers, or puts new names and attributes in place of the known ones.
    ///
    /// - Returns: how many were new and how many were known.
    func importCustomers(_ customers: [Customer]) async throws(ServiceProblem) -> CustomerImport

    /// How often flags were evaluated, per flag, version and hour; oldest hour first.
    func counts(_ request: CountsRequest) async throws(ServiceProblem) -> [EvaluationCount]

    /// The attributes that applications of an environment described customers with, and those that
    /// imports brought, by name.
    func attributes(in environmentID: GUID) async throws(ServiceProblem) -> [ObservedAttribute]

    /// The metric events that applications of an environment report, each name once; the one that
    /// happened last comes first, ``ObservedEvent/maximumNames`` at the most.
    func eventNames(in environmentID: GUID) async throws(ServiceProblem) -> [ObservedEvent]

    /// Answers a question about some of everybody who is known in an environment.
    ///
    /// - Throws: ``ServiceProblem/refused(_:)`` when the question's changes cannot be made, or
    ///   there is no such environment.
    func people(_ request: PeopleRequest) async throws(ServiceProblem) -> PeopleAnswer

    /// Where changes need a review, and why, with the people counted that it depends on.
    ///
    /// - Throws: ``ServiceProblem/refused(_:)`` when the changes cannot be made.
    func reviewNeeds(of changes: [Change]) async throws(ServiceProblem) -> ReviewAnswer

    /// What was counted of a run of an experiment, day by day, up to a moment ago.
    ///
    /// - Throws: ``ServiceProblem/refused(_:)`` for an experiment that does not exist, and
    ///   ``ServiceProblem/observations(text:)`` for a run that never began.
    func experimentCounts(
        _ request: ExperimentCountsRequest
    ) async throws(ServiceProblem) -> ExperimentCounts

    /// What was counted of a run by what customers have in one attribute: the values with the most
    /// customers first, then the rest together.
    ///
    /// - Throws: as ``experimentCounts(_:)``.
    func experimentGroups(
        _ request: ExperimentGroupsRequest
    ) async throws(ServiceProblem) -> [ExperimentGroup]

    /// What customers did lately who would have taken part in an experiment: what can be said of a
    /// plan before it starts.
    ///
    /// ``ExperimentCountsRequest/run`` and ``ExperimentCountsRequest/firstVersionCounts`` are not
    /// looked at.
    ///
    /// - Throws: ``ServiceProblem/refused(_:)`` for an experiment that does not exist, or whose
    ///   flag does not.
    func planTraffic(
        _ request: ExperimentCountsRequest
    ) async throws(ServiceProblem) -> PlanTraffic

    /// Splits the customers who saw the baseline into halves at random,
    /// ``Experiments/SetupCheck/splits`` times, and counts how often a difference is claimed.
    ///
    /// - Throws: as ``experimentCounts(_:)``.
    func checkSetup(
        _ request: ExperimentCountsRequest
    ) async throws(ServiceProblem) -> SetupCheck

    /// What webhooks were told, or what becomes of telling one something now.
    ///
    /// - Throws: ``ServiceProblem/refused(_:)`` for a webhook that does not exist, and
    ///   ``ServiceProblem/observations(text:)`` when the log cannot be read.
    func deliveries(_ request: DeliveryRequest) async throws(ServiceProblem) -> [Delivery]

    /// Which applications ask, and which ones tried and could not.
    func applications() async throws(ServiceProblem) -> ApplicationsReport
}

extension FlagServiceAPI {
    /// Nobody asks who it is.
    public func identity() async throws(ServiceProblem) -> Identity? { nil }
}

/// The model at one entry.
public struct Picture: Sendable {
    /// The model.
    public let model: Model
    /// The number of the entry that made it so; 0 before the first.
    public let entry: UInt64

    /// Puts the parts together.
    public init(model: Model, entry: UInt64) {
        self.model = model
        self.entry = entry
    }
}

/// The proof that changes were made.
public struct Receipt: Hashable, Sendable {
    /// The number that people type: `undo 4212`.
    public let entry: UInt64
    /// What was done, in one sentence.
    public let sentence: String
    /// Each change in a sentence.
    public let lines: [String]

    /// Puts the parts together.
    public init(entry: UInt64, sentence: String, lines: [String]) {
        self.entry = entry
        self.sentence = sentence
        self.lines = lines
    }
}

/// Asks to take an entry back.
public struct UndoRequest: Hashable, Sendable {
    /// Made by whoever asks, so that asking twice does it once.
    public let id: GUID
    /// The entry to take back.
    public let entry: UInt64
    /// Who asks.
    public var actor: String
    /// Why; may be empty.
    public let note: String
    /// Whether to put back what can be put back when something stands in the way of the rest.
    public let isPartial: Bool

    /// Puts the parts together.
    public init(
        id: GUID,
        entry: UInt64,
        actor: String,
        note: String = "",
        isPartial: Bool = false
    ) {
        self.id = id
        self.entry = entry
        self.actor = actor
        self.note = note
        self.isPartial = isPartial
    }
}
