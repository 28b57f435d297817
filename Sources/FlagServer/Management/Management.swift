public import FlagAPI
public import FlagModel
public import FlagService

/// The way in for people's programs: whom to let in, and what they then ask.
public struct Management: Sendable {
    /// Finds out who has a token; `nil` when nobody may use it at that moment.
    public typealias Authentication = @Sendable (TokenText, Moment) async -> Caller?

    /// Finds out who has a token.
    let authenticate: Authentication
    /// The service as somebody may use it.
    let service: @Sendable (Caller) -> any FlagServiceAPI
    /// What somebody sees of what is told them.
    let sight: @Sendable (Caller) -> Sight
    /// The model now, and every later entry.
    let follow: @Sendable () async -> (picture: Picture, entries: AsyncStream<HistoryEntry>)
    /// Where it is worked on; `nil` is Swift's own threads.
    let executor: (any TaskExecutor)?

    /// Opens the way to a service.
    ///
    /// - Parameters:
    ///   - service: what is asked.
    ///   - authenticate: finds out who has a token. It is asked for every request, and again every
    ///     second and before every entry for those who follow, so a token that was taken back is
    ///     refused at once.
    ///   - executor: where requests are worked on; `nil` is Swift's own threads.
    ///   - sight: what somebody sees of what is told them.
    ///   - guarding: the service as somebody may use it; what they may do is checked there.
    public init(
        of service: LocalService,
        authenticate: @escaping Authentication,
        executor: (any TaskExecutor)? = nil,
        sight: @escaping @Sendable (Caller) -> Sight = { _ in .everything },
        guarding: @escaping @Sendable (LocalService, Caller) -> any FlagServiceAPI = { service, _ in
            service
        }
    ) {
        self.authenticate = authenticate
        self.executor = executor
        self.sight = sight
        self.service = { guarding(service, $0) }
        follow = { await service.follow() }
    }
}

extension Management {
    /// Opens the way for those who are written down: a token is its person, who may do what their
    /// roles allow.
    ///
    /// - Parameters:
    ///   - service: what is asked.
    ///   - ownerName: the login name of whoever owns the data.
    ///   - owner: says who has a token that is not kept with a person; `nil` for nobody.
    ///   - now: the clock by which tokens end.
    ///   - executor: where requests are worked on; `nil` is Swift's own threads.
    /// - Returns: the way in.
    public static func forPeople(
        of service: LocalService,
        ownerName: String,
        owner: @escaping @Sendable (TokenText, Moment) -> Caller? = { _, _ in nil },
        now: @escaping @Sendable () -> Moment,
        executor: (any TaskExecutor)? = nil
    ) -> Management {
        let guarded: @Sendable (LocalService, Caller) -> GuardedService = { service, caller in
            GuardedService(
                service,
                caller: caller,
                ownerName: ownerName,
                now: now,
                executor: executor
            )
        }
        return Management(
            of: service,
            authenticate: { token, time in
                owner(token, time) ?? token.caller(in: service.presentModel, at: time)
            },
            executor: executor,
            sight: { guarded(service, $0).sight },
            guarding: { guarded($0, $1) }
        )
    }
}
