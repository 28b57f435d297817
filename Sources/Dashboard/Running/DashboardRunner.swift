public import FlagAPI
internal import FlagModel

/// Does what screens ask of the service, and brings the answers back as messages.
///
/// Effects that are about the terminal or the process (timers, leaving, the clipboard, a first
/// start) are the caller's: ``perform(_:)`` returns `nil` for them at once.
public struct DashboardRunner: Sendable {
    private let service: any FlagServiceAPI

    /// Makes a runner that asks `service`.
    public init(service: any FlagServiceAPI) {
        self.service = service
    }

    /// Does one effect.
    ///
    /// - Returns: the answer; `nil` when the effect is not the service's.
    public func perform(_ effect: Effect) async -> Message? {
        switch effect {
        case .propose(let proposal):
            let result = await made { () async throws(ServiceProblem) in
                try await service.propose(proposal)
            }
            return .reply(.proposed(proposal.id, result))
        case .undo(let request):
            let result = await made { () async throws(ServiceProblem) in
                try await service.undo(request)
            }
            return .reply(.undone(request, result))
        case .undoPlan(let entry):
            let result = await answer { () async throws(ServiceProblem) in
                try await service.undoPlan(of: entry)
            }
            return .reply(.undoPlan(of: entry, result))
        case .picture(let point, let generation):
            let result = await answer { () async throws(ServiceProblem) in
                try await service.picture(at: point)
            }
            return .reply(.past(generation: generation, result))
        case .differences(let first, let second, let generation):
            let result = await answer { () async throws(ServiceProblem) in
                try await service.differences(from: first, to: second)
            }
            return .reply(.differences(generation: generation, result))
        case .given(let request, let generation):
            let result = await answer { () async throws(ServiceProblem) in
                try await service.given(request)
            }
            return .reply(.given(generation: generation, result))
        case .history(let request, let generation):
            let result = await answer { () async throws(ServiceProblem) in
                try await service.history(request)
            }
            return .reply(.history(generation: generation, result))
        case .customers(let request, let generation):
            let result = await answer { () async throws(ServiceProblem) in
                try await service.customers(request)
            }
            return .reply(.customers(generation: generation, result))
        case .customersWithKeys(let keys, let generation):
            let result = await answer { () async throws(ServiceProblem) in
                try await service.customers(withKeys: keys)
            }
            return .reply(.customersWithKeys(generation: generation, result))
        case .customer(let key, let place, let time, let generation):
            let result = await answer { () async throws(ServiceProblem) in
                guard let time else {
                    return try await service.customers(withKeys: [key], in: place).first
                }
                return try await service.customers(withKeys: [key], in: place, at: time).first
            }
            return .reply(.customer(generation: generation, result))
        case .counts(let request, let generation):
            let result = await answer { () async throws(ServiceProblem) in
                try await service.counts(request)
            }
            return .reply(.counts(generation: generation, result))
        case .people(let request, let generation):
            let result = await answer { () async throws(ServiceProblem) in
                try await service.people(request)
            }
            return .reply(.people(generation: generation, result))
        case .review(let question, let generation):
            let result = await answer { () async throws(ServiceProblem) in
                try await service.finding(question)
            }
            return .reply(.review(generation: generation, result))
        case .attributes(let place):
            let result = await answer { () async throws(ServiceProblem) in
                try await service.attributes(in: place)
            }
            return .reply(.attributes(in: place, result))
        case .eventNames(let place):
            let result = await answer { () async throws(ServiceProblem) in
                try await service.eventNames(in: place)
            }
            return .reply(.eventNames(in: place, result))
        case .experimentCounts(let request, let generation):
            let result = await answer { () async throws(ServiceProblem) in
                try await service.experimentCounts(request)
            }
            return .reply(.experimentCounts(generation: generation, result))
        case .experimentGroups(let request, let generation):
            let result = await answer { () async throws(ServiceProblem) in
                try await service.experimentGroups(request)
            }
            return .reply(.experimentGroups(generation: generation, result))
        case .checkSetup(let request, let generation):
            let result = await answer { () async throws(ServiceProblem) in
                try await service.checkSetup(request)
            }
            return .reply(.setupCheck(generation: generation, result))
        case .planTraffic(let request, let generation):
            let result = await answer { () async throws(ServiceProblem) in
                try await service.planTraffic(request)
            }
            return .reply(.planTraffic(generation: generation, result))
        case .applications(let generation):
            let result = await answer { () async throws(ServiceProblem) in
                try await service.applications()
            }
            return .reply(.applications(generation: generation, result))
        case .timer, .copy, .remember, .keepSetting, .saveViews, .welcome, .quit, .suspend, .redraw,
            .readKeys, .writeFile, .zone:
            return nil
        }
    }

    /// Every later picture as a message, beginning with the present one.
    ///
    /// - Throws: when the service cannot be reached.
    public func pictures() async throws(ServiceProblem) -> AsyncStream<Picture> {
        try await service.updates()
    }

    /// A change and the picture that holds it, so that the next key acts on the new model.
    private func made(
        _ change: () async throws(ServiceProblem) -> Receipt
    ) async -> Result<Reply.Made, ServiceProblem> {
        do {
            let receipt = try await change()
            let picture = try? await service.picture()
            return .success(Reply.Made(receipt: receipt, picture: picture))
        } catch {
            return .failure(error)
        }
    }

    private func answer<Value>(
        _ question: () async throws(ServiceProblem) -> Value
    ) async -> Result<Value, ServiceProblem> {
        do {
            return .success(try await question())
        } catch {
            return .failure(error)
        }
    }
}
