import ArgumentParser
import FlagService
import Journal
import Synchronization

extension JournalCommands {
    struct SignCheckpoint: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "checkpoint",
            abstract: "Sign where the history stands, and print it.",
            discussion: """
                Keep what it prints where nobody who can change the journal can change it. With it \
                and the public key, `flagdeck journal verify` finds a history that was rewritten.
                """
        )
        @OptionGroup var global: GlobalOptions
        @Option(
            name: .customLong("key"),
            help: ArgumentHelp("The file of the key that signs.", valueName: "file")
        )
        var keyFile: String
        @ArgumentParser.Flag(
            name: .customLong("make-key"),
            help: "Make the key, and print the public key that verifies it."
        )
        var makesKey = false

        func run() throws {
            guard !makesKey else { return try makeKey() }
            let key = try CheckpointFile.key(keyFile, for: global.directory)
            let checkpoint: Checkpoint?
            do throws(JournalError) {
                checkpoint = try Journal.open(at: global.directory.journal, access: .read)
                    .journal.checkpoint
            } catch {
                throw CommandFailure(journal: error)
            }
            guard let checkpoint else {
                throw CommandFailure(
                    .refused,
                    "There is no entry yet, so there is nothing to sign."
                )
            }
            Printer.print(bytes: Array(checkpoint.signed(by: key).utf8))
        }

        private func makeKey() throws {
            let key = CheckpointKey.random()
            try PlainFile.create(key.text, at: keyFile)
            do {
                _ = try CheckpointFile.key(keyFile, for: global.directory)
            } catch {
                PlainFile.remove(keyFile)
                throw error
            }
            Printer.print(bytes: Array((key.publicKey.text + "\n").utf8))
        }
    }
}

/// What `serve` signs while it runs.
struct CheckpointOptions: ParsableArguments {
    @Option(
        name: .customLong("checkpoint-key"),
        help: ArgumentHelp("Sign where the history stands each hour.", valueName: "file")
    )
    var keyFile: String?

    @Option(
        name: .customLong("checkpoints"),
        help: ArgumentHelp("The file that gets each checkpoint.", valueName: "file")
    )
    var file: String?

    func validate() throws {
        guard (keyFile == nil) == (file == nil) else {
            throw ValidationError("--checkpoint-key and --checkpoints belong together.")
        }
    }

    /// Reads the key; nil when no checkpoints are wanted.
    func writer(for directory: DataDirectory) throws -> CheckpointWriter? {
        guard let keyFile, let file else { return nil }
        return CheckpointWriter(
            key: try CheckpointFile.key(keyFile, for: directory),
            file: file
        )
    }
}

/// Signs where the history stands each hour, and once more at the end.
final class CheckpointWriter: Sendable {
    private let key: CheckpointKey
    private let file: String
    private let last = Mutex<UInt64>(0)
    private let task = Mutex<Task<Void, Never>?>(nil)

    /// The time between two checkpoints.
    private static let pause = Duration.seconds(3600)

    init(key: CheckpointKey, file: String) {
        self.key = key
        self.file = file
    }

    /// Signs now and each hour from now on.
    func start(_ service: LocalService) {
        let work = Task.detached(executorPreference: Workers.shared) {
            while !Task.isCancelled {
                await self.sign(service)
                try? await Task.sleep(for: Self.pause)
            }
        }
        task.withLock { $0 = work }
    }

    /// Signs once more and stops.
    func stop(_ service: LocalService) async {
        task.withLock { $0?.cancel() }
        await sign(service)
    }

    /// A history that did not grow is not signed again.
    private func sign(_ service: LocalService) async {
        guard let checkpoint = await service.checkpoint(),
            last.withLock({ $0 < checkpoint.sequence })
        else { return }
        do {
            try PlainFile.append(checkpoint.signed(by: key) + "\n", to: file)
            last.withLock { $0 = checkpoint.sequence }
            let time = Surroundings.localTime(Surroundings.now())
            Printer.complain("\(time)  checkpoint \(checkpoint.sequence):\(checkpoint.chainHash)")
        } catch {
            Printer.complain("The checkpoint was not written. \(CommandFailure(of: error).text)")
        }
    }
}
