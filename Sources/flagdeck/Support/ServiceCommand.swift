import ArgumentParser
import Dispatch
import FlagAPI
import FlagModel
import Synchronization

/// A command that asks the service of whoever has the data, or else opens the data itself.
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
            let opened = try await command.global.opened()
            do {
                try await command.run(Desk(service: opened.service, options: command.global))
            } catch {
                await opened.close()
                throw error
            }
            await opened.close()
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
