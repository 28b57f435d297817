#if os(Linux)
import FlagAPI
import FlagClient
import FlagModel
import Glibc
import Synchronization
import UnixSocket

/// SERVE: the real service is killed under many writers, who ask the next one again.
enum ProcessesService {
    /// How many write at the same time.
    static let writers = 32
    /// Seconds that a service has to answer after it was started.
    static let startSeconds = 60

    static func run(
        _ kills: Int,
        _ random: SplitMix64,
        _ place: Processes.Place,
        _ row: inout ProcessesRow
    ) throws {
        guard access(place.program, X_OK) == 0 else {
            throw ProcessesFailure("\(place.program) is not there")
        }
        var random = random
        let folder = try ProcessesFolder(in: place.folder)
        let data = folder.path + "/data"
        let made = try ProcessesChild([place.program, "init", "--data", data])
        guard made.finish(within: startSeconds).ending == .code(0) else {
            throw ProcessesFailure("\(place.program) init does not work")
        }
        var server = try serve(place.program, data)
        guard waitUntilReady(server, &row) else { return }
        let attack = ServiceWriters(data: data, seed: random.next())
        attack.start(writers)
        for _ in 0..<kills {
            row.cases += 1
            usleep(UInt32(random.next() % 250_000))
            server.kill()
            server = try serve(place.program, data)
            // One in eight is killed before it is ready.
            guard random.next() % 8 != 0 else { continue }
            guard waitUntilReady(server, &row) else { return }
        }
        if row.cases > 0, !waitUntilReady(server, &row) { return }
        attack.finish()
        attack.compare(&row)
        server.terminate()
        let ending = server.finish(within: startSeconds).ending
        if ending != .code(0) {
            row.refuse("the last service ended: \(String(describing: ending))")
        }
    }

    private static func serve(
        _ program: String,
        _ data: String
    ) throws(ProcessesFailure) -> ProcessesChild {
        try ProcessesChild([program, "serve", "--port", "0", "--data", data], silent: true)
    }

    private static func waitUntilReady(_ server: ProcessesChild, _ row: inout ProcessesRow) -> Bool
    {
        guard !server.isReady else { return true }
        let moment = ContinuousClock.now + .seconds(startSeconds)
        while let lines = server.pipe.lines(until: moment), !lines.isEmpty {
            if lines.contains(where: { $0.contains("Applications connect") }) {
                server.isReady = true
                return true
            }
        }
        row.refuse("the service did not start: \(String(describing: server.ending))")
        return false
    }
}

/// Writers that reach the service as a dashboard does, and remember each answer.
final class ServiceWriters: Sendable {
    private let data: String
    private let seed: UInt64
    private let state = Mutex(State())

    private struct State {
        var isEnding = false
        var running = 0
        var answers: [(proposal: Proposal, receipt: Receipt)] = []
        var problems: [String] = []
        var connections = 0
    }

    init(data: String, seed: UInt64) {
        self.data = data
        self.seed = seed
    }

    /// Begins to write.
    func start(_ count: Int) {
        state.withLock { $0.running = count }
        for writer in 0..<count {
            Task.detached {
                await self.write(as: writer)
                self.state.withLock { $0.running -= 1 }
            }
        }
    }

    /// Lets each writer have its last answer.
    func finish() {
        state.withLock { $0.isEnding = true }
        while state.withLock({ $0.running > 0 }) { usleep(1000) }
    }

    /// Compares the whole history with the answers.
    func compare(_ row: inout ProcessesRow) {
        let (answers, problems, connections) = state.withLock {
            ($0.answers, $0.problems, $0.connections)
        }
        for problem in problems { row.refuse(problem) }
        let history = ServiceHistory()
        ProcessesRole.waiting { await history.read(self) }
        guard let entries = history.entries else { return row.refuse(history.problem) }
        var numbers: [GUID: [UInt64]] = [:]
        var changeSets: [UInt64: ChangeSet] = [:]
        for entry in entries {
            changeSets[entry.number] = entry.changeSet
            if entry.changeSet.actor == Self.actor {
                numbers[entry.changeSet.id, default: []].append(entry.number)
            }
        }
        for (proposal, receipt) in answers {
            let found = numbers.removeValue(forKey: proposal.id) ?? []
            if found.isEmpty { row.lose(1, "entry \(receipt.entry) was answered and is not there") }
            if found.count > 1 { row.damage("made more than once: \(found)") }
            guard let changeSet = changeSets[receipt.entry] else { continue }
            if !found.contains(receipt.entry)
                || changeSet.steps.map(\.change) != proposal.changes
                || changeSet.note != proposal.note
            {
                row.damage("entry \(receipt.entry) is not what was answered")
            }
        }
        if !numbers.isEmpty { row.damage("\(numbers.count) entries that no answer tells of") }
        row.notes.append("\(answers.count) answers, \(connections) connections")
    }

    static let actor = "Prover"

    private func write(as writer: Int) async {
        var random = SplitMix64(seed: seed &+ UInt64(writer))
        do throws(ServiceProblem) {
            let service = try await connected()
            let picture = try await service.picture()
            guard let environment = picture.model.environments.first?.environment else {
                return state.withLock { $0.problems.append("there is no environment") }
            }
            var number = 0
            while !state.withLock(\.isEnding) {
                number += 1
                let text = "writer \(writer), change \(number)"
                let proposal = Proposal(
                    id: GUID(using: &random),
                    actor: Self.actor,
                    note: text,
                    changes: [.editEnvironment(environment.id, .describe(text))]
                )
                let receipt: Receipt
                do throws(ServiceProblem) {
                    receipt = try await service.propose(proposal)
                } catch .busy {
                    continue
                }
                state.withLock { $0.answers.append((proposal, receipt)) }
            }
            await service.close()
        } catch {
            state.withLock { $0.problems.append("writer \(writer): \(error)") }
        }
    }

    /// The way to whoever serves; nobody here ever opens the data.
    func connected() async throws(ServiceProblem) -> SharedService {
        let socket = data + "/" + SocketProtocol.fileName
        var ways = SharedService.Ways(
            connect: { () throws(ConnectProblem) in
                self.state.withLock { $0.connections += 1 }
                return try await FlagClient.connect(
                    to: socket,
                    ownerID: nil,
                    greeting: Greeting(role: .dashboard, actor: Self.actor, follows: true),
                    executor: nil
                )
            },
            open: { _ throws(ServiceProblem) in throw .unreachable(text: "Nobody serves.") },
            random: { UInt64.random(in: .min ... .max) }
        )
        ways.firstPatience = .seconds(ProcessesService.startSeconds)
        ways.patience = .seconds(ProcessesService.startSeconds)
        return try await SharedService.open(ways)
    }
}

/// The whole history, asked for page by page.
private final class ServiceHistory: Sendable {
    private let result = Mutex<Result<[HistoryEntry], ServiceProblem>?>(nil)

    var entries: [HistoryEntry]? { result.withLock { try? $0?.get() } }

    var problem: String {
        if case .failure(let problem)? = result.withLock(\.self) { return "history: \(problem)" }
        return "history: not read"
    }

    func read(_ writers: ServiceWriters) async {
        do throws(ServiceProblem) {
            let service = try await writers.connected()
            var entries: [HistoryEntry] = []
            var before: UInt64?
            repeat {
                let page = try await service.history(HistoryRequest(before: before, limit: 1000))
                entries += page.entries
                before = page.next
            } while before != nil
            await service.close()
            let all = entries
            result.withLock { $0 = .success(all) }
        } catch {
            result.withLock { $0 = .failure(error) }
        }
    }
}
#endif
