package import FlagModel
package import JSON

/// One question to a service elsewhere, as it travels.
package enum ServiceRequest: Hashable, Sendable {
    /// Make changes; the answer is a ``Receipt``.
    case propose(Proposal)
    /// Take an entry back; the answer is a ``Receipt``.
    case undo(UndoRequest)
    /// What taking an entry back would do now; the answer is an ``UndoPlan``.
    case undoPlan(of: UInt64)
    /// The model as it was; the answer is a ``PastPicture``.
    case picture(at: PastPoint)
    /// How the models after two entries differ.
    case differences(from: UInt64, to: UInt64)
    /// A page of history.
    case history(HistoryRequest)
    /// Customers by a part of their name or key.
    case customers(CustomerRequest)
    /// Customers with exactly these keys, as an environment's applications described them if given.
    case customersWithKeys([CustomerKey], in: GUID?)
    /// Customers with exactly these keys, as they were described at a moment.
    case customersAt([CustomerKey], in: GUID, at: Moment)
    /// What applications were given for a customer.
    case given(GivenRequest)
    /// Add customers; the answer is a ``CustomerImport``.
    case importCustomers([Customer])
    /// How often flags were evaluated.
    case counts(CountsRequest)
    /// The attributes that an environment's applications described customers with.
    case attributes(in: GUID)
    /// The metric events that an environment's applications report.
    case eventNames(in: GUID)
    /// A question about some of everybody.
    case people(PeopleRequest)
    /// Where changes need a review; the answer is a ``ReviewAnswer``.
    case reviewNeeds([Change])
    /// What was counted of a run of an experiment.
    case experimentCounts(ExperimentCountsRequest)
    /// The same by what customers have in one attribute.
    case experimentGroups(ExperimentGroupsRequest)
    /// What customers did lately who would have taken part in an experiment.
    case planTraffic(ExperimentCountsRequest)
    /// What splitting one version's customers at random claims.
    case checkSetup(ExperimentCountsRequest)
    /// What webhooks were told, or telling one something now.
    case deliveries(DeliveryRequest)
    /// Which applications ask.
    case applications
    /// Close the data directory, so that the asking process can open it.
    case handOver

    /// The request as one object; `ask` names it.
    package var json: JSONValue {
        switch self {
        case .propose(let proposal): ["ask": "propose", "with": proposal.json]
        case .undo(let request): ["ask": "undo", "with": request.json]
        case .undoPlan(let entry): ["ask": "undo-plan", "with": .integer(Int(clamping: entry))]
        case .picture(let point): ["ask": "picture-at", "with": point.json]
        case .differences(let first, let second):
            [
                "ask": "differences",
                "with": [.integer(Int(clamping: first)), .integer(Int(clamping: second))],
            ]
        case .history(let request): ["ask": "history", "with": request.json]
        case .customers(let request): ["ask": "customers", "with": request.json]
        case .customersWithKeys(let keys, let place?):
            ["ask": "customers-in", "with": ["keys": JSONValue(keys), "in": JSONValue(place)]]
        case .customersWithKeys(let keys, nil): ["ask": "customers-with", "with": JSONValue(keys)]
        case .customersAt(let keys, let place, let time):
            [
                "ask": "customers-at",
                "with": GivenRequest.json(in: place, at: time, "keys", JSONValue(keys)),
            ]
        case .given(let request): ["ask": "given", "with": request.json]
        case .importCustomers(let customers):
            ["ask": "import-customers", "with": .array(customers.map(\.json))]
        case .counts(let request): ["ask": "counts", "with": request.json]
        case .attributes(let place): ["ask": "attributes", "with": JSONValue(place)]
        case .eventNames(let place): ["ask": "event-names", "with": JSONValue(place)]
        case .people(let request): ["ask": "people", "with": request.json]
        case .reviewNeeds(let changes):
            ["ask": "review-needs", "with": .array(changes.map(\.json))]
        case .experimentCounts(let request): ["ask": "experiment-counts", "with": request.json]
        case .experimentGroups(let request): ["ask": "experiment-groups", "with": request.json]
        case .planTraffic(let request): ["ask": "plan-traffic", "with": request.json]
        case .checkSetup(let request): ["ask": "check-setup", "with": request.json]
        case .deliveries(let request): ["ask": "deliveries", "with": request.json]
        case .applications: ["ask": "applications"]
        case .handOver: ["ask": "hand-over"]
        }
    }

    /// Reads what ``json`` wrote.
    package init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        let name = try fields.text("ask")
        switch name {
        case "applications": self = .applications
        case "hand-over": self = .handOver
        default:
            self = try fields.required("with") { value throws(JSONShapeError) in
                try Self(name, value)
            }
        }
    }

    private init(_ name: String, _ value: JSONValue) throws(JSONShapeError) {
        switch name {
        case "propose": self = .propose(try Proposal(json: value))
        case "undo": self = .undo(try UndoRequest(json: value))
        case "undo-plan": self = .undoPlan(of: try value.asEntry())
        case "picture-at": self = .picture(at: try PastPoint(json: value))
        case "differences":
            let entries = try value.asList { value throws(JSONShapeError) in try value.asEntry() }
            guard entries.count == 2 else { throw JSONShapeError("should be two entries") }
            self = .differences(from: entries[0], to: entries[1])
        case "history": self = .history(try HistoryRequest(json: value))
        case "customers": self = .customers(try CustomerRequest(json: value))
        case "customers-with": self = .customersWithKeys(try value.asCustomers(), in: nil)
        case "customers-in":
            let fields = try JSONFields(value)
            self = .customersWithKeys(try fields.customers("keys"), in: try fields.guid("in"))
        case "customers-at":
            let fields = try JSONFields(value)
            self = .customersAt(
                try fields.customers("keys"),
                in: try fields.guid("in"),
                at: try fields.moment("at")
            )
        case "given": self = .given(try GivenRequest(json: value))
        case "import-customers":
            self = .importCustomers(try value.asList(of: Customer.init(json:)))
        case "counts": self = .counts(try CountsRequest(json: value))
        case "people": self = .people(try PeopleRequest(json: value))
        case "attributes": self = .attributes(in: try value.asGUID())
        case "event-names": self = .eventNames(in: try value.asGUID())
        case "review-needs":
            self = .reviewNeeds(try value.asList(of: Change.init(json:)))
        case "experiment-counts":
            self = .experimentCounts(try ExperimentCountsRequest(json: value))
        case "experiment-groups":
            self = .experimentGroups(try ExperimentGroupsRequest(json: value))
        case "plan-traffic": self = .planTraffic(try ExperimentCountsRequest(json: value))
        case "check-setup": self = .checkSetup(try ExperimentCountsRequest(json: value))
        case "deliveries": self = .deliveries(try DeliveryRequest(json: value))
        default: throw JSONShapeError("asks what this version does not know")
        }
    }

    /// The same, asked by somebody else; only what is written into history names who asks.
    package func asked(by name: String) -> ServiceRequest {
        switch self {
        case .propose(let proposal): .propose(proposal.asked(by: name))
        case .undo(let request): .undo(request.asked(by: name))
        case .deliveries(let request): .deliveries(request.asked(by: name))
        default: self
        }
    }

    /// Asks a service of this process and writes its answer as it travels.
    ///
    /// - Returns: the answer; an empty object for what is not the service's to answer.
    package func answered(
        by service: any FlagServiceAPI
    ) async throws(ServiceProblem) -> JSONValue {
        switch self {
        case .propose(let proposal): return try await service.propose(proposal).json
        case .undo(let request): return try await service.undo(request).json
        case .undoPlan(let entry): return try await service.undoPlan(of: entry).json
        case .picture(let point): return try await service.picture(at: point).json
        case .differences(let first, let second):
            return .array(try await service.differences(from: first, to: second).map(\.json))
        case .history(let request): return try await service.history(request).json
        case .customers(let request): return try await service.customers(request).json
        case .customersWithKeys(let keys, let place?):
            let customers = try await service.customers(withKeys: keys, in: place)
            return .array(customers.map(\.json))
        case .customersWithKeys(let keys, nil):
            return .array(try await service.customers(withKeys: keys).map(\.json))
        case .customersAt(let keys, let place, let time):
            let customers = try await service.customers(withKeys: keys, in: place, at: time)
            return .array(customers.map(\.json))
        case .given(let request): return .array(try await service.given(request).map(\.json))
        case .importCustomers(let customers):
            return try await service.importCustomers(customers).json
        case .counts(let request): return .array(try await service.counts(request).map(\.json))
        case .attributes(let place):
            return .array(try await service.attributes(in: place).map(\.json))
        case .eventNames(let place):
            return .array(try await service.eventNames(in: place).map(\.json))
        case .people(let request): return try await service.people(request).json
        case .reviewNeeds(let changes):
            return try await service.reviewNeeds(of: changes).json
        case .experimentCounts(let request):
            return try await service.experimentCounts(request).json
        case .experimentGroups(let request):
            return .array(try await service.experimentGroups(request).map(\.json))
        case .planTraffic(let request): return try await service.planTraffic(request).json
        case .checkSetup(let request): return try await service.checkSetup(request).json
        case .deliveries(let request):
            return .array(try await service.deliveries(request).map(\.json))
        case .applications: return try await service.applications().json
        case .handOver: return [:]
        }
    }
}

/// A request with the number that its answer will carry.
package struct NumberedRequest: Hashable, Sendable {
    /// The number, another one for each request of a connection.
    package let number: UInt64
    /// What is asked.
    package let request: ServiceRequest

    /// Puts the parts together.
    package init(number: UInt64, request: ServiceRequest) {
        self.number = number
        self.request = request
    }

    /// The request as one object.
    package var json: JSONValue {
        guard case .object(var object) = request.json else { return request.json }
        object["number"] = .integer(Int(clamping: number))
        return .object(object)
    }

    /// Reads what ``json`` wrote.
    package init(json: JSONValue) throws(JSONShapeError) {
        number = try JSONFields(json).entry("number")
        request = try ServiceRequest(json: json)
    }
}
