package import FlagAPI
package import FlagModel

extension PermissionTable {
    /// Every request that is no proposal.
    static func requests(on stage: PermissionStage) throws -> [Row] {
        try looks(on: stage).map {
            Row(name: $0.0, role: .viewer, reach: .anywhere, request: $0.1)
        } + acts(on: stage)
    }

    private static func looks(
        on stage: PermissionStage
    ) throws -> [(String, ServiceRequest)] {
        let (place, now) = (stage.live, PermissionStage.now)
        let keys = [try CustomerKey("C-1")]
        let run = ExperimentCountsRequest(
            environmentID: place,
            experimentID: PermissionStage.Trial.look.id
        )
        return [
            ("look at what an undo would do", .undoPlan(of: 1)),
            ("look at the past", .picture(at: .entry(1))),
            ("compare", .differences(from: 0, to: 1)),
            ("read the history", .history(HistoryRequest(limit: 1))),
            ("look for customers", .customers(CustomerRequest(text: "", limit: 1))),
            ("look at customers", .customersWithKeys(keys, in: nil)),
            ("look at customers in an environment", .customersWithKeys(keys, in: place)),
            ("look at customers of the past", .customersAt(keys, in: place, at: now)),
            (
                "look at what a customer was given",
                .given(GivenRequest(customer: keys[0], environmentID: place, time: now))
            ),
            (
                "look at how often flags are asked for",
                .counts(CountsRequest(environmentID: place, from: now, until: now))
            ),
            ("look at attributes", .attributes(in: place)),
            (
                "count people",
                .people(
                    PeopleRequest(
                        environmentID: place,
                        question: .changes([]),
                        slice: .run(from: 0, count: 1)
                    )
                )
            ),
            ("look at results", .experimentCounts(run)),
            (
                "look at groups of results",
                .experimentGroups(ExperimentGroupsRequest(counts: run, attribute: "country"))
            ),
            ("look at what a plan will show", .planTraffic(run)),
            ("check an experiment's setup", .checkSetup(run)),
            ("look at applications", .applications),
            ("look at what needs a review", .reviewNeeds([])),
            ("look at the names of events", .eventNames(in: place)),
            ("look at what other systems were told", .deliveries(.latest(of: nil, limit: 1))),
        ]
    }

    private static func acts(on stage: PermissionStage) throws -> [Row] {
        var random = SystemRandomNumberGenerator()
        let undo = UndoRequest(
            id: GUID(using: &random),
            entry: stage.entryToUndo,
            actor: "Ana",
            note: "Because"
        )
        let customer = Customer(key: try CustomerKey("C-2"), name: "Li")
        return [
            Row(name: "take an entry back", role: .editor, reach: .thing, request: .undo(undo)),
            Row(
                name: "import customers",
                role: .editor,
                reach: .everywhere,
                request: .importCustomers([customer])
            ),
            Row(
                name: "tell another system again",
                role: .administrator,
                reach: .everywhere,
                request: .deliveries(.resend("0"))
            ),
            Row(
                name: "take the data over",
                role: .administrator,
                reach: .everywhere,
                request: .handOver
            ),
        ]
    }

    /// A number for each kind of request; a new one does not compile until it has one.
    package static func number(of request: ServiceRequest) -> Int {
        switch request {
        case .propose: 0
        case .undo: 1
        case .undoPlan: 2
        case .picture: 3
        case .differences: 4
        case .history: 5
        case .customers: 6
        case .customersWithKeys: 7
        case .customersAt: 8
        case .given: 9
        case .importCustomers: 10
        case .counts: 11
        case .attributes: 12
        case .people: 13
        case .experimentCounts: 14
        case .experimentGroups: 15
        case .checkSetup: 16
        case .applications: 17
        case .handOver: 18
        case .eventNames: 19
        case .deliveries: 20
        case .reviewNeeds: 21
        case .planTraffic: 22
        }
    }

    /// How many kinds of requests there are.
    package static let requestCount = 23

    /// A number for each kind of change; a new one does not compile until it has one.
    package static func number(of change: Change) -> Int {
        switch change {
        case .createProject: 0
        case .removeProject: 1
        case .createEnvironment: 2
        case .editEnvironment: 3
        case .removeEnvironment: 4
        case .savePerson: 5
        case .removePerson: 6
        case .addToken: 7
        case .revokeToken: 8
        case .createFlag: 9
        case .editFlag: 10
        case .replaceFlag: 11
        case .deleteFlag: 12
        case .createAudience: 13
        case .editAudience: 14
        case .replaceAudience: 15
        case .deleteAudience: 16
        case .createExperiment: 17
        case .replaceExperiment: 18
        case .deleteExperiment: 19
        case .startExperiment: 20
        case .stopExperiment: 21
        case .takeBackStart: 22
        case .takeBackStop: 23
        case .saveDraft: 24
        case .discardDraft: 25
        case .decide: 26
        case .comment: 27
        case .saveSchedule: 28
        case .discardSchedule: 29
        case .holdSchedule: 30
        case .saveWebhook: 31
        case .removeWebhook: 32
        case .saveTrigger: 33
        case .removeTrigger: 34
        }
    }

    /// How many kinds of changes there are.
    package static let changeCount = 35
}

extension PermissionStage {
    /// The number of the entry that ``changeToUndo`` makes: behind those of the stage.
    package var entryToUndo: UInt64 { 7 }
}
