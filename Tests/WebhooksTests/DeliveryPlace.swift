import FlagAPI
import FlagModel
import FlagService
import Foundation
import Synchronization
import Webhooks

/// A real service on a directory of its own, in a time that passes as fast as somebody waits.
final class DeliveryPlace: Sendable {
    let directory: DataDirectory
    let world: LocalService.World
    let environmentID = GUID.new
    let flagID = GUID.new
    let webhookID = GUID.new

    /// Posts in the order in which they were sent, with the seconds since the beginning.
    var posts: [(seconds: Int64, post: OutgoingPost)] { heard.withLock { $0 } }
    private let heard = Mutex<[(seconds: Int64, post: OutgoingPost)]>([])

    private static let start: Int64 = 1_780_000_000_000_000

    init() throws {
        let path = NSTemporaryDirectory() + "flagdeck-webhooks-\(GUID.new.text)"
        directory = DataDirectory(path: path)
        let time = Passing()
        world = LocalService.World(
            now: { Moment(microseconds: time.now()) },
            random: { .random(in: .min ... .max) },
            wait: { time.pass($0) }
        )
        seconds = { (time.now() - Self.start) / 1_000_000 }
    }

    /// Seconds since the beginning.
    let seconds: @Sendable () -> Int64

    deinit { try? FileManager.default.removeItem(atPath: directory.path) }

    /// Time that passes when somebody waits.
    private final class Passing: Sendable {
        private let microseconds = Mutex<Int64>(DeliveryPlace.start)

        func now() -> Int64 { microseconds.withLock(\.self) }

        func pass(_ milliseconds: Int64) { microseconds.withLock { $0 += milliseconds * 1000 } }
    }

    /// A service with an environment and a flag that is off: entry 1.
    func begin() async throws -> LocalService {
        let service = try LocalService.create(in: directory, world: world)
        let project = Project(id: .new, key: try Key("shop"), name: "Shop")
        let environment = Environment(
            id: environmentID,
            projectID: project.id,
            key: try Key("dev"),
            name: "Practice",
            isLive: false,
            secrets: []
        )
        let flag = Flag(
            id: flagID,
            key: try Key("gift-wrap"),
            name: "Gift wrap",
            kind: .boolean,
            variations: [
                Variation(id: "on", name: "On", value: "true"),
                Variation(id: "off", name: "Off", value: "false"),
            ],
            defaultVariationID: "on",
            offVariationID: "off",
            revision: .new,
            createdAt: world.now()
        )
        try await make(
            [
                .createProject(project), .createEnvironment(environment),
                .createFlag(environment: environmentID, flag),
            ],
            service
        )
        return service
    }

    var webhook: Webhook { Webhook(id: webhookID, name: "Chat", url: "http://a/", secret: "s") }

    func make(_ changes: [Change], _ service: LocalService) async throws {
        _ = try await service.propose(Proposal(id: .new, actor: "Ana", changes: changes))
    }

    /// Turns the flag on or off: one entry.
    func turn(_ isOn: Bool, _ service: LocalService) async throws {
        try await make(
            [.editFlag(environment: environmentID, flag: flagID, .setEnabled(isOn))],
            service
        )
    }

    /// A deliverer whose posts are noted here and answered with these statuses, then with 200.
    func deliverer(_ service: LocalService, answers: [Int] = []) -> Deliverer {
        let answers = Mutex(answers[...])
        return Deliverer(service, path: directory.deliveries) { [self] post in
            heard.withLock { $0.append((seconds(), post)) }
            let status = answers.withLock { $0.popFirst() } ?? 200
            return .answered(status: status, beginning: Array("answer".utf8))
        }
    }

    /// The log once so many posts are done.
    func log(of deliverer: Deliverer, done count: Int) async throws -> [Delivery] {
        while true {
            let log = try await deliverer.answer(.latest(of: nil, limit: 1000))
            if log.count(where: { $0.state != .waiting }) >= count { return log }
            await Task.yield()
        }
    }
}

extension GUID {
    static var new: GUID {
        var random = SystemRandomNumberGenerator()
        return GUID(using: &random)
    }
}
