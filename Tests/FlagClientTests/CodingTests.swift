import FlagModel
import JSON
import Testing

@testable import FlagAPI

/// What travels arrives as it was sent.
struct CodingTests {
    private static let one = GUID.new
    private static let two = GUID.new

    /// The value after a journey as bytes.
    private func journey(_ json: JSONValue) throws -> JSONValue {
        try JSONValue(parsing: json.canonicalBytes(), limits: SocketProtocol.requestLimits)
    }

    static let refusals: [Refusal] =
        [
            .scheduleTime("Sale", .over), .scheduleTime("Sale", .tooFar(days: 3650)),
            .scheduleTime("Sale", .outOfOrder), .unknownZone("Mars/Base"), .timeOfPlanNotYours,
            .undoNotYours, .triggerNotYours,
            .malformedKey("a b"), .customerKeyLength(0), .nothingToChange("it is on"),
            .badText(field: "tag", .empty), .tooMany("flags", limit: 9),
            .sharesDoNotTile(flag: "f", place: "p"),
            .unknownVariation(flag: "f", place: "p", id: "i"),
            .unknownAudience(place: "p", id: "i"), .nestedAudience("a"),
            .duplicate("tag", in: "f"), .reasonRequired(environment: "LIVE"),
            .changedSince(name: "n", entry: 7), .changedSince(name: "n", entry: nil),
            .draftDoesNotFit("d", because: .draftDoesNotFit("e", because: .malformedDraft)),
            .malformedDraft,
            .malformedWebhook("w", reason: "r"), .malformedSecret("d"),
            .badCondition(place: "p", reason: "r"),
            .outOfRange("window", 1...365, unit: "days"), .badLayer(experiment: "e", layer: "l"),
            .layerTaken(layer: "l", by: "e", key: "k"), .experimentRuns("e", key: "k", so: "s"),
            .cannotStart("e", reason: "r"), .timeOfRun(experiment: "e"),
        ]
        + ValueKind.allCases.map { .badValue(flag: "f", variation: "v", kind: $0) }
        + Refusal.Kind.allCases.flatMap { kind -> [Refusal] in
            [
                .unknown(kind, "n"), .taken(kind, "n"), .badName(kind, .tooLong(limit: 3)),
                .badName(kind, .unreadable(0x202E)), .inUse(kind, name: "n", by: ["a", "b"]),
                .notArchived(kind, "n"), .immutable(kind, "n"),
            ]
        }

    @Test(arguments: refusals)
    func `a refusal arrives whole`(refusal: Refusal) throws {
        #expect(try Refusal(json: journey(refusal.json)) == refusal)
    }

    @Test(arguments: [
        ServiceProblem.refused(.malformedDraft), .unknownEntry(3), .cannotUndo(4, reason: "r"),
        .journal(code: "journal.full", text: "t"), .observations(text: "o"),
        .unreachable(text: "u"), .busy,
    ])
    func `a problem arrives whole`(problem: ServiceProblem) throws {
        #expect(try ServiceProblem(json: journey(problem.json)) == problem)
    }

    @Test(arguments: [
        ChangeSet.Origin.direct, .publish, .undo(9), .importing, .drafting, .triggered,
    ])
    func `a proposal arrives whole`(origin: ChangeSet.Origin) throws {
        let proposal = Proposal(
            id: .new,
            actor: "Zoë",
            note: "why",
            origin: origin,
            changes: [.discardDraft(Self.one), .editEnvironment(Self.two, .rename("x"))],
            keepsTimes: true,
            isPartialUndo: true
        )
        #expect(try Proposal(json: journey(proposal.json)) == proposal)
        #expect(proposal.asked(by: "jo").actor == "jo")
        #expect(proposal.asked(by: "jo").asked(by: "Zoë") == proposal)
    }

    @Test func `who asks is all that is another when somebody else takes an entry back`() {
        let request = UndoRequest(id: .new, entry: 4, actor: "a", note: "n", isPartial: true)
        #expect(request.asked(by: "jo").actor == "jo")
        #expect(request.asked(by: "jo").asked(by: "a") == request)
    }

    static let requests: [ServiceRequest] = [
        .undo(UndoRequest(id: one, entry: 4, actor: "a", note: "n")),
        .undo(UndoRequest(id: one, entry: 4, actor: "a", isPartial: true)),
        .undoPlan(of: 12), .picture(at: .entry(0)),
        .picture(at: .time(Moment(microseconds: Moment.range.upperBound))),
        .differences(from: 9, to: 3),
        .history(
            HistoryRequest(
                actor: "Zoë",
                kinds: Set(HistoryKind.allCases),
                from: Moment(microseconds: Moment.range.lowerBound),
                until: Moment(microseconds: Moment.range.upperBound)
            )
        ),
        .history(HistoryRequest()),
        .history(
            HistoryRequest(
                before: 5,
                limit: 7,
                subjects: [
                    .project(one), .environment(one), .flag(environment: one, two),
                    .audience(environment: one, two), .experiment(environment: one, two),
                    .draft(two),
                ]
            )
        ),
        .customers(CustomerRequest(text: "ü", limit: 3)), .customersWithKeys([], in: nil),
        .customersWithKeys([], in: one), .importCustomers([]),
        .counts(
            CountsRequest(
                environmentID: one,
                flagKey: "f",
                from: Moment(microseconds: Moment.range.lowerBound),
                until: Moment(microseconds: Moment.range.upperBound)
            )
        ),
        .people(PeopleRequest(environmentID: one, question: .overlap(one, two), slice: .spread(9))),
        .people(
            PeopleRequest(
                environmentID: one,
                question: .sides([.discardDraft(two)]),
                slice: .spread(9)
            )
        ),
        .attributes(in: two), .eventNames(in: two), .applications, .handOver,
        .experimentCounts(ExperimentCountsRequest(environmentID: one, experimentID: two)),
        .experimentGroups(
            ExperimentGroupsRequest(
                counts: ExperimentCountsRequest(environmentID: one, experimentID: two, run: 2),
                attribute: "Länd"
            )
        ),
        .checkSetup(ExperimentCountsRequest(environmentID: one, experimentID: two, run: 0)),
        .planTraffic(ExperimentCountsRequest(environmentID: one, experimentID: two)),
        .experimentCounts(
            ExperimentCountsRequest(
                environmentID: one,
                experimentID: two,
                firstVersionCounts: true
            )
        ),
    ]

    @Test(arguments: requests)
    func `a request arrives whole, with its number`(request: ServiceRequest) throws {
        let numbered = NumberedRequest(number: 41, request: request)
        #expect(try NumberedRequest(json: journey(numbered.json)) == numbered)
    }

    @Test func `customers and what was observed arrive whole`() throws {
        let now = Moment(milliseconds: 1_780_000_000_000)
        let customer = Customer(
            key: try CustomerKey("c"),
            name: "C",
            attributes: ["a": "", "b": "\u{1B}"],
            lastSeenAt: now
        )
        let page = CustomerPage(customers: [customer], count: 2, known: 3)
        #expect(try CustomerPage(json: journey(page.json)) == page)
        let count = EvaluationCount(flagKey: "f", variationID: "v", hour: now, count: 5)
        #expect(try EvaluationCount(json: journey(count.json)) == count)
        let attribute = ObservedAttribute(name: "n", samples: ["x"], lastSeenAt: now)
        #expect(try ObservedAttribute(json: journey(attribute.json)) == attribute)
        let event = ObservedEvent(name: "ö,=", lastSeenAt: now)
        #expect(try ObservedEvent(json: journey(event.json)) == event)
    }

    @Test(arguments: [
        RefusedApplication.Reason.unknownSecret, .revokedSecret, .wrongKind(.client),
        .clockOff(seconds: -40), .malformedToken, .tooMany,
    ])
    func `a report of applications arrives whole`(reason: RefusedApplication.Reason) throws {
        let now = Moment(milliseconds: 1_780_000_000_000)
        let applications = Application.Transport.allCases.map { transport in
            Application(
                environmentID: Self.one,
                secretName: "s",
                kind: .server,
                transport: transport,
                sdk: "dotnet",
                address: "::1",
                connectionCount: 2,
                connectedAt: now,
                lastAskedAt: now
            )
        }
        let refusal = RefusedApplication(
            reason: reason,
            environmentID: nil,
            sdk: "",
            address: "10.0.0.1",
            count: 3,
            lastTriedAt: now
        )
        let report = ApplicationsReport(
            address: "http://127.0.0.1:5100",
            applications: applications,
            refusals: [refusal],
            ingest: IngestReport(written: 1, waiting: 2, malformed: 3, dropped: 4, problem: "p")
        )
        #expect(try ApplicationsReport(json: journey(report.json)) == report)
        #expect(
            try ApplicationsReport(json: journey(ApplicationsReport().json))
                == ApplicationsReport()
        )
    }

    @Test(arguments: [
        "null", "[]", "{}", #"{"number":1}"#, #"{"ask":"propose"}"#,
        #"{"number":-1,"ask":"applications"}"#, #"{"number":1,"ask":"dance","with":1}"#,
        #"{"number":1,"ask":"undo-plan","with":-4}"#,
        #"{"number":1,"ask":"history","with":{"limit":1,"subjects":[["flag","x"]]}}"#,
        #"{"number":1,"ask":"customers-with","with":[""]}"#,
        #"""
        {"number":1,"ask":"counts","with":{"in":"00000000-0000-0000-0000-000000000000",
        "from":-9223372036854775808,"until":0}}
        """#,
    ])
    func `what is no request is not read as one`(text: String) throws {
        let json = try JSONValue(parsing: Array(text.utf8))
        #expect(throws: JSONShapeError.self) { try NumberedRequest(json: json) }
    }
}
