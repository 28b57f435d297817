import FlagAPI
import FlagModel

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// How the process ends; scripts rely on the numbers.
enum ExitStatus: Int32 {
    /// The answer is no.
    case no = 1
    /// The command was not written as it must be.
    case wrongUsage = 2
    /// The service does not allow it.
    case refused = 3
    /// The data or the service cannot be reached.
    case unreachable = 4
    /// The journal needs attention.
    case journal = 5

    /// Ends the process.
    func end() -> Never {
        exit(rawValue)
    }
}

/// Why a command ends early, in a sentence that says what to do next.
struct CommandFailure: Error {
    let status: ExitStatus
    let text: String

    init(_ status: ExitStatus, _ text: String) {
        self.status = status
        self.text = text
    }

    init(_ problem: ServiceProblem) {
        let status: ExitStatus =
            switch problem {
            case .refused, .unknownEntry, .cannotUndo: .refused
            case .journal("journal.forgotten", _): .refused
            case .unreachable, .busy: .unreachable
            case .journal, .observations: .journal
            }
        self.init(status, problem.description)
    }

    init(_ refusal: Refusal) {
        self.init(ServiceProblem.refused(refusal))
    }

    /// Any failure as one of a command.
    init(of error: any Error) {
        switch error {
        case let failure as CommandFailure: self = failure
        case let problem as ServiceProblem: self.init(problem)
        case let refusal as Refusal: self.init(refusal)
        default: self.init(.refused, "\(error)")
        }
    }
}
