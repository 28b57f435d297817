import FlagAPI
import FlagModel
import FlagService
import JSON
import UnixSocket

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// One connection of a ``ServiceSocket``, from the greeting to the end.
struct SocketSession {
    let socket: ServiceSocket
    let connection: FrameConnection

    private var service: LocalService { socket.service }

    /// Serves the connection until it ends.
    func run() async {
        var frames = connection.frames.makeAsyncIterator()
        guard let first = await frames.next() else { return }
        connection.taken()
        let greeting: Greeting
        let admitted: Admission.Admitted
        do throws(Admission.Refused) {
            greeting = try read(first)
            admitted = try socket.admission.admit(
                connection.peer,
                greeting,
                in: try await presentOrRefused(),
                at: service.world.now()
            )
        } catch {
            send(.refused(error.text))
            return connection.close()
        }
        connection.accept()
        let guarded = GuardedService(
            service,
            caller: admitted.caller,
            ownerName: admitted.ownerName,
            now: service.world.now,
            executor: socket.executor
        )
        send(
            .welcome(
                Welcome(
                    role: socket.role,
                    actor: admitted.actor,
                    identity: await guarded.identity()
                )
            )
        )
        await withDiscardingTaskGroup { group in
            if greeting.follows { group.addTask { await follow(guarded) } }
            for await frame in connection.frames {
                guard let request = Self.request(in: frame) else {
                    connection.close()
                    break
                }
                group.addTask {
                    await answer(request, guarded, admitted, greeting.role)
                    connection.taken()
                }
            }
            group.cancelAll()
        }
    }

    private func read(_ frame: [UInt8]) throws(Admission.Refused) -> Greeting {
        guard let json = try? JSONValue(parsing: frame, limits: SocketProtocol.requestLimits),
            let fields = try? JSONFields(json), let version = try? fields.integer("flagdeck")
        else { throw Admission.Refused(text: "This is Flagdeck's own socket.") }
        guard version == SocketProtocol.version, let greeting = try? Greeting(json: json) else {
            throw Admission.Refused(
                text: "Process \(ServiceSocket.processID) has the data open and speaks version "
                    + "\(SocketProtocol.version) of the socket; this Flagdeck speaks version "
                    + "\(version). Use the same release for both."
            )
        }
        return greeting
    }

    private static func request(in frame: [UInt8]) -> NumberedRequest? {
        let json = try? JSONValue(parsing: frame, limits: SocketProtocol.requestLimits)
        return json.flatMap { try? NumberedRequest(json: $0) }
    }

    /// The model as it is; when it cannot be had, nobody may do anything.
    private func presentOrRefused() async throws(Admission.Refused) -> Model {
        guard let model = try? await service.picture().model else {
            throw Admission.Refused(text: "The data is being closed. Try again in a moment.")
        }
        return model
    }

    /// Sends the model, then every entry; again from the model when too many entries waited.
    ///
    /// Whoever may not look any more is let go.
    private func follow(_ guarded: GuardedService) async {
        while !Task.isCancelled, await !socket.isClosing {
            let (picture, entries) = await service.follow()
            guard guarded.maySee(picture.model) else { return connection.close() }
            send(.snapshot(guarded.sight.of(picture)))
            for await entry in entries {
                guard guarded.maySee(service.presentModel) else { return connection.close() }
                send(.entry(guarded.sight.of(entry)))
            }
        }
    }

    private func answer(
        _ numbered: NumberedRequest,
        _ guarded: GuardedService,
        _ admitted: Admission.Admitted,
        _ role: ProcessRole
    ) async {
        let number = numbered.number
        if case .handOver = numbered.request {
            return await handOver(number, guarded, admitted, role)
        }
        // What comes too late is not answered: its sender asks the next owner.
        guard await socket.begin() else { return }
        do throws(ServiceProblem) {
            if case .picture(let point) = numbered.request {
                send(.past(number, try await guarded.picture(at: point)))
            } else {
                send(.answer(number, try await numbered.request.answered(by: guarded)))
            }
        } catch {
            send(.problem(number, error))
        }
        await socket.end()
    }

    /// The owner's server gets the data; so does one of an administrator who is written down.
    private func handOver(
        _ number: UInt64,
        _ guarded: GuardedService,
        _ admitted: Admission.Admitted,
        _ role: ProcessRole
    ) async {
        do throws(ServiceProblem) {
            let (model, _) = try guarded.allow(.handOver)
            let mayHave = (admitted.isTrusted || model.hasPeople) && role == .server
            try await socket.handOver(to: connection.peer, isTrusted: mayHave)
            send(.answer(number, [:]))
            await socket.sayGoodbye(isPromised: true)
        } catch {
            send(.problem(number, error))
        }
    }

    private func send(_ message: ServiceMessage) {
        connection.send(message.bytes)
    }
}

extension ServiceSocket {
    /// This process, for sentences.
    static var processID: Int32 { getpid() }
}
