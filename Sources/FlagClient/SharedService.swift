public import FlagAPI

/// The service of a data directory, wherever it runs: in this process or in another one.
///
/// Whoever has the journal's lock owns the data; everybody else is its client. When the owner goes
/// away, this finds the next one or becomes it. Whoever asks notices nothing but the time that it
/// takes: what was under way is asked again, which is safe because a proposal has an id and is made
/// once.
public actor SharedService: FlagServiceAPI {
    let ways: Ways
    private var state = State.seeking
    private var nextID = 0
    /// Requests that are being answered.
    private var underWay = 0
    private var idle: [CheckedContinuation<Void, Never>] = []
    private var settled: [CheckedContinuation<Void, Never>] = []
    private var subscribers: [Int: AsyncStream<Picture>.Continuation] = [:]
    private var told: Picture?
    /// Another process was promised the data: nobody opens it before this moment.
    private var promisedUntil: ContinuousClock.Instant?

    /// The data that another process was promised, until it is closed.
    private var givenAway: Owned?

    /// The data was given away while it was still being opened.
    private var hasYieldedEarly = false

    private enum State {
        case seeking
        case settled(Holding)
        /// Nobody could be found for so long that requests are told; the search goes on.
        case failed(ServiceProblem)
        case closed
    }

    /// The service that is in use.
    private struct Holding {
        let id: Int
        let service: any FlagServiceAPI
        let kind: Kind

        enum Kind {
            case owner(Owned)
            case client(FlagClient)
        }
    }

    private init(ways: Ways) {
        self.ways = ways
    }

    /// Finds the service, or opens the data.
    ///
    /// - Returns: the service, ready.
    /// - Throws: ``ServiceProblem/unreachable(text:)`` when another process has the data and does
    ///   not share it; otherwise what stands in the way of opening it.
    package static func open(_ ways: Ways) async throws(ServiceProblem) -> SharedService {
        let service = SharedService(ways: ways)
        try await service.begin()
        return service
    }

    private func begin() async throws(ServiceProblem) {
        await seek(patience: ways.firstPatience, goesOn: false)
        if case .failed(let problem) = state { throw problem }
    }

    /// Whether this process has the data.
    package var isOwner: Bool {
        guard case .settled(let holding) = state, case .owner = holding.kind else { return false }
        return true
    }

    /// Lets the service go: closes the data when this process has it.
    public func close() async {
        let last = state
        state = .closed
        resumeSettled()
        for subscriber in subscribers.values { subscriber.finish() }
        subscribers = [:]
        // A process that ends now would leave the data half closed.
        if let givenAway { await givenAway.close() }
        guard case .settled(let holding) = last else { return }
        switch holding.kind {
        case .owner(let owned):
            await becomeIdle()
            await owned.close()
        case .client(let client): await client.close()
        }
    }
}

// MARK: - Finding the owner

extension SharedService {
    /// Tries to connect and to open, in turns, until one of them works.
    ///
    /// - Parameters:
    ///   - patience: how long the same thing may stand in the way before those who wait are told.
    ///   - goesOn: whether it goes on trying after that.
    private func seek(patience: Duration, goesOn: Bool) async {
        var search = Search(patience: patience, longest: max(patience, ways.longestPatience))
        while true {
            switch await attempt() {
            case .found(let service, let kind): return settle(service, kind)
            case .problem(let problem, let isFinal):
                if case .closed = state { return }
                if isFinal || search.isOver(after: problem, at: .now) {
                    state = .failed(problem)
                    resumeSettled()
                    if !goesOn { return }
                }
            }
            await ways.pause(ways.pauseLength(afterTries: search.tries))
            if case .closed = state { return }
        }
    }

    private enum Attempt {
        case found(any FlagServiceAPI, Holding.Kind)
        case problem(ServiceProblem, isFinal: Bool)
    }

    private func attempt() async -> Attempt {
        do throws(ConnectProblem) {
            let client = try await ways.connect()
            return .found(client, .client(client))
        } catch {
            switch error {
            case .nobody: break
            // A busy machine: the next try may find it less so.
            case .silent, .socket, .away:
                return .problem(.unreachable(text: error.text), isFinal: false)
            case .refused, .stranger:
                return .problem(.unreachable(text: error.text), isFinal: true)
            }
        }
        if let promisedUntil, promisedUntil > .now {
            return .problem(FlagClient.gone, isFinal: false)
        }
        do throws(ServiceProblem) {
            let owned = try await ways.open { [weak self] in await self?.yieldData() }
            return .found(owned.service, .owner(owned))
        } catch {
            // Another process was faster, or has it without sharing it.
            if case .unreachable = error { return .problem(error, isFinal: false) }
            return .problem(error, isFinal: true)
        }
    }

    private func settle(_ service: any FlagServiceAPI, _ kind: Holding.Kind) {
        if case .closed = state {
            // Nobody wants it any more.
            return detach { await Self.letGo(kind) }
        }
        if case .owner = kind, hasYieldedEarly {
            hasYieldedEarly = false
            return beginSeeking(isPromised: true)
        }
        promisedUntil = nil
        givenAway = nil
        let holding = Holding(id: nextID, service: service, kind: kind)
        nextID += 1
        state = .settled(holding)
        resumeSettled()
        if !subscribers.isEmpty { forward(from: holding) }
        if case .client(let client) = kind {
            detach { [weak self] in
                await client.ended()
                await self?.lost(holding.id, isPromised: client.isPromised)
            }
        }
    }

    private static func letGo(_ kind: Holding.Kind) async {
        switch kind {
        case .owner(let owned): await owned.close()
        case .client(let client): await client.close()
        }
    }

    /// The owner is gone; finds the next one.
    private func lost(_ id: Int, isPromised: Bool) {
        guard case .settled(let holding) = state, holding.id == id else { return }
        beginSeeking(isPromised: isPromised)
    }

    /// Another process was promised the data: stops using it, and joins as a client.
    private func yieldData() async {
        // Others can reach the data as soon as it is open, which may be before this knows of it.
        if case .seeking = state { hasYieldedEarly = true }
        guard case .settled(let holding) = state, case .owner(let owned) = holding.kind else {
            return
        }
        state = .seeking
        givenAway = owned
        await becomeIdle()
        if case .closed = state { return }
        beginSeeking(isPromised: true)
    }

    private func beginSeeking(isPromised: Bool) {
        state = .seeking
        if isPromised { promisedUntil = .now + ways.promise }
        let ways = ways
        detach { [weak self] in
            await self?.seek(patience: ways.patience, goesOn: ways.keepsTrying)
        }
    }

    private func detach(_ work: @escaping @Sendable () async -> Void) {
        Task.detached(executorPreference: ways.executor) { await work() }
    }

    private func resumeSettled() {
        let waiters = settled
        settled = []
        for waiter in waiters { waiter.resume() }
    }

    private func becomeIdle() async {
        while underWay > 0 { await withCheckedContinuation { idle.append($0) } }
    }
}

// MARK: - Asking

extension SharedService {
    /// Asks whoever has the data, again and again when the answer was lost with its owner.
    func asking<Answer: Sendable>(
        _ question: (any FlagServiceAPI) async throws(ServiceProblem) -> Answer
    ) async throws(ServiceProblem) -> Answer {
        while true {
            let holding = try await present()
            let result: Result<Answer, ServiceProblem>
            underWay += 1
            do throws(ServiceProblem) {
                result = .success(try await question(holding.service))
            } catch {
                result = .failure(error)
            }
            underWay -= 1
            if underWay == 0 {
                let waiters = idle
                idle = []
                for waiter in waiters { waiter.resume() }
            }
            guard case .failure(.unreachable) = result, case .client(let client) = holding.kind,
                await client.isEnded
            else { return try result.get() }
            lost(holding.id, isPromised: await client.isPromised)
        }
    }

    private func present() async throws(ServiceProblem) -> Holding {
        while true {
            switch state {
            case .settled(let holding): return holding
            case .failed(let problem): throw problem
            case .closed: throw FlagClient.gone
            case .seeking: await withCheckedContinuation { settled.append($0) }
            }
        }
    }

    /// Every later model, beginning with the present one, whoever has the data.
    public func updates() async throws(ServiceProblem) -> AsyncStream<Picture> {
        let first = try await picture()
        if case .closed = state { throw FlagClient.gone }
        let (stream, continuation) = AsyncStream.makeStream(
            of: Picture.self,
            bufferingPolicy: .bufferingNewest(1)
        )
        let id = nextID
        nextID += 1
        let isFirst = subscribers.isEmpty
        subscribers[id] = continuation
        continuation.yield(newest(first))
        continuation.onTermination = { [weak self] _ in
            Task { await self?.unsubscribe(id) }
        }
        if isFirst, case .settled(let holding) = state { forward(from: holding) }
        return stream
    }

    private func newest(_ picture: Picture) -> Picture {
        guard let told, told.entry > picture.entry else { return picture }
        return told
    }

    private func forward(from holding: Holding) {
        let (service, id) = (holding.service, holding.id)
        detach { [weak self] in
            guard let updates = try? await service.updates() else { return }
            for await picture in updates {
                guard await self?.tell(picture, from: id) == true else { return }
            }
        }
    }

    /// - Returns: whether anybody wants to hear more from there.
    private func tell(_ picture: Picture, from id: Int) -> Bool {
        guard case .settled(let holding) = state, holding.id == id, !subscribers.isEmpty else {
            return false
        }
        told = newest(picture)
        for subscriber in subscribers.values { subscriber.yield(newest(picture)) }
        return true
    }

    private func unsubscribe(_ id: Int) {
        subscribers[id] = nil
    }
}
