import FlagAPI
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
            admitted = try socket.admission.admit(connection.peer, wishing: greeting.actor)
        } catch {
            send(.refused(error.text))
            return connection.close()
        }
        connection.accept()
        send(.welcome(Welcome(role: socket.role, actor: admitted.actor)))
        await withDiscardingTaskGroup { group in
            if greeting.follows { group.addTask { await follow() } }
            for await frame in connection.frames {
                guard let request = Self.request(in: frame) else {
                    connection.close()
                    break
                }
                group.addTask {
                    await answer(request, admitted, greeting.role)
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

    /// Sends the model, then every entry; again from the model when too many entries waited.
    private func follow() async {
        while !Task.isCancelled, await !socket.isClosing {
            let (picture, entries) = await service.follow()
            send(.snapshot(picture))
            for await entry in entries { send(.entry(entry)) }
        }
    }

    private func answer(
        _ numbered: NumberedRequest,
        _ admitted: Admission.Admitted,
        _ role: ProcessRole
    ) async {
        let number = numbered.number
        if case .handOver = numbered.request {
            return await handOver(number, isTrusted: admitted.isTrusted && role == .server)
        }
        // What comes too late is not answered: its sender asks the next owner.
        guard await socket.begin() else { return }
        let request =
            admitted.isTrusted
            ? numbered.request : numbered.request.asked(by: admitted.actor)
        do throws(ServiceProblem) {
            send(.answer(number, try await request.answered(by: service)))
        } catch {
            send(.problem(number, error))
        }
        await socket.end()
    }

    private func handOver(_ number: UInt64, isTrusted: Bool) async {
        do throws(ServiceProblem) {
            try await socket.handOver(to: connection.peer, isTrusted: isTrusted)
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
