import FlagAPI
import FlagModel
import JSON
import NIOHTTP1

extension ManagementDoor {
    /// Asks the service, in the name of somebody who was let in.
    ///
    /// - Parameters:
    ///   - body: the question.
    ///   - most: bytes that it may have.
    ///   - caller: who asks; their name stands in the history, whatever the question says. Only
    ///     the owner of the data may act in any name.
    /// - Returns: the service's answer, or why there is none.
    func answer(_ body: [UInt8], most: Int, by caller: Caller) async -> HTTPAnswer {
        let request: ServiceRequest
        switch Self.read(body, most) {
        case .success(let read): request = read
        case .failure(let problem): return .problem(problem.problem)
        }
        if case .handOver = request {
            return .problem(
                HTTPProblem(
                    403,
                    "request.local-only",
                    "The data is given to another process on its own machine only."
                )
            )
        }
        let asked = caller.way == .owner ? request : request.asked(by: caller.name)
        do throws(ServiceProblem) {
            let answer = try await asked.answered(by: management.service(caller))
            return .private(answer.canonicalBytes())
        } catch {
            let answer = HTTPAnswer.problem(HTTPProblem(error))
            return error == .busy ? answer.with("retry-after", "1") : answer
        }
    }

    /// The model as it is now, as one document.
    func picture(for caller: Caller) async -> HTTPAnswer {
        do throws(ServiceProblem) {
            let picture = try await management.service(caller).picture()
            return .private(ServiceMessage.snapshot(picture).bytes)
        } catch {
            return .problem(HTTPProblem(error))
        }
    }

    /// Why somebody may not follow what happens; `nil` when they may.
    func refusal(of caller: Caller) async -> ServiceProblem? {
        do throws(ServiceProblem) {
            _ = try await management.service(caller).picture()
            return nil
        } catch {
            return error
        }
    }

    /// Tells somebody of everything that happens, a line for each message of the socket.
    ///
    /// It begins with their name, then the model unless they know it, and ends when they may not
    /// follow any more, do not listen, or the service closes.
    ///
    /// - Parameters:
    ///   - admitted: who follows.
    ///   - known: the entry whose model they know; `nil` for none.
    ///   - send: sends a line; `false` when nobody listens any more.
    func tell(
        _ admitted: Admitted,
        after known: UInt64?,
        send: @Sendable ([UInt8]) async -> Bool
    ) async {
        let welcome = Welcome(
            role: .server,
            actor: admitted.caller.name,
            identity: try? await management.service(admitted.caller).identity()
        )
        guard await send(ServiceMessage.welcome(welcome).line) else { return }
        var (known, isAgain) = (known, false)
        while !Task.isCancelled {
            let (picture, entries) = await management.follow()
            // A stream that ends behind its last entry has ended with the service.
            if isAgain, known == picture.entry { return }
            if known != picture.entry {
                let shown = management.sight(admitted.caller).of(picture)
                guard await send(ServiceMessage.snapshot(shown).line) else { return }
            }
            (known, isAgain) = (picture.entry, true)
            for await entry in entries {
                guard await isStillGood(admitted) else { return }
                let shown = management.sight(admitted.caller).of(entry)
                guard await send(ServiceMessage.entry(shown).line) else { return }
                known = entry.number
            }
        }
    }

    private struct Unreadable: Error {
        let problem: HTTPProblem

        init(_ text: String) {
            problem = HTTPProblem(400, "request.unreadable", text)
        }
    }

    private static func read(
        _ body: [UInt8],
        _ most: Int
    ) -> Result<ServiceRequest, Unreadable> {
        var limits = SocketProtocol.requestLimits
        limits.documentBytes = most
        let json: JSONValue
        do throws(JSONError) {
            json = try JSONValue(parsing: body, limits: limits)
        } catch {
            return .failure(Unreadable(words(for: error)))
        }
        do throws(JSONShapeError) {
            return .success(try ServiceRequest(json: json))
        } catch {
            let way = error.path.map { step in
                switch step {
                case .key(let key): key
                case .index(let index): "\(index + 1)"
                }
            }
            let place = way.isEmpty ? "The question" : way.joined(separator: " → ")
            return .failure(
                Unreadable("The question cannot be understood: \(place) \(error.message).")
            )
        }
    }

    private static func words(for error: JSONError) -> String {
        guard case .tooManyValues(let limit) = error.reason else {
            return "The question is no JSON from byte \(error.offset) on."
        }
        return "The question holds more than \(Words.grouped(limit)) values. Ask in several parts."
    }
}

extension ServiceMessage {
    /// The message and the end of its line; in canonical form there is no other.
    fileprivate var line: [UInt8] { bytes + [UInt8(ascii: "\n")] }
}

extension HTTPAnswer {
    /// JSON for one person: no page may read it, and nothing in between may keep it.
    static func `private`(_ body: [UInt8]) -> HTTPAnswer {
        var answer = json(body).with("cache-control", "no-store")
        answer.isForPages = false
        return answer
    }

    /// Why there is no answer.
    static func problem(_ problem: HTTPProblem) -> HTTPAnswer {
        var answer = HTTPAnswer.private(problem.json.canonicalBytes())
        answer.contentType = "application/problem+json"
        answer.status = HTTPResponseStatus(statusCode: problem.status)
        return answer
    }
}
