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
            let service = try directory.openedService()
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

extension DataDirectory {
    /// Opens the service here, and says what opening found that people should know.
    ///
    /// - Throws: ``CommandFailure`` also when there is no data here yet.
    func openedService() throws -> LocalService {
        guard !isFile else {
            throw CommandFailure(.unreachable, "\(path) is a file, not a directory.")
        }
        guard holdsData else {
            throw CommandFailure(
                .unreachable,
                "There is no data in \(path) yet. "
                    + "Make a place for it with: flagdeck init --data \(path)"
            )
        }
        do throws(ServiceProblem) {
            let (service, notes) = try LocalService.open(self, world: Surroundings.world)
            for note in notes { Printer.complain(note) }
            return service
        } catch {
            throw CommandFailure(error)
        }
    }
}

/// Runs asynchronous work and waits for its result; failures become the command's failure.
///
/// The main thread may block: nothing else in the program runs on it.
func waiting<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) throws -> Value
{
    let done = DispatchSemaphore(value: 0)
    let outcome = Mutex<Result<Value, any Error>?>(nil)
    Task.detached(executorPreference: Workers.shared) {
        let result: Result<Value, any Error>
        do {
            result = .success(try await work())
        } catch {
            result = .failure(error)
        }
        outcome.withLock { $0 = result }
        done.signal()
    }
    done.wait()
    guard let result = outcome.withLock(\.self) else {
        preconditionFailure("The signal comes after the result.")
    }
    switch result {
    case .success(let value): return value
    case .failure(let error as ServiceProblem): throw CommandFailure(error)
    case .failure(let error as Refusal): throw CommandFailure(error)
    case .failure(let error): throw error
    }
}
