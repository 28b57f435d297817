import Dashboard
import FlagAPI
import FlagModel
import FlagService
import Synchronization

/// Does what screens ask for, off the main thread, and posts the answers.
final class EffectRunner: Sendable {
    let now: @Sendable () -> Moment
    /// Where the data lies or will lie.
    var dataPath: String { beginnings.directory.path }

    private let inbox: Inbox
    private let beginnings: Beginnings
    /// The service that is in use; a first start begins without one.
    private let service = Mutex<OpenService?>(nil)
    private let told = Mutex<[String]>([])

    init(inbox: Inbox, beginnings: Beginnings, now: @escaping @Sendable () -> Moment) {
        self.inbox = inbox
        self.beginnings = beginnings
        self.now = now
    }

    /// Begins to use a service: its pictures go to the screen from now on.
    func use(_ opened: OpenService) {
        service.withLock { $0 = opened }
        Task.detached(executorPreference: Workers.shared) { [inbox] in
            guard let updates = try? await opened.service.updates() else { return }
            for await picture in updates { inbox.post(.picture(picture)) }
        }
    }

    /// Does one thing; the answer comes through the inbox.
    func perform(_ effect: Effect) {
        if case .welcome(let choice) = effect { return begin(choice) }
        if case .remember(let actor) = effect { return RememberedName.write(actor) }
        if case .readKeys(let request, let generation) = effect {
            return read(request, generation: generation)
        }
        if case .writeFile(let path, let text) = effect { return write(text, to: path) }
        if case .zone(let name) = effect { return lookUp(name) }
        if case .saveViews(let views) = effect {
            if let problem = SavedViews.write(views) { inbox.post(.problem(problem)) }
            return
        }
        if case .keepSetting(let name, let value) = effect {
            if let problem = PersonFiles.standard.keep(name, value) {
                inbox.post(.problem(problem))
            }
            return
        }
        guard let service = service.withLock(\.self)?.service else { return }
        inbox.expect()
        Task.detached(executorPreference: Workers.shared) { [inbox] in
            let runner = DashboardRunner(service: service)
            inbox.answer(await runner.perform(effect))
        }
    }

    /// Does what later keys will need, beside the screen.
    func prepare(_ work: @escaping @Sendable () -> Void) {
        inbox.expect()
        Task.detached(executorPreference: Workers.shared) { [inbox] in
            work()
            inbox.answer(nil)
        }
    }

    /// Keeps a sentence until the terminal is a shell's again.
    func tell(_ note: String) {
        told.withLock { $0.append(note) }
    }

    /// What people should know, and could not be printed while the screen was up.
    var notes: [String] { told.withLock(\.self) }

    /// Ends the service in order.
    func close() {
        guard let service = service.withLock(\.self) else { return }
        try? waiting { await service.close() }
    }

    private func read(_ request: KeyFileRequest, generation: Int) {
        inbox.expect()
        Task.detached(executorPreference: Workers.shared) { [inbox] in
            let piece = KeyFileReading.piece(request)
            inbox.answer(.reply(.keyFile(generation: generation, piece)))
        }
    }

    private func lookUp(_ zone: String) {
        inbox.expect()
        Task.detached(executorPreference: Workers.shared) { [inbox] in
            inbox.answer(.reply(.zone(zone, NamedZones.zone(zone))))
        }
    }

    private func write(_ text: String, to path: String) {
        inbox.expect()
        Task.detached(executorPreference: Workers.shared) { [inbox] in
            inbox.answer(.reply(.written(ReportWriting.write(text, to: path))))
        }
    }

    private func begin(_ choice: WelcomeChoice) {
        inbox.expect()
        Task.detached(executorPreference: Workers.shared) { [self] in
            do {
                let opened = try await beginnings.begin(choice)
                if let identity = try await opened.service.identity() {
                    inbox.post(.identity(identity))
                }
                use(opened)
                inbox.answer(.picture(try await opened.service.picture()))
            } catch {
                inbox.answer(.reply(.welcomeFailed(CommandFailure(of: error).text)))
            }
        }
    }
}
