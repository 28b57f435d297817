public import FlagAPI
public import FlagModel

/// The service as one caller may use it.
///
/// It looks at the present model with every request, so a role or token that was taken is refused
/// at once, on open connections too. The look waits for nobody, however busy the service is. What
/// it does is done in the caller's own name.
public struct GuardedService: Sendable {
    /// Who asks.
    public let caller: Caller
    let service: LocalService
    private let ownerName: String
    private let now: @Sendable () -> Moment
    private let executor: (any TaskExecutor)?

    /// Guards a service.
    ///
    /// - Parameters:
    ///   - service: what is guarded.
    ///   - caller: who asks.
    ///   - ownerName: the login name of whoever owns the data.
    ///   - now: the clock by which tokens end.
    ///   - executor: where updates are passed on; `nil` is the default.
    public init(
        _ service: LocalService,
        caller: Caller,
        ownerName: String,
        now: @escaping @Sendable () -> Moment,
        executor: (any TaskExecutor)? = nil
    ) {
        self.service = service
        self.caller = caller
        self.ownerName = ownerName
        self.now = now
        self.executor = executor
    }

    /// As whom the caller is known in a model; the owner acts under any name.
    func standing(in model: Model, as name: String? = nil) -> Standing {
        var caller = caller
        if let name, caller.way == .owner { caller = Caller(name: name, way: .owner) }
        return caller.standing(in: model, ownerName: ownerName, at: now())
    }

    /// Whether the caller may see a model.
    package func maySee(_ model: Model) -> Bool {
        model.permission(of: standing(in: model), for: .look).isAllowed
    }

    /// What the caller sees now; asked anew each time, as roles are taken at any time.
    package var sight: Sight {
        let model = service.presentModel
        return Sight(of: standing(in: model), in: model)
    }

    /// Refuses what the caller may not do.
    ///
    /// - Returns: the model that was looked at, and as whom the caller is known in it.
    @discardableResult
    package func allow(_ act: Act) throws(ServiceProblem) -> (model: Model, Standing) {
        let model = service.presentModel
        let standing = standing(in: model)
        try Self.hold(model.permission(of: standing, for: act))
        return (model, standing)
    }

    private static func hold(_ permission: Permission) throws(ServiceProblem) {
        if let problem = permission.problem { throw .refused(.permission(problem)) }
    }

    /// Refuses a webhook that somebody got without its secrets: it would lose them.
    private static func refuseMarks(in proposal: Proposal) throws(ServiceProblem) {
        guard let webhook = proposal.changes.lazy.compactMap(\.webhookHidingSecrets).first else {
            return
        }
        throw .refused(
            .malformedWebhook(
                webhook.name,
                reason: "its secrets were hidden; an administrator must save it"
            )
        )
    }

    /// Answers a question for who may look.
    func looking<Answer: Sendable>(
        _ question: (LocalService) async throws(ServiceProblem) -> Answer
    ) async throws(ServiceProblem) -> Answer {
        try allow(.look)
        return try await question(service)
    }
}

extension GuardedService: FlagServiceAPI {
    /// Who the caller is, as far as it decides what they may do.
    public func identity() async -> Identity? {
        Identity(caller: caller, ownerName: ownerName)
    }

    /// As the service's; refused unless the caller may look.
    public func picture() async throws(ServiceProblem) -> Picture {
        let picture = try await service.picture()
        let standing = standing(in: picture.model)
        try Self.hold(picture.model.permission(of: standing, for: .look))
        return Sight(of: standing, in: picture.model).of(picture)
    }

    /// As the service's, in the caller's name; refused unless they may make all of the changes.
    public func propose(_ proposal: Proposal) async throws(ServiceProblem) -> Receipt {
        let model = service.presentModel
        let standing = standing(in: model, as: proposal.actor)
        let permission = model.permission(
            of: standing,
            for: proposal.changes,
            isEmergency: proposal.origin == .emergency
        )
        try Self.hold(permission)
        if Sight(of: standing, in: model) == .withoutSecrets { try Self.refuseMarks(in: proposal) }
        guard caller.way != .owner else { return try await service.propose(proposal) }
        let name = caller.actor(as: standing)
        return try await service.propose(proposal.spoken(by: name, in: model))
    }

    /// As the service's, in the caller's name; refused unless they may make what takes it back.
    public func undo(_ request: UndoRequest) async throws(ServiceProblem) -> Receipt {
        let model = service.presentModel
        let standing = standing(in: model, as: request.actor)
        try Self.hold(model.permission(of: standing, for: .look))
        if standing != .owner {
            let plan = try await service.undoPlan(of: request.entry)
            try Self.hold(model.permission(of: standing, for: plan.changes))
        }
        guard caller.way != .owner else { return try await service.undo(request) }
        return try await service.undo(request.asked(by: caller.actor(as: standing)))
    }

    /// As the service's; it ends when the caller may not look any more.
    public func updates() async throws(ServiceProblem) -> AsyncStream<Picture> {
        try allow(.look)
        let pictures = try await service.updates()
        let (stream, continuation) = AsyncStream.makeStream(
            of: Picture.self,
            bufferingPolicy: .bufferingNewest(1)
        )
        let passing = Task(executorPreference: executor) {
            for await picture in pictures {
                guard maySee(picture.model) else { break }
                continuation.yield(sight.of(picture))
            }
            continuation.finish()
        }
        continuation.onTermination = { _ in passing.cancel() }
        return stream
    }

    /// As the service's; only looking needs no more than that.
    public func deliveries(
        _ request: DeliveryRequest
    ) async throws(ServiceProblem) -> [Delivery] {
        switch request {
        case .latest: try allow(.look)
        case .resend, .test: try allow(.connections)
        }
        return try await service.deliveries(request)
    }

    /// As the service's; refused unless the caller may import everywhere.
    public func importCustomers(
        _ customers: [Customer]
    ) async throws(ServiceProblem) -> CustomerImport {
        try allow(.importCustomers)
        return try await service.importCustomers(customers)
    }
}
