public import FlagAPI
public import FlagModel
import JSON
package import UnixSocket

/// The way to a service that another process has open, on this machine or elsewhere.
///
/// It holds a copy of the model: a snapshot when it connects, then every entry as it is made. What
/// screens look at comes from the copy; what changes something, and everything that is not in the
/// model, is asked over the socket. One value is one connection; when that ends it is of no more
/// use: ``SharedService`` then finds the next.
public actor FlagClient: FlagServiceAPI {
    /// The process that has the data; `nil` when it is on another machine.
    package nonisolated let owner: Peer?
    /// What that process is.
    package nonisolated let ownerRole: ProcessRole
    /// The name under which this client's changes stand in the history.
    public nonisolated let actorName: String
    private nonisolated let known: Identity?

    private let wire: Wire
    private var replica: Replica?
    private var nextNumber: UInt64 = 1
    private var waiting: [UInt64: CheckedContinuation<Result<Reply, ServiceProblem>, Never>] = [:]
    private var subscribers: [Int: AsyncStream<Picture>.Continuation] = [:]
    private var nextSubscriber = 0
    private var awaited: [(entry: UInt64, found: CheckedContinuation<Void, Never>)] = []
    private var endings: [CheckedContinuation<Void, Never>] = []
    /// The connection ended; nothing is answered any more.
    package private(set) var isEnded = false
    /// The service said that it gives the data to a process that asked for it.
    package private(set) var isPromised = false

    /// What came back for a request.
    enum Reply: Sendable {
        /// Anything.
        case json(JSONValue)
        /// The model as it was, which is too large to be a tree of values.
        case past(PastPicture)

        /// The answer as one value.
        var json: JSONValue {
            switch self {
            case .json(let json): json
            case .past(let past): past.json
            }
        }
    }

    /// Takes over a connection whose greeting was accepted.
    init(_ wire: Wire, _ welcome: Welcome, owner: Peer? = nil) {
        self.wire = wire
        self.owner = owner
        ownerRole = welcome.role
        actorName = welcome.actor
        known = welcome.identity
    }

    /// What a request meets when nobody is there to answer.
    static let gone = ServiceProblem.unreachable(
        text: "The Flagdeck that had the data open is gone. Try again."
    )

    /// Ends the connection; what was asked and not answered fails.
    public func close() {
        wire.close()
    }

    /// Returns when the connection has ended.
    package func ended() async {
        guard !isEnded else { return }
        await withCheckedContinuation { endings.append($0) }
    }

    /// Gives the data to this process: returns when the other has closed it.
    ///
    /// - Throws: ``ServiceProblem/unreachable(text:)`` when the other keeps it.
    package func askForData() async throws(ServiceProblem) {
        _ = try await ask(.handOver)
    }
}

// MARK: - What comes in

extension FlagClient {
    /// Takes care of everything that comes in, until the connection ends.
    func listen() async {
        for await frame in wire.frames {
            if !take(frame) { wire.close() }
            wire.taken()
        }
        end()
    }

    /// - Returns: `false` for what this version cannot read, and for an entry out of order.
    private func take(_ frame: [UInt8]) -> Bool {
        guard let message = try? ServiceMessage(bytes: frame) else { return false }
        switch message {
        case .answer(let number, let answer):
            waiting.removeValue(forKey: number)?.resume(returning: .success(.json(answer)))
        case .past(let number, let past):
            waiting.removeValue(forKey: number)?.resume(returning: .success(.past(past)))
        case .problem(let number, let problem):
            waiting.removeValue(forKey: number)?.resume(returning: .failure(problem))
        case .snapshot(let picture): show(Replica(picture: picture))
        case .entry(let entry):
            guard var next = replica, next.take(entry) else { return false }
            show(next)
        case .goodbye(let isPromised): self.isPromised = isPromised
        case .welcome, .refused: return false
        }
        return true
    }

    private func show(_ next: Replica) {
        replica = next
        for subscriber in subscribers.values { subscriber.yield(next.picture) }
        let found = awaited.filter { $0.entry <= next.picture.entry }
        awaited.removeAll { $0.entry <= next.picture.entry }
        for one in found { one.found.resume() }
    }

    private func end() {
        isEnded = true
        for one in waiting.values { one.resume(returning: .failure(Self.gone)) }
        for one in awaited { one.found.resume() }
        for one in subscribers.values { one.finish() }
        for one in endings { one.resume() }
        (waiting, awaited, subscribers, endings) = ([:], [], [:], [])
    }

    /// Returns when the copy holds an entry, or the connection has ended.
    private func seen(_ entry: UInt64) async {
        guard !isEnded, (replica?.picture.entry).map({ $0 < entry }) ?? true else { return }
        await withCheckedContinuation { awaited.append((entry, $0)) }
    }
}

// MARK: - From the copy

extension FlagClient {
    /// As whom this client was welcomed.
    public nonisolated func identity() async -> Identity? { known }

    /// The model as this client knows it.
    public func picture() async throws(ServiceProblem) -> Picture {
        await seen(0)
        guard let replica, !isEnded else { throw Self.gone }
        return replica.picture
    }

    /// Every later model, beginning with the present one.
    public func updates() async throws(ServiceProblem) -> AsyncStream<Picture> {
        let first = try await picture()
        let (stream, continuation) = AsyncStream.makeStream(
            of: Picture.self,
            bufferingPolicy: .bufferingNewest(1)
        )
        let id = nextSubscriber
        nextSubscriber += 1
        subscribers[id] = continuation
        continuation.yield(first)
        continuation.onTermination = { [weak self] _ in
            Task { await self?.unsubscribe(id) }
        }
        return stream
    }

    private func unsubscribe(_ id: Int) {
        subscribers[id] = nil
    }
}

// MARK: - Over the socket

extension FlagClient {
    /// Makes changes and returns when they are safe on disk and in this client's copy.
    public func propose(_ proposal: Proposal) async throws(ServiceProblem) -> Receipt {
        try await made(.propose(proposal))
    }

    /// Takes an entry back as a new entry.
    public func undo(_ request: UndoRequest) async throws(ServiceProblem) -> Receipt {
        try await made(.undo(request))
    }

    private func made(_ request: ServiceRequest) async throws(ServiceProblem) -> Receipt {
        let receipt = try read(try await ask(request), Receipt.init(json:))
        await seen(receipt.entry)
        return receipt
    }

    /// Customers whose name or key holds a text.
    public func customers(
        _ request: CustomerRequest
    ) async throws(ServiceProblem) -> CustomerPage {
        try read(try await ask(.customers(request)), CustomerPage.init(json:))
    }

    /// Customers with exactly these keys.
    public func customers(
        withKeys keys: [CustomerKey]
    ) async throws(ServiceProblem) -> [Customer] {
        try await list(.customersWithKeys(keys, in: nil), of: Customer.init(json:))
    }

    /// Customers with exactly these keys as applications of one environment described them last.
    public func customers(
        withKeys keys: [CustomerKey],
        in environmentID: GUID
    ) async throws(ServiceProblem) -> [Customer] {
        try await list(.customersWithKeys(keys, in: environmentID), of: Customer.init(json:))
    }

    /// Customers with exactly these keys as they were described at a moment.
    public func customers(
        withKeys keys: [CustomerKey],
        in environmentID: GUID,
        at time: Moment
    ) async throws(ServiceProblem) -> [Customer] {
        let request = ServiceRequest.customersAt(keys, in: environmentID, at: time)
        return try await list(request, of: Customer.init(json:))
    }

    /// What applications were given for a customer.
    public func given(_ request: GivenRequest) async throws(ServiceProblem) -> [GivenAnswer] {
        try await list(.given(request), of: GivenAnswer.init(json:))
    }

    /// Adds customers, or puts new names and attributes in place of the known ones.
    ///
    /// Many travel in several requests. When one fails, the earlier ones are kept: importing the
    /// same customers again adds nobody twice.
    public func importCustomers(
        _ customers: [Customer]
    ) async throws(ServiceProblem) -> CustomerImport {
        var (added, updated) = (0, 0)
        var rest = customers[...]
        repeat {
            let some = Array(rest.prefix(SocketProtocol.customersPerRequest))
            rest = rest.dropFirst(some.count)
            let done = try read(try await ask(.importCustomers(some)), CustomerImport.init(json:))
            (added, updated) = (added + done.added, updated + done.updated)
        } while !rest.isEmpty
        return CustomerImport(added: added, updated: updated)
    }

    /// How often flags were evaluated.
    public func counts(_ request: CountsRequest) async throws(ServiceProblem) -> [EvaluationCount] {
        try await list(.counts(request), of: EvaluationCount.init(json:))
    }

    /// The attributes that applications of an environment described customers with.
    public func attributes(
        in environmentID: GUID
    ) async throws(ServiceProblem) -> [ObservedAttribute] {
        try await list(.attributes(in: environmentID), of: ObservedAttribute.init(json:))
    }

    /// Answers a question about some of everybody.
    public func people(_ request: PeopleRequest) async throws(ServiceProblem) -> PeopleAnswer {
        try read(try await ask(.people(request)), PeopleAnswer.init(json:))
    }

    /// What webhooks were told by the process that has the data.
    public func deliveries(
        _ request: DeliveryRequest
    ) async throws(ServiceProblem) -> [Delivery] {
        let value = try await ask(.deliveries(request))
        return try read(value) { value throws(JSONShapeError) in
            try value.asList(of: Delivery.init(json:))
        }
    }

    /// Where changes need a review, with everybody counted whom it depends on.
    public func reviewNeeds(of changes: [Change]) async throws(ServiceProblem) -> ReviewAnswer {
        try read(try await ask(.reviewNeeds(changes)), ReviewAnswer.init(json:))
    }

    /// Which applications ask the process that has the data.
    public func applications() async throws(ServiceProblem) -> ApplicationsReport {
        try read(try await ask(.applications), ApplicationsReport.init(json:))
    }

    func ask(_ request: ServiceRequest) async throws(ServiceProblem) -> JSONValue {
        try await reply(to: request).json
    }

    func reply(to request: ServiceRequest) async throws(ServiceProblem) -> Reply {
        guard !isEnded else { throw Self.gone }
        let number = nextNumber
        nextNumber += 1
        let json = NumberedRequest(number: number, request: request).json
        let bytes = json.canonicalBytes()
        guard bytes.count <= wire.questionBytes else {
            throw .refused(.tooMany("bytes in one request", limit: wire.questionBytes))
        }
        let limit = SocketProtocol.requestValues
        // Each value has a byte at least, so few requests have to be looked through.
        guard bytes.count <= limit || json.valueCount <= limit else {
            throw .refused(.tooMany("values in one request", limit: limit))
        }
        let result = await withCheckedContinuation { answered in
            waiting[number] = answered
            wire.send(number, bytes)
        }
        return try result.get()
    }

    func list<Element>(
        _ request: ServiceRequest,
        of element: (JSONValue) throws(JSONShapeError) -> Element
    ) async throws(ServiceProblem) -> [Element] {
        try read(try await ask(request)) { value throws(JSONShapeError) in
            try value.asList(of: element)
        }
    }

    func read<Answer>(
        _ json: JSONValue,
        _ answer: (JSONValue) throws(JSONShapeError) -> Answer
    ) throws(ServiceProblem) -> Answer {
        do throws(JSONShapeError) {
            return try answer(json)
        } catch {
            throw .unreachable(
                text: "The Flagdeck that has the data open answered what this one cannot read. "
                    + "Use the same release for both."
            )
        }
    }
}
