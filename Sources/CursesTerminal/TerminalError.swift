internal import CNcurses
internal import TerminalUI

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Why no screen can be shown.
///
/// Nothing was changed on the terminal.
public enum TerminalError: Error, Hashable, Sendable {
    /// Standard input or output is a file or a pipe.
    case notATerminal
    /// `TERM` is not set.
    case noType
    /// `TERM` names a terminal that this computer has no description of.
    case unknownType(String)
    /// The terminal cannot move its cursor.
    case cannotPosition(String)
    /// The system refused; for example the crash log cannot be written.
    case system(errno: Int32, crashLog: String?)

    /// A stable name for scripts and documents.
    public var code: String {
        switch self {
        case .notATerminal: "terminal.not-a-terminal"
        case .noType: "terminal.no-type"
        case .unknownType: "terminal.unknown-type"
        case .cannotPosition: "terminal.cannot-position"
        case .system: "terminal.system"
        }
    }

    init?(_ status: nc_status, crashLog: String?) {
        // Nothing may come between the call and this: errno is the call's.
        let number = errno
        let type = Environment.value("TERM") ?? ""
        switch status {
        case NC_OPENED: return nil
        case NC_NOT_A_TERMINAL: self = .notATerminal
        case NC_NO_TYPE: self = .noType
        case NC_UNKNOWN_TYPE: self = .unknownType(type)
        case NC_CANNOT_POSITION: self = .cannotPosition(type)
        default: self = .system(errno: number, crashLog: crashLog)
        }
    }
}

extension TerminalError: CustomStringConvertible {
    /// What is missing and what to do, in one sentence.
    public var description: String {
        switch self {
        case .notATerminal:
            "The dashboard needs a terminal for input and output, so start it without a pipe or "
                + "a file."
        case .noType:
            "The dashboard cannot tell which terminal this is, because TERM is not set; try "
                + "TERM=xterm-256color."
        case .unknownType(let type):
            "The dashboard does not know the terminal \"\(SafeText(type))\"; try "
                + "TERM=xterm-256color."
        case .cannotPosition(let type):
            "The dashboard cannot be shown on the terminal \"\(SafeText(type))\", which cannot "
                + "move its cursor; use another one, or single commands."
        case .system(let number, let crashLog):
            "The dashboard cannot take the terminal"
                + (crashLog.map { " or write \(SafeText($0))" } ?? "")
                + ": \(SafeText(String(cString: strerror(number))))."
        }
    }
}

/// The environment, read without Foundation.
enum Environment {
    static func value(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }

    /// Whether `name` is there and not empty.
    static func isSet(_ name: String) -> Bool {
        value(name)?.isEmpty == false
    }
}
