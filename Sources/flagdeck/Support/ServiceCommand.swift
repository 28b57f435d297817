import ArgumentParser
import Dispatch
import FlagAPI
import FlagModel
import FlagService
import Synchronization

/// A command that opens the data directory, asks the service, and closes it again.
protocol ServiceCommand: ParsableCommand, Sendable {
    /// Where the data is and who asks.
    var global: GlobalOptions { get }

    /// What the command does.
    func run(_ desk: Desk) async throws
}

extension ServiceCommand {
    /// Runs the command to its end on the calling thread.
    func run() throws {
        let command = self
        try waiting {
            let directory = command.global.directory
            let (service, notes) = try LocalService.open(directory, world: Surroundings.world)
            for note in notes { Printer.complain(note) }
            do {
                try await command.run(Desk(service: service, options: command.global))
            } catch {
                await service.close()
                throw error
            }
            await service.close()
        }
    }
}

extension GlobalOptions {
    /// The data directory that was named, or the usual one.
    var directory: DataDirectory {
        DataDirectory(path: dataPath ?? Surroundings.dataPath)
    }
}

/// Runs asynchronous work and waits for its end; failures become the command's failure.
///
/// The main thread may block: nothing else in the program runs on it.
func waiting(_ work: @escaping @Sendable () async throws -> Void) throws {
    let done = DispatchSemaphore(value: 0)
    let failure = Mutex<(any Error)?>(nil)
    Task.detached {
        do {
            try await work()
        } catch {
            failure.withLock { $0 = error }
        }
        done.signal()
    }
    done.wait()
    guard let error = failure.withLock({ $0 }) else { return }
    switch error {
    case let error as ServiceProblem: throw CommandFailure(error)
    case let error as Refusal: throw CommandFailure(error)
    default: throw error
    }
}
