import FlagAPI
import FlagModel
import JSON
import NIOCore
import NIOHTTP1
import Synchronization
import TLS

/// The way to a service over HTTP, which sends what a socket would have sent.
///
/// One connection stays open and tells of every entry. Each question has a connection of its own;
/// when one of them breaks off, all end, and who asked asks again over the next.
final class RemoteWire: Sendable {
    private let place: RemotePlace
    private let trust: RemoteTrust
    private let authorization: String
    private let messages: AsyncStream<[UInt8]>.Continuation
    private let questions: AsyncStream<Question>.Continuation
    private let problem = Mutex<ConnectProblem?>(nil)
    /// Ends everything.
    private let work = Mutex<Task<Void, Never>?>(nil)

    private struct Question: Sendable {
        let number: UInt64
        let bytes: [UInt8]
    }

    private init(
        _ place: RemotePlace,
        _ token: TokenText,
        _ trust: RemoteTrust,
        _ messages: AsyncStream<[UInt8]>.Continuation,
        _ questions: AsyncStream<Question>.Continuation
    ) {
        self.place = place
        self.trust = trust
        authorization = "Bearer " + token.revealed
        self.messages = messages
        self.questions = questions
    }

    /// Begins to connect.
    static func open(
        to place: RemotePlace,
        with token: TokenText,
        trusting trust: RemoteTrust,
        executor: (any TaskExecutor)?
    ) -> (remote: RemoteWire, wire: Wire) {
        precondition(trust.isEncrypted == place.isEncrypted, "What is said to be encrypted is.")
        let (frames, messages) = AsyncStream.makeStream(of: [UInt8].self)
        let (asked, questions) = AsyncStream.makeStream(of: Question.self)
        let remote = RemoteWire(place, token, trust, messages, questions)
        let task = Task.detached(executorPreference: executor) {
            await withDiscardingTaskGroup { group in
                group.addTask {
                    await remote.follow()
                    remote.close()
                }
                for await question in asked { group.addTask { await remote.ask(question) } }
                group.cancelAll()
            }
            messages.finish()
        }
        remote.work.withLock { $0 = task }
        let wire = Wire(
            frames: frames,
            send: { questions.yield(Question(number: $0, bytes: $1)) },
            taken: {},
            close: { remote.close() },
            questionBytes: HTTPProtocol.bulkBytes
        )
        return (remote, wire)
    }

    /// Why there is no connection any more, if that is known.
    var ending: ConnectProblem? { problem.withLock(\.self) }

    /// Ends everything.
    func close() {
        questions.finish()
        work.withLock { $0 }?.cancel()
    }

    private func end(_ reason: ConnectProblem) {
        problem.withLock { $0 = $0 ?? reason }
        close()
    }

    // MARK: - Hearing

    private func follow() async {
        let exchange = HTTPExchange(
            place: place,
            trust: trust,
            method: .GET,
            path: HTTPProtocol.entries,
            authorization: authorization,
            patience: 3 * HTTPProtocol.signOfLifeSeconds
        )
        var reply = HTTPReply()
        var lines = Lines()
        do {
            try await exchange.run { part in
                if case .body(let piece) = part, reply.status == 200 {
                    for line in try lines.take(piece) { messages.yield(line) }
                } else {
                    try reply.take(part, most: HTTPProtocol.problemBytes)
                }
            }
            if reply.status != 200 { end(refusal(reply)) }
        } catch {
            end(Self.problem(error, place))
        }
    }

    /// Puts pieces together to lines.
    private struct Lines {
        private var line: [UInt8] = []

        /// The lines that end in a piece; those without anything are signs of life only.
        mutating func take(_ piece: ByteBuffer) throws(HTTPExchange.CutOff) -> [[UInt8]] {
            var lines: [[UInt8]] = []
            var rest = piece.readableBytesView
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                line += rest[..<end]
                if !line.isEmpty { lines.append(line) }
                line = []
                rest = rest[rest.index(after: end)...]
            }
            line += rest
            guard line.count <= SocketProtocol.answerBytes else { throw HTTPExchange.CutOff() }
            return lines
        }
    }

    // MARK: - Asking

    private func ask(_ question: Question) async {
        let isLarge = question.bytes.count > HTTPProtocol.askBytes
        let exchange = HTTPExchange(
            place: place,
            trust: trust,
            method: .POST,
            path: isLarge ? HTTPProtocol.bulk : HTTPProtocol.ask,
            authorization: authorization,
            body: question.bytes
        )
        do {
            let reply = try await exchange.answer(most: SocketProtocol.answerBytes)
            if reply.status == 401 { return end(refusal(reply)) }
            messages.yield(message(to: question.number, reply))
        } catch {
            // The answer is lost: who asked asks again, over another connection.
            end(Self.problem(error, place))
        }
    }

    /// The answer as the socket would have sent it.
    private func message(to number: UInt64, _ reply: HTTPReply) -> [UInt8] {
        guard reply.status == 200 else {
            let problem = Self.problem(reply.body)
            let reason =
                problem?.problem
                ?? .unreachable(text: problem?.text ?? Self.stranger(reply.status, place))
            return ServiceMessage.problem(number, reason).bytes
        }
        return Array("{\"to\":\(number),\"answer\":".utf8) + reply.body + Array("}".utf8)
    }

    // MARK: - Words

    private func refusal(_ reply: HTTPReply) -> ConnectProblem {
        guard let problem = Self.problem(reply.body) else {
            return .refused(Self.stranger(reply.status, place))
        }
        // What is full or closes may be reached later.
        return [429, 503].contains(problem.status) ? .away(problem.text) : .refused(problem.text)
    }

    private static func problem(_ body: [UInt8]) -> HTTPProblem? {
        (try? JSONValue(parsing: body)).flatMap { try? HTTPProblem(json: $0) }
    }

    private static func stranger(_ status: UInt, _ place: RemotePlace) -> String {
        "Something at \(place.text) answers \(status) and is no Flagdeck that lets people in. "
            + "Check the address, and that flagdeck serve runs there in this release."
    }

    private static func problem(_ error: any Error, _ place: RemotePlace) -> ConnectProblem {
        switch error {
        case let failure as Handshake.Failure:
            let text = failure.text(at: place.text, host: place.host)
            return failure == .brokenOff ? .away(text) : .refused(text)
        case is HTTPExchange.CutOff, is CancellationError:
            return .away("The connection to \(place.text) broke off. Try again.")
        default:
            return .away(
                "Nobody answers at \(place.text). Check the address, and that flagdeck serve "
                    + "runs there."
            )
        }
    }
}
