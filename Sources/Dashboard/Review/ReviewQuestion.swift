public import FlagAPI
public import FlagModel

/// Something that the review session asks of the service.
public enum ReviewQuestion: Equatable, Sendable {
    /// What else needs a decision in an environment.
    case agenda(in: GUID, at: Moment, zone: Zone)
    /// Where changes need a review, and why.
    case needs([Change])
    /// How large the steps of shares in an environment usually are.
    case shareHabit(in: GUID, at: Moment)
    /// What happened to some things before.
    case history(HistoryRequest)
    /// Some of everybody, now and afterwards.
    case people(PeopleRequest)
    /// What is known of one customer, as applications of an environment described them.
    case customer(CustomerKey, in: GUID)
    /// What was decided in an environment between two moments.
    case minutes(of: GUID, from: Moment, until: Moment)
}

/// What the service says to a ``ReviewQuestion``.
public enum ReviewFinding: Sendable {
    /// To ``ReviewQuestion/agenda(in:at:zone:)``.
    case agenda(Agenda)
    /// To ``ReviewQuestion/needs(_:)``.
    case needs(ReviewAnswer)
    /// To ``ReviewQuestion/shareHabit(in:at:)``.
    case shareHabit(ShareHabit)
    /// To ``ReviewQuestion/history(_:)``.
    case history(HistoryPage)
    /// To ``ReviewQuestion/people(_:)``.
    case people(PeopleAnswer)
    /// To ``ReviewQuestion/customer(_:in:)``; `nil` where nobody is known by the key.
    case customer(Customer?)
    /// To ``ReviewQuestion/minutes(of:from:until:)``.
    case minutes(Minutes)
}

extension FlagServiceAPI {
    /// Answers a question of the review session.
    func finding(_ question: ReviewQuestion) async throws(ServiceProblem) -> ReviewFinding {
        switch question {
        case .agenda(let place, let now, let zone):
            .agenda(try await agenda(of: place, at: now, in: zone))
        case .needs(let changes): .needs(try await reviewNeeds(of: changes))
        case .shareHabit(let place, let now):
            .shareHabit(try await shareHabit(in: place, at: now))
        case .history(let request): .history(try await history(request))
        case .people(let request): .people(try await people(request))
        case .customer(let key, let place):
            .customer(try await customers(withKeys: [key], in: place).first)
        case .minutes(let place, let from, let until):
            .minutes(try await minutes(of: place, from: from, until: until))
        }
    }
}
